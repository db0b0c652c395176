"""Rude words in Latin letters that are not theirs: phuck, fvck, idxot, bicth, toidi."""

import re
from collections.abc import Iterator
from typing import Final

from service.moderation.draft import Change, Draft
from service.moderation.guesses import ANY, LONGEST, fitting, guess
from service.moderation.lexicon import Lexicon
from service.moderation.slips import is_likeliest, is_nearest, is_slip

_SPELLING: Final = re.compile(
    r"(?<![\w/=.@])[a-z]{3,40}+(?![\w/=@]|\.(?:com|org|net|co|uk|io|de)\b)"
)
_PLAIN: Final = re.compile(r"[a-z]{3,}+")
_ODD: Final = re.compile(
    r"v|[^aeiouyx]x[^aeiouyx]|qq|z$|(?<=[^aeioujkqwyz])[jkqwz](?=[^aeioujkqwyz])"
)
_ODDLY: Final = {"v": "vu", "x": "aeiou", "q": "g", "z": "zs"}
_VOWELS: Final = "aeiou"
_MASKING: Final = re.compile(r"(?<=[^aeioujkqwyz])[jkqwz](?=[^aeioujkqwyz])")
_LEAST: Final = 4


def respelt(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words spelt by their sound, with v for u, with two letters crossed, or with one left out.

    Only beside a word that people hide is urself read: "kill urself", not "enjoy urself".
    """
    wanted = {word: meant(word, lexicon) for word in draft.strangers}
    if not any(wanted.values()):
        return
    threatens = not lexicon.hidden.isdisjoint(_PLAIN.findall(draft.signs))
    for found in _SPELLING.finditer(draft.signs):
        word = wanted.get(found[0])
        if word and (threatens or word in lexicon.hidden):
            places = [found.start() + min(at, len(found[0]) - 1) for at in range(len(word))]
            cells = list(zip(word, places, strict=True))
            kind = _kind(found[0], word, lexicon)
            yield Change(kind=kind, begin=found.start(), end=found.end(), cells=cells)


def _kind(spelling: str, word: str, lexicon: Lexicon) -> str:
    """How a word was spelt: backwards, with a slip, by its sound, or so that it need hide nothing.

    Who writes of an ignroant terrorst hides nothing.
    """
    listed = spelling in lexicon.respelt
    if spelling == word[::-1]:
        return "turned"
    if is_slip(spelling, word):
        return "misspelt" if listed or word in lexicon.telling else ""
    return "leet" if listed or word in lexicon.telling else ""


def meant(word: str, lexicon: Lexicon) -> str | None:
    """The rude word that a spelling stands for."""
    if word in lexicon.respelt:
        return lexicon.respelt[word]
    return (
        _oddly_spelt(word, lexicon)
        or _blotted(word, lexicon)
        or lexicon.meant_by(word)
        or _turned(word, lexicon)
    )


def _turned(word: str, lexicon: Lexicon) -> str | None:
    """The rude word that is spelt backwards, unless it is a slip: tihs for this."""
    plain = word[::-1]
    if len(word) < _LEAST or plain not in lexicon.telling:
        return None
    return plain if is_likeliest(word, plain, lexicon.ranks) else None


def _oddly_spelt(word: str, lexicon: Lexicon) -> str | None:
    """The rude word that is spelt with letters for others that look or sound like them."""
    if not _ODD.search(word) or not _LEAST <= len(word) <= LONGEST:
        return None
    choices = [_ODDLY.get(sign, sign) for sign in word]
    for found in _MASKING.finditer(word):
        choices[found.start()] += _VOWELS
    read = guess(choices, lexicon.tree)
    return read.word if read and not read.strain and read.word in lexicon.telling else None


def _blotted(word: str, lexicon: Lexicon) -> str | None:
    """The rude word that is spelt with x for letters inside: idxot, fxxk; raxes are taxes."""
    inner = word[1:-1]
    if "x" not in inner or not _LEAST <= len(word) <= LONGEST or 2 * inner.count("x") > len(word):
        return None
    choices = [word[0], *(ANY if sign == "x" else sign for sign in inner), word[-1]]
    read = fitting(choices, lexicon.shelves)
    if read is None or read.word not in lexicon.telling:
        return None
    return read.word if is_nearest(word, read.word, lexicon.ranks) else None
