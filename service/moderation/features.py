"""Hashed n-grams of a prepared text: words, and characters within words, each with its place.

Stateless and linear in the length. A hash is a polynomial of code points modulo 2**64 with an odd
base, so that the hash of any stretch follows from its neighbour's or from two prefix sums (Karp
and Rabin 1987), and the bucket is its multiplicative (Fibonacci) hash's upper bits (Knuth, TAOCP
vol. 3, 6.4). No word can be read back out of a bucket number.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from service.moderation.text import MAX_TEXT_BYTES, Positions, Prepared

RULES: Final = 3
"""The number of this set of rules; it stands in every manifest."""

_BASE: Final = 0x9E3779B97F4A7C55
_MIX: Final = 0xD6E8FEB86659FD93
_WORD_SEED: Final = 0x2545F4914F6CDD1D
_BMP: Final = 0x10000
_SPACE: Final = 0x20
_INNER: Final = 2  # stretches longer than this have signs between their ends
_SYMBOL_PLANE: Final = range(0x1D000, 0x20000)

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureRules:
    """Which n-grams are counted: inclusive length ranges, and how many buckets they share.

    Single words have the last 2**word_bits buckets to themselves, so that what is known of a word
    is told by it alone; all others share the first 2**bits.
    """

    bits: int = 18
    word_bits: int = 17
    word_min: int = 1
    word_max: int = 2
    character_min: int = 3
    character_max: int = 6

    @property
    def buckets(self) -> int:
        """How many buckets there are: columns of the matrix, rows of the weight table."""
        return bucket_count(self.as_numbers())

    def as_numbers(self) -> dict[str, int]:
        """The same as plain numbers, for the manifest."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grams:
    """Every n-gram of one text: bucket and stretch ``codes[begin:end]``, shape (m,) each."""

    buckets: Positions
    begins: Positions
    ends: Positions


def bucket_count(numbers: Mapping[str, int]) -> int:
    """How many buckets rules have, given as numbers; those of old had none for single words."""
    single = 1 << numbers["word_bits"] if "word_bits" in numbers else 0
    return (1 << numbers["bits"]) + single


def extract(prepared: Prepared, rules: FeatureRules) -> Grams:
    """List the n-grams of a prepared text, repeated ones as often as they stand in it."""
    codes = prepared.codes.astype(np.uint64)
    parts = [*_character_grams(codes, rules), *_word_grams(codes, rules)]
    if not parts:
        return _NO_GRAMS
    return Grams(
        buckets=np.concatenate([buckets for buckets, _, _ in parts]),
        begins=np.concatenate([begins for _, begins, _ in parts]),
        ends=np.concatenate([ends for _, _, ends in parts]),
    )


def count(grams: Grams) -> tuple[Positions, npt.NDArray[np.float64]]:
    """The distinct buckets in ascending order, and 1 + ln(occurrences) of each (sublinear tf)."""
    buckets, counts = np.unique(grams.buckets, return_counts=True)
    return buckets, 1.0 + np.log(counts)


def matrix(prepared: Iterable[Prepared], rules: FeatureRules) -> csr_matrix:
    """Stack texts into the float32 matrix that scikit-learn is trained on, a row a text."""
    indices: list[npt.NDArray[np.int32]] = []
    values: list[npt.NDArray[np.float32]] = []
    ends = [0]
    for text in prepared:
        buckets, counts = count(extract(text, rules))
        indices.append(buckets.astype(np.int32))
        values.append(counts.astype(np.float32))
        ends.append(ends[-1] + len(buckets))
    return csr_matrix(
        (_joined(values, np.float32), _joined(indices, np.int32), np.array(ends, dtype=np.int64)),
        shape=(len(ends) - 1, rules.buckets),
    )


def tokens(codes: npt.NDArray[np.uint64]) -> tuple[Positions, Positions]:
    """Where tokens begin and end: runs of letters and digits, and every other sign on its own."""
    kinds = np.where(codes < _BMP, KINDS[np.minimum(codes, _BMP - 1)], _LETTER)
    kinds[(codes >= _SYMBOL_PLANE.start) & (codes < _SYMBOL_PLANE.stop)] = _SIGN
    starts = (kinds != _GAP) & (kinds == _SIGN)
    starts[0] |= kinds[0] == _LETTER
    starts[1:] |= (kinds[1:] == _LETTER) & (kinds[:-1] != _LETTER)
    stops = kinds == _SIGN
    stops[:-1] |= (kinds[:-1] == _LETTER) & (kinds[1:] != _LETTER)
    stops[-1] |= kinds[-1] == _LETTER
    return np.flatnonzero(starts), np.flatnonzero(stops) + 1


