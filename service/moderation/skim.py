"""A quick look that tells of most texts that they hide nothing, so that nothing need be undone.

``skim.c`` passes once over a text and lists what no list of words explains: words that nobody knows
and chunks that mix letters with signs. Each of them is judged here, once, wherever it stands. What
is waved through is what ``disguise.undo`` in full leaves alone and reports nothing of; where the
compiled part is missing nothing is waved through, and the outcome is the same.
"""

import ctypes
import secrets
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from service.moderation.apostrophes import quoted
from service.moderation.draft import Draft, drafted, shape_of
from service.moderation.drawings import drawn
from service.moderation.entities import decoded
from service.moderation.gaps import cut, may_be_torn
from service.moderation.lexicon import lexicon
from service.moderation.libraries import open_library
from service.moderation.masks import masked, may_be_masked
from service.moderation.roots import ALIKE, asked, beginnings, behind_brackets, may_hide
from service.moderation.runs import reads_openly
from service.moderation.shown import as_ascii, aside
from service.moderation.spellings import meant
from service.moderation.swaps import leet
from service.moderation.text import folded

LIBRARY: Final = "service.moderation._skim"
"""Where setuptools puts the compiled part; it is found like a module, and never imported."""

MOST_JUDGED: Final = 16_384
"""How many words or chunks a judge keeps in mind."""

MOST_LEARNT: Final = 24_000
"""How many harmless words no list has are learnt on the way, for as long as the process lives."""

VERSION: Final = 3
"""The number of the functions in skim.c and english.c."""

_NUMBER: Final = ctypes.c_int64
_MOST_PLACES: Final = 64
WORD: Final = 0
"""The reason that skim.c gives for a word that nobody knows, or that people hide."""

CHUNK: Final = 1
"""Its reason for what stands between blanks and mixes letters with signs."""

_LEAST: Final = 3
_AJAR: Final = b"a* a-a a+a a'a a..a a.a"


Spot = tuple[int, int, int]
"""Where something stands that needs a closer look, and why, as skim.c says."""

Places = npt.NDArray[np.int32]
"""Spots, shape (n, 3), or room for those of many texts, shape (texts, n, 3)."""


@lru_cache(maxsize=MOST_JUDGED)
def is_harmless(word: str) -> bool:
    """Whether a word that nobody knows stands for no word that people hide."""
    words = lexicon()
    return not meant(word, words) and (not may_hide(word) or reads_openly(word, words))


@lru_cache(maxsize=MOST_JUDGED)
def is_plain(chunk: str) -> bool:
    """Whether what stands between blanks is no word with signs or digits in it or cut by them.

    It is read by itself, and every step's quick look is passed: what stands beside it in a text,
    brackets, emphasis, formulas, can only rule readings out.
    """
    words = lexicon()
    look = drafted(chunk, words)
    ajar = Draft(signs=chunk, shape=_AJAR, strangers=look.strangers)
    readings = [step(look, words) for step in (decoded, drawn, leet)]
    readings += [step(ajar, words) for step in (cut, quoted)]
    if may_be_masked(chunk):
        readings.append(masked(ajar, words))
    return not any(True for changes in readings for _ in changes)


_JUDGES: Final[tuple[Callable[[str], bool], ...]] = (is_harmless, is_plain)
"""Who looks more closely, by the reason that skim.c gives."""


class _Known(ctypes.Structure):
    """``Known`` in skim.c."""

    _fields_ = (
        ("folds", ctypes.c_char_p),
        ("shapes", ctypes.c_char_p),
        ("slots", ctypes.c_void_p),
        ("base", ctypes.c_uint64),
        ("mask", _NUMBER),
        ("longest", _NUMBER),
        ("alike", ctypes.c_char_p),
        ("held", ctypes.c_char_p),
    )


_TABLE: Final = ctypes.POINTER(_Known)
_POINTER: Final = ctypes.c_void_p
_PLACES: Final = ctypes.c_int32 * (3 * _MOST_PLACES)
_FUNCTIONS: Final = {
    "btl_skim_version": ((), _NUMBER),
    "btl_learn": ((_TABLE, ctypes.c_char_p, _NUMBER, _NUMBER), _NUMBER),
    "btl_skim": ((_TABLE, ctypes.c_char_p, _NUMBER, _POINTER, _NUMBER, _NUMBER), _NUMBER),
    "btl_skim_all": (
        (_TABLE, ctypes.c_char_p, _POINTER, _NUMBER, _POINTER, _NUMBER, _POINTER),
        None,
    ),
}


