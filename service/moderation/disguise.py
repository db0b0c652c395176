"""Undo disguises, version 3: a second, plainer reading of a comment, and what was undone where.

The first reading (``text.prepare``) already drops invisible signs and marks and folds styled
letters, because doing so cannot make a clean comment worse; here they are only reported. The
second reading undoes what needs a guess, and is scored beside the first.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.addresses import Addresses
from service.moderation.draft import Change, drafted
from service.moderation.lexicon import Lexicon, lexicon
from service.moderation.skim import hides_nothing
from service.moderation.text import Prepared, fold, squeezed
from service.moderation.unmask import STEPS
from service.moderation.words import Evasion

RULES: Final = 3
"""The number of this set of rules; it stands in every manifest."""

_HIDING: Final = (
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u034f\u180e\u115f\u1160\u3164\uffa0"
)
_LETTER: Final = "A-Za-z\u00c0-\u024f\u0370-\u052f\uff21-\uff3a\uff41-\uff5a"
_INVISIBLE: Final = re.compile(
    f"(?<![{_LETTER}\u0300-\u036f])[{_LETTER}][{_LETTER}\u0300-\u036f]*+(?:[{_HIDING}]++[{_LETTER}][{_LETTER}\u0300-\u036f]*+)+"
)
_OVERRIDE: Final = re.compile("\u202e[^\u202c\u202e\n]*\u202c?")
_MARKED: Final = re.compile("[A-Za-z\u00c0-\u024f][\u0300-\u036f]+")
_WORD: Final = re.compile(r"\S+")
_OVERLAYS: Final = frozenset(map(chr, range(0x0334, 0x0339)))
_STYLED: Final = re.compile(
    "[\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001d400-\U0001d7cb\U0001f130-\U0001f149"
    "\U0001f150-\U0001f169\U0001f170-\U0001f189]{2,}"
)
_EAST_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_MOST_MARKS: Final = 4
_FLAG_A: Final = 0x1F1E6
_FLAGS: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff](?:[ \u200b-\u200d]?[\U0001f1e6-\U0001f1ff]){2,}+"
)
_UNSTYLED: Final = {
    first + place: chr(ord("a") + place)
    for first in (0x249C, 0x1F150, 0x1F170)
    for place in range(26)
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """The plainer reading, and what was undone for it.

    ``prepared`` is None where no word that people hide comes to light: a text whose words are only
    stretched or run together, "waaay" or "offsite", comes through untouched.
    """

    prepared: Prepared | None
    evasion: tuple[Evasion, ...]


_NOTHING: Final = Undone(prepared=None, evasion=())


def undo(text: str) -> Undone:
    """Undo what hides words in a text. Linear in its length; offsets count its code points."""
    return _NOTHING if hides_nothing(text) else undo_in_full(text)


def undo_in_full(text: str) -> Undone:
    """Undo step by step, without the quick look that waves most texts through."""
    straight = _straightened(text)
    signs, origins = fold(straight)
    evasion = [] if text.isascii() else list(_seen(text))
    changed = straight != text
    words = lexicon()
    draft = drafted(signs, words)
    for step in STEPS:
        changes = list(_kept(step(draft, words), signs))
        if changes:
            changed = changed or any(_matters(change, words) for change in changes)
            evasion += [_evasion(change, origins, text) for change in changes if change.kind]
            signs, origins = _applied(signs, origins, changes)
            draft = drafted(signs, words)
    return Undone(
        prepared=squeezed(signs, origins) if changed else None,
        evasion=tuple(sorted(evasion, key=lambda found: (found.begin, found.end))),
    )


def _matters(change: Change, words: Lexicon) -> bool:
    """Whether a word was disguised, or is one that people hide: nobody hides "way" in "waaay"."""
    return bool(change.kind) or any(
        word in words.hidden or word in words.groups for word in change.plain.split()
    )


def _applied(
    signs: str, origins: Sequence[int], changes: Iterable[Change]
) -> tuple[str, list[int]]:
    """The text with every change made, and where each of its signs came from."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for change in changes:
        pieces += [signs[done : change.begin], change.plain]
        places += origins[done : change.begin]
        places += [origins[at] for _, at in change.cells]
        done = change.end
    pieces.append(signs[done:])
    return "".join(pieces), [*places, *origins[done:]]