def _character_grams(
    codes: Hashes, rules: FeatureRules
) -> Iterable[tuple[Positions, Positions, Positions]]:
    """Buckets of all stretches of each length, each hash made from the one that is shorter by one.

    A stretch may begin or end with the blank beside a word, but crosses none.
    """
    hashed = np.zeros(len(codes), dtype=np.uint64)
    blanks = np.cumsum(codes == _SPACE)
    for length in range(1, min(rules.character_max, len(codes)) + 1):
        hashed = hashed[: len(codes) - length + 1] * np.uint64(_BASE) + codes[length - 1 :]
        if length >= rules.character_min:
            begins = np.arange(len(hashed), dtype=np.int64)
            if length > _INNER:
                crossed = blanks[length - 2 : len(codes) - 1] - blanks[: len(hashed)]
                begins = np.flatnonzero(crossed == 0)
            buckets = _upper(hashed[begins] + np.uint64(length), rules.bits)
            yield buckets, begins, begins + length


def _word_grams(
    codes: Hashes, rules: FeatureRules
) -> Iterable[tuple[Positions, Positions, Positions]]:
    """Buckets of runs of tokens; a token's own hash comes from two prefix sums."""
    begins, ends = tokens(codes)
    powers, inverses = _powers(len(codes))
    prefix = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * powers, out=prefix[1:])
    words = (prefix[ends] - prefix[begins]) * inverses[begins]
    hashed = np.zeros(len(words), dtype=np.uint64)
    for length in range(1, min(rules.word_max, len(words)) + 1):
        hashed = hashed[: len(words) - length + 1] * np.uint64(_MIX) + words[length - 1 :]
        if length >= rules.word_min:
            seeded = hashed * np.uint64(_BASE) + np.uint64(_WORD_SEED + length)
            buckets = (
                _upper(seeded, rules.bits)
                if length > 1
                else _upper(seeded, rules.word_bits) + (1 << rules.bits)
            )
            yield buckets, begins[: len(hashed)], ends[length - 1 :]


def _upper(hashes: Hashes, bits: int) -> Positions:
    """The upper bits of each hash, mixed."""
    found: Positions = ((hashes * np.uint64(_MIX)) >> np.uint64(64 - bits)).astype(np.int64)
    return found


def _powers(length: int) -> tuple[Hashes, Hashes]:
    """The powers of the base and of its inverse modulo 2**64, for ``length`` positions."""
    if length <= len(_POWERS):
        return _POWERS[:length], _INVERSES[:length]
    return _power_table(_BASE, length), _power_table(pow(_BASE, -1, 1 << 64), length)


def _power_table(base: int, length: int) -> Hashes:
    """base**0 to base**(length - 1) modulo 2**64."""
    table = np.full(length, base, dtype=np.uint64)
    table[0] = 1
    return np.multiply.accumulate(table)


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    """All parts end to end; an empty array of the kind where there are none."""
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def _kind(code: int) -> int:
    """Whether a code point of the basic plane belongs to words, stands alone, or is a gap."""
    character = chr(code)
    if character.isalnum() or unicodedata.category(character).startswith("M"):
        return _LETTER
    return _GAP if character.isspace() else _SIGN


_NO_PLACES: Final = np.empty(0, dtype=np.int64)
_NO_GRAMS: Final = Grams(buckets=_NO_PLACES, begins=_NO_PLACES, ends=_NO_PLACES)
_GAP: Final = 0
_LETTER: Final = 1
_SIGN: Final = 2
KINDS: Final = np.array([_kind(code) for code in range(_BMP)], dtype=np.uint8)
"""For each code point of the basic plane: gap 0, letter 1, sign 2."""

_POWERS: Final = _power_table(_BASE, MAX_TEXT_BYTES + 2)
_INVERSES: Final = _power_table(pow(_BASE, -1, 1 << 64), MAX_TEXT_BYTES + 2)
