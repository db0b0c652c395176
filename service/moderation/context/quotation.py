"""What a comment takes from its article or its parent, word for word or retold.

Runs of words that stand in the source in the same order, found in linear time. Long ones speak for
themselves; short ones count where the comment marks them as somebody's words, or tells what
somebody in the article said. Words that are thrown at a reader are the comment's own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.context.bearing import Bearing, bearing
from service.moderation.context.source import WIDTH, Source
from service.moderation.context.tokens import COMMON, SAYING, SECOND, Tokens, word_set

LONG: Final = 5
"""Words of a run that nobody writes by chance."""

LONG_REPLY: Final = 6
"""The same for the words of a parent, whose writer is answered with his own words."""

_CONTENT: Final = 2
_LEAST_MARKED: Final = 0.8
_AHEAD: Final = 4
_TOGETHER: Final = (
    3  # words of a marked quotation that stand together in the source, if it has so many
)
_MARKS: Final = re.compile(
    r"[\"\u201c\u201d\u201e\u00ab\u00bb]([^\"\u201c\u201d\u201e\u00ab\u00bb\n]{1,2000})"
    r"[\"\u201c\u201d\u201e\u00ab\u00bb]"
    r"|(?<![\w'])['\u2018](?=\w)([^'\u2018\n]{1,500}?)['\u2019](?!\w)"
    r"|^[ \t]*>+(.*)$",
    re.MULTILINE,
)
_FIRST: Final = word_set(
    "i we i'll we'll i'm we're i'd we'd i've we've let's lets my our me us someone somebody"
)
_WISHING: Final = word_set(
    "should ought must deserve deserves deserved hope hopes hoping wish wishes need needs let "
    "want wants please go get"
)
_SPEAKERS: Final = word_set(
    "he she they president minister spokesman spokeswoman spokesperson article headline author "
    "journalist paper report story interview official officials government ambassador senator "
    "mayor leader premier chancellor who"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words ``begin`` to ``end`` of the comment that stand in the source from ``place`` on."""

    begin: int
    end: int
    place: int

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.end - self.begin


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    """What a sentence does: speak to a reader, tell of somebody, name people of the source.

    One that ``says`` tells it with a word of saying.
    """

    speaks: bool
    says: bool
    tells: bool
    named: frozenset[str]


def quoted(comment: Tokens, found: Source, *, is_parent: bool) -> list[tuple[int, int]]:
    """The words that the comment takes from a source, from where to where."""
    runs = list(_runs(comment, found, 0, len(comment)))
    if not runs:
        return []
    sentences, marked = _sentences(comment, found), list(_marked(comment, found))
    if is_parent:
        plain = [
            run
            for run in runs
            if run.size >= LONG_REPLY and not sentences[comment.sentences[run.begin]].speaks
        ]
    else:
        plain = [run for run in runs if _is_taken(comment, found, run, sentences)]
    if not plain and not marked:
        return []
    whose = bearing(comment, _SPEAKERS | found.names)
    taken = [*_unthrown(marked, whose, None if is_parent else found)]
    return taken + [
        (run.begin, run.end)
        for run in plain
        if is_parent or not whose.is_of_another(run.begin, _places(comment, found, run), found)
    ]


def _unthrown(
    marked: Iterable[Run], whose: Bearing, article: Source | None
) -> Iterator[tuple[int, int]]:
    """Those of the marked runs that are not said of a reader or of somebody else.

    Long ones are taken whoever they are said of.
    """
    thrown: set[int] = set()
    for run in marked:
        begin, end = run.begin, run.end
        if run.size < LONG and (
            whose.is_thrown(begin, end, thrown)
            or (
                article is not None
                and whose.is_of_another(begin, _places(whose.words, article, run), article)
            )
        ):
            thrown.add(end - 1)
        else:
            yield begin, end


def _places(comment: Tokens, found: Source, run: Run) -> Sequence[int]:
    """Where the words of a run stand in the source."""
    return (run.place, *found.single.get(comment.words[run.end - 1], ()))


