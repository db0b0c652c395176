"""Whom an attack is aimed at: the article's author, another commenter, somebody in it, a group."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.context.peoples import peoples
from service.moderation.context.source import Source
from service.moderation.context.tokens import SECOND, Tokens, tokens, word_set
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
_LAST_NAME: Final = 3
_BESIDE: Final = 12  # code points by which a second target may be farther away than the first


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
    aims = {code: sorted(places) for code, places in _aims(comment, words, article).items()}
    for attack in attacks:
        near = {
            code: one
            for code, places in aims.items()
            if (one := _nearest(words, places, attack)) is not None
        }
        least = min((_distance(one, attack) for one in near.values()), default=0)
        for code, one in near.items():
            if _distance(one, attack) <= least + _BESIDE:
                whole = Stretch(begin=min(one[0], attack.begin), end=max(one[1], attack.end))
                if code not in found or _is_bare(found[code], places=aims[code]):
                    found[code] = Target(code=code, stretch=whole)
    return list(found.values())


def _is_bare(target: Target, *, places: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing but the one who is attacked stands in it, so that other words tell more."""
    one = (target.stretch.begin, target.stretch.end)
    at = bisect_right(places, one)
    return at > 0 and places[at - 1] == one


def _nearest(
    words: Tokens, places: Sequence[tuple[int, int]], attack: Stretch
) -> tuple[int, int] | None:
    """The nearest of some places, in order, that lies in the sentence of an attack."""
    at = bisect_right(places, (attack.begin, attack.end))
    here = _number_of(words, attack.begin)
    beside = [one for one in places[max(0, at - 1) : at + 1] if _number_of(words, one[0]) == here]
    return min(beside, key=lambda one: _distance(one, attack), default=None)


def _distance(place: tuple[int, int], attack: Stretch) -> int:
    """How many code points lie between a place and an attack."""
    return max(0, place[0] - attack.end, attack.begin - place[1])


def _aims(
    comment: Comment, words: Tokens, article: Source | None
) -> dict[str, list[tuple[int, int]]]:
    """Where each kind of target is named."""
    aims = {
        AUTHOR: [*_authors(comment, words)],
        GROUP: [*_placed(words, peoples())],
        COMMENTER: [found.span() for found in _HANDLE.finditer(comment.text)],
    }
    if comment.parent.id or comment.parent.text:
        aims[COMMENTER] += _placed(words, SECOND)
    if article is not None:
        own = frozenset(_name_words(comment.article.author))
        aims[FIGURE] = [*_placed(words, article.people - own)]
    return aims


def _authors(comment: Comment, words: Tokens) -> Iterator[tuple[int, int]]:
    """Where the article's author is named, or spoken of."""
    if not (comment.article.author or comment.article.text or comment.article.id):
        return
    yield from _placed(words, _WRITERS | frozenset(_name_words(comment.article.author)[-1:]))
    yield from (found.span() for found in _WROTE.finditer(comment.text))


def _name_words(name: str) -> list[str]:
    """The words of a name that are long enough to be one."""
    return [word for word in tokens(name).words if len(word) >= _LAST_NAME]


def _placed(words: Tokens, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where some words stand in the text."""
    for at, word in enumerate(words.words):
        if word in wanted:
            yield words.begins[at], words.ends[at]


def _number_of(words: Tokens, place: int) -> int:
    """The number of the sentence of the last word that begins at a place or before it."""
    return words.sentences[max(0, bisect_right(words.begins, place) - 1)] if words.words else 0
