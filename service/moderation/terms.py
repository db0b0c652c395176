"""A newsroom's own words, found whole in a text however they are dressed.

A text is read as it is folded, with digits and signs for letters put back in words that mix them,
with letters that stand apart drawn together, and as ``disguise`` undoes it. Linear in its length.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import ahocorasick

from service.moderation.disguise import undo
from service.moderation.lexicon import lexicon
from service.moderation.text import exact, fold, folded
from service.moderation.words import Stretch

ANY: Final = "*"
"""At either end of a term: whatever else the word has there."""

_TOKEN: Final = re.compile(r"[^\s,;:?\"()\[\]{}<>]+")
_APART: Final = re.compile(r"(?<!\w)\w(?:[ .\-_*|/]{1,2}\w(?!\w)){2,}")
_RUN: Final = re.compile(r"([^\W\d])\1{2,}")
_SIGNS: Final = str.maketrans("034578@$!|+", "oeastbasiit")
_ONE: Final = {"i": str.maketrans("1", "i"), "l": str.maketrans("1!|", "lll")}
_ENDS: Final = "!.-_*"
_LETTER: Final = re.compile(r"[^\W\d_]")
_FOR_LETTER: Final = re.compile(r"[013457@$!|+8]")
_CUT: Final = str.maketrans("", "", ".-_*")
_DRESSED: Final = re.compile(
    r"[^\x00-\x7f]|[a-z][013457@$|+8]|[013457@$!|+8][a-z]|[a-z][!.\-_*]+[a-z0-9@$!|+]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """A text as it may be read; ``places`` tells where each sign, and the end, come from."""

    signs: str
    places: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Term:
    """A term as it is looked for, in the name of its list."""

    list: str
    size: int
    open_left: bool
    open_right: bool


def plain(term: str) -> str:
    """A term as texts are folded: what two terms have in common that mean the same."""
    return " ".join(_RUN.sub(r"\1\1", folded(term)).split())


class Terms:
    """The terms of several named lists, looked for at once."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        found: dict[str, list[_Term]] = {}
        for name, terms in lists.items():
            for term in terms:
                bare = plain(term).strip(ANY).strip()
                left, right = term.startswith(ANY), term.endswith(ANY)
                one = _Term(list=name, size=len(bare), open_left=left, open_right=right)
                found.setdefault(bare, []).append(one)
        for bare, named in found.items():
            self._automaton.add_word(bare, tuple(named))
        if found:
            self._automaton.make_automaton()
        self._any = bool(found)

    def find(self, text: str, *, disguised: bool = False) -> dict[str, tuple[Stretch, ...]]:
        """Where the terms of each list stand in a text, in order; lists without any left out.

        ``disguised`` tells that ``disguise.undo`` finds something in the text.
        """
        stretches: dict[str, set[tuple[int, int]]] = {}
        if not self._any:
            return {}
        for form, place in _forms(text, disguised=disguised):
            for name, begin, end in self._found(form.signs):
                where = place(form.places[begin], form.places[end - 1] + 1)
                stretches.setdefault(name, set()).add(where)
        return {
            name: tuple(Stretch(begin=begin, end=end) for begin, end in _outermost(places))
            for name, places in stretches.items()
        }

    def _found(self, signs: str) -> Iterator[tuple[str, int, int]]:
        """Each list with a term that stands whole in the signs, from where to where."""
        for last, terms in self._automaton.iter(signs):
            for term in terms:
                begin, end = last + 1 - term.size, last + 1
                if term.open_left:
                    begin = _edge(signs, begin, -1)
                if term.open_right:
                    end = _edge(signs, end, 1)
                if not _is_inside(signs, begin) and not _is_inside(signs, end):
                    yield term.list, begin, end


def covers(places: Sequence[Stretch], one: Stretch) -> bool:
    """Whether a stretch lies within one of those that ``Terms.find`` told, none in another."""
    at = bisect_right(places, one.begin, key=attrgetter("begin")) - 1
    return at >= 0 and one.end <= places[at].end


def _is_inside(signs: str, at: int) -> bool:
    """Whether a place lies between two signs of one word."""
    return 0 < at < len(signs) and _is_wordy(signs[at - 1]) and _is_wordy(signs[at])


