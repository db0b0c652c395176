"""The configurations that come with the project say what their comments promise."""

import csv
from pathlib import Path

import numpy as np
import pytest

from training import config_file
from training.config import Config
from training.data import read
from training.split import arrange

ROOT = Path(__file__).parents[2]
CONFIGS = sorted({*(ROOT / "training").glob("*.toml")} - {ROOT / "training" / "evaluation.toml"})
KAGGLE_HEADER = "id,comment_text,toxic,severe_toxic,obscene,threat,insult,identity_hate"


def shipped(name: str) -> Config:
    """One of the configurations that come with the project."""
    return config_file.load(ROOT / "training" / f"{name}.toml")


def write_rows(path: Path, *rows: tuple[object, ...]) -> None:
    """A CSV file with a header, texts in quotes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_configuration_that_comes_with_the_project_has_no_faults(path: Path) -> None:
    """It loads, under the name of its file."""
    config = config_file.load(path)

    assert config.name == path.stem


def test_kaggles_file_is_read_as_it_is(tmp_path: Path) -> None:
    """Every column that is a label becomes its attribute, every row is natural, spam is unknown."""
    write_rows(
        tmp_path / "train.csv",
        tuple(KAGGLE_HEADER.split(",")),
        ("a0", 'A "quoted" word,\nand a second line', 1, 0, 1, 0, 1, 0),
        ("a1", "Another comment", 0, 0, 0, 0, 0, 0),
        ("a2", "A third", 1, 1, 1, 1, 1, 1),
        ("a3", "A fourth", 1, 1, 1, 1, 1, 1),
        ("a4", "A fifth", 0, 0, 0, 0, 0, 0),
    )

    read_rows, (report, made) = read(shipped("kaggle"), tmp_path)

    examples = [example for example in read_rows if example.source == 0]
    assert (report.rows, made.name) == (5, "own_sentences")
    assert len(examples) == 5
    assert len(read_rows) == 5 + made.rows
    assert all(example.natural for example in examples)
    assert examples[0].labels == {
        "TOXICITY": 1,
        "SEVERE_TOXICITY": 0,
        "PROFANITY": 1,
        "THREAT": 0,
        "INSULT": 1,
        "IDENTITY_ATTACK": 0,
    }


def test_a_newsrooms_decisions_become_labels(tmp_path: Path) -> None:
    """Published is 0, a rejection is what its reason says, and without a reason it is unknown."""
    decisions = (
        ("kept", "published", ""),
        ("insulting", "rejected", "abuse"),
        ("selling", "rejected", "advertising"),
        ("astray", "rejected", "off topic"),
        ("who knows why", "rejected", ""),
    )
    write_rows(
        tmp_path / "decisions.csv",
        ("text", "article", "decision", "reason"),
        *((f"{text} {n}", f"a{n}", *rest) for text, *rest in decisions for n in range(5)),
    )
    config = shipped("newsroom")

    rows = arrange(config, read(config, tmp_path)[0])

    known = dict(zip(rows.texts, np.nan_to_num(rows.labels, nan=-1).tolist(), strict=True))
    assert {text: known[f"{text} 3"] for text, *_ in decisions} == {
        "kept": [0, 0],
        "insulting": [1, 0],
        "selling": [0, 1],
        "astray": [0, 0],
        "who knows why": [-1, -1],
    }
