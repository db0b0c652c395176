"""Sentences from templates: slots in braces, filled from lists of words, the same each time.

``{insult}`` takes a word of the list ``insult``; ``{Insult}`` starts it with a capital;
``{a insult}`` and ``{A insult}`` put "a" or "an" before it. ``training/identity``,
``training/cases`` and ``training/sentences`` hold our templates.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Final

_SLOT: Final = re.compile(r"\{([Aa] )?([A-Za-z_]+)\}")

# Not "European", "one-armed", "Ukrainian", "union man", "user"; but "heir", "honest", "LGBT",
# "80-year-old".
_SOUNDS_LIKE_A_VOWEL: Final = re.compile(
    r"(?!eu|ewe|one\b|u(?:ni(?![mn])|k|ga|ru|s\b|se|y))[aeiou]|hono|hones|hour|heir"
    r"|8|1[18]\b|(?-i:[FHLMNRSX](?:[A-Z0-9]|-\d))",
    re.IGNORECASE,
)


def slots(template: str) -> tuple[str, ...]:
    """The names of the lists that a template takes words from, each once, in order."""
    return tuple(dict.fromkeys(found[2].lower() for found in _SLOT.finditer(template)))


def fill(template: str, words: Mapping[str, str]) -> str:
    """A template with each slot replaced by its word; KeyError where a slot has none."""

    def filled(slot: re.Match[str]) -> str:
        article, name = slot.groups()
        word = words[name.lower()]
        if article:
            word = with_article(word)
        return capitalised(word) if (article or name)[0].isupper() else word

    return _SLOT.sub(filled, template)


def expand(template: str, lists: Mapping[str, Sequence[str]], *, most: int) -> Iterator[str]:
    """Up to ``most`` sentences of a template, each from other words, spread over all of them.

    The choice depends on nothing but the template and the lists. KeyError where a slot has no list.
    """
    names = slots(template)
    sizes = [len(lists[name]) for name in names]
    total = prod(sizes)
    chooser = random.Random(template)  # noqa: S311 - a fixed choice, no secret
    for number in chooser.sample(range(total), min(most, total)):
        words = {}
        for name, size in zip(names, sizes, strict=True):
            number, place = divmod(number, size)  # noqa: PLW2901 - the digits of a mixed radix
            words[name] = lists[name][place]
        yield fill(template, words)


def with_article(phrase: str) -> str:
    """The phrase after "a" or "an", by its sound: "an elderly man", "a European", "an LGBT ..."."""
    return f"{'an' if _SOUNDS_LIKE_A_VOWEL.match(phrase) else 'a'} {phrase}"


def capitalised(phrase: str) -> str:
    """The phrase with a capital first letter, and the others as they are."""
    return phrase[:1].upper() + phrase[1:]
