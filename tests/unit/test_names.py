"""The name that a comment is signed with: who passes, who is stopped, and for what."""

import sys
import tomllib
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from service.moderation.imitation import bylines, skeleton
from service.moderation.names import LONGEST_NAME, Score, examine_name
from service.moderation.words import Action
from training.disguises import DISGUISES

NAMES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "names.toml").read_text(encoding="utf-8")
)
AUTHOR = "By Jane McIlroy and Tom Arne, Diplomatic editor"
RUDE = ("fuck", "asshole", "shithead", "bitch", "whore", "cunt", "nigger", "faggot", "wanker")


def codes(
    name: str,
    *,
    staff: Sequence[str] = (),
    article_author: str = "",
    score: Score | None = None,
) -> list[str]:
    """The codes of what is found in a name."""
    found = examine_name(name, staff=staff, article_author=article_author, score=score)
    return [finding.code for finding in found]


def people(language: str) -> list[str]:
    """Given names alone, surnames alone, and each given name with two surnames."""
    given, surnames = (names.replace("_", " ").split() for names in NAMES["people"][language])
    size = max(len(given), len(surnames))
    pairs = [
        f"{first} {last}"
        for shift in (0, 3)
        for first, last in zip(
            islice(cycle(given), size), islice(cycle(surnames), shift, shift + size), strict=True
        )
    ]
    return [*given, *surnames, *pairs]


@pytest.mark.parametrize("language", NAMES["people"])
def test_people_may_sign_with_their_names(language: str) -> None:
    """In whatever script, and whatever English makes of them; those held alone pass in full."""
    stopped = {name: codes(name, article_author=AUTHOR) for name in people(language)}

    assert {name: found for name, found in stopped.items() if found} == {}


@pytest.mark.parametrize("name", NAMES["passes"]["names"])
def test_names_that_hold_rude_letters_pass(name: str) -> None:
    """So do handles that harm nobody."""
    assert codes(name, staff=["Ada Berg"], article_author=AUTHOR) == []


@pytest.mark.parametrize("name", NAMES["rude"]["names"])
def test_rude_names_are_caught_in_disguise(name: str) -> None:
    """The worst are rejected, the others held."""
    assert {"banned_name", "suspect_name"} & set(codes(name))


@pytest.mark.parametrize("frame", ["{}", "xX_{}_Xx", "{}99", "the_{}_44", "Mr {}"])
def test_nine_in_ten_disguises_of_rude_words_are_caught(frame: str) -> None:
    """Whatever stands around the word."""
    names = [frame.format(hide(word)) for word in RUDE for hide in DISGUISES.values()]

    caught = sum(bool(examine_name(name)) for name in names)

    assert caught > 0.9 * len(names)


@pytest.mark.parametrize("name", ["fuck", "Sh1tHead_99", "n1gg3r", "f u c k", "KillAllJews"])
def test_the_worst_names_are_rejected(name: str) -> None:
    """The code says so as well."""
    first = examine_name(name)[0]

    assert (first.code, first.action) == ("banned_name", Action.REJECT)


@pytest.mark.parametrize("name", ["Loser", "The Wanker", "moron99", "D1ck", "Suck My Dick"])
def test_doubtful_names_are_held(name: str) -> None:
    """A few people are called so, and a person can tell."""
    first = examine_name(name)[0]

    assert (first.code, first.action) == ("suspect_name", Action.HOLD)


@pytest.mark.parametrize("name", NAMES["sells"]["rejected"])
def test_names_that_sell_at_an_address_are_rejected(name: str) -> None:
    """However the dot is written."""
    assert examine_name(name)[0].code == "banned_name"


@pytest.mark.parametrize("name", NAMES["sells"]["held"])
def test_addresses_and_wares_alone_are_held(name: str) -> None:
    """Some readers take the field for another one."""
    assert examine_name(name)[0].code == "suspect_name"


@pytest.mark.parametrize("name", NAMES["blank"]["names"])
def test_a_name_that_shows_nothing_is_held(name: str) -> None:
    """Whatever signs it is made of."""
    assert codes(name) == ["blank_name"]


def test_an_absent_name_breaks_no_rule() -> None:
    """Whoever requires one says so at the form."""
    assert examine_name("", staff=["Ada Berg"], article_author=AUTHOR) == ()


