"""The words of a name as it may be read: parted at capitals, digits and signs, and undressed.

People sign as "Sh1tHead_99", "xX_FuckYou_Xx" or "n.i.g.g.e.r", which are one word to a rule that
parts at blanks. Every reading is linear in the length of the name.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from service.moderation.disguise import undo
from service.moderation.name_tables import latin_letters, name_tables
from service.moderation.text import folded

_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc][^\W\d_]+)*")
_CHUNK: Final = re.compile(r"[^\s_.,;:/\\()\[\]{}\"~=<>-]+")
_SIGNS: Final = str.maketrans("\xa9\xae\xa2\u20ac\xa3\xa5\xa7", "crcelys")
_MIXED: Final = re.compile(r"[a-z][^a-z\s]*[0-9@$!|+]|[0-9@$!|+][^a-z\s]*[a-z]")
_FRAME: Final = re.compile(r"^[0-9!|+]+|[0-9!|+]+$")
_TAIL: Final = re.compile(r"[0-9!|+]+$")
_LEET: Final = tuple(
    str.maketrans("0123456789@$!|+", letters)
    for letters in ("oizeasgtbgasiit", "olzeasgtbgasllt", "oizeasbtbgasiit")
)
_CROSSED: Final = re.compile(r"x{1,3}([^x].*[^x])x{1,3}\d*")
_LONE: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W\d_](?![^\W_])){3,}")
_ASCII_LETTER: Final = re.compile("[A-Za-z]")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?\s?){1,3}")
_FRAMES: Final = re.compile(r"^[xX]{1,3}\s|\s[xX]{1,3}\s*\d*$|(?<=\S)\s?\d{1,4}$")
_SHORTEST_PAIR: Final = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class NameWord:
    """A word that a name may be read as.

    ``kind`` tells how much was done to read it so: nothing, but for case and accents ("plain"),
    a cut at capitals or digits ("cut"), or letters put in the place of signs ("undone").
    """

    word: str
    kind: str


@lru_cache(maxsize=8)  # one name is asked about several times in a row
def plain_words(name: str) -> tuple[str, ...]:
    """The words of a name in order, folded, parted at capitals, digits and signs."""
    parted = " ".join(_CAPITAL.sub(" ", chunk) for chunk in name.split())
    return tuple(_LETTERS.findall(folded(parted)))


def name_words(name: str) -> Iterator[NameWord]:
    """Every word that a name may be read as, each in one kind at least."""
    whole = _LETTERS.findall(folded(name).replace("_", " "))
    parted = plain_words(name)
    for word in whole:
        yield NameWord(word=word, kind="plain")
    for word in parted:
        yield NameWord(word=word, kind="cut")
    for first, second in itertools.pairwise(parted):
        if len(first) + len(second) >= _SHORTEST_PAIR and min(len(first), len(second)) > 1:
            yield NameWord(word=first + second, kind="joined")
    for word in _undressed(name):
        yield NameWord(word=word, kind="undone")
    if not name.isascii():
        for word in _LETTERS.findall(folded(name).translate(latin_letters())):
            yield NameWord(word=word, kind="guessed")
    for form in dict.fromkeys((name, unframed(name))):
        yield from _revealed(form)


def unframed(name: str) -> str:
    """A name without what people put around it where theirs is taken: "xX_Sam_Xx", "sam_99"."""
    return " ".join(_FRAMES.sub(" ", name.replace("_", " ")).split())


def _undressed(name: str) -> Iterator[str]:
    """Words with letters for digits and signs, and letters that stand apart drawn together."""
    signs = folded(name)
    signed = signs.translate(_SIGNS)
    if signed != signs:
        yield from _LETTERS.findall(signed)
    for chunk in _CHUNK.findall(signs):
        if _MIXED.search(chunk):
            for shape in {chunk, _TAIL.sub("", chunk), _FRAME.sub("", chunk)}:
                for table in _LEET:
                    yield from _LETTERS.findall(shape.translate(table))
        framed = _CROSSED.fullmatch(chunk)
        if framed:
            yield from _LETTERS.findall(framed[1])
    for found in _LONE.finditer(signs):
        yield "".join(sign for sign in found[0] if sign.isalpha())


def _revealed(name: str) -> Iterator[NameWord]:
    """The words that undoing disguises brings to light."""
    names = name_tables()
    for found in undo(name).evasion:
        written = name[found.begin : found.end]
        shown = folded(written)
        if shown in names.also_names or shown in names.rarely_names or _INITIALS.fullmatch(written):
            continue
        openly = written.isalpha() and (
            written.isascii() or shown == found.plain or not _ASCII_LETTER.search(written)
        )
        for word in found.plain.split():
            yield NameWord(word=word, kind="guessed" if openly else "undone")
