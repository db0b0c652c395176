"""Other people's scorers, measured beside ours where they are installed.

``pip install alt-profanity-check better-profanity`` puts both beside this project. Neither is
needed for anything else, and what is not installed is left out.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any, Final

from service.moderation.words import Scores
from training.contenders import TOXICITY, Contender

_SEEN: Final = (
    "Its own page says that it was trained on Kaggle's Toxic Comment Classification Challenge and "
    "on Davidson's tweets. So it has seen those among the rows kept aside that come from there, "
    "which flatters it on them; all natural rows of training/default.toml are of that kind."
)


def installed_peers() -> tuple[list[Contender], list[str]]:
    """Every peer that can be imported, and a sentence on each that cannot."""
    found: list[Contender] = []
    absent: list[str] = []
    for name, (module, contender) in _PEERS.items():
        try:
            found.append(contender(name, import_module(module)))
        except ImportError:
            absent.append(f"{name} is left out: it is not installed.")
    return found, absent


def _alt_profanity_check(name: str, module: ModuleType) -> Contender:
    """A linear model over words, which scores many texts far faster together than one by one."""

    def score_all(texts: Sequence[str]) -> list[Scores]:
        return [{TOXICITY: float(score)} for score in module.predict_prob(list(texts))]

    return _peer(name, score_all, lambda one: module.predict_prob([one]), remark=_SEEN)


def _better_profanity(name: str, module: ModuleType) -> Contender:
    """A list of words with their spellings; a text scores 1 where one of them stands in it."""
    profanity = module.Profanity()
    profanity.CENSOR_WORDSET = _Words(profanity.CENSOR_WORDSET)

    def score_all(texts: Sequence[str]) -> list[Scores]:
        return [{TOXICITY: float(profanity.contains_profanity(one))} for one in texts]

    return _peer(name, score_all, module.Profanity().contains_profanity)


def _peer(
    name: str,
    score_all: Callable[[Sequence[str]], list[Scores]],
    score_one: Callable[[str], object],
    *,
    remark: str | None = None,
) -> Contender:
    """A peer by its name with its version, as it is installed here."""
    return Contender(
        name=f"{name} {version(name)}",
        kind="peer",
        attributes=(TOXICITY,),
        score_all=score_all,
        score_one=score_one,
        remark=remark,
    )


class _Words(list[Any]):
    """better-profanity's list of words, which answers the same, some ten times as fast.

    It compares each word of a text with every word of its list; here only those of the same
    length are asked (its spellings replace one character by one), each word once. What its speed
    is told from is the untouched list.
    """

    def __init__(self, words: Sequence[Any]) -> None:
        super().__init__(words)
        self._by_length: dict[int, list[Any]] = {}
        self._known: dict[str, bool] = {}
        for word in words:
            self._by_length.setdefault(len(str(word)), []).append(word)

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or len(word) not in self._by_length:
            return False
        if word not in self._known:
            self._known[word] = word in self._by_length[len(word)]
        return self._known[word]


_PEERS: Final[dict[str, tuple[str, Callable[[str, ModuleType], Contender]]]] = {
    "alt-profanity-check": ("profanity_check", _alt_profanity_check),
    "better-profanity": ("better_profanity.better_profanity", _better_profanity),
}
