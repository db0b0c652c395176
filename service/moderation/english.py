"""Whether a text is in English by its commonest words: in C for many at once, or in Python.

``english.c`` does the same over bytes, and leaves what it cannot tell to ``_is_english``.
"""

import ctypes
import secrets
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from service.moderation.lexicon import lexicon
from service.moderation.libraries import open_library
from service.moderation.skim import LIBRARY, VERSION

_COMMON: Final = 1_000
_ENOUGH: Final = 0.3
_ENOUGH_OF_ITS_OWN: Final = 0.12
_SHARED: Final = (
    "all also am an as be by die do door fast film final go had has he in is land man me men met"
    " my no normal of on over real so son ten to top want war was we will"
)
"""Common English words that are spelt like common words of others."""

_NUMBER: Final = ctypes.c_int64
_POINTER: Final = ctypes.c_void_p
_UNSURE: Final = 2  # as english.c has it


class _Common(ctypes.Structure):
    """``Common`` in english.c."""

    _fields_ = (
        ("slots", _POINTER),
        ("base", ctypes.c_uint64),
        ("mask", _NUMBER),
        ("enough", ctypes.c_double),
        ("own", ctypes.c_double),
    )


_TABLE: Final = ctypes.POINTER(_Common)
_FUNCTIONS: Final = {
    "btl_skim_version": ((), _NUMBER),
    "btl_take_common": ((_TABLE, _POINTER, ctypes.c_char_p, _NUMBER, _NUMBER), None),
    "btl_are_english": ((_TABLE, ctypes.c_char_p, _POINTER, _NUMBER, _POINTER), None),
}


class EnglishWords:
    """The look at common words; threads share one, and it is never changed.

    A text is English where three in ten of its different words are common English ones, and not
    only such as others have too: "die", "was", "man". Runs compiled where that was built.
    """

    def __init__(self, *, use_compiled: bool = True) -> None:
        self._common = frozenset(_words_before(_COMMON))
        self._own = self._common.difference(_SHARED.split())
        self._library = _library() if use_compiled else None
        size = 1 << (2 * len(self._common)).bit_length()
        self._slots = (ctypes.c_uint64 * size)()
        base, at = secrets.randbits(64) | 1, ctypes.addressof(self._slots)
        self._table = _Common(at, base, size - 1, _ENOUGH, _ENOUGH_OF_ITS_OWN)
        self._take(self._own, own=True)
        self._take(self._common - self._own, own=False)

    def tell(self, texts: Sequence[str]) -> list[bool]:
        """Whether each text is English."""
        if self._library is None:
            return list(map(self._is_english, texts))
        seen = [
            one.encode() if one.isascii() else one.lower().encode("utf-8", "surrogatepass")
            for one in texts
        ]
        number = len(seen)
        offsets = (_NUMBER * (number + 1))(0, *accumulate(map(len, seen)))
        answers = (ctypes.c_uint8 * number)()
        self._library.btl_are_english(self._table, b"".join(seen), offsets, number, answers)
        return [
            self._is_english(text) if found == _UNSURE else found == 1
            for text, found in zip(texts, answers, strict=True)
        ]

    def _is_english(self, text: str) -> bool:
        """Whether enough of the words are common English ones."""
        words = {*text.lower().split()}
        common = words & self._common
        return (
            bool(words)
            and len(common) >= _ENOUGH * len(words)
            and len(common & self._own) >= _ENOUGH_OF_ITS_OWN * len(words)
        )

    def _take(self, words: Iterable[str], *, own: bool) -> None:
        """Take words into the table."""
        if self._library is not None:
            listed = "".join(f"{word} " for word in words).encode()
            self._library.btl_take_common(self._table, self._slots, listed, len(listed), own)


def _words_before(rank: int) -> Iterable[str]:
    """The words of two letters or more among the most frequent ``rank``."""
    return (word for word, place in lexicon().ranks.items() if place < rank and len(word) > 1)


def _library() -> ctypes.CDLL | None:
    """The compiled part, or None where there is none of this release."""
    return open_library(LIBRARY, _FUNCTIONS, version=("btl_skim_version", VERSION))
