"""What can be wrong with a call whose fields are of the right kind, in Google's order and words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from service.api.perspective.attributes import Served
from service.api.perspective.refusals import Refusal, invalid, invalid_request
from service.api.perspective.sentences import Utf16
from service.api.perspective.words import (
    SCORE_TYPES,
    TEXT_TYPES,
    Analysis,
    Context,
    Entry,
    Stretch,
    Suggestion,
)
from service.moderation.text import is_blank

MOST_BYTES: Final = 20_480
"""Bytes of UTF-8 that a comment may have."""

MOST_QUOTED: Final = 64
"""Characters of an attribute's name that are quoted back."""

_PROBABILITIES: Final = SCORE_TYPES[:2]


def refuse(faults: Iterable[Refusal]) -> None:
    """Raise the first of some faults, if there is one."""
    for fault in faults:
        raise fault


def of_analysis(asked: Analysis, names: Mapping[str, Served]) -> Iterator[Refusal]:
    """The faults of a comment to score; where ``names`` is empty, no attribute is unknown."""
    yield from _of_text(asked.comment)
    if not asked.attributes:
        yield invalid("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    for name in asked.attributes:
        if names and name not in names:
            yield invalid_request(f"Unknown requested attribute: {name[:MOST_QUOTED]}")
    yield from _of_types(asked.comment, asked.context)
    for name, wanted in asked.attributes.items():
        if wanted.score_type not in _PROBABILITIES:
            kind = wanted.score_type[:MOST_QUOTED]
            yield invalid_request(
                f"Requested score type {kind} is not supported by attribute {name}"
            )


def of_suggestion(asked: Suggestion) -> Iterator[Refusal]:
    """The faults of a comment with suggested scores."""
    yield from _of_text(asked.comment)
    if not asked.scores:
        yield invalid_request("Missing attribute_scores")
    yield from _of_types(asked.comment, asked.context)
    for name, scores in asked.scores.items():
        found = [*([scores.summary] if scores.summary else []), *scores.spans]
        whose = f"attribute {name[:MOST_QUOTED]}"
        if not found:
            yield invalid_request(f"There is no score of {whose}: send summaryScore or spanScores")
        if not all(_lies_in(asked.comment.text, one) for one in scores.spans):
            yield invalid_request(
                f"A span of {whose} has not both begin and end as places in the comment: "
                "UTF-16 code units from 0, begin no later than end"
            )
        yield from _of_scores(found, whose)


def _lies_in(text: str, span: Stretch) -> bool:
    """Whether a span is a stretch of a text."""
    return (
        span.begin is not None
        and span.end is not None
        and 0 <= span.begin <= span.end <= Utf16(text)(len(text))
    )


def _of_scores(scores: Iterable[Stretch], whose: str) -> Iterator[Refusal]:
    """The faults of an attribute's scores."""
    for one in scores:
        if one.value is None or not 0 <= one.value <= 1:
            yield invalid_request(f"A score of {whose} has no value from 0 to 1")
        if one.type not in _PROBABILITIES:
            kind = one.type[:MOST_QUOTED]
            yield invalid_request(f"Score type {kind} is not supported by {whose}")


def _of_text(comment: Entry) -> Iterator[Refusal]:
    """A text in which there is nothing to see, or too much."""
    if is_blank(comment.text):
        yield invalid("COMMENT_EMPTY", "Comment must be non-empty.")
    if len(comment.text.encode()) > MOST_BYTES:
        yield invalid("COMMENT_TOO_LONG", "Comment text too long.")


def _of_types(comment: Entry, context: Context) -> Iterator[Refusal]:
    """Two kinds of context at once, and texts that are not plain."""
    if context.both:
        yield invalid_request(
            "Context can have either entries or article_and_parent_comment, but both fields were "
            "populated."
        )
    around = [one for one in (context.article, context.parent) if one is not None]
    for one in (comment, *context.entries, *around):
        if one.type not in TEXT_TYPES:
            yield invalid_request("Unknown text type")
        if one.type == TEXT_TYPES[2]:
            yield invalid_request("Currently, only 'PLAIN_TEXT' comments are supported")
