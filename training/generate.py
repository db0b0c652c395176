"""Sentences of our own to train on, so that identity words and news words carry no guilt.

``training/sentences`` holds them: ``words.toml`` the lists that templates take words from,
``terms.toml`` the names of people, and every other file groups of templates with their labels.
Each term stands in as many attacks as every other, and in about twice as many harmless sentences.
"""

import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from training.bias import Term, forms, read_terms
from training.templates import expand, fill, slots

SENTENCES: Final = Path(__file__).parent / "sentences"
"""Where the lists, the terms and the groups are."""

FILLERS: Final = ("talk", "conversation")
"""The files with the harmless talk that other sentences are joined with."""

NOT_GROUPS: Final = frozenset({"words", "terms"})
"""The files that have no groups."""

JOINED_WORDS: Final = range(20, 81)
"""How many words a long comment has, where its sentences allow it."""

_TERM_SLOTS: Final = frozenset({"person", "people", "being"})
_SHAPES: Final = 20
_LENGTHENED: Final = range(5)
_LOWERED: Final = range(4, 9)
_PAIRED: Final = range(7, 11)
_WITHOUT_STOP: Final = range(8, 10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Generated:
    """One text to train on, the labels that are known (in [0, 1]), and the group it came from.

    ``term`` names the identity that it was made about, and is empty where it names none.
    """

    text: str
    labels: Mapping[str, float]
    group: str
    term: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Templates that share their labels; each makes ``most`` sentences where words allow it.

    ``why`` says what the model learns from them.
    """

    name: str
    labels: Mapping[str, float]
    most: int
    templates: tuple[str, ...]
    why: str


def generate(names: Sequence[str] | None = None) -> tuple[Generated, ...]:
    """The sentences of some files, or of all, each text once, always the same.

    ``names`` are those of files without their ending; FileNotFoundError where there is none.
    """
    talk = tuple(_made(FILLERS))
    made = _made(group_names() if names is None else names)
    return _once(varied(one, talk) for one in _once(made))


def group_names() -> tuple[str, ...]:
    """The names of all files that have groups, in order."""
    found = {path.stem for path in SENTENCES.glob("*.toml")}
    return tuple(sorted(found - NOT_GROUPS))


def read_groups(name: str) -> tuple[Group, ...]:
    """The groups of one file, in its order."""
    return tuple(
        Group(**{**group, "templates": tuple(group["templates"])})
        for group in _read(name)["groups"]
    )


def read_lists(name: str) -> dict[str, list[str]]:
    """The lists that one file's templates may use: the shared ones and its own."""
    return {**_read("words")["lists"], **_read(name).get("lists", {})}


def read_people() -> tuple[Term, ...]:
    """The terms, in the order of their file."""
    return tuple(read_terms(_read("terms")["terms"]))


def lowered(one: Generated) -> Generated:
    """The same all in lower case, as many people write."""
    return replace(one, text=one.text.lower())


def without_full_stop(one: Generated) -> Generated:
    """The same without the full stop at its end."""
    return replace(one, text=one.text.removesuffix("."))


def joined(first: Generated, second: Generated) -> Generated:
    """Two texts as one comment, as harmful as the worse of the two.

    An attribute that only one of them tells is known where that one has it, and unknown where not.
    The group and the term are those of the one that has a term, or else of the more harmful one.
    """
    labels = {
        name: max(first.labels.get(name, 0.0), second.labels.get(name, 0.0))
        for name in {**first.labels, **second.labels}
    }
    known = first.labels.keys() & second.labels.keys()
    main = max(second, first, key=lambda one: (bool(one.term), sum(one.labels.values())))
    return replace(
        main,
        text=f"{first.text} {second.text}",
        labels={name: label for name, label in labels.items() if label or name in known},
    )


def varied(one: Generated, talk: Sequence[Generated]) -> Generated:
    """A sentence in one of several shapes; which one depends on nothing but its text.

    Nine of twenty stay as they are. The kinds of label share the same shapes, so that neither
    length nor capitals nor the full stop tell the label.
    """
    shape = crc32(one.text.encode()) % _SHAPES
    if shape in _LENGTHENED:
        one = _lengthened(one, talk, most=8)
    if shape in _PAIRED:
        one = _lengthened(one, talk, most=1)
    if shape in _WITHOUT_STOP:
        one = without_full_stop(one)
    return lowered(one) if shape in _LOWERED else one


def _lengthened(one: Generated, talk: Sequence[Generated], *, most: int) -> Generated:
    """The sentence among talk, before or after it, until the comment is long enough.

    ``most`` says how many sentences may be added.
    """
    chooser = random.Random(one.text)  # noqa: S311 - a fixed choice, no secret
    least = chooser.randrange(JOINED_WORDS.start, JOINED_WORDS.stop // 2)
    for other in chooser.sample(talk, min(len(talk), most)):
        if len(one.text.split()) >= least:
            break
        if other.text in one.text:
            continue
        longer = joined(*chooser.sample([one, other], 2))
        if len(longer.text.split()) in range(JOINED_WORDS.stop):
            one = replace(longer, group=one.group, term=one.term)
    return one


def _made(names: Iterable[str]) -> Iterator[Generated]:
    """The sentences of files as their templates make them."""
    terms = read_people()
    for name in names:
        lists = read_lists(name)
        for group in read_groups(name):
            yield from _about_terms(group, terms, lists)
            yield from _about_nobody(group, lists)


def _about_terms(
    group: Group, terms: Sequence[Term], lists: Mapping[str, Sequence[str]]
) -> Iterator[Generated]:
    """The sentences of templates with a term: each goes to the terms that had the fewest so far."""
    had: Counter[str] = Counter()
    for template in group.templates:
        named = slots(template)
        if _TERM_SLOTS.isdisjoint(named):
            continue
        chooser = random.Random(template)  # noqa: S311 - a fixed choice, no secret
        order = sorted(
            (had[term.name], chooser.random(), place) for place, term in enumerate(terms)
        )
        for _, _, place in order[: group.most]:
            term = terms[place]
            had[term.name] += 1
            words = {name: chooser.choice(lists[name]) for name in named if name not in _TERM_SLOTS}
            text = fill(template, words | forms(term))
            yield Generated(text=text, labels=group.labels, group=group.name, term=term.name)


def _about_nobody(group: Group, lists: Mapping[str, Sequence[str]]) -> Iterator[Generated]:
    """The sentences of templates that have no slot for a term, and pairs where they are too few."""
    plain = [one for one in group.templates if _TERM_SLOTS.isdisjoint(slots(one))]
    texts = chain.from_iterable(expand(one, lists, most=group.most) for one in plain)
    made = [Generated(text=text, labels=group.labels, group=group.name) for text in texts]
    yield from made
    chooser = random.Random(group.name)  # noqa: S311 - a fixed choice, no secret
    for _ in range(len(plain) * group.most - len(made)):
        yield joined(*chooser.sample(made, 2))


def _once(sentences: Iterable[Generated]) -> tuple[Generated, ...]:
    """The first of each text."""
    found: dict[str, Generated] = {}
    for one in sentences:
        found.setdefault(one.text, one)
    return tuple(found.values())


def _read(name: str) -> dict[str, Any]:
    """The content of one file."""
    return tomllib.loads((SENTENCES / f"{name}.toml").read_text(encoding="utf-8"))
