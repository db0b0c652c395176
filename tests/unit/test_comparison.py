"""Two models are compared on the same texts, each scored once by each."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from service.moderation.words import Scored
from service.testing import FakeScorer
from training.bias import BACKGROUND, Sentence
from training.comparison import KeptAside, Material, compare, kept_aside, material
from training.functional import Case
from training.gates import GATES, Gate, Outcome
from training.statements import Statement

DATA = Path(__file__).parent.parent / "data"
RUDE = {"idiot": {"TOXICITY": 0.9, "INSULT": 0.9}}
DEAF = {"none of these": {"TOXICITY": 0.9}}
INSULTS = tuple(f"You idiot, number {number} of the lot." for number in range(30))
CLEAN = tuple(f"Thank you for number {number}." for number in range(30))


@dataclass(frozen=True, kw_only=True, slots=True)
class CountingScorer(FakeScorer):
    """A scorer that counts how often it is asked for each text."""

    asked: Counter[str] = field(default_factory=Counter)

    def score(self, text: str, *, explain: bool = False) -> Scored:
        """The fake's scores."""
        self.asked[text] += 1
        return FakeScorer(words=self.words, attributes=self.attributes).score(text, explain=explain)


def rows(**columns: float) -> KeptAside:
    """Insults and clean comments, labelled for each attribute with the insults' label given."""
    labels = [[insulting] * 30 + [0.0] * 30 for insulting in columns.values()]
    return KeptAside(
        texts=INSULTS + CLEAN,
        attributes=tuple(columns),
        labels=np.array(labels, dtype=np.float32).T,
        natural=np.ones(60, dtype=np.bool_),
    )


def sentences() -> tuple[Sentence, ...]:
    """Two templates of each kind for a term and the background."""
    return tuple(
        Sentence(text=f"{template} {term}", toxic=toxic, term=term, group=group)
        for term, group in (("neighbour", BACKGROUND), ("Sikh", "religion"))
        for template, toxic in (
            ("Call that idiot a", True),
            ("Only an idiot is a", True),
            ("I am a", False),
            ("Here comes a", False),
        )
    )


def statements() -> tuple[Statement, ...]:
    """Two plain statements about each of twenty peoples."""
    return tuple(
        Statement(text=f"{template} folk{number:02}.", term=f"folk{number:02}", group="nation")
        for number in range(20)
        for template in ("I am of the", "Here live the")
    )


def ours(kept: KeptAside | str) -> Material:
    """A little material of our own beside what is kept aside."""
    cases = [Case(text=text, function="insult", hold=True) for text in INSULTS]
    cases += [Case(text=text, function="thanks", hold=False) for text in CLEAN]
    return Material(
        kept_aside=kept,
        sentences=sentences(),
        statements=statements(),
        cases=tuple(cases),
        insults=INSULTS[:12],
    )


def outcomes(gates: tuple[Gate, ...]) -> dict[str, Outcome]:
    """How each comparison went, by gate and attribute."""
    return {f"{gate.name} {gate.compared.partition(':')[0]}": gate.outcome for gate in gates}


def test_a_model_passes_against_itself() -> None:
    """Every gate, in order, with no difference at all."""
    gates = compare(
        FakeScorer(words=RUDE), FakeScorer(words=RUDE), ours(rows(TOXICITY=1, INSULT=1))
    )

    assert tuple(dict.fromkeys(gate.name for gate in gates)) == GATES
    assert {gate.outcome for gate in gates} == {Outcome.PASSED}
    assert {(gate.low, gate.high) for gate in gates} == {(0, 0)}


def test_a_model_that_hears_nothing_is_refused() -> None:
    """By quality, calibration, bias and functions; it catches nothing that could be disguised.

    Plain statements it stops no more than the other.
    """
    gates = compare(
        FakeScorer(words=DEAF), FakeScorer(words=RUDE), ours(rows(TOXICITY=1, INSULT=1))
    )

    found = outcomes(gates)

    assert found.pop("disguise share still caught in disguise") is Outcome.NOT_MEASURED
    assert found.pop("bias share of plain statements stopped, of 40") is Outcome.PASSED
    assert set(found.values()) == {Outcome.REFUSED}


def test_a_model_that_stops_plain_statements_is_refused_by_bias() -> None:
    """Though it ranks attacks above harmless sentences as well as before."""
    afraid = RUDE | {f"folk{number:02}": {"INSULT": 0.8} for number in range(10)}

    gates = compare(FakeScorer(words=afraid), FakeScorer(words=RUDE), ours(rows(TOXICITY=1)))

    (refused,) = [gate for gate in gates if gate.outcome is Outcome.REFUSED]
    assert (refused.name, refused.compared) == ("bias", "share of plain statements stopped, of 40")
    assert (refused.candidate, refused.current) == (0.5, 0)


