"""``btl compare``: old scores beside ours, and the threshold that holds as many comments."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from service.batch.comparison import compare
from service.batch.old_scores import Columns, read_old_scores
from service.cli import main
from service.errors import OldScoresError
from service.moderation.view import View

PLAIN = View([[1e-6, 1e-6], [1 - 1e-6, 1 - 1e-6]])
NAMES = ("TOXICITY", "INSULT")


def test_scores_that_are_the_same_need_no_other_threshold() -> None:
    """All agree, and the threshold that holds as many holds the same."""
    scores = np.linspace(0.001, 0.999, 999)

    found = compare("TOXICITY", tuple(scores), scores, PLAIN, thresholds=[0.8])

    (at,) = found.thresholds
    assert found.spearman == pytest.approx(1)
    assert (at.agree, at.still) == (1, 1)
    assert at.old_held == at.held
    assert (scores > at.instead).mean() == at.old_held
    assert at.interval[0] <= at.instead <= at.interval[1]


def test_the_threshold_instead_holds_as_many_as_before() -> None:
    """Whatever became of the scale, with the natural-prior probability that it stands for."""
    draw = np.random.default_rng(1)
    old = draw.random(2_000)
    ours = old**3
    view = View([[0.001, 0.01], [0.5, 0.9]])

    found = compare("TOXICITY", tuple(old), ours, view, thresholds=[0.9])

    (at,) = found.thresholds
    assert (ours > at.instead).mean() == at.old_held
    assert at.instead == pytest.approx(0.9**3, abs=0.01)
    assert at.natural == view.natural(at.instead)
    assert at.held < at.old_held


def test_comments_without_an_old_score_do_not_count() -> None:
    """Nor does a threshold that nobody reached break anything."""
    found = compare("X", (0.1, float("nan"), 0.2), np.array([0.3, 0.9, 0.4]), PLAIN, thresholds=[1])

    (at,) = found.thresholds
    assert found.comments == 2
    assert at.old_held == 0
    assert np.isnan([at.still, at.instead, at.natural, *at.interval]).all()


CSV = "id,text,TOXICITY,insult\n1,you idiot,0.9,\n2,hello,0.1,0.2\n"
LINES = "\n".join(
    json.dumps(
        {
            "comment": {"text": text},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": score}}},
        }
    )
    for text, score in (("you idiot", 0.9), ("hello", 0.1))
)


@pytest.mark.parametrize(("name", "content"), [("a.csv", CSV), ("a.jsonl", LINES)])
@pytest.mark.parametrize("packed", [False, True])
def test_files_are_read_in_every_form(
    tmp_path: Path, name: str, content: str, *, packed: bool
) -> None:
    """The columns are found by their names."""
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())

    old = read_old_scores(path, Columns(scores={}), NAMES)

    assert old.texts == ("you idiot", "hello")
    assert old.scores["TOXICITY"] == (0.9, 0.1)
    assert old.faults == ()


def test_columns_may_be_named(tmp_path: Path) -> None:
    """Where nobody could guess them."""
    path = tmp_path / "a.csv"
    path.write_text("words;,words,tox\nx,you idiot,0.9\n")

    old = read_old_scores(path, Columns(text="words", scores={"TOXICITY": "tox"}), NAMES)

    assert (old.texts, old.scores) == (("you idiot",), {"TOXICITY": (0.9,)})


def test_rows_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    """With their numbers and what is wrong."""
    path = tmp_path / "a.csv"
    path.write_text("text,toxicity\n,0.5\nhello,high\nhello,1.5\nhello,\nhello,0.5\n")

    old = read_old_scores(path, Columns(scores={}), NAMES)

    assert [fault.field for fault in old.faults] == ["row 1", "row 2", "row 3", "row 4"]
    assert (old.rows, old.scores["TOXICITY"]) == ((5,), (0.5,))


def test_a_column_without_any_score_is_left_out(tmp_path: Path) -> None:
    """Exports have columns for attributes that nobody asked for."""
    path = tmp_path / "a.csv"
    path.write_text("text,toxicity,insult\nhello,0.5,\nbye,0.4,\n")

    old = read_old_scores(path, Columns(scores={}), NAMES)

    assert old.scores.keys() == {"TOXICITY"}


def test_a_gzip_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    """As one that cannot be read."""
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode() * 99)[:-12])

    with pytest.raises(OldScoresError, match="cannot be read"):
        read_old_scores(path, Columns(scores={}), NAMES)


def test_the_file_itself_is_never_written_over(tiny_models: Path, tmp_path: Path) -> None:
    """It may be the only export there is; nor is anything scored for a folder that is not there."""
    path = tmp_path / "a.csv"
    path.write_text(CSV)

    done = [run(tiny_models, path, "--out", out) for out in (path, tmp_path / "no" / "out.csv")]

    assert [one.exit_code for one in done] == [1, 1]
    assert all("cannot be written" in one.output for one in done)
    assert path.read_text() == CSV


@pytest.mark.parametrize(
    ("content", "columns", "words"),
    [
        ("a,b\n1,2\n", Columns(scores={}), "no column of texts: name it with --text"),
        ("text,b\nx,2\n", Columns(scores={}), "no column of old scores: name them with --score"),
        ("text,b\nx,0.2\n", Columns(scores={"TOXICITY": "c"}), "has no column c; it has text, b"),
        ("", Columns(scores={}), "no column of texts"),
        ("text,toxicity\nx,high\n", Columns(scores={}), "has no comment with an old score"),
        ("text,toxicity\n\xff", Columns(scores={}), "cannot be read"),
    ],
)
def test_a_file_without_old_scores_is_refused(
    tmp_path: Path, content: str, columns: Columns, words: str
) -> None:
    """With what to name."""
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode("latin-1"))

    with pytest.raises(OldScoresError, match=words):
        read_old_scores(path, columns, NAMES)


def run(models: Path, *arguments: object) -> Result:
    """Run ``btl compare``."""
    environment = {"BTL_MODELS": str(models)}
    return CliRunner().invoke(main, ["compare", *map(str, arguments)], env=environment)


def test_the_command_prints_a_table_and_writes_both_scores(
    tiny_models: Path, tmp_path: Path
) -> None:
    """Without a text in either."""
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text(CSV)

    done = run(tiny_models, path, "--threshold", 0.5, "--out", out)

    assert done.exit_code == 0, done.output
    assert "TOXICITY: 2 comments" in done.output
    assert "0.500" in done.output
    lines = out.read_text().splitlines()
    assert lines[0] == "row,TOXICITY old,TOXICITY new,INSULT old,INSULT new"
    assert lines[1].startswith("1,0.9,")
    assert "idiot" not in done.output + out.read_text()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--score", "TOXICITY"], "--score takes ATTRIBUTE=COLUMN"),
        (["--score", "NOISE=TOXICITY"], "The model has no NOISE"),
        (["--text", "words"], "has no column words"),
        (["--threshold", 2], "0<=x<=1"),
        (["--threshold", "nan"], "A threshold is no number"),
    ],
)
def test_the_command_tells_what_is_wrong(
    tiny_models: Path, tmp_path: Path, options: list[object], words: str
) -> None:
    """And fails."""
    path = tmp_path / "a.csv"
    path.write_text(CSV)

    done = run(tiny_models, path, *options)

    assert done.exit_code != 0
    assert words in done.output


def test_comments_in_other_languages_are_left_out(tiny_models: Path, tmp_path: Path) -> None:
    """As they are not scored where the service runs; the command says how many."""
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    german = "Das ist doch alles nur Unsinn, was der Minister da erz\u00e4hlt hat."
    path.write_text(f'{CSV}3,"{german}",0.95,\n', encoding="utf-8")

    done = run(tiny_models, path, "--out", out)

    assert done.exit_code == 0, done.output
    assert "Left out: 1 comments" in done.output
    assert len(out.read_text().splitlines()) == len(CSV.splitlines())


def test_a_file_of_other_languages_alone_is_refused(tiny_models: Path, tmp_path: Path) -> None:
    """There is nothing to compare then."""
    path = tmp_path / "a.csv"
    path.write_text("text,toxicity\nIch habe das schon gestern in der Zeitung gelesen,0.2\n")

    done = run(tiny_models, path)

    assert done.exit_code == 1
    assert "no comment in a language that the model knows" in done.output
