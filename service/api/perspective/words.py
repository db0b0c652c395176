"""The vocabulary of the protocol: frozen values that travel from a call to its answer."""

from collections.abc import Mapping
from dataclasses import dataclass

TEXT_TYPES = ("TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML")
SCORE_TYPES = ("SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A text with its type."""

    text: str = ""
    type: str = TEXT_TYPES[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a comment stands in: any texts, or an article and the comment that is answered."""

    entries: tuple[Entry, ...] = ()
    article: Entry | None = None
    parent: Entry | None = None
    both: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """How one attribute is to be scored, and below which score it is left out."""

    score_type: str = SCORE_TYPES[0]
    threshold: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Analysis:
    """A comment to score, for ``attributes`` in the order in which they were asked for."""

    comment: Entry = Entry()
    context: Context = Context()
    attributes: Mapping[str, Wanted]
    languages: tuple[str, ...] = ()
    spans: bool = False
    drop_unsupported: bool = False
    token: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A score for part of a comment, from ``begin`` to ``end`` in UTF-16 code units."""

    begin: int | None = None
    end: int | None = None
    value: float | None = None
    type: str = SCORE_TYPES[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggested:
    """What a person thinks one attribute's scores should be."""

    summary: Stretch | None = None
    spans: tuple[Stretch, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A comment with the scores that a person would give it."""

    comment: Entry = Entry()
    context: Context = Context()
    scores: Mapping[str, Suggested]
    languages: tuple[str, ...] = ()
    community: str = ""
    session: str = ""
    token: str | None = None
    do_not_store: bool = False
