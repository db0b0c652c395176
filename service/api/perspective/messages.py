"""The messages that clients send, as marshmallow reads them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from service.api.perspective.proto import Flag, Message, Name, Named, Number, Repeated, Text
from service.api.perspective.refusals import invalid_fields
from service.api.perspective.words import (
    SCORE_TYPES,
    TEXT_TYPES,
    Analysis,
    Context,
    Entry,
    Stretch,
    Suggested,
    Suggestion,
    Wanted,
)
from service.faults import invalid_request


class TextEntrySchema(Message):
    """A text."""

    text = Text(metadata={"type": "string", "description": "The text; UTF-8, to 20,480 bytes."})
    type = Name(
        TEXT_TYPES,
        metadata={"type": "string", "description": "`PLAIN_TEXT`, in any case, or left out."},
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Entry:
        """Freeze it."""
        return Entry(**members)


class ArticleAndParentCommentSchema(Message):
    """What the comment stands under."""

    article = fields.Nested(TextEntrySchema(), metadata={"description": "The article."})
    parent_comment = fields.Nested(
        TextEntrySchema(),
        data_key="parentComment",
        metadata={"description": "The comment that is answered."},
    )


class ContextSchema(Message):
    """What the comment stands in; either entries or article and parent."""

    entries = Repeated(
        fields.Nested(TextEntrySchema()), metadata={"description": "Texts of any kind."}
    )
    article_and_parent_comment = fields.Nested(
        ArticleAndParentCommentSchema(),
        data_key="articleAndParentComment",
        metadata={"description": "The article and the comment that is answered."},
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Context:
        """Freeze it."""
        around = members.get("article_and_parent_comment")
        entries = tuple(members.get("entries", ()))
        return Context(
            entries=entries,
            article=(around or {}).get("article"),
            parent=(around or {}).get("parent_comment"),
            both=bool(entries) and around is not None,
        )


class AttributeParametersSchema(Message):
    """How one attribute is to be scored."""

    score_type = Name(
        SCORE_TYPES,
        data_key="scoreType",
        metadata={"type": "string", "description": "`PROBABILITY`, in any case, or left out."},
    )
    threshold = Number(
        data_key="scoreThreshold",
        metadata={"type": "number", "description": "Lower scores are not answered."},
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Wanted:
        """Freeze it."""
        return Wanted(**members)


def _languages() -> Repeated:
    """The field for the comment's languages."""
    return Repeated(
        Text(metadata={"type": "string"}),
        metadata={"description": "The comment's languages, or one of them; found out if left out."},
    )


class AnalyzeCommentRequestSchema(Message):
    """A comment to score."""

    comment = fields.Nested(TextEntrySchema(), metadata={"description": "The comment."})
    context = fields.Nested(ContextSchema(), metadata={"description": "Changes no score."})
    attributes = Named(
        AttributeParametersSchema(),
        data_key="requestedAttributes",
        metadata={
            "type": "object",
            "additionalProperties": {"type": ["object", "null"]},
            "description": "The attributes to score, each with `{}` or its parameters.",
        },
    )
    languages = _languages()
    spans = Flag(
        data_key="spanAnnotations",
        metadata={"type": "boolean", "description": "Whether to score each sentence as well."},
    )
    do_not_store = Flag(
        data_key="doNotStore",
        metadata={"type": "boolean", "description": "Nothing is stored in any case."},
    )
    drop_unsupported = Flag(
        data_key="dropUnsupportedAttributes",
        metadata={
            "type": "boolean",
            "description": "Leave out attributes that do not know the language.",
        },
    )
    token = Text(
        data_key="clientToken",
        metadata={"type": "string", "description": "Comes back as it was sent."},
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Analysis:
        """Freeze it."""
        members.pop("do_not_store", None)
        return Analysis(
            **{"attributes": {}, **members, "languages": tuple(members.get("languages", ()))}
        )


class ScoreSchema(Message):
    """A score."""

    value = Number(metadata={"type": "number", "description": "From 0 to 1."})
    type = Name(SCORE_TYPES, metadata={"type": "string", "description": "`PROBABILITY`."})


class SpanScoreSchema(Message):
    """A score of part of a comment."""

    begin = Number(metadata={"type": "integer", "description": "First UTF-16 code unit, from 0."})
    end = Number(metadata={"type": "integer", "description": "One past the last code unit."})
    score = fields.Nested(ScoreSchema(), metadata={"description": "The score."})

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Stretch:
        """Freeze it."""
        return Stretch(
            begin=_whole(members.get("begin")),
            end=_whole(members.get("end")),
            **members.get("score", {}),
        )


class AttributeScoresSchema(Message):
    """The scores of one attribute."""

    span_scores = Repeated(
        fields.Nested(SpanScoreSchema()),
        data_key="spanScores",
        metadata={"description": "One for each sentence, or one for the whole."},
    )
    summary = fields.Nested(
        ScoreSchema(), data_key="summaryScore", metadata={"description": "Of the whole comment."}
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Suggested:
        """Freeze it."""
        summary = Stretch(**members["summary"]) if "summary" in members else None
        return Suggested(summary=summary, spans=tuple(members.get("span_scores", ())))


class SuggestCommentScoreRequestSchema(Message):
    """A comment with the scores that a person would give it."""

    comment = fields.Nested(TextEntrySchema(), metadata={"description": "The comment."})
    context = fields.Nested(ContextSchema(), metadata={"description": "What it stands in."})
    scores = Named(
        AttributeScoresSchema(),
        data_key="attributeScores",
        metadata={
            "type": "object",
            "additionalProperties": {"type": "object"},
            "description": "The scores that each attribute should have.",
        },
    )
    languages = _languages()
    community = Text(
        data_key="communityId",
        metadata={"type": "string", "description": "Whose readers these are."},
    )
    session = Text(
        data_key="sessionId",
        metadata={"type": "string", "description": "Passed on to the feedback port."},
    )
    token = Text(
        data_key="clientToken",
        metadata={"type": "string", "description": "Comes back as it was sent."},
    )
    do_not_store = Flag(
        data_key="doNotStore",
        metadata={"type": "boolean", "description": "Check it, and pass it to nobody."},
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Suggestion:
        """Freeze it."""
        return Suggestion(
            **{"scores": {}, **members, "languages": tuple(members.get("languages", ()))}
        )


def _whole(number: float | None) -> int | None:
    """A place in a text; None for what is none."""
    return None if number is None or not number.is_integer() else int(number)


def received(schema: Schema, document: Any) -> Any:  # noqa: ANN401 - JSON in, what the schema makes out
    """The message in a document; raises Refusal with every field of the wrong kind."""
    try:
        return schema.load({} if document is None else document)
    except ValidationError as error:
        raise invalid_fields(invalid_request(error).faults) from error
