"""The vocabulary of the heart: the frozen values that travel from a comment to its verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

UNDETERMINED = "und"
"""The BCP 47 tag of a language that nobody named (RFC 5646, section 4.1)."""

EVASIONS = (
    "invisible",
    "turned",
    "marks",
    "styled",
    "lookalikes",
    "leet",
    "misspelt",
    "masked",
    "apart",
    "stretched",
    "joined",
)
"""The kinds of disguise; ``docs/disguise.md`` shows each."""

Scores = Mapping[str, float]
"""Attribute name to calibrated probability in [0, 1]."""


class Action(StrEnum):
    """What to do with a comment, mildest first."""

    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"

    @property
    def severity(self) -> int:
        """0 for publish, 1 for hold, 2 for reject."""
        return _SEVERITIES[self]


_SEVERITIES: Final = {action: severity for severity, action in enumerate(Action)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Who wrote the comment, as the form was filled in."""

    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """The article under which the comment stands; every part may be unknown."""

    id: str = ""
    url: str = ""
    title: str = ""
    text: str = ""
    author: str = ""
    section: str = ""
    site: str = ""


class ArticleSource(StrEnum):
    """Where the article comes from that a comment was read beside."""

    NONE = "none"
    SENT = "sent"
    REGISTERED = "registered"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parent:
    """The comment that this one answers."""

    id: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """What a reader wrote, where, and what the caller wants to be told about it.

    ``attributes`` narrows the scores that are reported; the verdict always weighs every
    attribute of the model, so that asking for less never makes it milder. ``policy`` names the
    rules to decide by; where it is empty, the article's section, its site or the installation do.
    """

    text: str
    author: Author = field(default_factory=Author)
    article: Article = field(default_factory=Article)
    parent: Parent = field(default_factory=Parent)
    language: str = UNDETERMINED
    attributes: tuple[str, ...] = ()
    explain: bool = False
    policy: str = ""
    statement: bool = False
    preview: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of the comment's text that raised one attribute.

    ``begin`` and ``end`` count code points of the text as it was sent, ``end`` exclusive.
    ``contribution`` is in logits of the uncalibrated model: how much lower its decision value
    would be without the evidence that stands here.
    """

    begin: int
    end: int
    attribute: str
    contribution: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Evasion:
    """A stretch of the text in which words were disguised, and how it was read.

    ``kind`` is one of ``EVASIONS``; ``begin`` and ``end`` count code points as in a Span;
    ``plain`` is the stretch as it was read, in lower case, empty where signs were only dropped.
    """

    kind: str
    begin: int
    end: int
    plain: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """One text with its scores, its disguises and, where they were asked for, its spans."""

    scores: Scores
    evasion: tuple[Evasion, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Some of the comment's text: ``begin`` and ``end`` count code points as in a Span."""

    begin: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One rule of the policy that fired: a machine code, the action it asks for, and a sentence.

    ``spans`` are the stretches of the text that made it fire, in order; none where it was not a
    stretch that did.
    """

    code: str
    action: Action
    attribute: str
    sentence: str
    spans: tuple[Stretch, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a comment was read beside, and what it takes from there.

    ``scores`` are those of the quotations by themselves, which count for nothing; None where there
    are none. ``off_topic`` is the probability in [0, 1] that the comment is not about the article;
    None where nobody can tell.
    """

    article: ArticleSource = ArticleSource.NONE
    quotations: tuple[Stretch, ...] = ()
    scores: Scores | None = None
    off_topic: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """A comment and its copies within the window, as far as they are remembered.

    ``ids`` are the verdicts' of the oldest, at most ten. ``authors`` and ``articles`` count
    different ones, as far as they were named; ``own`` counts the copies of this comment's author,
    this one included, or those without an author where it has none.
    """

    size: int
    ids: tuple[str, ...]
    authors: int
    articles: int
    own: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The answer to one comment: what to do, why, and by which model and policy.

    ``spans`` is None where no explanation was asked for, and empty where no words stood out.
    """

    id: str
    action: Action
    scores: Scores
    reasons: tuple[Finding, ...]
    evasion: tuple[Evasion, ...]
    spans: tuple[Span, ...] | None
    context: Context
    copies: Cluster | None
    language: str
    model: str
    policy: str
