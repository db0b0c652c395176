"""Every shape that goes out, and what each of its fields means."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, fields

from service.moderation.words import EVASIONS, Action, ArticleSource, Verdict


def verdict_members(verdict: Verdict) -> dict[str, object]:
    """A verdict as ``VerdictSchema`` describes it, for orjson to write.

    Without ``explain`` there are no spans, which is not the same as an empty list. A score that is
    no number fails, where JSON would make it null.
    """
    if not math.isfinite(sum(verdict.scores.values())):
        sentence = "a score is not a finite number"
        raise ValueError(sentence)
    members: dict[str, object] = {
        "id": verdict.id,
        "action": verdict.action,
        "scores": verdict.scores,
        "reasons": verdict.reasons,
        "evasion": verdict.evasion,
        "spans": verdict.spans,
        "context": verdict.context,
        "language": verdict.language,
        "model": verdict.model,
        "policy": verdict.policy,
    }
    if verdict.spans is None:
        del members["spans"]
    return members


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


class StretchSchema(Answer):
    """A stretch of the text that made a rule fire."""

    begin = fields.Integer(
        metadata={"description": "The first code point, counted from 0.", "minimum": 0}
    )
    end = fields.Integer(metadata={"description": "One past the last code point.", "minimum": 1})


class ReasonSchema(Answer):
    """A rule of the policy that fired."""

    code = fields.String(metadata={"description": "Which rule; clients may rely on it."})
    action = fields.String(
        metadata={
            "description": "The action that this rule asks for.",
            "enum": [str(action) for action in Action],
        }
    )
    attribute = fields.String(
        metadata={"description": "The attribute that it looked at; empty where it was none."}
    )
    sentence = fields.String(metadata={"description": "The same for people."})
    spans = fields.Nested(
        StretchSchema(),
        many=True,
        metadata={"description": "What in the text made it fire; empty where no stretch did."},
    )


class SpanSchema(Answer):
    """A stretch of the text that raised one attribute."""

    begin = fields.Integer(
        metadata={"description": "The first code point, counted from 0.", "minimum": 0}
    )
    end = fields.Integer(metadata={"description": "One past the last code point.", "minimum": 1})
    attribute = fields.String(metadata={"description": "The attribute that it raised."})
    contribution = fields.Float(
        metadata={"description": "By how much, in logits before calibration."}
    )


class EvasionSchema(Answer):
    """A stretch of the text in which words were disguised."""

    kind = fields.String(metadata={"description": "How it was disguised.", "enum": [*EVASIONS]})
    begin = fields.Integer(
        metadata={"description": "The first code point, counted from 0.", "minimum": 0}
    )
    end = fields.Integer(metadata={"description": "One past the last code point.", "minimum": 1})
    plain = fields.String(
        metadata={"description": "How it was read; empty where signs were only dropped."}
    )


class CommentContextSchema(Answer):
    """What a comment was read beside."""

    article = fields.String(
        metadata={
            "description": "The article: `sent` with the comment, `registered` before, `unknown` "
            "under this id, `unavailable` for now, or `none`.",
            "enum": [str(source) for source in ArticleSource],
        }
    )
    quotations = fields.Nested(
        StretchSchema(),
        many=True,
        metadata={
            "description": "What the comment takes from the article or from the comment that it "
            "answers; it counts for nothing."
        },
    )
    scores = fields.Raw(
        allow_none=True,
        metadata={
            "type": ["object", "null"],
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
            "description": "The scores of the quotations by themselves; null where there are none.",
        },
    )


class VerdictSchema(Answer):
    """What to do with one comment, and why."""

    may_be_missing = frozenset({"spans"})

    id = fields.String(metadata={"description": "A new random name for this verdict."})
    action = fields.String(
        metadata={
            "description": "`publish`, `hold` for a person to look at, or `reject`.",
            "enum": [str(action) for action in Action],
        }
    )
    scores = fields.Raw(
        metadata={
            "type": "object",
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
            "description": "Each attribute's calibrated probability, from 0 to 1: of 100 comments "
            "scored 0.3, about 30 have the attribute. Empty for a comment in a language that the "
            "model does not know.",
        },
    )
    reasons = fields.Nested(
        ReasonSchema(),
        many=True,
        metadata={"description": "The rules that fired, strongest first; empty for `publish`."},
    )
    evasion = fields.Nested(
        EvasionSchema(),
        many=True,
        metadata={"description": "Disguises that were undone before scoring; mostly empty."},
    )
    spans = fields.Nested(
        SpanSchema(),
        many=True,
        metadata={"description": "Only with `explain`: what in the text raised which score."},
    )
    context = fields.Nested(
        CommentContextSchema(), metadata={"description": "What the comment was read beside."}
    )
    language = fields.String(
        metadata={"description": "The comment's language, `und` if it is not sure."}
    )
    model = fields.String(metadata={"description": "The model version that scored."})
    policy = fields.String(metadata={"description": "The policy that decided."})


class VerdictsSchema(Answer):
    """The verdicts on a batch."""

    verdicts = fields.Nested(
        VerdictSchema(),
        many=True,
        metadata={"description": "One for each comment, in the order in which they were sent."},
    )


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
