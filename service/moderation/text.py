"""Text rules, version 1: fold a comment into the form that is scored, keeping the way back.

The rules are plain functions of the code points, so training and serving cannot differ. Whoever
changes what ``prepare`` returns for any text raises ``RULES``, because models only fit the rules
that they were trained with.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

RULES: Final = 1
"""The number of this set of rules; it stands in every manifest."""

MAX_TEXT_BYTES: Final = 20_480
"""The longest comment in UTF-8 bytes: the limit that Perspective's clients know."""

_SPACE: Final = 0x20
_LONGEST_RUN: Final = 2
_CACHED_FOLDS: Final = 20_000
_LATIN_END: Final = "\u0250"
_FIRST_MARK: Final = "\u0300"
_MARKS: Final = frozenset({"Mn", "Me"})
_JOINERS: Final = frozenset("\u200c\u200d")
_COMBINING: Final = range(0x0300, 0x0370)
_FILLERS: Final = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
_QUOTES: Final = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'}
_INVISIBLE: Final = frozenset({"Cf", "Cs", "Co", "Cn"})
_BLANK: Final = frozenset({"Cc", "Zs", "Zl", "Zp"})

Codes = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A folded text, padded by one blank on either side.

    ``codes`` has shape (n + 2,): the code points. ``origins`` has shape (n + 1,): where each of
    the n folded characters begins in the original, in code points, and where the last one ends.
    """

    codes: Codes
    origins: Positions

    def original(self, begin: int, end: int) -> tuple[int, int]:
        """The stretch of the original behind ``codes[begin:end]``, padding left out."""
        last = len(self.origins) - 1
        first = min(max(begin - 1, 0), last)
        return int(self.origins[first]), int(self.origins[min(max(end - 1, first), last)])


def prepare(text: str) -> Prepared:
    """Fold a text: compatibility forms, case, accents, blanks and stretched letters.

    Takes any string (a lone surrogate is dropped). Linear in its length.
    """
    if not text.isascii():
        return squeezed(*fold(text))
    codes = ASCII_FOLDS[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
    return _squeeze(codes, np.arange(len(codes), dtype=np.int64))


def fold(text: str) -> tuple[str, Sequence[int]]:
    """A text folded sign by sign, nothing squeezed yet, and where each sign stood in it."""
    if text.isascii():
        return folded(text), range(len(text))
    sizes = np.ones(len(text), dtype=np.int64)
    for found in _BEYOND.finditer(text):
        sizes[found.start()] = len(_FOLDS[ord(found[0])])
    return folded(text), np.repeat(np.arange(len(text)), sizes).tolist()


def folded(text: str) -> str:
    """A text folded sign by sign, nothing squeezed yet."""
    if not text.isascii():
        text = _BEYOND_RUN.sub(lambda found: found[0].translate(_FOLDS), text)
    return text.encode().translate(_ASCII_TABLE).decode()


def squeezed(signs: str, origins: Sequence[int]) -> Prepared:
    """Prepare what ``fold`` returned, perhaps changed in between; origins never decrease."""
    codes = np.frombuffer(signs.encode("utf-32-le"), dtype=np.uint32)
    return _squeeze(codes, np.asarray(origins, dtype=np.int64))


def codes_of(signs: str) -> Codes:
    """The codes alone of what ``squeezed`` makes of a folded text."""
    codes = np.frombuffer(signs.encode("utf-32-le"), dtype=np.uint32)
    return _squeeze(codes, np.zeros(len(codes), dtype=np.int64)).codes


def exact(text: str, begin: int, end: int) -> tuple[int, int]:
    """A stretch of a text without outer blanks and invisible signs, and with its last sign whole.

    A sign is whole with the marks that stand on it and the joiners behind it, as Unicode TR 29
    has it.
    """
    first, last = begin, end
    while first < last and _vanishes(text[last - 1]):
        last -= 1
    while first < last and _vanishes(text[first]):
        first += 1
    if first == last:
        return begin, end
    while last < len(text) and _extends(text[last]):
        last += 1
    return first, last


def _vanishes(sign: str) -> bool:
    """Whether a sign at the edge of a word is a blank or cannot be seen."""
    return not _FOLDS[ord(sign)].strip() and not _extends(sign)


def _extends(sign: str) -> bool:
    """Whether a sign is one with the sign before it."""
    return sign in _JOINERS or (sign >= _FIRST_MARK and unicodedata.category(sign) in _MARKS)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing: blanks, controls, zero-width signs and fillers only."""
    return all(
        character in _FILLERS
        or (category := unicodedata.category(character)) in _BLANK
        or category in _INVISIBLE - {"Co"}
        or category == "Mn"
        for character in text
    )