def _kept(changes: Iterable[Change], signs: str) -> Iterator[Change]:
    """The changes in order, without those in addresses and those that overlap one before."""
    addresses = Addresses(signs)
    done = 0
    for change in sorted(changes, key=lambda change: change.begin):
        if change.begin >= done and not addresses.hold(change.begin, change.end):
            done = change.end
            yield change


def _evasion(change: Change, origins: Sequence[int], text: str) -> Evasion:
    """A change in the terms of the original text."""
    begin, end = origins[change.begin], origins[change.end - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return Evasion(kind=change.kind, begin=begin, end=end, plain=change.plain)


def _seen(text: str) -> Iterator[Evasion]:
    """Invisible signs inside words, turned writing, heaped marks and styled letters."""
    for found in _INVISIBLE.finditer(text):
        plain = fold(found[0])[0]
        yield Evasion(kind="invisible", begin=found.start(), end=found.end(), plain=plain)
    for found in _OVERRIDE.finditer(text):
        plain = found[0].strip("\u202c\u202d\u202e")[::-1]
        if any(map(str.isalpha, plain)):
            yield Evasion(kind="turned", begin=found.start(), end=found.end(), plain=plain.lower())
    yield from _heaped(text)
    for found in _FLAGS.finditer(text):
        plain = _unflagged(found)
        if plain != found[0]:
            yield Evasion(kind="styled", begin=found.start(), end=found.end(), plain=_joined(plain))
    if not _EAST_ASIAN.search(text):
        for found in _STYLED.finditer(text):
            plain = unicodedata.normalize("NFKC", found[0].translate(_UNSTYLED)).lower()
            yield Evasion(kind="styled", begin=found.start(), end=found.end(), plain=plain)


def _heaped(text: str) -> Iterator[Evasion]:
    """Words whose letters carry marks that no alphabet puts there: struck out, or heaped up."""
    if not _MARKED.search(text):
        return
    for word in _WORD.finditer(text):
        odd = [cluster for cluster in _MARKED.findall(word[0]) if _is_odd(cluster)]
        if len(odd) > 1 or any(_OVERLAYS & set(cluster) for cluster in odd):
            plain = "".join(sign for sign in word[0] if not unicodedata.combining(sign))
            yield Evasion(kind="marks", begin=word.start(), end=word.end(), plain=plain.lower())


def _is_odd(cluster: str) -> bool:
    """Whether a letter and its marks are more than one letter of any alphabet."""
    if len(cluster) > _MOST_MARKS:  # no alphabet has them, and sorting many takes long
        return True
    return len(unicodedata.normalize("NFC", cluster)) > 1


def _straightened(text: str) -> str:
    """Turned writing put the right way round, and letters in dark circles and squares as letters.

    As long as the text.
    """
    if text.isascii():
        return text
    turned = _FLAGS.sub(_unflagged, _OVERRIDE.sub(_turned, text))
    return turned.translate(_UNSTYLED)


def _unflagged(found: re.Match[str]) -> str:
    """Letters for the letters that flags are made of, where they are a rude word and no flags."""
    read = "".join(
        chr(ord(sign) - _FLAG_A + ord("a")) if ord(sign) >= _FLAG_A else sign for sign in found[0]
    )
    word = _joined(read)
    return read if word in lexicon().telling else found[0]


def _turned(found: re.Match[str]) -> str:
    """What a right-to-left override shows, between the same two signs."""
    whole = found[0]
    tail = "\u202c" if whole.endswith("\u202c") else ""
    return whole[0] + whole[1 : len(whole) - len(tail)][::-1] + tail


def _joined(signs: str) -> str:
    """The letters among these signs."""
    return "".join(filter(str.isalpha, signs))
