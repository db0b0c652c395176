"""What a hidden word may be read as: frequent English words, often disguised words, lookalikes.

The lists live in ``tables/`` beside this module; a word in them raises no score by itself.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from service.moderation import speech
from service.moderation.guesses import Shelves, Tree, planted, shelved
from service.moderation.slips import is_likeliest, slips

_ONE_LETTER: Final = {"a": 5, "i": 10, "u": 2_000}
_LEFT_OVER: Final = 11.0
_LEAST: Final = 4
_TELLING: Final = 6.0
_COINED: Final = 11.0
_HIDDEN: Final = 7.5
_LISTED: Final = 40_000
_CONTRACTED: Final = 300
_LONGEST_COMPOUND: Final = 30
_ROOTS: Final = re.compile(
    "fuck|shit|cunt|bitch|dick|cock|ass|arse|nigg|fag|slut|whore|tard|wank|twat|piss|jizz|cum|tit"
    "|pussy|kike|spic|gook|homo|bastard|penis|turd|crap|butt|douche|scum|kill|rape|porn|porno"
)
_ENDINGS: Final = re.compile(r"(?:s|z|es|ed|er|ers|ing|in|ish|y|ies|able|less)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """``ranks`` gives each known word its place by frequency, ``hidden`` the often disguised ones.

    ``telling`` are those of the hidden words that are rude wherever they stand, ``groups`` names of
    groups of people. ``tree`` holds all of them and misspellings by their letters, ``shelves`` all
    but those by length; ``halves`` are the parts of telling words that are no words. ``costs``
    tells how unlikely each word is among words run together, in nats. ``respelt`` maps misspellings
    to the words they stand for, ``slips`` letters crossed or left out to the words that they may
    come from, ``lookalikes`` code points to Latin letters, as ``str.translate`` takes them, and
    ``nearly_alike`` signs to all letters they may be meant for. ``accented`` are words of other
    languages that are rude ones in English but for their accents.
    """

    ranks: Mapping[str, int]
    hidden: frozenset[str]
    telling: frozenset[str]
    groups: frozenset[str]
    tree: Tree
    shelves: Shelves
    halves: frozenset[str]
    costs: Mapping[str, float]
    respelt: Mapping[str, str]
    slips: Mapping[str, str]
    lookalikes: Mapping[int, str]
    nearly_alike: Mapping[str, str]
    accented: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether it is an English word as it stands."""
        return word in self.ranks

    def meant_by(self, slip: str) -> str | None:
        """The rude word in which letters were crossed or left out, where it is the likeliest."""
        word = self.slips.get(slip)
        return word if word and is_likeliest(slip, word, self.ranks) else None

    def is_rude(self, word: str) -> bool:
        """Whether it is a telling word, one with another ending, or a compound with one."""
        if word in self.telling:
            return True
        stem = _ENDINGS.sub("", word)
        if stem in self.telling and len(stem) >= _LEAST:
            return True
        if word in self.ranks or len(word) > _LONGEST_COMPOUND or not _ROOTS.search(word):
            return False
        parts = self.parted(word)
        return (
            parts is not None
            and len(parts) <= 3  # noqa: PLR2004 - "mother fuck er" would be a guess
            and all(len(part) >= _LEAST - 1 for part in parts)
            and any(part in self.telling for part in parts)
        )

    def parted(self, letters: str, *, loose: bool = False) -> list[str] | None:
        """The likeliest words that letters run together are made of, or None.

        With ``loose`` single letters may be left over between words. Linear.
        """
        return speech.parted(letters, self.costs, left_over=_LEFT_OVER if loose else 0)


def _costs(
    ranks: Mapping[str, int], hidden: frozenset[str], telling: frozenset[str]
) -> dict[str, float]:
    """How unlikely each word is among words run together, in nats; those that people hide less."""
    costs = {word: _nats(rank) for word, rank in ranks.items() if len(word) > 1}
    costs |= {word: _nats(rank) for word, rank in _ONE_LETTER.items()}
    for word in speech.CONTRACTED:
        costs[word] = _nats(min(_CONTRACTED, ranks.get(word, _CONTRACTED)))
    for word in hidden:
        if len(word) < _LEAST:
            continue
        if word not in telling:
            costs[word] = min(_HIDDEN, costs[word])
        elif ranks[word] >= _LISTED or (word.endswith("up") and word[:-2] in telling):
            costs[word] = _COINED  # "fuckup" is a verb and its particle mostly
        else:
            costs[word] = _TELLING
    return costs


def _nats(rank: int) -> float:
    """How unlikely the word at this place is, by Zipf's law."""
    return math.log((rank + 10) * 12)


@cache
def lexicon() -> Lexicon:
    """The lists of this release, read once a process."""
    telling = _with_plurals(_table("often_disguised.txt").split())
    respelt = _respelt()
    hidden = [*telling, *_table("sometimes_disguised.txt").split()]
    groups = _table("groups.txt").split()
    ranks = {word: rank for rank, word in enumerate(_table("english.txt").split())}
    for word in (*hidden, *groups, *_table("harmless.txt").split()):
        ranks.setdefault(word, len(ranks))
    lines = [line.split() for line in _table("lookalikes.txt").splitlines()]
    return Lexicon(
        ranks=ranks,
        hidden=frozenset(hidden),
        telling=frozenset(telling),
        groups=frozenset(groups),
        tree=planted([*hidden, *groups, *respelt]),
        shelves=shelved([*hidden, *groups]),
        halves=frozenset(half for word in telling for half in _halves(word) if half not in ranks),
        respelt=respelt,
        slips=slips(
            sorted(telling, key=ranks.__getitem__),
            sorted(set(hidden).difference(telling), key=ranks.__getitem__),
            ranks,
        ),
        costs=_costs(ranks, frozenset(hidden), frozenset(telling)),
        lookalikes={ord(sign): letter for letter, signs in lines for sign in signs},
        nearly_alike=_nearly_alike(),
        accented=frozenset(_table("accented.txt").split()),
    )


def _nearly_alike() -> dict[str, str]:
    """For each sign the Latin letters that it may be meant for."""
    letters: dict[str, str] = {}
    for line in _table("nearly_alike.txt").splitlines():
        letter, signs = line.split()
        for sign in signs:
            letters[sign] = letters.get(sign, "") + letter
    return letters


def _with_plurals(words: Sequence[str]) -> list[str]:
    """The words, and behind them the plurals that the list leaves out."""
    plurals = (f"{word}s" for word in words if len(word) >= _LEAST and word[-1] not in "sxyzg")
    return list(dict.fromkeys([*words, *plurals]))


def _halves(word: str) -> list[str]:
    """Both parts of a word of four letters or more, for each way to cut it in two."""
    if len(word) < _LEAST:
        return []
    return [half for at in range(1, len(word)) for half in (word[:at], word[at:])]


def _respelt() -> dict[str, str]:
    """The misspellings of the list."""
    lines = [line.split() for line in _table("respelt.txt").splitlines()]
    return {spelling: word for word, *spellings in lines for spelling in spellings}


def _table(name: str) -> str:
    """One of the files in ``tables/``."""
    return files("service.moderation").joinpath("tables", name).read_text(encoding="utf-8")
