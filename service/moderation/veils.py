"""Disguises that folding undoes, as it can harm no clean text: what is reported of them.

Invisible signs inside words, letters struck out or with marks heaped on them, styled letters, and
letters made of flags. Offsets count the signs of the text that is given.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from service.moderation.lexicon import lexicon
from service.moderation.spellings import meant
from service.moderation.text import folded
from service.moderation.words import Evasion

_LETTER: Final = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff"
_WIDE: Final = "\uff21-\uff3a\uff41-\uff5a"
_DRAWN: Final = "\u249c-\u24e9\U0001d400-\U0001d7cb\U0001f110-\U0001f189"
_LIGATURES: Final = (
    "\ufb00-\ufb06\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d9b-\u1dbf\u2071\u207f\u2090-\u209c"
)
_OTHER_MARKS: Final = "\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK: Final = f"\u0300-\u034e\u0350-\u036f{_OTHER_MARKS}"
_UNSEEN: Final = "\u200b"
_SOFT_HYPHEN: Final = "\xad"
_VOWELS: Final = frozenset("aeiouy\xe6\xf8\u0131\u0153")
_LATIN_END: Final = "\u0250"
_SELECTORS: Final = re.compile("(?<=[A-Za-z])[\ufe00-\ufe0f]+(?=[A-Za-z])")
_ANY: Final = f"{_LETTER}{_WIDE}{_DRAWN}{_LIGATURES}"
_VEILED: Final = re.compile(
    f"[{_ANY}][{_MARK}]*+(?:[{_UNSEEN}{_SOFT_HYPHEN}]*+[{_ANY}][{_MARK}]*+)*+"
)
_MARKED: Final = re.compile(f"[A-Za-z\u00c0-\u024f\u1e00-\u1eff](?:\ufe0f?[{_MARK}])+")
_ACCENT: Final = re.compile(f"[\u00c0-\u024f\u1e00-\u1eff{_MARK}]")
_ACCENTED: Final = re.compile(
    f"(?<![A-Za-z\u00c0-\u024f\u1e00-\u1eff])[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
    f"[A-Za-z\u00c0-\u024f\u1e00-\u1eff{_MARK}]*+(?![^\\W_])"
)
_UNIT: Final = rf"[^\W_](?:\ufe0f?[{_MARK}])*+"
_MARKED_WORD: Final = re.compile(
    rf"{_UNIT}(?:(?:{_UNIT}|(?:_|[^\w\s{_MARK}])[{_MARK}]++)*{_UNIT})?"
)
_REPLACED: Final = re.compile(f"[{_OTHER_MARKS}]")
_DROPPED: Final = re.compile(f"[{_MARK}]+")
_OVERLAYS: Final = frozenset(
    "\u0334\u0335\u0336\u0337\u0338\u0488\u0489\u20d2\u20d3\u20d8\u20d9\u20da\u20e5\u20e6\u20ea\u20eb"
)
_STYLED: Final = re.compile(f"[{_WIDE}{_DRAWN}{_LIGATURES}]")
_NARROW: Final = re.compile(f"[{_DRAWN}{_LIGATURES}]")
_LIGATURE: Final = re.compile(f"[{_LIGATURES}]")
_THREE: Final = re.compile(r"(.)\1\1")
_EAST_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MOST_MARKS: Final = 2
_MOST_SIGNS: Final = 4_096
_LEAST: Final = 3
_FLAG_A: Final = 0x1F1E6
_FLAGS: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff](?:[ \u200b-\u200d]?[\U0001f1e6-\U0001f1ff]){2,}+"
)
_PICTURES: Final = re.compile("[\u249c-\u24b5\U0001f110-\U0001f1ff]")
_UNSTYLED: Final = {
    first + place: chr(ord("a") + place)
    for first in (0x249C, 0x1F110, 0x1F150, 0x1F170)
    for place in range(26)
}


def veils(text: str) -> Iterator[Evasion]:
    """The words of a text that folding brings to light."""
    signs = "".join(set(text))  # far fewer than the text has
    for kind, found in (
        ("invisible", _invisible(text, signs)),
        ("marks", _heaped(text) if _DROPPED.search(signs) else ()),
        ("marks", accented(text)),
        ("styled", _styled(text) if _STYLED.search(signs) else ()),
        ("styled", _flagged(text) if _PICTURES.search(signs) else ()),
    ):
        for begin, end, plain in found:
            yield Evasion(kind=kind, begin=begin, end=end, plain=plain)


def lifted(text: str) -> str:
    """A text with letters for what folding takes for pictures, and marks that folding drops.

    As long as the text.
    """
    if text.isascii():
        return text
    signs = "".join(set(text))
    if _REPLACED.search(signs):
        text = _with_plain_marks(text)
    return _FLAGS.sub(_unflagged, text).translate(_UNSTYLED) if _PICTURES.search(signs) else text


def _with_plain_marks(text: str) -> str:
    """A text with marks that folding drops for those that it keeps, in words heaped with them."""
    pieces: list[str] = []
    done = 0
    for begin, end, _ in _heaped(text):
        pieces += [text[done:begin], _REPLACED.sub("\u0301", text[begin:end])]
        done = end
    return "".join([*pieces, text[done:]])


Found = Iterator[tuple[int, int, str]]
"""Where words stand, and how they are read."""


def _invisible(text: str, signs: str) -> Found:
    """Words that have signs nobody sees between their letters."""
    unseen = {sign for sign in signs if sign > "\x7f" and _is_unseen(sign)}
    if not unseen:
        return
    veiled = _SELECTORS.sub(lambda found: _UNSEEN * len(found[0]), text)
    dropped = {ord(sign): _UNSEEN for sign in unseen if not _is_selector(sign)}
    veiled = veiled.translate({**dropped, ord(_SOFT_HYPHEN): _SOFT_HYPHEN})
    for found in _VEILED.finditer(veiled):
        if _UNSEEN in found[0] or (_SOFT_HYPHEN in found[0] and not _is_typeset(found[0])):
            yield found.start(), found.end(), _plain(found[0])


@lru_cache(maxsize=_MOST_SIGNS)
def _is_unseen(sign: str) -> bool:
    """Whether folding drops a sign that is no mark."""
    return not folded(sign) and not _DROPPED.match(sign)


def _is_selector(sign: str) -> bool:
    """Whether it chooses how the sign before it is drawn."""
    return "\ufe00" <= sign <= "\ufe0f"


def _is_typeset(word: str) -> bool:
    """Whether soft hyphens stand where a typesetter may put them, in a word that nobody hides.

    Behind two letters at least and before two, as most patterns of TeX have it, and no syllable is
    without a vowel; a word without Latin letters is left to those who read its script.
    """
    plain = _plain(word)
    if lexicon().is_rude(plain) or meant(plain, lexicon()):
        return False
    syllables = [_plain(part) for part in word.split(_SOFT_HYPHEN)]
    return not any(letter < _LATIN_END for letter in plain) or all(
        len(part) > 1 and not _VOWELS.isdisjoint(part) for part in syllables
    )


def _heaped(text: str) -> Found:
    """Words whose letters carry marks that no alphabet puts there: struck out, or heaped up."""
    for found in _MARKED_WORD.finditer(text):
        clusters = _MARKED.findall(found[0])
        if clusters and _is_heaped(clusters, plain := _plain(found[0])):
            yield found.start(), found.end(), plain


def accented(text: str) -> Found:
    """Rude English words with accents that no language puts there."""
    if not _ACCENT.search(text):
        return
    words = lexicon()
    for found in _ACCENTED.finditer(text):
        word = found[0]
        plain = "" if word.isascii() else _plain(word)
        if plain in words.telling and len(plain) > _LEAST:
            written = unicodedata.normalize("NFC", word).lower()
            if written not in words.accented and not _is_heaped(_MARKED.findall(word), plain):
                yield found.start(), found.end(), plain


def _is_heaped(clusters: list[str], plain: str) -> bool:
    """Whether letters with marks are no way to spell a word in any language.

    Struck out, or three marks on one letter; else nearly every letter has marks that make no
    letter of an alphabet with it, or one has and the word is rude.
    """
    if len(plain) == 1:
        return False
    if any(len(cluster) > 1 + _MOST_MARKS or _OVERLAYS & set(cluster) for cluster in clusters):
        return True
    odd = sum(len(unicodedata.normalize("NFC", cluster)) > 1 for cluster in clusters)
    return (odd >= _LEAST and 4 * odd > 3 * len(plain)) or (odd > 0 and lexicon().is_rude(plain))


def _styled(text: str) -> Found:
    """Words in letters of a style that is meant for formulas or for East Asian text.

    Or with letters tied together, as typesetters do it, where the word is rude.
    """
    styled = _NARROW if _EAST_ASIAN.search(text) else _STYLED
    for found in _VEILED.finditer(text):
        letters = styled.findall(found[0])
        plain = _plain(found[0]) if letters else ""
        drawn = sum(not _LIGATURE.match(letter) for letter in letters)
        if len(plain) >= _LEAST and (drawn > 1 or lexicon().is_rude(plain)):
            yield found.start(), found.end(), plain


def is_tied(word: str) -> bool:
    """Whether letters of a word are said twice only as typesetters tie them together: "\ufb00"."""
    return bool(_LIGATURE.search(word)) and not _THREE.search(folded(word))


def _flagged(text: str) -> Found:
    """Words made of the letters of flags."""
    for found in _FLAGS.finditer(text):
        plain = _unflagged(found)
        if plain != found[0]:
            yield found.start(), found.end(), _joined(plain)


def _plain(word: str) -> str:
    """A word as it is read: in lower case, without marks and styles."""
    return folded(_DROPPED.sub("", word.translate(_UNSTYLED)))


def _unflagged(found: re.Match[str]) -> str:
    """Letters for the letters that flags are made of, where they are a rude word and no flags."""
    read = "".join(
        chr(ord(sign) - _FLAG_A + ord("a")) if ord(sign) >= _FLAG_A else sign for sign in found[0]
    )
    return read if _joined(read) in lexicon().telling else found[0]


def _joined(signs: str) -> str:
    """The letters among these signs."""
    return "".join(filter(str.isalpha, signs))