def _runs(comment: Tokens, found: Source, begin: int, end: int) -> Iterator[Run]:
    """The longest run from each word on that no earlier run covers, single words included.

    Only the words from ``begin`` to ``end`` are looked at.
    """
    words, at = comment.words, begin
    last = end - WIDTH
    while at < end:
        places = found.places.get(tuple(words[at : at + WIDTH])) if at <= last else None
        best = (
            max((_length(words, found, place, at=at, end=end), place) for place in places)
            if places
            else None
        )
        if best is None:
            single = found.single.get(words[at])
            best = (1, single[0]) if single and words[at] not in COMMON else None
        if best is None:
            at += 1
        else:
            yield Run(begin=at, end=at + best[0], place=best[1])
            at += best[0]


def _length(words: Sequence[str], found: Source, place: int, *, at: int, end: int) -> int:
    """How many words are the same from two places on, up to ``end``."""
    theirs = found.tokens.words
    most, length = min(end - at, len(theirs) - place), 0
    while length < most and words[at + length] == theirs[place + length]:
        length += 1
    return length


def _marked(comment: Tokens, found: Source) -> Iterator[Run]:
    """The words of the source within marks of quotation, where hardly any other stands there.

    Words that stand apart in the source make no quotation, however many of them there are, and
    words that stand in every text make none by themselves.
    """
    at = 0
    for mark in _MARKS.finditer(comment.text):
        inside = next(number for number in (1, 2, 3) if mark[number] is not None)
        begin, end = mark.span(inside)
        first = _first_from(comment, begin, at)
        at = last = _first_from(comment, end, first)
        least = min(_TOGETHER, last - first)
        runs = [run for run in _runs(comment, found, first, last) if run.size >= least]
        if sum(run.size for run in runs) >= _LEAST_MARKED * max(1, last - first):
            yield from (run for run in runs if _says_something(comment, run))


def _says_something(comment: Tokens, run: Run) -> bool:
    """Whether a run has a word that does not stand in every text."""
    return any(
        word not in COMMON and word not in SECOND for word in comment.words[run.begin : run.end]
    )


def _first_from(comment: Tokens, place: int, at: int) -> int:
    """The first word from ``at`` on that begins at a place of the text or behind it."""
    while at < len(comment) and comment.begins[at] < place:
        at += 1
    return at


def _is_taken(comment: Tokens, found: Source, run: Run, sentences: Sequence[_Sentence]) -> bool:
    """Whether a run's words are the article's and not the reader's own."""
    words = comment.words[run.begin : run.end]
    content = [word for word in words if word not in found.telling_nothing and word not in SAYING]
    here = sentences[comment.sentences[run.begin]]
    if not content or here.speaks:
        return False
    if run.size >= LONG and len(content) >= _CONTENT:
        return True
    if not here.tells:
        return False
    places = found.single.get(content[-1], ())
    if not here.says:
        return any(found.told_of[place] in here.named for place in places)
    return not here.named or any(
        not here.named.isdisjoint(found.near[found.tokens.sentences[place]]) for place in places
    )


def _sentences(comment: Tokens, found: Source) -> list[_Sentence]:
    """What each sentence of a comment does."""
    return [_sentence(each, found.names) for each in comment.by_sentence()]


def _sentence(words: Sequence[str], names: frozenset[str]) -> _Sentence:
    """Whom a sentence speaks to, whom it names, and whether it tells of somebody's words.

    Who speaks of himself, "I will make him pay", tells of others' words with a word of saying only;
    who wishes for something, "he should be shot", tells of nobody's.
    """
    here = set(words)
    says = any(
        word in SAYING and not _SPEAKERS.isdisjoint(words[max(0, at - _AHEAD) : at])
        for at, word in enumerate(words)
    )
    named = here & names
    says = says or bool(named and here & SAYING)
    return _Sentence(
        speaks=not here.isdisjoint(SECOND),
        says=says,
        tells=here.isdisjoint(_WISHING) and (says or bool(named and here.isdisjoint(_FIRST))),
        named=frozenset(named),
    )
