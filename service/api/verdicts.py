"""The verdict as it goes out, and what each of its fields means."""

import math
from datetime import UTC, datetime

from marshmallow import fields

from service.api.answers import Answer
from service.moderation.reasons import for_author, nudge
from service.moderation.statement import StatementTerms, statement_of_reasons
from service.moderation.words import EVASIONS, Action, ArticleSource, Comment, Finding, Verdict


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
        "reasons": [*map(_reason, verdict.reasons)],
        "nudge": nudge(verdict.reasons, verdict.action),
        "evasion": verdict.evasion,
        "spans": verdict.spans,
        "context": verdict.context,
        "copies": verdict.copies,
        "language": verdict.language,
        "model": verdict.model,
        "policy": verdict.policy,
    }
    if verdict.spans is None:
        del members["spans"]
    return members


def answer_members(comment: Comment, verdict: Verdict, terms: StatementTerms) -> dict[str, object]:
    """The same with the statement of reasons, where the comment asks for one."""
    members = verdict_members(verdict)
    if comment.statement:
        today = datetime.now(UTC).date()
        members["statement"] = statement_of_reasons(verdict, on=today, terms=terms)
    return members


def _reason(finding: Finding) -> dict[str, object]:
    """A finding with the sentence for the comment's author."""
    return {
        "code": finding.code,
        "action": finding.action,
        "attribute": finding.attribute,
        "sentence": finding.sentence,
        "for_author": for_author(finding),
        "spans": finding.spans,
    }


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
    sentence = fields.String(metadata={"description": "The same for moderators."})
    for_author = fields.String(
        metadata={"description": "The same for the comment's author: fit to be shown."}
    )
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
            "type": "object",
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
            "description": "The scores of the quotations by themselves; null where there are none.",
        },
    )
    off_topic = fields.Float(
        allow_none=True,
        metadata={
            "description": "OFF_TOPIC: the probability that the comment stands under another "
            "article than its own, both being equally likely; null without an article's text, and "
            "for comments too short to be about anything.",
            "minimum": 0,
            "maximum": 1,
        },
    )


class NudgeSchema(Answer):
    """What to show a reader before posting."""

    message = fields.String(metadata={"description": "One friendly sentence or two."})
    spans = fields.Nested(
        StretchSchema(), many=True, metadata={"description": "The stretches to mark."}
    )


def _told(meaning: str) -> fields.String:
    """A text of a statement."""
    return fields.String(metadata={"description": meaning})


def _listed(meaning: str) -> fields.List[str]:
    """Some texts of a statement."""
    return fields.List(fields.String(), metadata={"description": meaning})


def _day(meaning: str) -> fields.String:
    """A day of a statement."""
    return fields.String(metadata={"description": meaning, "format": "date"})


class StatementSchema(Answer):
    """A statement of reasons, by the names of the EU's Transparency Database."""

    decision_visibility = _listed("What was done to the comment.")
    decision_ground = _told("Always incompatible with the terms.")
    decision_ground_reference_url = _told("Where the terms stand; empty where no setting tells.")
    incompatible_content_ground = _told("The rule of the terms, in words.")
    incompatible_content_explanation = _told("Why the comment is against it.")
    incompatible_content_illegal = _told("`No`: nobody looked at whether it is illegal.")
    category = _told("The kind of breach.")
    category_addition = _listed("Further kinds.")
    category_specification = _listed("Keywords of the kinds.")
    content_type = _listed("Text.")
    content_language = _told("ISO 639-1 in capitals; empty where nobody knows.")
    content_date = _day("When the comment was sent.")
    application_date = _day("From when the decision holds.")
    territorial_scope = _listed("In which countries.")
    decision_facts = _told("What was found, without a quotation or a name.")
    source_type = _told("The newsroom's own initiative.")
    automated_detection = _told("`Yes`.")
    automated_decision = _told("Wholly by machine, or in part.")
    puid = _told("The verdict's id.")
    duration = _told("How long the decision holds; for the author, not for the database.")
    redress = _told("What the author can do about it; for the author, not for the database.")


class ClusterSchema(Answer):
    """A comment with its copies of late."""

    size = fields.Integer(metadata={"description": "How many there are, this one included."})
    ids = fields.List(
        fields.String(), metadata={"description": "The verdicts' ids of the oldest, up to ten."}
    )
    authors = fields.Integer(metadata={"description": "How many different authors were named."})
    articles = fields.Integer(metadata={"description": "How many different articles were named."})
    own = fields.Integer(
        metadata={"description": "How many are of this author, or of none where none was named."}
    )


class VerdictSchema(Answer):
    """What to do with one comment, and why."""

    may_be_missing = frozenset({"spans", "statement"})

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
    nudge = fields.Nested(
        NudgeSchema(),
        allow_none=True,
        metadata={
            "description": "What to show a reader who can still change the comment; null where "
            "other words would not help."
        },
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
    copies = fields.Nested(
        ClusterSchema(),
        allow_none=True,
        metadata={"description": "Nearly the same comments of late; null where there are none."},
    )
    statement = fields.Nested(
        StatementSchema(),
        allow_none=True,
        metadata={
            "description": "Only with `statement`: the statement of reasons that Article 17 of the "
            "Digital Services Act asks for; null for `publish`."
        },
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