def _is_wordy(sign: str) -> bool:
    """Whether a sign is part of words."""
    return sign.isalnum() or sign == "_"


def _edge(signs: str, at: int, step: int) -> int:
    """The end of the word around a place, to the left or to the right; at most 60 signs away."""
    for _ in range(60):
        if not _is_inside(signs, at):
            break
        at += step
    return at


def _forms(
    text: str, *, disguised: bool
) -> Iterator[tuple[_Form, Callable[[int, int], tuple[int, int]]]]:
    """The forms of a text, each with what tells a stretch of the text itself."""
    signs, places = fold(text)
    straight = _shrunk(signs, places, most=2)
    here = partial(exact, text)
    yield straight, here
    shorter = _shrunk(signs, places, most=1)
    if len(shorter.signs) < len(straight.signs):
        yield shorter, here
    for change in (_mended, _joined):
        for form in change(straight):
            yield form, here
    if disguised:
        undone = undo(text)
        if undone.prepared is not None:
            read, begins = undone.prepared, undone.prepared.origins.tolist()
            shown = read.codes[1:-1].astype("<u4").tobytes().decode("utf-32-le")
            yield _Form(signs=shown, places=begins), undone.original


def _shrunk(signs: str, places: Sequence[int], *, most: int) -> _Form:
    """A form in which no letter stands more than ``most`` times in a row where it did so thrice.

    Blanks in a row are one.
    """
    kept: list[int] = []
    at = 0
    if not _RUN.search(signs) and "  " not in signs:
        return _Form(signs=signs, places=places)
    for sign, run in groupby(signs):
        length = sum(1 for _ in run)
        limit = 1 if sign == " " else length if length < 3 or not sign.isalpha() else most  # noqa: PLR2004 - thrice
        kept += range(at, at + min(length, limit))
        at += length
    return _Form(signs="".join(signs[one] for one in kept), places=[places[one] for one in kept])


def _mended(form: _Form) -> Iterator[_Form]:
    """The form with letters for what stands for them in words that mix them, one as i or as l."""
    if not _DRESSED.search(form.signs):
        return
    mixed = [
        (found.start(), found.start() + len(found[0].rstrip(_ENDS)))
        for found in _TOKEN.finditer(form.signs)
        if _mixes(found[0])
    ]
    if not mixed:
        return
    for one in _ONE.values():
        signs = list(form.signs)
        for begin, end in mixed:
            word = form.signs[begin:end].translate(one).translate(_SIGNS)
            signs[begin:end] = word.translate(lexicon().lookalikes)
        joined = "".join(signs)
        if len(joined) == len(form.signs):
            yield _Form(signs=joined, places=form.places)
    yield from _uncut(form, mixed)


def _uncut(form: _Form, mixed: Sequence[tuple[int, int]]) -> Iterator[_Form]:
    """The form without points and hyphens inside of words: b.rexit."""
    dropped = {
        at
        for begin, end in mixed
        for at in range(begin + 1, end - 1)
        if not form.signs[at].translate(_CUT)
    }
    if dropped:
        kept = [at for at in range(len(form.signs)) if at not in dropped]
        signs = "".join(form.signs[at] for at in kept)
        yield _Form(signs=signs, places=[form.places[at] for at in kept])


def _mixes(word: str) -> bool:
    """Whether a word has letters beside something that may stand for a letter."""
    if word.isascii() and word.isalpha():
        return False
    if not _LETTER.search(word):
        return False
    return not word.isascii() or bool(_FOR_LETTER.search(word)) or word.translate(_CUT) != word


def _joined(form: _Form) -> Iterator[_Form]:
    """The form with letters that stand apart as one word: b r e x i t."""
    runs = [found.span() for found in _APART.finditer(form.signs)]
    if not runs:
        return
    inside = {at for begin, end in runs for at in range(begin, end)}
    kept = [at for at, sign in enumerate(form.signs) if at not in inside or sign.isalnum()]
    signs = "".join(form.signs[at] for at in kept)
    yield _Form(signs=signs, places=[form.places[at] for at in kept])


def _outermost(places: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches in order, without those inside of others."""
    last = -1
    for begin, end in sorted(places, key=lambda each: (each[0], -each[1])):
        if end > last:
            yield begin, end
            last = end
