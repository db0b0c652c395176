"""The model card: its sections, what an evaluation adds, and what it owns up to."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.moderation.artefact import Manifest, current_version, load
from training.card import write_card
from training.card_prose import KNOWN
from training.config import Balance

ROOT = Path(__file__).parents[2]
VERSION = "2026-11-25-0000aaaa"
SECTIONS = [
    "Model details",
    "Intended use",
    "Factors",
    "Metrics",
    "Evaluation data",
    "Training data",
    "Quantitative analyses",
    "Ethical considerations",
    "Caveats and recommendations",
    "What changed",
]


def measured(positive: int) -> dict[str, object]:
    """The figures of one attribute on rows kept aside."""
    return {
        "rows": 900,
        "positive": positive,
        "auc": 0.9123,
        "auc_low": 0.9,
        "auc_high": 0.92,
        "average_precision": 0.7,
        "brier": 0.03,
        "ece": 0.01,
    }


def manifest(**changes: object) -> Manifest:
    """A version of two attributes and two sources; name an entry to change it."""
    plain = Manifest(
        format=2,
        version=VERSION,
        sha256="0000aaaa" * 8,
        created="2026-11-25T10:00:00+00:00",
        libraries={"python": "3.11.7", "scikit-learn": "1.9.1"},
        features={
            "bits": 14,
            "word_min": 1,
            "word_max": 2,
            "character_min": 3,
            "character_max": 6,
        },
        attributes=("TOXICITY", "SPAM"),
        sources=(
            {"name": "stormfront", "rows": 20, "licence": "CC BY-SA 3.0"},
            {"name": "decisions", "rows": 10, "licence": "our own"},
        ),
        counts={"texts": 29, "test": 7, "natural": 10, "repeated": 1, "disagreeing": 0},
        seed=1,
        metrics={"TOXICITY/natural": measured(60), "SPAM/natural": None},
        golden=(),
        perspective={},
        git_commit=None,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def ranked(name: str, auc: float, **others: float) -> dict[str, Any]:
    """A set with the AUC of the version, and of others by name."""
    figures = {
        scorer: {
            "auc": value,
            "auc_low": value - 0.01,
            "auc_high": value + 0.01,
            "average_precision": 0.5,
        }
        for scorer, value in {VERSION: auc, **others}.items()
    }
    entry = {"name": name, "attribute": "TOXICITY", "rows": 1_500, "positive": 30}
    return {**entry, "figures": figures}


def term(name: str, group: str, bpsn: float, bnsp: float) -> dict[str, object]:
    """One identity term with its AUCs."""
    aucs = {"subgroup_auc": 0.99, "bpsn_auc": bpsn, "bnsp_auc": bnsp}
    return {"term": name, "group": group, "positive": 4, "negative": 4, **aucs}


def function(name: str, passed: int) -> dict[str, object]:
    """One function of ten cases that should be held."""
    counts = {"cases": 10, "passed": passed, "rate": passed / 10}
    return {"name": name, "group": "g", "hold": True, "reason": f"{name} hurts.", **counts}


def evaluation(**changes: object) -> dict[str, Any]:
    """What ``evaluation.json`` holds, as far as a card tells it; name a part to change it."""
    bias = {
        "background_auc": 0.98,
        "terms": [
            term("sailor", "trade", 0.97, 0.96),
            term("baker", "trade", 0.98, 0.95),
            term("dane", "nation", 0.91, 0.99),
        ],
        "worst": {"bpsn_auc": {"term": "dane", "value": 0.91}},
        "mean": {"subgroup_auc": 0.99, "bpsn_auc": 0.94, "bnsp_auc": 0.96},
    }
    disguise = {
        "threshold": 0.4,
        "caught": 50,
        "kinds": [
            {"kind": "leet", "kept": 0.98, "low": 0.95, "high": 1.0},
            {"kind": "zero_width", "kept": 0.45, "low": 0.4, "high": 0.5},
        ],
        "worst": {"kind": "zero_width", "kept": 0.45},
        "clean_held": 0.02,
        "clean_held_as_it_stands": 0.015,
    }
    functions = {"mean": 0.6, "tested": [function("mockery", 9), function("irony", 3)]}
    return {
        "format": 1,
        "created": "2026-11-25T10:30:00+00:00",
        "candidate": VERSION,
        "scorers": [
            {"name": VERSION, "kind": "candidate"},
            {"name": "older", "kind": "current"},
            {"name": "Perspective", "kind": "peer"},
        ],
        "sets": [
            ranked("kept aside", 0.88),
            ranked("olid_test", 0.86, older=0.72, Perspective=0.93),
            ranked("ethos_binary", 0.75),
        ],
        "spans": {
            "set": "toxic_spans_trial",
            "rows": 107,
            "figures": {VERSION: {"f1": 0.66, "f1_low": 0.6, "f1_high": 0.7}},
        },
        "calibration": [],
        "bias": {VERSION: bias},
        "disguise": {VERSION: disguise},
        "functions": {VERSION: functions},
        "speed": {VERSION: {"p50_ms": 0.3}},
        **changes,
    }


def headings(card: str) -> list[str]:
    """The titles of all sections."""
    return re.findall(r"^## (.*)$", card, re.MULTILINE)


def section(card: str, title: str, marks: str = "##") -> str:
    """What stands under one heading."""
    rest = card.partition(f"\n{marks} {title}\n")[2]
    return re.split(rf"^#{{2,{len(marks)}}} ", rest, flags=re.MULTILINE)[0]


def rows(part: str) -> Iterator[list[str]]:
    """The cells of each line of the tables in a part."""
    for line in part.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


@pytest.mark.parametrize("found", [None, evaluation()], ids=["before", "after"])
def test_the_sections_are_those_of_model_cards_in_order(found: dict[str, Any] | None) -> None:
    """Before and after an evaluation, each with something in it."""
    card = write_card(manifest(), found)

    assert card.startswith(f"# Model {VERSION}\n")
    assert headings(card) == SECTIONS
    assert all(section(card, title).strip() for title in SECTIONS)


def test_without_an_evaluation_the_card_says_what_to_run() -> None:
    """And tells no figure that nobody has measured."""
    found = section(write_card(manifest()), "Quantitative analyses")

    assert "Not measured for this version: other people's sets" in found
    assert f"btl-train evaluate {VERSION} --config " in found
    assert "--card" in found
    assert "### By group" not in found


def test_with_an_evaluation_the_card_says_nothing_of_what_is_missing() -> None:
    """No part is called unmeasured."""
    assert "Not measured for this version" not in write_card(manifest(), evaluation())


def test_the_figures_of_training_stay() -> None:
    """By attribute, with what could not be measured."""
    card = write_card(manifest(), evaluation())

    lines = list(rows(section(card, "By attribute, on texts kept aside", "###")))

    assert ["TOXICITY/natural", "900", "60", "0.9123 (0.9 to 0.92)", "0.7", "0.03", "0.01"] in lines
    assert ["SPAM/natural", "one side only: not measured", *[""] * 5] in lines


def test_other_peoples_sets_stand_beside_others_scorers() -> None:
    """Not the rows kept aside, which stand above, and not another version of ours."""
    part = section(write_card(manifest(), evaluation()), "On other people's sets", "###")

    lines = list(rows(part))[2:]

    first = ["olid_test", "TOXICITY", "1,500", "30", "0.860 (0.850 to 0.870)", "0.500"]
    assert lines[0] == [*first, "Perspective 0.930"]
    assert [line[0] for line in lines] == ["olid_test", "ethos_binary"]
    assert lines[1][-1] == "none"
    assert "character F1 0.660 (0.600 to 0.700)" in part


def test_what_is_not_reached_is_owned_up_to() -> None:
    """Each target with its figure and its bound; what is reached is counted."""
    part = section(write_card(manifest(), evaluation()), "What is asked of a version", "###")

    missed = {line[0]: line[1:] for line in list(rows(part))[2:]}

    assert part.startswith("\n2 of the 6 figures that were measured reach")
    assert missed["AUC, ETHOS"] == ["0.750", "at least 0.800"]
    assert missed["Bias, BPSN AUC of the worst term"] == ["0.910", "at least 0.930"]
    assert "AUC, OLID" not in missed


def test_each_group_has_its_worst_terms_the_worst_group_first() -> None:
    """One for each of both measures."""
    part = section(write_card(manifest(), evaluation()), "By group", "###")

    assert list(rows(part))[2:] == [
        ["nation", "1", "0.910 (dane)", "0.990 (dane)"],
        ["trade", "2", "0.970 (sailor)", "0.950 (baker)"],
    ]


def test_the_terms_whose_plain_statements_are_stopped_are_named_the_worst_first() -> None:
    """With the share of all and its interval; those of which none is stopped are not."""
    counts = {"sailor": 0, "baker": 1, "dane": 3}
    terms = [
        {"term": name, "group": "g", "asked": 5, "stopped": stopped, "low": 0.1, "high": 0.9}
        for name, stopped in counts.items()
    ]
    found = {"asked": 15, "stopped": 4, "share": 0.267, "share_low": 0.1, "share_high": 0.5}
    given = evaluation(statements={VERSION: {**found, "terms": terms}})

    part = section(write_card(manifest(), given), "Plain statements of who people are", "###")

    assert "Of 15 statements" in part
    assert "stops 4:\n0.267 (0.100 to 0.500)" in part
    assert list(rows(part))[2:] == [
        ["dane", "g", "3 of 5", "0.100 to 0.900"],
        ["baker", "g", "1 of 5", "0.100 to 0.900"],
    ]


def test_disguises_that_hide_are_named() -> None:
    """The others only have their lowest figure, and the clean are not forgotten."""
    part = section(write_card(manifest(), evaluation()), "In disguise", "###")

    assert list(rows(part))[2:] == [["zero width", "0.450 (0.400 to 0.500)"]]
    assert "Of each other kind (1 of 2), at least 0.980 are still caught." in part
    assert "clean comments 2.0 % are held, and 1.5 % would be" in part


def test_functions_that_mostly_fail_are_named_with_their_reason() -> None:
    """Those under one half, and no others."""
    part = section(write_card(manifest(), evaluation()), "By function", "###")

    assert list(rows(part))[2:] == [["irony", "hold", "3 of 10", "0.300", "irony hurts."]]
    assert "The mean rate of 2 functions is 0.600. 1 of them under 0.500:" in part


def test_parts_that_were_not_measured_are_called_so() -> None:
    """An evaluation without sets, groups, disguises and functions."""
    bare = evaluation(sets=[], spans=None, bias={}, disguise={}, functions={})

    card = write_card(manifest(), bare)

    for title in ("By group", "Plain statements of who people are", "In disguise", "By function"):
        assert section(card, title, "###").strip() == "Not measured."
    assert "None of the sets was measured." in card


def test_a_card_does_not_depend_on_when_it_was_measured() -> None:
    """Nor on how fast the machine was that day."""
    later = evaluation(created="2027-01-01T00:00:00+00:00", speed={VERSION: {"p50_ms": 9.0}})

    assert write_card(manifest(), later) == write_card(manifest(), evaluation())


@pytest.mark.parametrize(
    ("changes", "told"),
    [("\nOne more source.\n", "One more source."), (None, "The configuration does not say.")],
)
def test_what_changed_ends_the_card(changes: str | None, told: str) -> None:
    """As the configuration has it."""
    assert write_card(manifest(changes=changes)).endswith(f"## What changed\n\n{told}\n")


def test_attributes_of_which_little_is_known_are_named() -> None:
    """Those without natural rows of both sides, and those with few positive ones."""
    few = {"TOXICITY/natural": measured(49), "SPAM/natural": None}

    told = section(write_card(manifest(metrics=few)), "Caveats and recommendations")
    many = section(write_card(manifest()), "Caveats and recommendations")

    assert "both sides of SPAM" in told
    assert "soft, for TOXICITY (49)" in told
    assert "soft" not in many


def test_a_bar_in_a_cell_ends_no_cell() -> None:
    """A licence is free text."""
    strange = ({"name": "own", "rows": 1, "licence": "MIT | none\nat all"},)

    lines = list(rows(section(write_card(manifest(sources=strange)), "Training data")))

    assert lines[2][:3] == ["own", "1", r"MIT \| none at all"]


def test_every_public_source_is_described() -> None:
    """All that a shipped configuration reads or makes, but for a newsroom's own."""
    names = {*Balance(holisticbias="folder").weights}
    for name in ("default", "kaggle"):
        config = tomllib.loads((ROOT / "training" / f"{name}.toml").read_text(encoding="utf-8"))
        names |= {source["name"] for source in config["sources"]}

    assert names == KNOWN.keys()


def test_the_shipped_version_has_a_card_of_its_manifest() -> None:
    """Also where it was written before there was anything to say on changes."""
    models = ROOT / "models"
    shipped = load(models / current_version(models)).manifest

    card = write_card(shipped)

    assert headings(card) == SECTIONS
    assert all(str(source["licence"]) in card for source in shipped.sources)
