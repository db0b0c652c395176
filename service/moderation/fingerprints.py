"""What is kept of a comment to know its copies by: a MinHash signature of its letters, no text.

Case, accents, punctuation, blanks, invisible signs, lookalike letters, digits for letters,
stretched letters and the parts of links that only track are taken away first, so that none of them
hides a copy. ``docs/decisions/0017-copies.md`` has the figures that the constants come from.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from service.moderation.lexicon import lexicon
from service.moderation.text import folded

SIGNATURE_BYTES: Final = 64
"""One byte for each of the hash functions of a signature."""

ALIKE: Final = 29
"""Bytes that the signatures of two copies share, or more: 45 in 100 of their letter runs."""

FEWEST_WORDS: Final = 6
"""Different words below which a comment is an everyday one: "Thank you", "Great article"."""

FEWEST_LETTERS: Final = 30
"""Letters below which a comment is an everyday one."""

_SEED: Final = 1
_RUN: Final = 5  # letters that are hashed together, across the blanks between words
_ROWS: Final = f"<{SIGNATURE_BYTES}I"
_BLANK: Final = 0x20
_ASCII: Final = 0x80
_LEET: Final = dict(zip("013457@$l", "oieastasi", strict=True))
_LINK: Final = re.compile(
    r"https?://(?:www\.)?|\bwww\.|#:~:text=\S*"
    r"|[?&](?:utm_[a-z]+|[a-z]{1,4}clid|mc_[ce]id|igshid?|_ga|_hs[a-z]+|ref(?:_src|_url)?|cmp(?:id)?"
    r"|campaign(?:_?id)?|share|source|si)=[^\s&#]*"
)
_NO_WORD: Final = re.compile(r"[^\w\x00-\x7f]+")
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

_Words = npt.NDArray[np.uint64]

# Odd numbers without a pattern, to spread bits by multiplication.
_MIX: Final = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype=np.uint64)
_HALF: Final = np.uint64(32)  # the upper bits are the mixed ones
_WHOLE_RUN: Final = np.uint64((1 << 8 * _RUN) - 1)
_PLACES: Final = np.uint64(0x9E3779B97F4A7C15) * np.arange(1, 17, dtype=np.uint64)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fingerprint:
    """What copies have in common; no text can be read back out of it.

    ``bands`` are 32-bit numbers: copies share at least one of them. ``signature`` has
    ``SIGNATURE_BYTES``: the share of equal ones estimates how alike two comments are. An
    ``everyday`` comment is so short that different people write the same: it has one band, and is
    alike to the very same words alone.
    """

    bands: tuple[int, ...]
    signature: bytes
    everyday: bool


def fingerprint(text: str) -> Fingerprint | None:
    """The fingerprint of a comment's own words, or None where it has no letter and no digit.

    Linear in the length of the text. Whoever knows which stretches are quoted leaves them out.
    """
    words, signs, bonus = _signs(text)
    if not signs:
        return None
    if len(words) + bonus.words < FEWEST_WORDS or len(signs) + bonus.letters < FEWEST_LETTERS:
        signature = blake2b(signs, digest_size=SIGNATURE_BYTES).digest()
        band = int.from_bytes(signature[:4], "little")
        return Fingerprint(bands=(band,), signature=signature, everyday=True)
    runs = _runs(signs)
    digest = RMinHash.digest_matrix_from_flat_token_hashes(
        runs, (0, len(runs)), SIGNATURE_BYTES, _SEED
    )
    rows = struct.pack(_ROWS, *digest.to_rows()[0])
    return Fingerprint(bands=_bands(rows), signature=rows[::4], everyday=False)


def shared(one: int, other: int) -> int:
    """How many bytes two signatures share; both are given as little-endian numbers."""
    return (one ^ other).to_bytes(SIGNATURE_BYTES, "little").count(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bonus:
    """What to count besides, in scripts without blanks or with a sign for a syllable."""

    words: int = 0
    letters: int = 0


_NO_BONUS: Final = _Bonus()


def _signs(text: str) -> tuple[set[bytes], bytes, _Bonus]:
    """The different words, the letters of all of them run together, and what to count besides."""
    plain, bonus = folded(text), _NO_BONUS
    if not plain.isascii():
        plain = _NO_WORD.sub("", plain.translate(_lookalikes()))
    if "://" in plain or "=" in plain or "www." in plain:
        plain = _LINK.sub("", plain)
    if not plain.isascii():
        bonus = _bonus(plain)
    words = plain.encode().translate(_table(), b"'").split()
    joined = b"".join((b" ", *words))
    letters = np.frombuffer(joined, dtype=np.uint8) if joined.isascii() else _in_bytes(joined)
    return set(words), letters[1:][letters[1:] != letters[:-1]].tobytes(), bonus


def _bonus(plain: str) -> _Bonus:
    """An ideograph is worth three letters; two of them, or five Thai letters, are worth a word."""
    ideographs = len(_IDEOGRAPH.findall(plain))
    return _Bonus(
        words=ideographs // 2 + len(_UNSPACED.findall(plain)) // 5, letters=2 * ideographs
    )


def _in_bytes(letters: bytes) -> npt.NDArray[np.uint8]:
    """A byte for each letter of UTF-8: itself for ASCII, one of 128 others for the rest."""
    codes = np.frombuffer(letters.decode().encode("utf-32-le"), dtype=np.uint32)
    others = _ASCII | (codes * np.uint32(0x9E3779B1) >> np.uint32(25))
    return np.where(codes < _ASCII, codes, others).astype(np.uint8)


def _runs(signs: bytes) -> _Words:
    """A number for each run of ``_RUN`` letters: its bytes, which the library hashes."""
    windows: _Words = np.ndarray(
        len(signs) - _RUN + 1, dtype="<u8", buffer=signs + bytes(8 - _RUN), strides=(1,)
    )
    return windows & _WHOLE_RUN


def _bands(rows: bytes) -> tuple[int, ...]:
    """A number for each four of the 64 hashes in a row."""
    mixed = np.frombuffer(rows, dtype="<u8").reshape(-1, 2) @ _MIX + _PLACES
    return tuple((mixed >> _HALF).tolist())


@cache
def _table() -> bytes:
    """What each byte becomes: letters and digits a letter, other ASCII signs a blank."""
    table = bytearray([_BLANK] * _ASCII + list(range(_ASCII, 2 * _ASCII)))
    for code in range(_ASCII):
        if chr(code).isalnum() or chr(code) in _LEET:
            table[code] = ord(_LEET.get(chr(code), chr(code)))
    return bytes(table)


@cache
def _lookalikes() -> Mapping[int, str]:
    """The letters of other scripts that look like Latin ones."""
    return lexicon().lookalikes
