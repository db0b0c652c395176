"""`btl-train evaluate` as its user runs it, and the parts that it is made of."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from service.errors import ConfigError, TrainingDataError, TrainingFailedError
from service.moderation.artefact import load
from service.moderation.words import Scores
from training import config_file, peers
from training.card import write_card
from training.contenders import Contender, Kind, LineUp, line_up
from training.data import read
from training.evaluate import KEPT_ASIDE, KEPT_ASIDE_NATURAL, evaluate, kept_aside, trained_keys
from training.evaluation import Evaluation
from training.evaluation_sets import LabelledTexts, Sets, load_sets, read_sets
from training.mistakes import MOST, worst_mistakes
from training.renewal import renew
from training.split import Rows, arrange, key

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
TINY = config_file.load(DATA / "tiny.toml")
EVALUATE = [sys.executable, "-m", "training.cli", "evaluate", "--config", DATA / "tiny.toml"]
SETS = """
[[evaluation]]
name = "letters"
file = "letters.csv"
text = "text"
licence = "our own writing"
attributes = ["TOXICITY", "INSULT"]
label = { column = "rude", positive = ["yes"], negative = ["no"] }
peers = { Perspective = "elsewhere" }
natural = true

[[evaluation]]
name = "marked"
file = "marked.jsonl"
text = "text"
licence = "our own writing"
attributes = ["TOXICITY"]
spans = "places"

[[evaluation]]
name = "absent"
file = "absent.csv"
text = "text"
licence = "our own writing"
attributes = ["TOXICITY"]
label = { column = "rude" }
"""
LETTERS = [
    ("You are a pathetic idiot and everybody knows it.", "yes", "0.9"),
    ("Shut up, you stupid clown.", "yes", "0.8"),
    ("Thank you for the timetable of the new ferry.", "no", "0.1"),
    ("The council meets on Tuesday, not on Monday.", "no", "0.2"),
    ("Nobody could tell what this one is.", "unsure", "0.5"),
]
MARKED = [
    {"text": "What an idiot.", "places": [8, 9, 10, 11, 12]},
    {"text": "The bridge opens at noon.", "places": []},
]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The comments of our own writing, parted as training parts them."""
    return arrange(TINY, read(TINY, DATA)[0])