def _squeeze(codes: Codes, origins: Positions) -> Prepared:
    """Drop outer and doubled blanks and everything past the second sign of a run."""
    if not len(codes):
        return _EMPTY
    same = codes[1:] == codes[:-1]
    keep = np.ones(len(codes), dtype=bool)
    keep[1:] = ~(same & (codes[1:] == _SPACE))
    keep[_LONGEST_RUN:] &= ~(same[1:] & same[:-1] & ~_IS_DIGIT[np.minimum(codes[2:], 0x7F)])
    seen = np.flatnonzero(codes != _SPACE)
    if not len(seen):
        return _EMPTY
    keep[: seen[0]] = False
    keep[seen[-1] + 1 :] = False
    kept = np.flatnonzero(keep)
    padded = np.full(len(kept) + 2, _SPACE, dtype=np.uint32)
    padded[1:-1] = codes[kept]
    ends = np.append(origins[kept], origins[seen[-1]] + 1)
    return Prepared(codes=padded, origins=ends)


class _Folds(dict[int, str]):
    """What each code point becomes: nothing, one character or several; keeps what was asked."""

    def __missing__(self, code: int) -> str:
        """Fold one for the first time."""
        found = _fold(chr(code))
        if len(self) < _CACHED_FOLDS:
            self[code] = found
        return found


def _fold(character: str) -> str:
    """Fold one code point by the rules, without looking at its neighbours."""
    if character in _QUOTES:
        return _QUOTES[character]
    category = unicodedata.category(character)
    if category in _BLANK:
        return " "
    if character in _FILLERS or category in _INVISIBLE or _is_mark(character):
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed[0] < _LATIN_END:
        plain = "".join(part for part in decomposed if not _is_mark(part))
    else:
        plain = unicodedata.normalize("NFKC", character)
    lowered = plain.lower()
    return "".join(" " if part.isspace() else part for part in lowered if not _is_mark(part))


def _is_mark(character: str) -> bool:
    """Whether it only decorates: U+0300 to U+036F, and the variation selectors."""
    return ord(character) in _COMBINING or 0xFE00 <= ord(character) <= 0xFE0F  # noqa: PLR2004


@cache
def _ascii_folds() -> Codes:
    """The folds of the 128 ASCII characters as one table."""
    return np.array([ord(_fold(chr(code)) or " ") for code in range(128)], dtype=np.uint32)


_FOLDS: Final = _Folds()
ASCII_FOLDS: Final = _ascii_folds()
"""What each of the 128 ASCII signs is folded to, as code points."""

_ASCII_TABLE: Final = ASCII_FOLDS.astype(np.uint8).tobytes() + bytes(range(128, 256))
_BEYOND: Final = re.compile("[^\x00-\x7f]")
_BEYOND_RUN: Final = re.compile("[^\x00-\x7f]+")
_IS_DIGIT: Final = np.array([chr(code).isdigit() for code in range(128)])
_EMPTY: Final = Prepared(
    codes=np.full(2, _SPACE, dtype=np.uint32), origins=np.zeros(1, dtype=np.int64)
)
