"""Every shape that goes out, and what each of its fields means."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, fields


class Answer(Schema):
    """A shape that goes out: all its fields are there unless it says which may be missing.

    It is open: a later version may add fields, and clients have to pass over those they do not
    know.
    """

    class Meta:
        """What makes OpenAPI leave the shape open."""

        unknown = EXCLUDE

    may_be_missing: ClassVar[frozenset[str]] = frozenset()

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Have OpenAPI list what clients may count on."""
        field_obj.required = field_name not in self.may_be_missing


class RegisteredSchema(Answer):
    """An article that is kept."""

    id = fields.String(metadata={"description": "Your own name for it."})
    bytes = fields.Integer(metadata={"description": "The room that it takes."})
    expires = fields.String(
        metadata={"description": "When it will be forgotten.", "format": "date-time"}
    )


class ArticleAnswerSchema(RegisteredSchema):
    """An article with all its parts; those that were not sent are empty."""

    url = fields.String(metadata={"description": "Where readers find it."})
    title = fields.String(metadata={"description": "The headline."})
    text = fields.String(metadata={"description": "Its plain text."})
    author = fields.String(metadata={"description": "Who wrote it."})
    section = fields.String(metadata={"description": "Where on the site it stands."})
    site = fields.String(metadata={"description": "Your own name for the site that it is on."})


class ForgottenSchema(Answer):
    """An article that is not kept any more."""

    id = fields.String(metadata={"description": "Your own name for it."})


class ThresholdsSchema(Answer):
    """The probabilities from which one attribute makes a difference."""

    hold = fields.Float(metadata={"description": "From here on a comment is held."})
    reject = fields.Float(metadata={"description": "From here on it is rejected."})


class PolicySchema(Answer):
    """The rules that turn scores into an action."""

    name = fields.String(metadata={"description": "The name that every verdict carries."})
    thresholds = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(ThresholdsSchema()),
        metadata={"description": "The thresholds of each attribute of the model."},
    )


class ModelSchema(Answer):
    """The loaded model, as its manifest describes it, and the policy in force."""

    may_be_missing = frozenset(
        {"created", "sha256", "git_commit", "format", "seed", "libraries", "features"}
        | {"sources", "counts", "metrics"}
    )

    version = fields.String(metadata={"description": "The model version."})
    attributes = fields.List(fields.String(), metadata={"description": "What it scores, in order."})
    policy = fields.Nested(PolicySchema(), metadata={"description": "The policy in force."})
    created = fields.String(metadata={"description": "When it was trained."})
    sha256 = fields.String(metadata={"description": "The fingerprint of the model file."})
    git_commit = fields.String(
        allow_none=True, metadata={"description": "The state of the code that trained it."}
    )
    format = fields.Integer(metadata={"description": "The format number of the artefact."})
    seed = fields.Integer(metadata={"description": "The seed that the training drew from."})
    libraries = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "The library versions that the model is bound to."},
    )
    features = fields.Raw(metadata={"description": "The feature rules.", "type": "object"})
    sources = fields.Raw(metadata={"description": "The data files, with their fingerprints."})
    counts = fields.Raw(metadata={"description": "How many rows were read, kept and skipped."})
    metrics = fields.Raw(metadata={"description": "What the evaluation measured."})


class HealthSchema(Answer):
    """How the service is."""

    may_be_missing = frozenset({"model"})

    status = fields.String(metadata={"description": "`alive` or `ready`."})
    model = fields.String(metadata={"description": "The loaded model version; only when ready."})


class FaultSchema(Answer):
    """One thing that is wrong with one field."""

    field = fields.String(
        metadata={
            "description": "The path of the field, such as `comments.3.text`; "
            "empty for the whole body."
        }
    )
    message = fields.String(metadata={"description": "What is wrong and what to do about it."})


class ProblemSchema(Answer):
    """An error, as RFC 9457 has it."""

    type = fields.String(
        metadata={"description": "Where the code is explained.", "format": "uri-reference"}
    )
    title = fields.String(metadata={"description": "The code in words."})
    status = fields.Integer(metadata={"description": "The HTTP status."})
    detail = fields.String(metadata={"description": "What happened and what to do."})
    code = fields.String(metadata={"description": "The code that clients may rely on."})
    errors = fields.Nested(
        FaultSchema(), many=True, metadata={"description": "Each field at fault; may be empty."}
    )


def facts_of(members: Mapping[str, object]) -> dict[str, object]:
    """Those of a manifest's members that ``ModelSchema`` makes public."""
    return {name: members[name] for name in ModelSchema().fields if name in members}
