"""A newsroom's own words: found whole, in every dress, and nowhere else."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.terms import Terms, covers
from service.moderation.text import MAX_TEXT_BYTES
from service.moderation.words import Stretch

LISTS = {
    "banned": ["harbourgate", "go back home", "snout*", "*gate lies"],
    "suspect": ["bridge", "\u043c\u043e\u0441\u0442", "ca\xf1a"],
}
TERMS = Terms(LISTS)
PARTS = [
    "harbourgate",
    "bridge",
    "snouts",
    "go back home",
    *"abgir1@$.-_* \u200b\u0430\u0435\xe9",
    "\U0001f600",
]


def found(text: str, *, disguised: bool = False) -> dict[str, list[str]]:
    """The words that are found, as they stand in the text."""
    return {
        name: [text[one.begin : one.end] for one in stretches]
        for name, stretches in TERMS.find(text, disguised=disguised).items()
    }


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("All of it is Harbourgate again", "banned", ["Harbourgate"]),
        ("HARBOURGATE!", "banned", ["HARBOURGATE"]),
        ("h4rb0urg4te", "banned", ["h4rb0urg4te"]),
        ("h.a.r.b.o.u.r.g.a.t.e", "banned", ["h.a.r.b.o.u.r.g.a.t.e"]),
        ("so h a r b o u r g a t e it is", "banned", ["h a r b o u r g a t e"]),
        ("harb\u043eurg\u0430te", "banned", ["harb\u043eurg\u0430te"]),
        ("harrrrrbourgate", "banned", ["harrrrrbourgate"]),
        ("har\u200bbour\u200bgate", "banned", ["har\u200bbour\u200bgate"]),
        ("harbour-gate", "banned", ["harbour-gate"]),
        (
            "\U0001d421\U0001d41a\U0001d42b\U0001d41b\U0001d428\U0001d42e\U0001d42b\U0001d420\U0001d41a\U0001d42d\U0001d41e",
            "banned",
            None,
        ),
        ("Go  back\nhome, please", "banned", ["Go  back\nhome"]),
        ("the snouts of it", "banned", ["snouts"]),
        ("bridgegate lies", "banned", ["bridgegate lies"]),
        ("br1dge", "suspect", ["br1dge"]),
        ("\u041c\u041e\u0421\u0422 \u0438", "suspect", ["\u041c\u041e\u0421\u0422"]),
        ("una Ca\xf1a y", "suspect", ["Ca\xf1a"]),
        ("\U0001f600\U0001f600 bridge", "suspect", ["bridge"]),
    ],
)
def test_a_term_is_found_however_it_is_dressed(
    text: str, name: str, words: list[str] | None
) -> None:
    """With the stretch as it stands in the text."""
    assert found(text)[name] == (words or [text])


@pytest.mark.parametrize(
    "text",
    [
        "footbridges are not meant",
        "abridge this",
        "harbourgates",
        "back home",
        "a snow",
        "gate lies",
        "bridge_club",
        "",
        "   ",
        "b r i d g",
        "2025-11-27 at 10:30, 101 times",
    ],
)
def test_parts_of_words_are_no_terms(text: str) -> None:
    """Unless the term has a star there; a lone star takes at least nothing."""
    assert found(text) in ({}, {"banned": ["gate lies"]})


def test_lists_without_terms_find_nothing() -> None:
    """At no cost."""
    assert Terms({"banned": []}).find("anything") == {}


def test_a_stretch_is_covered_by_one_that_holds_all_of_it() -> None:
    """Not by two that hold half of it each."""
    places = [Stretch(begin=0, end=4), Stretch(begin=6, end=9)]

    assert covers(places, Stretch(begin=6, end=9))
    assert covers(places, Stretch(begin=1, end=3))
    assert not covers(places, Stretch(begin=3, end=7))
    assert not covers([], Stretch(begin=0, end=1))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=60))
def test_stretches_lie_in_the_text_in_order(text: str) -> None:
    """Whatever the text."""
    for stretches in TERMS.find(text, disguised=True).values():
        assert all(0 <= one.begin < one.end <= len(text) for one in stretches)
        assert [one.begin for one in stretches] == sorted(one.begin for one in stretches)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
def test_a_term_between_blanks_is_found_beside_anything(text: str) -> None:
    """What stands around it hides nothing."""
    whole = f"{text} harbourgate {text}"

    assert "banned" in TERMS.find(whole)


@pytest.mark.parametrize(
    "unit", ["a ", "a1 ", "a.", "aaab ", "b r i d g e ", "bridge ", "*", "@\u0430"]
)
def test_finding_takes_time_in_proportion_to_the_length(unit: str) -> None:
    """Ten times the text takes about ten times as long."""
    long = (unit * MAX_TEXT_BYTES)[: MAX_TEXT_BYTES // len(unit.encode()) * len(unit)]
    short = long[: len(long) // 10]

    assert seconds(long) < 30 * seconds(short)


def seconds(text: str) -> float:
    """The least processor time of five searches."""
    times = []
    for _ in range(5):
        begin = time.thread_time()
        TERMS.find(text, disguised=False)
        times.append(time.thread_time() - begin)
    return min(times)
