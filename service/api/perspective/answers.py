"""The shapes that go out, for the OpenAPI document."""

from marshmallow import fields

from service.api.answers import Answer
from service.api.perspective.messages import AttributeScoresSchema


class AnalyzeCommentResponseSchema(Answer):
    """The scores of a comment."""

    may_be_missing = frozenset({"attribute_scores", "token"})

    attribute_scores = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(AttributeScoresSchema()),
        data_key="attributeScores",
        metadata={"description": "Each attribute's scores; missing where none reach a threshold."},
    )
    languages = fields.List(
        fields.String(), metadata={"description": "The languages it was scored in."}
    )
    detected = fields.List(
        fields.String(),
        data_key="detectedLanguages",
        metadata={"description": "The languages that were found, likeliest first."},
    )
    token = fields.String(
        data_key="clientToken", metadata={"description": "As it was sent; only if it was."}
    )


class SuggestCommentScoreResponseSchema(Answer):
    """That a suggestion was taken."""

    may_be_missing = frozenset({"token"})

    detected = fields.List(
        fields.String(),
        data_key="detectedLanguages",
        metadata={"description": "The languages that were found, likeliest first."},
    )
    requested = fields.List(
        fields.String(),
        data_key="requestedLanguages",
        metadata={"description": "The languages that were named."},
    )
    token = fields.String(
        data_key="clientToken", metadata={"description": "As it was sent; only if it was."}
    )


class ServedAttributeSchema(Answer):
    """An attribute that can be asked for."""

    may_be_missing = frozenset({"auc", "calibration_error"})

    name = fields.String(metadata={"description": "The name to ask for."})
    scored_as = fields.String(
        data_key="scoredAs", metadata={"description": "The attribute of the model that scores it."}
    )
    definition = fields.String(metadata={"description": "What it means."})
    languages = fields.List(fields.String(), metadata={"description": "The languages it knows."})
    auc = fields.List(
        fields.Float(),
        metadata={
            "description": "How well it ranks comments kept aside: area under the ROC curve, and "
            "the bounds of its 95 % interval."
        },
    )
    calibration_error = fields.Float(
        data_key="calibrationError",
        metadata={"description": "The expected error of the natural-prior probability."},
    )


class ServedAttributesSchema(Answer):
    """Every attribute that can be asked for."""

    attributes = fields.Nested(
        ServedAttributeSchema(), many=True, metadata={"description": "In order of their names."}
    )
    model = fields.String(metadata={"description": "The model version that scores them."})


class StatusSchema(Answer):
    """An error, as Google's APIs have it (google.rpc.Status)."""

    error = fields.Raw(
        metadata={
            "type": "object",
            "required": ["code", "message", "status", "details"],
            "properties": {
                "code": {"type": "integer"},
                "message": {"type": "string"},
                "status": {"type": "string"},
                "details": {"type": "array", "minItems": 1, "items": {"type": "object"}},
            },
            "description": "The HTTP status, a sentence, the status' name, and details.",
        }
    )