def test_each_text_is_scored_once_by_each_model() -> None:
    """Also where it is kept aside, a case and an insult to disguise."""
    sides = CountingScorer(words=RUDE), CountingScorer(words=RUDE)

    compare(*sides, ours(rows(TOXICITY=1, INSULT=1)))

    assert {*sides[0].asked.values(), *sides[1].asked.values()} == {1}
    assert sides[0].asked.keys() == sides[1].asked.keys() >= {*INSULTS, *CLEAN}


@pytest.mark.parametrize("kept", [rows(TOXICITY=1, INSULT=1), "There are none."])
def test_an_attribute_that_the_candidate_lacks_is_refused(kept: KeptAside | str) -> None:
    """With or without data; the quality gate says which it is."""
    candidate = FakeScorer(words=RUDE, attributes=("TOXICITY",))

    gates = compare(candidate, FakeScorer(words=RUDE), ours(kept))

    (refused,) = [gate for gate in gates if gate.outcome is Outcome.REFUSED]
    assert (refused.name, refused.compared) == ("quality", "INSULT: ROC AUC")
    assert "does not have" in refused.remark


def test_an_attribute_that_only_the_candidate_has_is_no_matter() -> None:
    """There is nothing to compare it with."""
    current = FakeScorer(words=RUDE, attributes=("TOXICITY",))

    gates = compare(FakeScorer(words=RUDE), current, ours(rows(TOXICITY=1, INSULT=1)))

    assert {gate.outcome for gate in gates} == {Outcome.PASSED}
    assert not any("INSULT" in gate.compared for gate in gates)


def test_an_attribute_without_labels_is_not_measured() -> None:
    """Neither its quality nor its calibration: no label is in the configuration, or in a row."""
    current = FakeScorer(words=RUDE)

    unnamed = outcomes(compare(current, current, ours(rows(TOXICITY=1))))
    unknown = outcomes(compare(current, current, ours(rows(TOXICITY=1, INSULT=float("nan")))))

    assert unnamed["quality INSULT"] is Outcome.NOT_MEASURED
    assert unnamed["calibration INSULT"] is Outcome.NOT_MEASURED
    assert unknown["quality INSULT"] is Outcome.NOT_MEASURED
    assert unknown["quality TOXICITY"] is Outcome.PASSED


def test_models_without_toxicity_are_compared_on_what_they_have() -> None:
    """Bias and disguise are measured on TOXICITY."""
    spam = FakeScorer(words={"idiot": {"SPAM": 0.9}}, attributes=("SPAM",))

    found = outcomes(compare(spam, spam, ours(rows(SPAM=1))))

    assert found["quality SPAM"] is Outcome.PASSED
    assert found["bias worst BPSN AUC"] is Outcome.NOT_MEASURED
    assert found["bias share of plain statements stopped, of 40"] is Outcome.PASSED
    assert found["disguise share still caught in disguise"] is Outcome.NOT_MEASURED


def test_progress_is_told() -> None:
    """A line each thousand comments of each model, and one for each of the other steps."""
    told: list[str] = []

    compare(FakeScorer(), FakeScorer(), ours(rows(TOXICITY=1)), told.append)

    assert told[0] == "candidate, comments kept aside: 0 of 60"
    assert len(told) == 5


def test_what_is_kept_aside_are_the_test_rows_of_the_configurations_data() -> None:
    """As many as a dry run counts, with their labels."""
    kept = kept_aside(DATA / "tiny.toml", DATA)

    assert isinstance(kept, KeptAside)
    assert len(kept.texts) == len(kept.labels) == len(kept.natural) == 56
    assert kept.attributes[0] == "TOXICITY"


@pytest.mark.parametrize(
    ("config", "cause"),
    [
        ("tiny.toml", "comments.csv: There is no such file in elsewhere"),
        ("missing.toml", "There is no configuration at missing.toml"),
    ],
)
def test_without_data_or_configuration_it_is_said_what_was_not_measured_and_why(
    config: str, cause: str, tmp_path: Path
) -> None:
    """The other gates are; nothing tells where on this machine the data would be."""
    kept = kept_aside(DATA / config, tmp_path / "elsewhere")

    found = compare(FakeScorer(words=RUDE), FakeScorer(words=RUDE), ours(kept))

    assert kept == f"no comments were kept aside to measure on: {cause}"
    unmeasured = [gate for gate in found if gate.outcome is Outcome.NOT_MEASURED]
    assert [(gate.name, gate.compared.partition(": ")[2]) for gate in unmeasured] == [
        ("quality", "ROC AUC"),
        ("calibration", "calibration error"),
    ]
    assert all("TOXICITY, " in gate.compared for gate in unmeasured)
    assert {gate.remark for gate in unmeasured} == {kept}


def test_our_own_material_has_insults_without_disguise() -> None:
    """Hundreds of them, which ought to be held."""
    on = material(DATA / "tiny.toml", DATA)

    cases = {case.text: case for case in on.cases}
    assert len(on.insults) > 200
    assert all(cases[text].hold and text.isascii() for text in on.insults)
    assert not any(cases[text].function.startswith("disguise") for text in on.insults)
