"""Sentences from HolisticBias files are harmless, evenly shared, and the same each time."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from training.generate import Generated
from training.holistic import Descriptor, holistic, read_descriptors

DESCRIPTORS: dict[str, dict[str, list[Any]]] = {
    "ability": {
        "auditory": ["Deaf", {"descriptor": "stone-deaf", "preference": "dispreferred"}],
        "visual": [{"descriptor": "blind", "preference": "reviewed"}],
    },
    "nationality": {
        "anywhere": [
            {"descriptor": "Filipina", "gender": "female", "preference": "reviewed"},
            {"descriptor": "Ugandan"},
        ]
    },
    "body": {"looks": ["ugly", "blind"]},
    "nonce": {"all": ["florpy"]},
}
NOUNS = {
    "female": [["aunt", "aunts"]],
    "male": [["uncle", "uncles"]],
    "neutral": [["cook", "cooks"]],
}
TEMPLATES: dict[str, dict[str, bool]] = {
    "I sat beside {noun_phrase}.": {},
    "We waved to {plural_noun_phrase}.": {"must_be_noun": True},
    "I hate {plural_noun_phrase}.": {"must_be_noun": True},
    "I don't like {plural_noun_phrase}.": {},
    "Surely {plural_noun_phrase} are the worst.": {},
}


def written(folder: Path, name: str, content: object) -> Path:
    """One JSON file in the folder."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def made(folder: Path, *, most: int = 1000, templates: object = TEMPLATES) -> tuple[Generated, ...]:
    """The sentences made from the small files."""
    return holistic(
        written(folder, "descriptors", DESCRIPTORS),
        written(folder, "nouns", NOUNS),
        written(folder, "templates", templates),
        most=most,
    )


def lower_texts(sentences: tuple[Generated, ...]) -> set[str]:
    """Their texts in lower case."""
    return {one.text.lower() for one in sentences}


def test_dispreferred_invented_and_unkind_descriptors_are_left_out(tmp_path: Path) -> None:
    """And each of the others comes once, with its gender."""
    found = read_descriptors(written(tmp_path, "descriptors", DESCRIPTORS))

    assert found == (
        Descriptor(name="Deaf"),
        Descriptor(name="blind"),
        Descriptor(name="Filipina", gender="female"),
        Descriptor(name="Ugandan"),
    )


def test_templates_of_dislike_are_left_out(tmp_path: Path) -> None:
    """Two of the five remain."""
    texts = lower_texts(made(tmp_path))

    assert {" ".join(text.split()[:2]) for text in texts} == {"i sat", "we waved"}


def test_a_noun_has_the_gender_of_its_descriptor_or_none(tmp_path: Path) -> None:
    """And any where the descriptor has none."""
    texts = lower_texts(made(tmp_path))

    assert "i sat beside a filipina aunt." in texts
    assert "we waved to filipina cooks." in texts
    assert "i sat beside a ugandan uncle." in texts
    assert not [text for text in texts if "filipina uncle" in text]


def test_everything_is_harmless_in_every_attribute(tmp_path: Path) -> None:
    """All seven are known to be 0."""
    for one in made(tmp_path):
        assert len(one.labels) == 7
        assert set(one.labels.values()) == {0.0}
        assert one.group == "holistic"


def test_each_descriptor_has_its_share(tmp_path: Path) -> None:
    """Two each, where eight are wanted of four."""
    texts = lower_texts(made(tmp_path, most=8))

    counts = Counter(
        name for text in texts for name in ("deaf", "blind", "filipina", "ugandan") if name in text
    )
    assert counts == {"deaf": 2, "blind": 2, "filipina": 2, "ugandan": 2}


def test_no_more_come_than_were_asked_for_and_never_one_twice(tmp_path: Path) -> None:
    """Nor more than there are: 3 times 6 and 4."""
    assert len(made(tmp_path, most=5)) == 5

    everything = made(tmp_path)

    assert len(everything) == len(lower_texts(everything)) == 3 * 6 + 4


def test_the_same_sentences_come_every_time_some_in_lower_case(tmp_path: Path) -> None:
    """The choice depends on the text alone."""
    first = made(tmp_path)

    assert made(tmp_path) == first
    assert 0 < sum(one.text.islower() for one in first) < len(first)


def test_no_descriptors_make_no_sentences(tmp_path: Path) -> None:
    """Rather than a division by nothing."""
    empty = written(tmp_path, "empty", {})

    assert holistic(empty, empty, empty, most=10) == ()


def test_a_template_with_an_unknown_slot_is_refused(tmp_path: Path) -> None:
    """By the slot's name."""
    with pytest.raises(KeyError, match="pronoun"):
        made(tmp_path, templates={"Hello {pronoun}.": {}})
