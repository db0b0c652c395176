"""Back from a comment's own words to its text as it was sent: spans, disguises and findings."""

from dataclasses import replace
from typing import TypeVar

from service.moderation.context.reading import ReadContext
from service.moderation.words import Evasion, Finding, Scored, Span, Stretch

Placed = TypeVar("Placed", Evasion, Span)


def located(scored: Scored, context: ReadContext) -> Scored:
    """The scores of the own words, with spans and disguises where they stand in the text."""
    if context.apart is None or not (scored.evasion or scored.spans):
        return scored
    return replace(
        scored,
        evasion=tuple(_moved(one, context) for one in scored.evasion),
        spans=tuple(_moved(one, context) for one in scored.spans),
    )


def located_finding(finding: Finding, context: ReadContext) -> Finding:
    """A finding with its spans where they stand in the text."""
    if context.apart is None or not finding.spans:
        return finding
    return replace(finding, spans=tuple(map(context.original, finding.spans)))


def _moved(one: Placed, context: ReadContext) -> Placed:
    """A disguise or a span where it stands in the text."""
    place = context.original(Stretch(begin=one.begin, end=one.end))
    return replace(one, begin=place.begin, end=place.end)
