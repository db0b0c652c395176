"""What a comment may have taken words from: an article, or the comment that it answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.context.tokens import COMMON, SAYING, Tokens, tokens, word_set

WIDTH: Final = 2
"""Words that are looked up together."""

MOST_PLACES: Final = 8
"""Places of the same words in a source that are looked at."""

_TITLES: Final = word_set(
    "mr mrs ms miss dr sir lord lady president minister secretary senator governor mayor king "
    "queen prince princess chancellor premier professor judge general captain ambassador spokesman "
    "spokeswoman"
)
_PLACES: Final = word_set(
    "united states kingdom nations union new york south north east west korea saint san los "
    "angeles hong kong great britain saudi arabia soviet european supreme court party congress "
    "parliament news times post street university county city council"
)
_AROUND: Final = 2
_NAME: Final = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_NO_NAMES: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december mr mrs ms dr sir lord lady president "
    "minister prime secretary senator governor mayor king queen prince princess house white"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The words of a source, where each word and pair of them stands, and the people whom it names.

    ``near`` has, for each sentence, those who are named in it or within two sentences of it;
    ``told_of`` has, for each word, the person named last before it, but nobody where that person
    is the one who says it.
    """

    tokens: Tokens
    places: Mapping[tuple[str, ...], tuple[int, ...]]
    single: Mapping[str, tuple[int, ...]]
    names: frozenset[str]
    people: frozenset[str]
    telling_nothing: frozenset[str]
    near: Sequence[frozenset[str]]
    told_of: Sequence[str]
    sentence_words: Sequence[frozenset[str]]


def source(text: str) -> Source:
    """Read a source."""
    found = tokens(text)
    places: dict[tuple[str, ...], list[int]] = {}
    single: dict[str, list[int]] = {}
    words = found.words
    for at in range(len(words)):
        _note(single.setdefault(words[at], []), at)
        if at + WIDTH <= len(words):
            _note(places.setdefault(tuple(words[at : at + WIDTH]), []), at)
    names = _names(found)
    people = _people(found, names)
    sentences = [frozenset(each) for each in found.by_sentence()]
    return Source(
        tokens=found,
        places={pair: tuple(where) for pair, where in places.items()},
        single={word: tuple(where) for word, where in single.items()},
        names=names,
        people=people,
        telling_nothing=COMMON | names,
        near=_near(sentences, names),
        told_of=_told_of(found, people),
        sentence_words=sentences,
    )


def _note(where: list[int], at: int) -> None:
    """Keep a place, unless there are enough."""
    if len(where) < MOST_PLACES:
        where.append(at)


def _people(found: Tokens, names: frozenset[str]) -> frozenset[str]:
    """Those names that follow another one or a title, as Anatoly Antonov, and first names."""
    words, people = found.words, set[str]()
    for at in range(1, len(words)):
        before, word = words[at - 1], words[at]
        if word in names and word not in _PLACES and found.sentences[at] == found.sentences[at - 1]:
            if before in _TITLES:
                people.add(word)
            elif before not in COMMON | _PLACES | _NO_NAMES and _is_capital(found, at - 1):
                people.update((before, word))
    return frozenset(people)


def _is_capital(found: Tokens, at: int) -> bool:
    """Whether a word is written as names are."""
    written = found.text[found.begins[at] : found.ends[at]]
    return _NAME.match(written) is not None and not written.isupper()


def _told_of(found: Tokens, people: frozenset[str]) -> list[str]:
    """Of each word, the person named last before it, in its sentence or the two before that.

    Nobody where a word of saying stands between: "Ian Croft called it stupid" is not of Croft.
    """
    last, at, told = "", -_AROUND - 1, []
    for word, number in zip(found.words, found.sentences, strict=True):
        told.append(last if number - at <= _AROUND else "")
        if word in people:
            last, at = word, number
        elif word in SAYING:
            last = ""
    return told


def _near(sentences: Sequence[frozenset[str]], names: frozenset[str]) -> list[frozenset[str]]:
    """Who is named in or around each sentence."""
    here = [words & names for words in sentences]
    return [
        frozenset().union(*here[max(0, number - _AROUND) : number + _AROUND + 1])
        for number in range(len(here))
    ]


def _names(found: Tokens) -> frozenset[str]:
    """Words that are written with a capital inside of sentences, and nowhere without."""
    capital, small = set(), set()
    for at, word in enumerate(found.words):
        first = at == 0 or found.sentences[at] != found.sentences[at - 1]
        if not _is_capital(found, at):
            small.add(word)
        elif not first:
            capital.add(word)
    return frozenset(capital - small - COMMON - _NO_NAMES)