class Skimmer:
    """The words that need no closer look, and the compiled pass over a text.

    Threads share one. The table has a fixed size: what is learnt beyond ``MOST_LEARNT`` words is
    judged again whenever it is no longer in the judges' caches.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        words = [word for word in lexicon().ranks if word.isascii() and word.isalpha()]
        hidden = [word for word in words if word in lexicon().hidden]
        fixed = len(words) + len(hidden) + len(behind_brackets()) + len(asked())
        size = 1 << (2 * (fixed + MOST_LEARNT)).bit_length()
        self._slots = (ctypes.c_uint64 * size)()
        self._known = _Known(
            folded("".join(map(chr, range(128)))).encode(),
            shape_of("".join(map(chr, range(256)))),
            ctypes.addressof(self._slots),
            secrets.randbits(64) | 1,
            size - 1,
            max(map(len, words)),
            ALIKE,
            beginnings(),
        )
        self._library = library
        self._lock = Lock()
        self._room = MOST_LEARNT + len(hidden)
        may_hide("")  # its expression is compiled once, before workers fork
        self._learn(words, harmless=False)
        self._learn(hidden, harmless=True)
        self._learn([*behind_brackets(), *asked()], harmless=False)

    def hides_nothing(self, text: str) -> bool:
        """Whether no word of the text is disguised; False where a closer look is due."""
        shown = as_ascii(text)
        if shown is None:
            return False
        places = _PLACES()
        found = self._library.btl_skim(self._known, shown, len(shown), places, _MOST_PLACES, 0)
        if found <= 0:
            return bool(found == 0)
        flat = places[: 3 * found]
        spots = zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        harmless: set[str] = set()
        passes = self._passes(folded(text), spots, harmless)
        self._keep(harmless)
        return passes

    def hide_nothing(self, texts: Sequence[str]) -> list[bool]:
        """Whether no word of each text is disguised, in one call of skim.c for all of them."""
        shown = list(map(as_ascii, texts))
        counts, places = self._skimmed([one or b"" for one in shown])
        harmless: set[str] = set()
        found = [
            one is not None
            and number >= 0
            and (number == 0 or self._passes(folded(text), _spots(places[row, :number]), harmless))
            for row, (text, one, number) in enumerate(zip(texts, shown, counts, strict=True))
        ]
        self._keep(harmless)
        return found

    def _skimmed(self, shown: Sequence[bytes]) -> tuple[list[int], Places]:
        """How many words and chunks of each text need a closer look, and where they stand."""
        number = len(shown)
        offsets = (_NUMBER * (number + 1))(0, *accumulate(map(len, shown)))
        places = np.empty((number, _MOST_PLACES, 3), dtype=np.int32)
        counts = (ctypes.c_int32 * number)()
        self._library.btl_skim_all(
            self._known, b"".join(shown), offsets, number, places.ctypes.data, _MOST_PLACES, counts
        )
        return list(counts), places

    def spots(self, signs: str) -> list[Spot] | None:
        """What a step may change in a folded text, or asks about; None where it may be anything."""
        seen = aside(signs)
        room = 2 * len(signs) + _LEAST  # a chunk for every two signs, and each sign alone
        places = np.empty((room, 3), dtype=np.int32)
        into = places.ctypes.data
        found = self._library.btl_skim(self._known, seen, len(seen), into, room, 1)
        if found < 0:
            return None
        return _spots(places[:found])

    def _passes(self, signs: str, spots: Iterable[Spot], harmless: set[str]) -> bool:
        """Whether everything that was listed is judged to be no disguise.

        Its words are then put among the ``harmless`` ones to learn, so that nobody need look at
        them again: no halves of words, as it depends each time on what stands beside them, nor the
        shortest words, of which two together may be a short one.
        """
        words: list[tuple[int, int]] = []
        for begin, end, why in spots:
            if not _JUDGES[why](signs[begin:end]):
                return False
            if why == WORD:
                words.append((begin, end))
        halves = lexicon().halves
        if any(signs[begin:end] in halves for begin, end in words) and any(
            may_be_torn(signs, begin, end, lexicon()) for begin, end in words
        ):
            return False
        long = (signs[begin:end] for begin, end in words if end - begin >= _LEAST)
        harmless.update(word for word in long if word not in halves)
        return True

    def _keep(self, harmless: set[str]) -> None:
        """Learn harmless words, while there is room."""
        if harmless and self._room:
            self._learn(sorted(harmless), harmless=True)

    def _learn(self, words: Sequence[str], *, harmless: bool) -> None:
        """Take words into the table, if there is room for all of them."""
        listed = "".join(f"{word} " for word in words).encode()
        with self._lock:
            if not harmless or len(words) <= self._room:
                learnt = self._library.btl_learn(self._known, listed, len(listed), harmless)
                self._room -= learnt * harmless


@cache
def skimmer() -> Skimmer | None:
    """The one of this process, or None where there is no compiled part."""
    library = _library()
    return None if library is None else Skimmer(library)


def _library() -> ctypes.CDLL | None:
    """The compiled part, or None where there is none of this release."""
    return open_library(LIBRARY, _FUNCTIONS, version=("btl_skim_version", VERSION))


def hides_nothing(text: str) -> bool:
    """Whether it is certain that nothing in a text is disguised."""
    look = skimmer()
    return look is not None and look.hides_nothing(text)


def hide_nothing(texts: Sequence[str]) -> list[bool]:
    """Whether it is certain of each text that nothing in it is disguised."""
    look = skimmer()
    return [False] * len(texts) if look is None else look.hide_nothing(texts)


def _spots(places: Places) -> list[Spot]:
    """What skim.c has listed."""
    return list(map(tuple, places.tolist()))
