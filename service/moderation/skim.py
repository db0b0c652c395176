"""A quick look that tells of most texts that they hide nothing, so that nothing need be undone.

``skim.c`` passes once over a text and lists what no list of words explains: words that nobody knows
and chunks that mix letters with signs. Each of them is judged here, once, wherever it stands. What
is waved through is what ``disguise.undo`` in full leaves alone and reports nothing of; where the
compiled part is missing nothing is waved through, and the outcome is the same.
"""

import ctypes
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Final

import numpy as np

from service.moderation.draft import Draft, drafted, shape_of
from service.moderation.drawings import drawn
from service.moderation.gaps import cut, may_be_torn
from service.moderation.lexicon import lexicon
from service.moderation.libraries import open_library
from service.moderation.masks import MASKS, masked
from service.moderation.runs import reads_openly
from service.moderation.swaps import leet, meant
from service.moderation.text import folded

LIBRARY: Final = "service.moderation._skim"
"""Where setuptools puts the compiled part; it is found like a module, and never imported."""

MOST_JUDGED: Final = 16_384
"""How many words or chunks a judge keeps in mind."""

MOST_LEARNT: Final = 24_000
"""How many harmless words no list has are learnt on the way, for as long as the process lives."""

_VERSION: Final = 2  # of the functions in skim.c
_NUMBER: Final = ctypes.c_int64
_MOST_PLACES: Final = 64
WORD: Final = 0
"""The reason that skim.c gives for a word that nobody knows, or that people hide."""

CHUNK: Final = 1
"""Its reason for what stands between blanks and mixes letters with signs."""

