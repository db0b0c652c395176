"""Read a word of which each sign may stand for several letters: a walk down a tree of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from string import ascii_lowercase
from typing import Any, Final

ANY: Final = "?"
"""The choices of a sign that may stand for any one letter, or for none, or for two."""

LONGEST: Final = 40
"""How many signs a disguised word may have."""

_MOST_WAYS: Final = 60
_STRETCHED: Final = 0.2
_DROPPED: Final = 1.2
_TWO_LETTERS: Final = 1.1
_MANY: Final = 3
_RARE: Final = 0.45

Shelves = Mapping[tuple[int, str], Sequence[tuple[int, str]]]
"""Length and first letter to the words and their places in the list."""

Tree = dict[str, Any]
"""Letter to subtree; the empty string leads to the place of the word that ends here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """A word, and which of the signs each of its letters was read from.

    ``strain`` is 0 where each sign stands for one letter; ``order`` is its place in the list.
    """

    word: str
    places: tuple[int, ...]
    strain: float
    order: int


@dataclass(frozen=True, slots=True)
class _Way:
    """How far down the tree the signs so far have led."""

    strain: float
    word: str
    places: tuple[int, ...]
    tree: Tree


def planted(words: Sequence[str]) -> Tree:
    """The words as a tree; those that come first win over others that fit as well."""
    tree: Tree = {}
    for place, word in enumerate(words):
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch.setdefault("", place)
    return tree


def shelved(words: Sequence[str]) -> Shelves:
    """The words by length and first letter, with their places."""
    shelves: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for place, word in enumerate(words):
        shelves.setdefault((len(word), word[0]), []).append((place, word))
    return shelves


def fitting(choices: Sequence[str], shelves: Shelves) -> Guess | None:
    """The first word that has one letter for each sign."""
    first = ascii_lowercase if choices[0] == ANY else choices[0]
    shelf = (found for letter in first for found in shelves.get((len(choices), letter), ()))
    for order, word in sorted(shelf) if len(first) > 1 else shelf:
        if all(
            letters == ANY or letter in letters
            for letters, letter in zip(choices, word, strict=True)
        ):
            return Guess(word=word, places=tuple(range(len(word))), strain=0.0, order=order)
    return None


def guess(choices: Sequence[str], tree: Tree) -> Guess | None:
    """The word of the tree that signs with these choices of letters are read as most easily.

    A letter may be said again and again. Linear: there are at most 40 signs, and 60 ways to
    read them are followed.
    """
    if len(choices) > LONGEST:
        return None
    ways = [_Way(0.0, "", (), tree)]
    for at, letters in enumerate(choices):
        found: dict[str, _Way] = {}
        for way in ways:
            for after in _onward(way, at, letters):
                known = found.get(after.word)
                if known is None or after.strain < known.strain:
                    found[after.word] = after
        ways = sorted(found.values(), key=lambda way: way.strain)[:_MOST_WAYS]
        if not ways:
            return None
    ends = [way for way in ways if "" in way.tree]
    if not ends:
        return None
    rarity = _RARE if choices.count(ANY) >= _MANY else 0.0
    best = min(ends, key=lambda way: (way.strain + rarity * log(way.tree[""] + 1), way.tree[""]))
    return Guess(word=best.word, places=best.places, strain=best.strain, order=best.tree[""])


def _onward(way: _Way, at: int, letters: str) -> list[_Way]:
    """Where one more sign leads."""
    tree, word, places, strain = way.tree, way.word, (*way.places, at), way.strain
    if letters != ANY:
        ways = [
            _Way(strain, word + letter, places, tree[letter])
            for letter in letters
            if letter in tree
        ]
        if word and word[-1] in letters:
            ways.append(_Way(strain + _STRETCHED, word, way.places, tree))
        return ways
    ways = [_Way(strain, word + one, places, tree[one]) for one in tree if one]
    twice = (*places, at)
    ways += [
        _Way(strain + _TWO_LETTERS, after.word + two, twice, after.tree[two])
        for after in tuple(ways)
        for two in after.tree
        if two
    ]
    if word:
        ways.append(_Way(strain + _DROPPED, word, way.places, tree))
    return ways
