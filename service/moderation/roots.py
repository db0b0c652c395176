"""Whether letters hold a word that people hide, stretched or not: most words hold none.

A step of ``unmask.py`` reads a hidden word out of a word that nobody knows only where its letters
stand there side by side, each at least as often as they are written.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby, islice
from typing import Any, Final

from service.moderation.lexicon import lexicon
from service.moderation.runs import THREATS

_END: Final = ""
_RUNS: Final = 4


def may_hide(word: str) -> bool:
    """Whether a word holds how one begins that people hide, a group's name, threat or misspelling.

    Where it does not, ``runs.reads_openly`` is true of it: the words that it is parted into, or
    that it is when letters are left out, hide nothing.
    """
    return _held().search(word) is not None


@cache
def behind_brackets() -> list[str]:
    """What a bracket makes a word that people hide of, "(unt": each letter once, and no c first.

    ``swaps.leet`` takes the bracket for a c, and letters may be said again and again.
    """
    words = lexicon()
    hidden = {*words.hidden, *words.groups, *words.respelt}
    said_once = {"".join(letter for letter, _ in groupby(word)) for word in hidden}
    return sorted(f"({word[1:]}" for word in said_once if word.startswith("c"))


ALIKE: Final = bytes(
    sign - 96 if 97 <= sign <= 122 else 0  # noqa: PLR2004 - small letters
    for sign in bytes(range(128)).translate(bytes.maketrans(b"vqz", b"ugs"))
)
"""A number for each small letter; those that misspellings put for others have the others' one."""

_PAIR: Final = 2
_MOST: Final = 5
_THREES: Final = 1 << 10
_MORE: Final = 1 << 16
_MORE_BITS: Final = 17
_MULTIPLIER: Final = 0x9E3779B1


@cache
def asked() -> list[str]:
    """Words that nobody knows and that must be asked about, each behind a sign that tells so."""
    words = lexicon()
    turned = {word[::-1] for word in words.telling}
    return sorted(f"?{word}" for word in {*words.slips, *words.halves, *turned})


@cache
def beginnings() -> bytes:
    """How the words begin that others may hold, as bits: what a quick look in skim.c needs.

    Letters said again count once. Of words of one or two letters, "ass", there is a bit for each
    pair of them, which counts only where one of both is said twice; of longer ones for up to five.
    """
    words = lexicon()
    bits = bytearray((_MORE + (1 << _MORE_BITS)) // 8)
    for word in {*words.hidden, *words.groups, *words.respelt, *THREATS}:
        begins = [letter for letter, _ in groupby(ALIKE[ord(sign)] for sign in word)][:_MOST]
        for at in _places(begins):
            bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def _places(letters: list[int]) -> list[int]:
    """Which bits stand for how a word begins; skim.h has the same."""
    number = 0
    for letter in letters:
        number = number << 5 | letter
    if len(letters) < _PAIR:
        return []  # three times the same letter, which the look stops at
    if len(letters) == _PAIR:
        return [number]
    if len(letters) == _PAIR + 1:
        return [_THREES + number]
    return [_MORE + ((number * _MULTIPLIER & 0xFFFFFFFF) >> (32 - _MORE_BITS))]


@cache
def _held() -> re.Pattern[str]:
    """What finds one of the words in others."""
    words = lexicon()
    return re.compile(_pattern(_planted({*words.hidden, *words.groups, *words.respelt, *THREATS})))


def _planted(words: Iterable[str]) -> dict[str, Any]:
    """How the words begin as a tree of runs of letters; more of them would cost a slower start."""
    tree: dict[str, Any] = {}
    for word in sorted(words, key=lambda word: (len(word), word)):
        branch = tree
        for letter, run in islice(groupby(word), _RUNS):
            if _END in branch:
                break
            branch = branch.setdefault(re.escape(letter) * len([*run]) + "++", {})
        else:
            branch.clear()
            branch[_END] = {}
    return tree


def _pattern(tree: dict[str, Any]) -> str:
    """A tree as a regular expression."""
    if _END in tree:
        return ""
    return f"(?:{'|'.join(run + _pattern(after) for run, after in sorted(tree.items()))})"
