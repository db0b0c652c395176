"""A folded text on its way to a plainer reading, and the changes that steps propose for it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.lexicon import Lexicon

Cells = list[tuple[str, int]]
"""The signs of a reading, each with the place in the draft that it came from."""

LEET: Final = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "(": "c", "&": "e",
    "\u20ac": "e", "\xa1": "i", "\xa2": "c", "\xa3": "l", "\xa7": "s",
}  # fmt: skip
"""The letters that digits and signs stand for."""

ADDRESS: Final = re.compile(
    r"://|^\W?www\.|[\w.]@[\w-]{1,40}+\.\w|[\\/=<>{}`^_]|^0x[0-9a-f]+\b|\w\.(?:com|org|net|co|uk|io|de|html?)\b"
    r"|^\W{0,2}[0-9a-f-]{16,}\W?$"
)
"""Signs of an address, a path, a hash or code in a chunk."""

_WORD: Final = re.compile(r"[a-z]{2,}+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """How to read ``signs[begin:end]`` of a draft.

    ``kind`` is one of ``EVASIONS``, or empty for what is undone but hides nothing.
    """

    kind: str
    begin: int
    end: int
    cells: Cells

    @property
    def plain(self) -> str:
        """The reading as a string."""
        return "".join(sign for sign, _ in self.cells)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The text as the steps so far have left it, in lower case.

    ``shape`` has a byte for each sign, its class: a letter, 1 digit, $ leet sign, + one of |+(&,
    - dash, * mask, . dot, ' quote, ~ beyond Latin-1, ! itself. ``strangers`` are runs of letters
    that are no known word.
    """

    signs: str
    shape: bytes
    strangers: frozenset[str]

    def has(self, *shapes: bytes) -> bool:
        """Whether one of the shapes occurs: a quick look that saves the slow one mostly."""
        return any(one in self.shape for one in shapes)

    def read(self, begin: int, plain: str, kind: str) -> Change:
        """A change that puts one sign for each."""
        cells = [(sign, begin + place) for place, sign in enumerate(plain)]
        return Change(kind=kind, begin=begin, end=begin + len(plain), cells=cells)


Step = Callable[[Draft, Lexicon], Iterator[Change]]


def drafted(signs: str, lexicon: Lexicon) -> Draft:
    """A folded text as a draft."""
    return Draft(
        signs=signs,
        shape=shape_of(signs),
        strangers=frozenset(_WORD.findall(signs)).difference(lexicon.ranks),
    )


def shape_of(signs: str) -> bytes:
    """The class of every sign; see ``Draft``."""
    return signs.encode("latin-1", "replace").translate(_SHAPES)


def spelt(words: Sequence[str], places: Sequence[int], *, apart: bool = True) -> Cells:
    """Words of which each letter came from its place, with a blank between them.

    The blank stands where the word before it ends: behind its last letter where letters stand
    ``apart``, else where the next word begins.
    """
    cells: Cells = []
    done = 0
    for word in words:
        if cells:
            cells.append((" ", places[done - 1] + 1 if apart else places[done]))
        cells += zip(word, places[done : done + len(word)], strict=True)
        done += len(word)
    return cells


def _shapes() -> bytes:
    """The class of every byte."""
    table = bytearray(b"*" * 256)
    classes = {
        b" ": b" \n\t",
        b"a": bytes(range(97, 123)),
        b"1": b"0123456789",
        b"$": b"@$\xa1\xa2\xa3\xa7",
        b"-": b"-_",
        b".": b'.~:,/\\;"=<>)[]{}^',
        b"'": b"'`",
        b"!": b"!",
        b"+": b"|+(&",
        b"~": b"?",
    }
    for kind, signs in classes.items():
        for sign in signs:
            table[sign] = kind[0]
    return bytes(table)


_SHAPES: Final = _shapes()