@pytest.fixture(scope="module")
def sets_folder(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> Path:
    """Two sets, the list of them and of a third that is absent; one letter was trained on."""
    folder = tmp_path_factory.mktemp("sets")
    trained = rows.texts[int(np.flatnonzero(~rows.test)[0])]
    write_sets(folder, [*LETTERS, (f"{trained.upper()} !!", "yes", "0.7")])
    return folder


@pytest.fixture(scope="module")
def version_folder(tmp_path_factory: pytest.TempPathFactory, tiny_models: Path) -> Path:
    """The folder of a version whose card may be renewed, among models of its own."""
    models = tmp_path_factory.mktemp("own") / "models"
    shutil.copytree(tiny_models, models)
    return models / (models / "current").read_text().strip()


@pytest.fixture(scope="module")
def evaluated(
    tmp_path_factory: pytest.TempPathFactory, version_folder: Path, sets_folder: Path
) -> tuple[Mapping[str, Any], str, str, Path]:
    """The evaluation, both outputs and the folder of one whole run that renews the card."""
    out = tmp_path_factory.mktemp("evaluation") / "new" / "folder"
    options = ["--models", version_folder.parent, "--out", out, "--card"]
    run = subprocess.run(
        [*EVALUATE, *with_sets(sets_folder), *options],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads((out / "evaluation.json").read_text()), run.stdout, run.stderr, out


def write_sets(folder: Path, letters: Sequence[tuple[str, str, str]]) -> None:
    """The files of the sets, and the file that lists them."""
    (folder / "sets.toml").write_text(SETS, encoding="utf-8")
    with (folder / "letters.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "rude", "elsewhere"), *letters])
    lines = [json.dumps(entries) for entries in MARKED]
    (folder / "marked.jsonl").write_text("\n".join(lines), encoding="utf-8")


def with_sets(folder: Path) -> list[str | Path]:
    """The options that name data and sets."""
    return ["--data", DATA, "--sets", folder / "sets.toml", "--sets-data", folder]


def bare_evaluation() -> Evaluation:
    """An evaluation that measured nothing."""
    return Evaluation(
        created="2026-11-25T10:30:00+00:00",
        candidate="2026-11-25-0000aaaa",
        current=None,
        configuration="tiny",
        scorers=(),
        sets=(),
        spans=None,
        calibration=(),
        bias={},
        statements={},
        disguise={},
        functions={},
        speed={},
        review_load=(),
        mistakes=(),
    )


def refused(*options: str | Path) -> str:
    """What `btl-train evaluate` says on standard error where it ends with status 1."""
    run = subprocess.run([*EVALUATE, *options], check=False, capture_output=True, text=True)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    return run.stderr


def contender(
    score: Callable[[str], float], *, name: str = "own", attributes: Sequence[str] = ("TOXICITY",)
) -> Contender:
    """A candidate that scores every attribute alike."""

    def score_all(texts: Sequence[str]) -> list[Scores]:
        return [dict.fromkeys(attributes, score(one)) for one in texts]

    return Contender(
        name=name,
        kind="candidate",
        attributes=tuple(attributes),
        score_all=score_all,
        score_one=score,
    )


def installed() -> list[str]:
    """The peers that are installed here, with their versions; none in a clean checkout."""
    return [peer.name for peer in peers.installed_peers()[0]]


def test_an_evaluation_has_every_part(evaluated: tuple[Mapping[str, Any], str, str, Path]) -> None:
    """Each under the key that the report reads, for the version that was named or is current."""
    evaluation, *_ = evaluated
    version = evaluation["candidate"]

    assert evaluation["format"] == 1
    assert evaluation["configuration"] == "tiny"
    assert evaluation["current"] == version
    assert [(one["name"], one["kind"]) for one in evaluation["scorers"]] == [
        (version, "candidate"),
        *((peer, "peer") for peer in installed()),
        ("Perspective", "peer"),
    ]
    for part in ("bias", "statements", "disguise", "functions", "speed"):
        assert list(evaluation[part]) == [version, *installed()]
    assert {one["attribute"] for one in evaluation["calibration"]} == {*TINY.attributes}
    assert {one["attribute"] for one in evaluation["mistakes"]} == {*TINY.attributes}
    assert evaluation["spans"]["set"] == "marked"
    assert evaluation["spans"]["rows"] == 2
    assert [one["set"] for one in evaluation["review_load"]] == [
        *[KEPT_ASIDE_NATURAL] * len(TINY.attributes),
        "letters",
    ]


def test_a_set_is_measured_without_what_was_trained_on_or_is_unknown(
    evaluated: tuple[Mapping[str, Any], str, str, Path],
) -> None:
    """Four of six letters are left; Perspective's own scores are measured beside the model's."""
    evaluation, _, told, _ = evaluated

    (letters,) = (one for one in evaluation["sets"] if one["name"] == "letters")

    assert (letters["rows"], letters["positive"], letters["attribute"]) == (4, 2, "TOXICITY")
    assert letters["figures"].keys() == {evaluation["candidate"], *installed(), "Perspective"}
    assert letters["figures"]["Perspective"]["auc"] == 1
    assert letters["scored"] == ["TOXICITY", "INSULT"]
    assert letters["left_out"] == {
        "rows": 6,
        "blank": 0,
        "unknown": 1,
        "repeated": 0,
        "trained": 1,
    }
    assert "letters: 1 of 5 texts are dropped, as they are trained on." in told


def test_what_is_left_out_is_said(evaluated: tuple[Mapping[str, Any], str, str, Path]) -> None:
    """A set without its file: on the console, and in the evaluation."""
    evaluation, _, told, _ = evaluated

    assert "absent is left out: there is no absent.csv in" in told
    assert any("absent is left out" in note for note in evaluation["notes"])


def test_a_version_beside_another_has_the_bounds_of_each_difference(rows: Rows) -> None:
    """Of rankings, calibration, bias, statements, disguise and functions; equal ones have none."""

    def named(name: str, kind: Kind, score: Callable[[str], float]) -> Contender:
        return replace(contender(score, name=name, attributes=TINY.attributes), kind=kind)

    def rude(text: str) -> float:
        return 0.9 if "idiot" in text.lower() or "stupid" in text.lower() else 0.1

    nothing = Sets(labelled=(), marked=(), notes=())
    pair = (named("own", "candidate", rude), named("old", "current", rude))

    found = evaluate(TINY, rows, nothing, LineUp(contenders=pair, current="old")).to_json()

    same = {"low": 0.0, "high": 0.0}
    for part in ("sets", "calibration"):
        assert [one["figures"]["own"]["difference"] for one in found[part]] == [same] * 7  # type: ignore[attr-defined]
        assert not any("difference" in one["figures"]["old"] for one in found[part])  # type: ignore[attr-defined]
    for part in ("bias", "statements", "disguise", "functions"):
        assert found[part]["own"]["difference"] == same  # type: ignore[index]
        assert "difference" not in found[part]["old"]  # type: ignore[index]


def test_every_figure_is_a_share_in_its_interval(
    evaluated: tuple[Mapping[str, Any], str, str, Path],
) -> None:
    """Of rankings and of calibration."""
    evaluation, *_ = evaluated
    figures = [
        (found, "auc") for one in evaluation["sets"] for found in one["figures"].values()
    ] + [(found, "brier") for one in evaluation["calibration"] for found in one["figures"].values()]

    assert len(figures) > 2 * len(TINY.attributes)
    for found, name in figures:
        assert 0 <= found[f"{name}_low"] <= found[name] <= found[f"{name}_high"] <= 1


def test_an_evaluation_agrees_with_the_manifest(
    evaluated: tuple[Mapping[str, Any], str, str, Path], tiny_models: Path
) -> None:
    """Training measured the rows kept aside as they stand; a few have a disguise that is undone."""
    evaluation, *_ = evaluated
    manifest = json.loads(next(tiny_models.glob("*/manifest.json")).read_text())
    version = evaluation["candidate"]

    found = {
        one["attribute"]: one["figures"][version]["auc"]
        for one in evaluation["sets"]
        if one["name"] == KEPT_ASIDE_NATURAL
    }

    for attribute, value in found.items():
        assert value == pytest.approx(manifest["metrics"][f"{attribute}/natural"]["auc"], abs=0.02)


def test_a_run_tells_a_table_and_writes_two_files(
    evaluated: tuple[Mapping[str, Any], str, str, Path],
) -> None:
    """Whole ones: nothing half-written is left."""
    evaluation, table, _, out = evaluated

    assert "AUC (95 % interval)" in table
    assert evaluation["candidate"] in table
    asked = evaluation["statements"][evaluation["candidate"]]
    assert f"({asked['stopped']} of {asked['asked']})" in table
    assert sorted(path.name for path in out.iterdir()) == ["evaluation.json", "report.html"]
    assert evaluation["candidate"] in (out / "report.html").read_text(encoding="utf-8")


def test_a_run_renews_the_card_where_it_is_asked_to(
    evaluated: tuple[Mapping[str, Any], str, str, Path], version_folder: Path, tiny_models: Path
) -> None:
    """It is what the manifest and the evaluation say, and the version still loads."""
    evaluation, told, *_ = evaluated

    card = (version_folder / "card.md").read_text(encoding="utf-8")

    before = (tiny_models / version_folder.name / "card.md").read_text(encoding="utf-8")
    assert card == write_card(load(version_folder).manifest, evaluation)
    assert "| letters | TOXICITY | 4 | 2 |" in card
    assert str(version_folder / "card.md") in told
    assert "--card" in before
    assert "| letters |" not in before


def test_renewing_a_card_again_changes_nothing(
    evaluated: tuple[Mapping[str, Any], str, str, Path],
    version_folder: Path,
    sets_folder: Path,
    tmp_path: Path,
) -> None:
    """A second run has the same figures, whenever it runs and however fast."""
    card = version_folder / "card.md"
    before = card.read_text(encoding="utf-8")
    options = ["--models", version_folder.parent, "--out", tmp_path, "--card"]

    subprocess.run([*EVALUATE, *with_sets(sets_folder), *options], check=True, capture_output=True)

    assert evaluated[0]["created"] not in before
    assert card.read_text(encoding="utf-8") == before


def test_the_card_of_a_version_of_other_files_is_left_alone(
    version_folder: Path, sets_folder: Path, tmp_path: Path
) -> None:
    """It may have learnt from the sets, which its card would call unknown to it."""
    folder = tmp_path / version_folder.name
    shutil.copytree(version_folder, folder)
    entries = json.loads((folder / "manifest.json").read_text())
    entries["sources"][0]["sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(entries))
    before = (folder / "card.md").read_text(encoding="utf-8")
    options = ["--models", tmp_path, "--out", tmp_path / "out", "--card"]

    told = refused(folder.name, *with_sets(sets_folder), *options)

    assert "trained on other files than these (own)" in told
    assert "--config" in told
    assert (folder / "card.md").read_text(encoding="utf-8") == before


def test_a_card_that_cannot_be_written_is_a_sentence(version_folder: Path, tmp_path: Path) -> None:
    """A folder stands in its place, and nothing half-written is left."""
    (tmp_path / "card.md" / "in the way").mkdir(parents=True)

    with pytest.raises(TrainingFailedError, match="card cannot be written") as raised:
        renew(tmp_path, load(version_folder).manifest, bare_evaluation())

    assert "make room" in raised.value.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["card.md"]


def test_a_version_that_is_not_there_is_a_sentence(sets_folder: Path, tmp_path: Path) -> None:
    """It names the version, and nothing is written."""
    told = refused("2020-01-01-00000000", *with_sets(sets_folder), "--out", tmp_path / "out")

    assert "version 2020-01-01-00000000 cannot be read" in told
    assert not (tmp_path / "out" / "evaluation.json").exists()


def test_missing_data_are_a_sentence(tiny_models: Path, tmp_path: Path) -> None:
    """It names the file and what to do."""
    told = refused("--data", tmp_path, "--models", tiny_models, "--out", tmp_path)

    assert "comments.csv: There is no such file" in told
    assert "--data" in told


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    """Before any work."""
    (tmp_path / "taken").write_text("")

    told = refused("--data", DATA, "--out", tmp_path / "taken")

    assert "--out" in told


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "marked"', 'name = "letters"', "a name of its own"),
        ('spans = "places"', "", "exactly one of label"),
        ('spans = "places"', 'spans = "places"\nnatrual = true', "not known here"),
        ('label = { column = "rude" }', 'spans = "places"', "One set may have spans"),
        ('file = "letters.csv"', 'file = "../letters.csv"', "inside the data folder"),
        ('column = "rude", positive', 'column = "rude", value = 1, positive', "exactly one of"),
    ],
)
def test_a_faulty_list_of_sets_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """With what is wrong and where."""
    path = tmp_path / "sets.toml"
    path.write_text(SETS.replace(old, new), encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        load_sets(path)

    assert any(fault in found.message for found in raised.value.faults)
    assert all("evaluation" in found.field for found in raised.value.faults)


@pytest.mark.parametrize("places", ["[99]", "[-1]", '["a"]', "[1.0]", "[true]", "7", "no", "[" * 9])
def test_characters_outside_their_text_are_refused(tmp_path: Path, places: str) -> None:
    """With the row and the remedy."""
    write_sets(tmp_path, LETTERS)
    line = json.dumps({"text": "What an idiot.", "places": places})
    (tmp_path / "marked.jsonl").write_text(line, encoding="utf-8")

    with pytest.raises(TrainingDataError, match="marked cannot be read") as raised:
        read_sets(load_sets(tmp_path / "sets.toml"), tmp_path, trained=frozenset())

    (fault,) = raised.value.faults
    assert "row 1" in fault.field
    assert "write the numbers" in fault.message


def test_the_sets_that_come_with_the_project_have_no_faults() -> None:
    """Each names what it is measured for."""
    sets = load_sets(ROOT / "training" / "evaluation.toml")

    assert len(sets) == 7
    assert all("TOXICITY" in one.attributes for one in sets)


def test_the_evaluation_page_tells_of_each_set() -> None:
    """By its name and its file."""
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")

    sets = load_sets(ROOT / "training" / "evaluation.toml")

    assert [one.name for one in sets if f"`{one.name}`" not in page] == []
    assert [one.file for one in sets if f"`{one.file}`" not in page] == []


def test_rows_kept_aside_were_not_trained_on(rows: Rows) -> None:
    """The sets of them and the keys of the others have no text in common."""
    trained = trained_keys(rows)

    aside = list(kept_aside(TINY, rows))

    assert [one.name for one in aside] == [KEPT_ASIDE_NATURAL] * len(TINY.attributes)
    assert trained
    assert not any(key(text) in trained for one in aside for text in one.texts)


def test_rows_that_are_not_all_natural_are_two_sets(rows: Rows) -> None:
    """All of them, and the natural ones."""
    half = np.arange(len(rows.texts)) % 2 == 0
    mixed = Rows(
        texts=rows.texts,
        sources=rows.sources,
        labels=rows.labels,
        weights=rows.weights,
        natural=half,
        found=rows.found,
        test=rows.test,
        fold=rows.fold,
        repeated=0,
        disagreeing=0,
    )

    every, natural, *_ = kept_aside(TINY, mixed)

    assert (every.name, natural.name) == (KEPT_ASIDE, KEPT_ASIDE_NATURAL)
    assert (every.natural, natural.natural) == (False, True)
    assert set(natural.texts) < set(every.texts)


def test_each_text_is_scored_once(rows: Rows) -> None:
    """However many sets and probes it stands in."""
    scored: list[str] = []

    def score(text: str) -> float:
        scored.append(text)
        return (len(text) % 97) / 97

    own = Contender(
        name="own",
        kind="candidate",
        attributes=TINY.attributes,
        score_all=lambda texts: [dict.fromkeys(TINY.attributes, score(one)) for one in texts],
        score_one=lambda _: None,
    )

    nothing = Sets(labelled=(), marked=(), notes=())
    found = evaluate(TINY, rows, nothing, LineUp(contenders=(own,), current=None))

    assert len(scored) == len(set(scored)) > 5_000
    assert found.to_json()["current"] is None
    assert found.to_json()["spans"] is None


def test_the_highest_of_a_sets_attributes_is_its_score() -> None:
    """Of those that a scorer has; a scorer that has none has no figures."""
    scores = {"TOXICITY": 0.2, "IDENTITY_ATTACK": 0.7}
    own = Contender(
        name="own",
        kind="candidate",
        attributes=("TOXICITY", "IDENTITY_ATTACK"),
        score_all=lambda texts: [scores for _ in texts],
        score_one=lambda _: None,
    )

    both = own.column(["a", "b"], ["TOXICITY", "IDENTITY_ATTACK", "THREAT"])
    none = own.column(["a", "b"], ["SPAM"])

    assert both is not None
    assert both.tolist() == [0.7, 0.7]
    assert none is None


def test_the_worst_mistakes_are_told_worst_first() -> None:
    """Positive texts with low scores, and negative ones with high scores."""
    texts = tuple(f"{number:03}" for number in range(100))
    labels = np.array([float(number % 2) for number in range(100)])
    one = LabelledTexts(name="numbers", attributes=("TOXICITY",), texts=texts, labels=labels)

    (found,) = worst_mistakes(contender(lambda text: int(text) / 100), [one, one])

    assert [mistake.text for mistake in found.missed[:2]] == ["001", "003"]
    assert [mistake.text for mistake in found.false[:2]] == ["098", "096"]
    assert len(found.missed) == len(found.false) == MOST
    assert found.missed[0].set == "numbers"


def test_a_very_long_mistake_is_cut() -> None:
    """A page of quotations helps nobody."""
    one = LabelledTexts(
        name="long", attributes=("TOXICITY",), texts=("x" * 5_000,), labels=np.ones(1)
    )

    (found,) = worst_mistakes(contender(lambda _: 0.1), [one])

    assert found.missed[0].text == "x" * 999 + "…"


def test_without_a_current_version_the_candidate_stands_alone(
    tiny_models: Path, tmp_path: Path
) -> None:
    """And it is said why."""
    (version,) = (path.name for path in tiny_models.iterdir() if path.is_dir())
    (tmp_path / version).symlink_to(tiny_models / version)

    found = line_up(tmp_path, version)

    assert (found.current, len(found.contenders)) == (None, 1)
    assert "no current version to compare with" in found.notes[0]


def test_a_version_marks_words_and_reads_as_it_stands(tiny_models: Path) -> None:
    """Its contender does what the service does; plain text has no disguise to undo."""
    candidate = line_up(tiny_models, None).candidate
    text = "You are a pathetic idiot."

    assert candidate.spans is not None
    assert candidate.as_it_stands is not None
    assert candidate.as_it_stands(text) == pytest.approx(candidate.toxicity(text), abs=1e-6)
    assert any(text[span.begin : span.end] == "idiot" for span in candidate.spans(text))


def test_peers_that_are_installed_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins with the peers' own calls: one gives probabilities, one knows a list of words."""

    class Profanity:
        """What better-profanity does, with words that know how they may be spelt."""

        def __init__(self) -> None:
            self.CENSOR_WORDSET: list[str] = ["oaf", "dolt"]

        def contains_profanity(self, text: str) -> bool:
            """Whether one of the words stands in the text."""
            return any(word in self.CENSOR_WORDSET for word in text.lower().split())

    monkeypatch.setattr(peers, "version", lambda _: "1.2.3")
    stand_ins = {
        "profanity_check": SimpleNamespace(predict_prob=lambda texts: np.full(len(texts), 0.25)),
        "better_profanity.better_profanity": SimpleNamespace(Profanity=Profanity),
    }
    for name, module in stand_ins.items():
        monkeypatch.setitem(sys.modules, name.partition(".")[0], SimpleNamespace())
        monkeypatch.setitem(sys.modules, name, module)

    (linear, listed), absent = peers.installed_peers()

    assert absent == []
    assert linear.name == "alt-profanity-check 1.2.3"
    assert [linear.toxicity("a"), linear.holds("a")] == [0.25, False]
    assert listed.name == "better-profanity 1.2.3"
    assert [listed.toxicity(text) for text in ("You OAF", "You oat", "")] == [1, 0, 0]
    assert listed.holds("dolt")


def test_peers_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said so."""
    for name in ("profanity_check", "better_profanity", "better_profanity.better_profanity"):
        monkeypatch.setitem(sys.modules, name, None)

    found, absent = peers.installed_peers()

    assert found == []
    assert [sentence.split()[0] for sentence in absent] == [
        "alt-profanity-check",
        "better-profanity",
    ]
