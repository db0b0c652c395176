"""Two letters in each other's place, or one left out: bicth, stpid, asshoel.

A word that nobody knows is read as a rude one where no other word at one slip's distance is as
frequent, so that a slip in a harmless word stays what it is. The slips of all rude words are
written down beforehand, as SymSpell does, so that nearly every word costs one look.
"""

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase
from typing import Final

_LEAST: Final = 4
_MIDDLING: Final = 6
_LONG: Final = 7
_VOWELS: Final = frozenset("aeiouy")
_FREQUENT: Final = 10_000
_KNOWN: Final = 40_000


def slips(
    telling: Iterable[str], others: Iterable[str], ranks: Mapping[str, int]
) -> dict[str, str]:
    """Each way to slip once in one of the words, and that word; the first one wins.

    ``telling`` are rude wherever they stand; of ``others`` and of words of up to five letters only
    vowels are left out, and of four letters none, as what remains may mean anything.
    """
    found: dict[str, str] = {}
    for word in telling:
        if ranks[word] < _rarest(len(word)):
            for slip in _slips(word, consonants=len(word) >= _MIDDLING):
                found.setdefault(slip, word)
    for word in others:
        if len(word) >= _MIDDLING:
            for slip in _slips(word, consonants=False):
                found.setdefault(slip, word)
    return {slip: word for slip, word in found.items() if slip not in ranks}


def is_likeliest(slip: str, word: str, ranks: Mapping[str, int]) -> bool:
    """Whether no other word that somebody may have slipped in is as frequent.

    Where letters were crossed that is a word with others crossed, or with one left out; where one
    was left out, also a word with one letter less, or with another one.
    """
    rank = ranks[word]
    near = _crossed(slip) if len(slip) == len(word) else _changed(slip)
    return all(ranks.get(other, rank) >= rank for other in (*near, *_filled(slip)))


def is_nearest(spelling: str, word: str, ranks: Mapping[str, int]) -> bool:
    """Whether no word with one other letter is as frequent as what a spelling is read as."""
    return all(ranks.get(other, ranks[word]) >= ranks[word] for other in _changed(spelling))


def is_slip(spelling: str, word: str) -> bool:
    """Whether two letters of a word were crossed in it, or one inside was left out."""
    inside = range(1, len(word) - 1)
    return spelling in _crossed(word) or any(
        word[:at] + word[at + 1 :] == spelling for at in inside
    )


def _rarest(length: int) -> int:
    """The rank from which on a word of this length is too rare to be what somebody meant."""
    if length < _LEAST:
        return 0
    if length == _LEAST:
        return _FREQUENT
    return _KNOWN if length < _LONG else 2 * _KNOWN


def _slips(word: str, *, consonants: bool) -> Iterator[str]:
    """The word with neighbours crossed, and with a letter left out that is not at its ends."""
    yield from _crossed(word)
    if len(word) > _LEAST:
        for at in range(1, len(word) - 1):
            if consonants or word[at] in _VOWELS:
                yield word[:at] + word[at + 1 :]


def _crossed(word: str) -> Iterator[str]:
    """The word with two neighbours in each other's place."""
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _filled(slip: str) -> Iterator[str]:
    """Whatever a letter may have been left out of."""
    for at in range(len(slip) + 1):
        for letter in ascii_lowercase:
            yield slip[:at] + letter + slip[at:]


def _changed(slip: str) -> Iterator[str]:
    """Letters crossed, one too many, or one mistaken for another."""
    yield from _crossed(slip)
    for at in range(len(slip)):
        yield slip[:at] + slip[at + 1 :]
        for letter in ascii_lowercase:
            yield slip[:at] + letter + slip[at + 1 :]
