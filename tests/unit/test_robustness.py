"""What survives disguise is measured against what was caught undisguised, and on nothing else."""

from collections import Counter
from collections.abc import Callable

import pytest

from training.disguises import DISGUISES
from training.functional import read_cases
from training.robustness import (
    JOINED,
    KINDS,
    RUDE_WORDS,
    disguise_words,
    measure_robustness,
    score_disguised,
)

COMMENTS = (
    ("You are an idiot, Dave.", True),
    ("Only a MORON would vote for that.", True),
    ("Go and jump off the harbour wall.", True),
    ("Thank you for a careful report.", False),
    ("The report is longer than the bridge.", False),
)


def fears(*words: str) -> Callable[[str], float]:
    """A scorer that knows some words, in any case, and nothing else."""
    return lambda text: 0.9 if any(word in text.lower() for word in words) else 0.1


def test_a_scorer_that_sees_through_everything_keeps_everything() -> None:
    """It is asked about the same comment in every kind."""
    robustness = measure_robustness(fears(""), 0.5, COMMENTS)

    assert [kind.kind for kind in robustness.kinds] == [*DISGUISES, "joined"]
    assert {(kind.kept, kind.low, kind.high) for kind in robustness.kinds} == {(1.0, 1.0, 1.0)}
    assert robustness.mean == 1.0
    assert robustness.clean_held == 1.0


def test_a_scorer_that_knows_the_plain_word_keeps_what_is_only_capitals() -> None:
    """Every other kind hides the word from it."""
    robustness = measure_robustness(fears("idiot", "moron"), 0.5, COMMENTS)

    kept = {kind.kind: kind.kept for kind in robustness.kinds}

    assert {kind for kind, share in kept.items() if share == 1.0} == {
        "capitals",
        "alternating",
        "joined",
    }
    assert robustness.worst.kind == "leet"
    assert robustness.worst.kept == 0.0
    assert robustness.mean == pytest.approx(3 / len(KINDS))


def test_what_is_missed_or_has_no_rude_word_is_left_out_and_counted() -> None:
    """The moron is not caught, and the harbour wall is no word."""
    robustness = measure_robustness(fears("idiot"), 0.5, COMMENTS)

    assert (robustness.caught, robustness.missed, robustness.without_word) == (1, 1, 1)
    assert robustness.clean == 2


def test_a_missed_comment_is_not_scored_again() -> None:
    """Once for each comment with a word, and once for each disguise of what was caught."""
    asked: Counter[str] = Counter()

    def score(text: str) -> float:
        asked[text] += 1
        return fears("idiot")(text)

    found = score_disguised(score, 0.5, [text for text, toxic in COMMENTS if toxic])

    assert sum(asked.values()) == 2 + len(KINDS)
    assert found.kept.shape == (2, len(KINDS))
    assert not found.kept[1].any()


def test_half_kept_has_an_interval_around_it_that_depends_on_the_seed_alone() -> None:
    """Forty comments, of which every other one survives the dots."""
    comments = [(f"You idiot number {number}.", True) for number in range(40)]

    def score(text: str) -> float:
        number = int(text.rstrip(".").split()[-1])
        return float("idiot" in text or number % 2)

    kept = [measure_robustness(score, 0.5, comments, seed=seed).kinds[3] for seed in (1, 1, 2)]

    assert kept[0].kind == "dotted"
    assert kept[0].kept == 0.5
    assert 0.3 < kept[0].low < 0.4
    assert 0.6 < kept[0].high < 0.7
    assert kept[0] == kept[1]


def test_clean_comments_are_compared_with_how_they_stand() -> None:
    """What undoing disguises costs: here a bridge is taken for a rude word."""
    robustness = measure_robustness(
        fears("idiot", "bridge"), 0.5, COMMENTS, score_as_it_stands=fears("idiot")
    )

    assert robustness.clean_held == 0.5
    assert robustness.clean_held_as_it_stands == 0.0


def test_without_clean_comments_or_a_second_scorer_there_is_no_such_share() -> None:
    """None, not nought."""
    toxic_only = measure_robustness(fears("idiot"), 0.5, COMMENTS[:1])
    one_scorer = measure_robustness(fears("idiot"), 0.5, COMMENTS)

    assert toxic_only.clean_held is None
    assert one_scorer.clean_held_as_it_stands is None


def test_a_scorer_that_catches_nothing_has_no_robustness() -> None:
    """A share of nothing is no figure."""
    with pytest.raises(ValueError, match="nothing to disguise"):
        measure_robustness(fears("nothing of the kind"), 0.5, COMMENTS)


def test_only_the_rude_words_are_disguised() -> None:
    """All of them, whole words in any case, and the plurals."""
    disguised = disguise_words("What Idiots run the trashy idiotism fund, you moron?")

    assert disguised["dotted"] == "What I.d.i.o.t.s run the trashy idiotism fund, you m.o.r.o.n?"
    assert disguised["capitals"] == "What IDIOTS run the trashy idiotism fund, you MORON?"


def test_joining_takes_the_word_before() -> None:
    """A rude word that stands first, or after a comma, stays as it is."""
    assert disguise_words("Get lost you idiot, moron.")[JOINED] == "Get lost youidiot, moron."
    assert disguise_words("Idiot.")[JOINED] == "Idiot."


def test_the_caller_may_name_other_words() -> None:
    """And signs in them mean themselves."""
    assert disguise_words("You a.b idiot", ["a.b"])["spaced"] == "You a . b idiot"
    assert disguise_words("You axb idiot", ["a.b"])["spaced"] == "You axb idiot"


@pytest.mark.parametrize("kind", [kind for kind in DISGUISES if kind != "capitals"])
def test_each_kind_changes_every_rude_word(kind: str) -> None:
    """Or it would be counted as survived by any scorer."""
    assert [word for word in RUDE_WORDS if disguise_words(word)[kind] == word] == []


def test_the_rude_words_are_written_once_and_long_enough() -> None:
    """A disguised word of three letters may look like a harmless one."""
    assert len(set(RUDE_WORDS)) == len(RUDE_WORDS)
    assert min(map(len, RUDE_WORDS)) >= 4


def test_most_insults_of_our_own_have_a_rude_word() -> None:
    """So that the gates have something to disguise."""
    insults = [case.text for case in read_cases() if case.hold and "insult" in case.function]

    found = score_disguised(lambda _: 0.0, 0.5, insults)

    assert len(insults) > 100
    assert found.without_word < len(insults) / 2