_FOREIGN: Final = "\x01"
_LEAST: Final = 3
_AJAR: Final = b"a* a-a a+a"
_LATIN_END: Final = "\u0250"
_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_UNREAD: Final = "\uffff"
_STRANGE: Final = re.compile(
    "[^\x00-\x7f\xa0-\xac\xae-\u024f\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20c0\u2100-\u214f"
    "\u2190-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3000-\u3003\u3008-\u3011"
    "\ufe00-\ufe0f\ufffd\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)
"""Signs outside the blocks of Latin letters, punctuation and pictures."""

_BEYOND: Final = re.compile("[^\x00-\x7f]")


Spot = tuple[int, int, int]
"""Where something stands that needs a closer look, and why, as skim.c says."""


@lru_cache(maxsize=MOST_JUDGED)
def is_harmless(word: str) -> bool:
    """Whether a word that nobody knows stands for no word that people hide."""
    words = lexicon()
    return not meant(word, words) and reads_openly(word, words)


@lru_cache(maxsize=MOST_JUDGED)
def is_plain(chunk: str) -> bool:
    """Whether what stands between blanks is no word with signs or digits in it or cut by them.

    It is read by itself, and every step's quick look is passed: what stands beside it in a text,
    brackets, emphasis, formulas, can only rule readings out.
    """
    words = lexicon()
    look = drafted(chunk, words)
    ajar = Draft(signs=chunk, shape=_AJAR, strangers=look.strangers)
    readings = (drawn(look, words), leet(look, words), masked(ajar, words), cut(ajar, words))
    return not any(True for changes in readings for _ in changes)


_JUDGES: Final[tuple[Callable[[str], bool], ...]] = (is_harmless, is_plain)
"""Who looks more closely, by the reason that skim.c gives."""


class _StandIns(dict[str, str]):
    """For each sign that is not ``_STRANGE`` ASCII signs of the classes of those it is folded to.

    skim.c asks for no more. ``_UNREAD`` stands for a sign that may be read as a letter.
    """

    def __missing__(self, sign: str) -> str:
        """Look at a sign for the first time; there are few thousand of them."""
        plain = folded(sign)
        seen = "".join(part if part.isascii() else _of_its_class(part) for part in plain)
        self[sign] = seen if _is_read(sign, plain) else _UNREAD
        return self[sign]


def _seen(found: re.Match[str]) -> str:
    """The stand-in for a sign of a text; what may mask letters must stand alone to have one.

    A selector, which nobody sees, must not stand behind a letter.
    """
    sign = found[0]
    stand_in = _STAND_INS[sign]
    if sign in MASKS:
        text, at = found.string, found.start()
        if text[at - 1 : at].strip() or text[at + 1 : at + 2].strip():
            return _UNREAD
    if not stand_in and found.string[found.start() - 1 : found.start()].isalpha():
        return _UNREAD
    return stand_in


def _of_its_class(sign: str) -> str:
    """The ASCII sign that gives its name to the class of another sign, see ``Draft``."""
    return shape_of(sign).decode().replace("~", "?")


def _is_read(sign: str, plain: str) -> bool:
    """Whether the steps see ASCII in a sign, or something that is part of no word."""
    if not plain:
        return sign in _SELECTORS
    if sign < _LATIN_END and sign.isalpha():
        return plain.isascii()
    return unicodedata.category(sign)[0] in "PSZ" and not any(
        part.isalnum() or part.isspace() or (part in MASKS and part != sign)
        for part in plain
        if not part.isascii()
    )


_STAND_INS: Final = _StandIns()


class _Aside(dict[str, str]):
    """For each sign of a folded text beyond ASCII the one that skim.c is shown for it."""

    def __missing__(self, sign: str) -> str:
        """Look at a sign for the first time; letters and masks are ``_FOREIGN``."""
        silent = unicodedata.category(sign)[0] in "PSZ" and sign not in MASKS
        self[sign] = _of_its_class(sign) if silent else _FOREIGN
        return self[sign]


_ASIDE: Final = _Aside()


def _as_ascii(text: str) -> bytes | None:
    """A text as skim.c reads it, as long as the folded one; None where a sign has no stand-in."""
    if text.isascii():
        return text.encode()
    if _STRANGE.search(text):
        return None
    seen = _BEYOND.sub(_seen, text)
    return seen.encode() if seen.isascii() else None


class _Known(ctypes.Structure):
    """``Known`` in skim.c."""

    _fields_ = (
        ("folds", ctypes.c_char_p),
        ("shapes", ctypes.c_char_p),
        ("slots", ctypes.c_void_p),
        ("base", ctypes.c_uint64),
        ("mask", _NUMBER),
        ("longest", _NUMBER),
    )


_TABLE: Final = ctypes.POINTER(_Known)
_POINTER: Final = ctypes.c_void_p
_PLACES: Final = ctypes.c_int32 * (3 * _MOST_PLACES)
_FUNCTIONS: Final = {
    "btl_skim_version": ((), _NUMBER),
    "btl_learn": ((_TABLE, ctypes.c_char_p, _NUMBER, _NUMBER), _NUMBER),
    "btl_skim": ((_TABLE, ctypes.c_char_p, _NUMBER, _POINTER, _NUMBER, _NUMBER), _NUMBER),
}


class Skimmer:
    """The words that need no closer look, and the compiled pass over a text.

    Threads share one. The table has a fixed size: what is learnt beyond ``MOST_LEARNT`` words is
    judged again whenever it is no longer in the judges' caches.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        words = [word for word in lexicon().ranks if word.isascii() and word.isalpha()]
        hidden = [word for word in words if word in lexicon().hidden]
        size = 1 << (2 * (len(words) + len(hidden) + MOST_LEARNT)).bit_length()
        self._slots = (ctypes.c_uint64 * size)()
        self._known = _Known(
            folded("".join(map(chr, range(128)))).encode(),
            shape_of("".join(map(chr, range(256)))),
            ctypes.addressof(self._slots),
            secrets.randbits(64) | 1,
            size - 1,
            max(map(len, words)),
        )
        self._library = library
        self._lock = Lock()
        self._room = MOST_LEARNT + len(hidden)
        self._learn(words, harmless=False)
        self._learn(hidden, harmless=True)

    def hides_nothing(self, text: str) -> bool:
        """Whether no word of the text is disguised; False where a closer look is due."""
        seen = _as_ascii(text)
        if seen is None:
            return False
        places = _PLACES()
        found = self._library.btl_skim(self._known, seen, len(seen), places, _MOST_PLACES, 0)
        if found <= 0:
            return bool(found == 0)
        flat = places[: 3 * found]
        spots = list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
        return self._passes(folded(text), spots)

    def spots(self, signs: str) -> list[Spot] | None:
        """What a step may change in a folded text, or asks about; None where it may be anything."""
        seen = _BEYOND.sub(lambda found: _ASIDE[found[0]], signs).encode()
        room = 2 * len(signs) + _LEAST  # a chunk for every two signs, and each sign alone
        places = np.empty(3 * room, dtype=np.int32)
        into = places.ctypes.data
        found = self._library.btl_skim(self._known, seen, len(seen), into, room, 1)
        if found < 0:
            return None
        flat = places[: 3 * found].tolist()
        return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))

    def _passes(self, signs: str, spots: Sequence[tuple[int, int, int]]) -> bool:
        """Whether everything that was listed is judged to be no disguise."""
        if not all(_JUDGES[why](signs[begin:end]) for begin, end, why in spots):
            return False
        words = [(begin, end) for begin, end, why in spots if _JUDGES[why] is is_harmless]
        halves = lexicon().halves
        if any(signs[begin:end] in halves for begin, end in words) and any(
            may_be_torn(signs, begin, end, lexicon()) for begin, end in words
        ):
            return False
        self._keep({signs[begin:end] for begin, end in words}.difference(halves))
        return True

    def _keep(self, words: Iterable[str]) -> None:
        """Learn harmless words, so that nobody need look at them again, while there is room.

        No halves of words, as it depends each time on what stands beside them, nor the shortest
        words, of which two together may be a short one.
        """
        long = [word for word in words if len(word) >= _LEAST]
        if long and self._room:
            self._learn(long, harmless=True)

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
    return open_library(LIBRARY, _FUNCTIONS, version=("btl_skim_version", _VERSION))


def hides_nothing(text: str) -> bool:
    """Whether it is certain that nothing in a text is disguised."""
    look = skimmer()
    return look is not None and look.hides_nothing(text)
