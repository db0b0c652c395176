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

from service.moderation.guesses import Shelves, Tree, planted, shelved
from service.moderation.slips import is_likeliest, slips

_LONGEST: Final = 20
_ONE_LETTER: Final = {"a": 5, "i": 10, "u": 2_000}
_UNREADABLE: Final = 25_000.0
_LEFT_OVER: Final = 11.0
_LEAST: Final = 4
_TELLING: Final = 6.0
_HIDDEN: Final = 7.5
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
    but those by length; ``halves`` are the parts of telling words that are no words. ``respelt``
    maps misspellings to the words they stand for, ``slips`` letters crossed or left out to the
    words that they may come from, ``lookalikes`` code points to Latin letters, as
    ``str.translate`` takes them, and ``nearly_alike`` signs to all letters they may be meant for.
    """

    ranks: Mapping[str, int]
    hidden: frozenset[str]
    telling: frozenset[str]
    groups: frozenset[str]
    tree: Tree
    shelves: Shelves
    halves: frozenset[str]
    respelt: Mapping[str, str]
    slips: Mapping[str, str]
    lookalikes: Mapping[int, str]
    nearly_alike: Mapping[str, str]

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

        Viterbi over word frequencies by Zipf's law; linear, as no word has more than 20 letters.
        With ``loose`` single letters may be left over between words.
        """
        best = {0: (0.0, 0)}
        for end in range(1, len(letters) + 1):
            ways = [
                (best[begin][0] + cost, begin)
                for begin in range(max(0, end - _LONGEST), end)
                if begin in best and (cost := self._cost(letters[begin:end], loose=loose))
            ]
            cheapest = min(ways, default=(_UNREADABLE, 0))
            if cheapest[0] < _UNREADABLE:
                best[end] = cheapest
        end = len(letters)
        if end not in best:
            return None
        words: list[str] = []
        while end:
            begin = best[end][1]
            words.append(letters[begin:end])
            end = begin
        return words[::-1]

    def _cost(self, word: str, *, loose: bool) -> float | None:
        """How unlikely a word is, in nats; None for what is no word."""
        rank = _ONE_LETTER.get(word) if len(word) == 1 else self.ranks.get(word)
        if rank is None:
            return _LEFT_OVER if loose and len(word) == 1 else None
        if word in self.hidden and len(word) >= _LEAST:
            return _TELLING if word in self.telling else min(_HIDDEN, _nats(rank))
        return _nats(rank)


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
        lookalikes={ord(sign): letter for letter, signs in lines for sign in signs},
        nearly_alike=_nearly_alike(),
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
