"""Whom an attack is aimed at: the article's author, another commenter, somebody in it, a group."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from service.moderation.context.source import Source
from service.moderation.context.tokens import SECOND, Tokens, word_set
from service.moderation.lexicon import lexicon
from service.moderation.words import Comment, Stretch

AUTHOR: Final = "attack_on_author"
COMMENTER: Final = "attack_on_commenter"
FIGURE: Final = "attack_on_figure"
GROUP: Final = "attack_on_group"

_WRITERS: Final = word_set(
    "author journalist reporter writer columnist correspondent editor journo hack scribbler"
)
_WROTE: Final = re.compile(
    r"\b(?:who(?:so)?ever|who|guy|person|idiot|one|you) (?:wrote|writes|penned|published)"
    r" (?:this|that|it)\b",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"(?<![\w@.])@[\w.-]{2,}")
_PEOPLES: Final = word_set(
    "americans russians germans poles romanians turks kurds greeks italians spaniards frenchmen "
    "frenchwomen brits britons englishmen irishmen scots welshmen europeans japanese koreans "
    "vietnamese filipinos pakistanis bangladeshis iranians iraqis syrians afghans israelis "
    "palestinians ukrainians nigerians somalis ethiopians kenyans brazilians colombians "
    "venezuelans latinos latinas hispanics roma sinti travellers buddhists hindus sikhs mormons "
    "protestants evangelicals atheists catholics foreigners asylum natives aborigines bisexuals "
    "transsexuals cripples feminists pensioners teenagers millennials albanians serbs croats "
    "bulgarians hungarians czechs slovaks algerians moroccans tunisians egyptians lebanese "
    "saudis"
)
_LAST_NAME: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An attack of one kind: what it is aimed at and the words that attack, as one stretch."""

    code: str
    stretch: Stretch


def targets(
    comment: Comment, words: Tokens, attacks: Iterable[Stretch], article: Source | None
) -> list[Target]:
    """Whom the stretches that attack are aimed at, in their own sentences; each kind once.

    ``words`` are those of the comment's text, ``article`` is the article's text as a source.
    """
    found: dict[str, Target] = {}
    aims = {
        code: {_number_of(words, one[0]): one for one in sorted(places, reverse=True)}
        for code, places in _aims(comment, words, article).items()
    }
    for attack in attacks:
        here = _number_of(words, attack.begin)
        for code, first in aims.items():
            if code not in found and here in first:
                begin, end = first[here]
                whole = Stretch(begin=min(begin, attack.begin), end=max(end, attack.end))
                found[code] = Target(code=code, stretch=whole)
    return list(found.values())


def _aims(
    comment: Comment, words: Tokens, article: Source | None
) -> dict[str, list[tuple[int, int]]]:
    """Where each kind of target is named."""
    aims = {
        AUTHOR: [*_authors(comment, words)],
        GROUP: [*_placed(words, lexicon().groups | _PEOPLES)],
        COMMENTER: [found.span() for found in _HANDLE.finditer(comment.text)],
    }
    if comment.parent.id or comment.parent.text:
        aims[COMMENTER] += _placed(words, SECOND)
    if article is not None:
        own = frozenset(_name_words(comment.article.author))
        aims[FIGURE] = [*_placed(words, article.names - own)]
    return aims


def _authors(comment: Comment, words: Tokens) -> Iterator[tuple[int, int]]:
    """Where the article's author is named, or spoken of."""
    if not (comment.article.author or comment.article.text or comment.article.id):
        return
    yield from _placed(words, _WRITERS | frozenset(_name_words(comment.article.author)[-1:]))
    yield from (found.span() for found in _WROTE.finditer(comment.text))


def _name_words(name: str) -> list[str]:
    """The words of a name that are long enough to be one."""
    return [word for word in name.lower().split() if len(word) >= _LAST_NAME and word.isalpha()]


def _placed(words: Tokens, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where some words stand in the text."""
    for at, word in enumerate(words.words):
        if word in wanted:
            yield words.begins[at], words.ends[at]


def _number_of(words: Tokens, place: int) -> int:
    """The number of the sentence of the last word that begins at a place or before it."""
    return words.sentences[max(0, bisect_right(words.begins, place) - 1)] if words.words else 0
