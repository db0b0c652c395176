"""The windows of a folded text in which words may be disguised: the rest need not be undone.

What lies between two windows is made of known words and of such as no step changes, and each window
ends behind two words of two letters or more: no step of ``unmask.py`` reaches across those. What a
step asks about the whole text is put behind the windows, where it stands in none.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from service.moderation.lexicon import lexicon
from service.moderation.masks import MASKS
from service.moderation.runs import reads_otherwise
from service.moderation.skim import CHUNK, MOST_JUDGED, WORD, Spot, is_plain, skimmer
from service.moderation.spellings import meant
from service.moderation.swaps import reads_shortly

Window = tuple[int, int]
"""Where a stretch of a folded text begins and ends."""

_BETWEEN: Final = 2
_LEAST: Final = 3
_MASKS: Final = frozenset(MASKS)
_ASKED: Final = "=)"
"""Signs that a step looks for all over a text."""

_APART: Final = " nothing behind"
"""Two words between the windows and what is put behind them."""


@lru_cache(maxsize=MOST_JUDGED)
def is_inert(word: str) -> bool:
    """Whether no step changes a word, wherever it stands, though nobody knows it."""
    words = lexicon()
    if len(word) < _LEAST or word in words.halves or meant(word, words):
        return False
    return not reads_otherwise(word, words)


@lru_cache(maxsize=MOST_JUDGED)
def is_still(chunk: str) -> bool:
    """Whether no step changes a chunk or asks about it, whatever else the text has.

    Not where signs may mask letters, as a text has only so many guesses at them.
    """
    silent = chunk.isascii() and _MASKS.isdisjoint(chunk)
    return silent and is_plain(chunk) and not reads_shortly(chunk, lexicon())


@dataclass(frozen=True, kw_only=True, slots=True)
class Cutting:
    """What is to be undone of a folded text: its windows end to end, and their signs' places."""

    signs: str
    places: Sequence[int]
    windows: Sequence[Window]


def uncut(signs: str) -> Cutting:
    """A folded text as one window."""
    return Cutting(signs=signs, places=range(len(signs)), windows=[(0, len(signs))])


def cut_out(signs: str) -> Cutting:
    """The windows of a folded text outside of which no step changes anything."""
    look = skimmer()
    spots = None if look is None else look.spots(signs)
    if spots is None:
        return uncut(signs)
    hidden = lexicon().hidden
    known = {signs[begin:end] for begin, end, why in spots if why == WORD} & hidden
    inside = windows(signs, _changeable(signs, spots))
    dropped = [signs[end:begin] for (_, end), (begin, _) in pairwise(_edged(signs, inside))]
    asked = [sign for sign in _ASKED if any(sign in piece for piece in dropped)]
    behind = " ".join([_APART, *sorted(known)[:1], *asked]) if any(dropped) else ""
    pieces = [signs[begin:end] for begin, end in inside]
    places = chain.from_iterable(range(begin, end) for begin, end in inside)
    return Cutting(
        signs="".join([*pieces, behind]),
        places=[*places, *([len(signs)] * len(behind))],
        windows=inside,
    )


def _changeable(signs: str, spots: Iterable[Spot]) -> list[Window]:
    """Those of the spots that a step may change: no known words, nor such as stay as they are."""
    return [
        (begin, end)
        for begin, end, why in spots
        if why not in _STAYS or not _STAYS[why](signs[begin:end])
    ]


def _is_unchanged(word: str) -> bool:
    """Whether a word is known, and only hidden by others, or nobody knows it and it is inert."""
    return word in lexicon().hidden or is_inert(word)


_STAYS: Final[dict[int, Callable[[str], bool]]] = {WORD: _is_unchanged, CHUNK: is_still}
"""Who tells whether a spot stays as it is, by the reason for which skim.c lists it."""


def _edged(signs: str, inside: Sequence[Window]) -> list[Window]:
    """The windows between an empty one at either end of the text."""
    return [(0, 0), *inside, (len(signs), len(signs))]


def windows(signs: str, spots: Iterable[Window]) -> list[Window]:
    """The windows around spots of a folded text, in order; linear in its length."""
    size = len(signs)
    found: list[list[int]] = []
    for begin, end in sorted(spots):
        after = found[-1][1] if found else 0
        if found and begin < after:
            found[-1][1] = max(after, end)
            continue
        right = _rightwards(signs, after, begin) if found else 0
        left = _leftwards(signs, begin, right) if right < begin else right
        if found and left <= right:
            found[-1][1] = end
        else:
            if found:
                found[-1][1] = right
            found.append([left, end])
    if found:
        found[-1][1] = _rightwards(signs, found[-1][1], size)
    return [(begin, end) for begin, end in found]


def put_back(
    signs: str, cutting: Cutting, changed: str, places: Sequence[int]
) -> tuple[str, Sequence[int]]:
    """The whole text with what became of the windows, and where each sign of it came from."""
    if len(cutting.windows) == 1 and cutting.windows[0] == (0, len(signs)):
        return changed, places
    pieces: list[str] = []
    origins: list[int] = []
    done = 0
    for (_, end), (begin, after) in pairwise(_edged(signs, cutting.windows)):
        last = bisect_left(places, after, done)
        pieces += [signs[end:begin], changed[done:last]]
        origins += [*range(end, begin), *places[done:last]]
        done = last
    return "".join(pieces), origins


def _rightwards(signs: str, begin: int, most: int) -> int:
    """The end of the second plain word behind a spot, or ``most``; the spot's own word is none."""
    at, plain = signs.find(" ", begin, most), 0
    while at >= 0:
        after = signs.find(" ", at + 1, most)
        if after < 0:
            break
        plain = plain + 1 if _is_plain(signs[at + 1 : after]) else 0
        if plain == _BETWEEN:
            return after
        at = after
    return most


def _leftwards(signs: str, end: int, least: int) -> int:
    """The beginning of the second plain word before a spot, or ``least``."""
    at, plain = signs.rfind(" ", least, end), 0
    while at >= 0:
        before = signs.rfind(" ", least, at)
        if before < 0:
            break
        plain = plain + 1 if _is_plain(signs[before + 1 : at]) else 0
        if plain == _BETWEEN:
            return before
        at = before
    return least


def _is_plain(chunk: str) -> bool:
    """Whether a chunk is a word that ends what stands beside it."""
    return len(chunk) > 1 and chunk.isascii() and chunk.isalpha()
