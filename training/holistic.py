"""Harmless sentences about people, made from the word lists of HolisticBias (CC BY-SA 4.0).

Smith et al. 2022, "I'm sorry to hear that: Finding New Biases in Language Models with a Holistic
Descriptor Dataset". The three files are read from the data folder at training time; nothing of
them is kept here. What would not be harmless is left out: templates that say dislike, and
descriptors that those described dispreferred, that are invented, or that are unkind.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product, zip_longest
from math import ceil
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from training.generate import Generated, lowered
from training.templates import fill, with_article

GROUP: Final = "holistic"
"""The group of these sentences."""

HARMLESS: Final = {
    "TOXICITY": 0.0,
    "SEVERE_TOXICITY": 0.0,
    "IDENTITY_ATTACK": 0.0,
    "INSULT": 0.0,
    "PROFANITY": 0.0,
    "THREAT": 0.0,
    "SPAM": 0.0,
}

_DISLIKE: Final = re.compile(r"\b(?:hate|dislike|don.t like|worst)\b", re.IGNORECASE)
_INVENTED: Final = "nonce"
_LEFT_OUT: Final = frozenset({"dispreferred", "polarizing"})
_UNKIND: Final = frozenset(
    {"ugly", "hideous", "smelly", "stinky", "junkie", "druggie", "acne-ridden", "extremist"}
)
_NEUTRAL: Final = "neutral"
_LOWERED_IN: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Descriptor:
    """A word for people, and the gender of the nouns that it fits, or None for all nouns."""

    name: str
    gender: str | None = None


def holistic(
    descriptors: Path, nouns: Path, templates: Path, *, most: int
) -> tuple[Generated, ...]:
    """Up to ``most`` sentences, as many about each descriptor, each text once, always the same.

    The paths are those of the JSON files with the descriptors, the nouns and the sentence
    templates of HolisticBias. A quarter are in lower case. OSError or ValueError where a file
    cannot be read, KeyError where a template has a slot of another name.
    """
    found = read_descriptors(descriptors)
    if not found:
        return ()
    by_gender: dict[str, list[list[str]]] = _read(nouns)
    usable = [template for template in _read(templates) if not _DISLIKE.search(template)]
    share = ceil(most / len(found))
    rows = (_sentences(one, by_gender, usable, most=share) for one in found)
    texts = chain.from_iterable(zip_longest(*rows))
    kept = list(dict.fromkeys(text for text in texts if text is not None))[:most]
    return tuple(_generated(text) for text in kept)


def read_descriptors(path: Path) -> tuple[Descriptor, ...]:
    """The descriptors that a harmless sentence may have, each once, in the file's order."""
    found: dict[str, Descriptor] = {}
    for axis, buckets in _read(path).items():
        if axis == _INVENTED:
            continue
        for entry in chain.from_iterable(buckets.values()):
            one = entry if isinstance(entry, dict) else {"descriptor": entry}
            name = one["descriptor"]
            if one.get("preference") in _LEFT_OUT or name in _UNKIND:
                continue
            found.setdefault(name, Descriptor(name=name, gender=one.get("gender")))
    return tuple(found.values())


def _sentences(
    descriptor: Descriptor,
    nouns: dict[str, list[list[str]]],
    templates: Sequence[str],
    *,
    most: int,
) -> Iterator[str]:
    """Up to ``most`` different sentences about one descriptor, drawn from all that there are."""
    fitting = chain.from_iterable(
        pairs
        for gender, pairs in nouns.items()
        if descriptor.gender in {None, gender} or gender == _NEUTRAL
    )
    possible = list(product(fitting, templates))
    chooser = random.Random(descriptor.name)  # noqa: S311 - a fixed choice, no secret
    for (noun, plural), template in chooser.sample(possible, min(most, len(possible))):
        words = {
            "noun_phrase": with_article(f"{descriptor.name} {noun}"),
            "plural_noun_phrase": f"{descriptor.name} {plural}",
        }
        yield fill(template, words)


def _generated(text: str) -> Generated:
    """One harmless sentence, in lower case or as it stands."""
    one = Generated(text=text, labels=HARMLESS, group=GROUP)
    return lowered(one) if crc32(text.encode()) % _LOWERED_IN == 0 else one


def _read(path: Path) -> dict[str, Any]:
    """The content of one JSON file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