@pytest.mark.parametrize("name", NAMES["misshapen"]["names"])
def test_names_that_are_drawn_are_held(name: str) -> None:
    """Turned, heaped with marks, with unseen signs, or broken."""
    assert "suspect_name" in codes(name)


@pytest.mark.parametrize(
    "name",
    [
        "Nguye\u0302\u0303n",
        "\u05e9\u05bc\u05c1\u05b8\u05de",
        "\u0e1b\u0e39\u0e48\u0e23\u0e39\u0e49",
        "\u0643\u0650\u062a\u0651\u064e",
    ],
)
def test_marks_that_a_language_needs_pass(name: str) -> None:
    """Vietnamese, Hebrew, Thai and Arabic, decomposed."""
    assert codes(name) == []


def test_a_name_longer_than_sense_is_held() -> None:
    """The longest that passes has 100 signs."""
    assert codes("Anna " * (LONGEST_NAME // 5)) == []
    assert codes("Anna " * (LONGEST_NAME // 5) + "B") == ["suspect_name"]


@pytest.mark.parametrize("name", NAMES["roles"]["names"])
def test_nobody_poses_as_the_newsroom(name: str) -> None:
    """No list needs to be made for that."""
    assert "impersonation" in codes(name)


@pytest.mark.parametrize("name", NAMES["imitations"]["names"])
@pytest.mark.parametrize("known", [{"article_author": AUTHOR}, {"staff": ["Jane McIlroy"]}])
def test_confusable_names_imitate(name: str, known: dict[str, Any]) -> None:
    """Of the article's author or of staff."""
    assert "impersonation" in codes(name, **known)


@pytest.mark.parametrize("name", NAMES["imitations"]["others"])
def test_other_people_do_not_imitate(name: str) -> None:
    """A name in common is none of an author's."""
    assert codes(name, staff=["Jane McIlroy"], article_author=AUTHOR) == []


def test_every_name_of_a_byline_counts() -> None:
    """The words between them do not."""
    found = bylines(AUTHOR)

    assert {"Jane McIlroy", "Tom Arne", "Diplomatic editor"} <= set(found)


@pytest.mark.parametrize(
    ("one", "other"), [("Arne", "Ame"), ("IAN", "lan"), ("O'Neil", "0neil"), ("\u0391nna", "Anna")]
)
def test_confusable_names_have_one_skeleton(one: str, other: str) -> None:
    """As Unicode's standard 39 has it."""
    assert skeleton(one) == skeleton(other)


def test_no_finding_quotes_the_name() -> None:
    """Names are personal, and findings are kept; none has spans or an attribute."""
    rude = [*NAMES["rude"]["names"], *NAMES["sells"]["held"], *NAMES["imitations"]["names"]]

    found = [(name, one) for name in rude for one in examine_name(name, article_author=AUTHOR)]

    assert [
        one for name, one in found if len(name) > 5 and name.lower() in one.sentence.lower()
    ] == []
    assert {(one.attribute, one.spans) for _, one in found} == {("", ())}


def test_a_sentence_in_place_of_a_name_is_scored() -> None:
    """By whatever scores comments; shorter names are not."""
    high = {"THREAT": 0.97}

    assert codes("We know where you sleep", score=lambda _: high) == ["suspect_name"]
    assert codes("Anna Berg", score=lambda _: high) == []
    assert codes("We know where you sleep", score=lambda _: {"THREAT": 0.1}) == []


@pytest.mark.parametrize(
    "unit", ["a", "x ", "f.u.", "rn", "\u0301", "@a.", "(a", "1a", "dot ", "A-", "_", "\U0001f308"]
)
def test_a_name_of_any_length_is_read_at_once(unit: str) -> None:
    """What is read of it is bounded, so that no name is slow; any string is fine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sizes = []
    for times in (2_000, 20_000):
        calls = 0
        sys.setprofile(count)
        try:
            examine_name(unit * times, staff=["Ada Berg"], article_author=AUTHOR)
        finally:
            sys.setprofile(None)
        sizes.append(calls)

    assert sizes[1] <= 1.5 * sizes[0] + 1_000


@pytest.mark.parametrize(
    "name", ["\ud800", "\x00", "\ufffe", "(" * 50, "[]{}", "\U000e0041", "A\udfff"]
)
def test_no_string_is_too_odd(name: str) -> None:
    """There is an answer, never an error."""
    assert isinstance(examine_name(name), tuple)
