"""The command ``btl``, but for ``serve``, which has a file of its own under tests/http."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service import cli
from service.moderation.policy import DEFAULT_POLICY
from service.settings import SETTINGS
from service.testing import FakeScorer


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests, and a fake in place of a model."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setattr(cli, "load_scorer", lambda _, **__: FakeScorer())


def run(*arguments: str, given: bytes = b"", models: Path | None = None) -> Result:
    """Run the command."""
    environment = {"BTL_MODELS": str(models)} if models is not None else {}
    return CliRunner().invoke(cli.main, list(arguments), input=given, env=environment)


def verdicts(done: Result) -> list[dict[str, object]]:
    """The lines on the standard output."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_texts_are_scored_in_order() -> None:
    """One JSON line each, with what POST would answer."""
    done = run("score", "hello", "you idiot")

    assert done.exit_code == 0
    assert [verdict["action"] for verdict in verdicts(done)] == ["publish", "reject"]
    assert "spans" not in verdicts(done)[0]


def test_explain_and_attribute_are_passed_on() -> None:
    """As in the request."""
    done = run("score", "--explain", "--attribute", "INSULT", "you idiot")

    (verdict,) = verdicts(done)
    assert verdict["scores"] == {"INSULT": 0.85}
    assert verdict["spans"]


def test_standard_input_has_one_comment_a_line() -> None:
    """With ``--file -``."""
    done = run("score", "--file", "-", given=b"hello\r\nyou idiot\n")

    assert [verdict["action"] for verdict in verdicts(done)] == ["publish", "reject"]


def test_a_bad_line_is_reported_and_the_others_are_scored() -> None:
    """By number, with the remedy; the status says that something was wrong."""
    done = run("score", "--file", "-", given=b"hello\n\nyou idiot\n\xff\n")

    assert done.exit_code == 1
    assert len(verdicts(done)) == 2
    assert done.stderr.splitlines() == [
        "line 2: text: Please enter your comment!",
        "line 4: This is not UTF-8: look at byte 1.",
    ]


def test_json_lines_are_known_by_their_name(tmp_path: Path) -> None:
    """Or by ``--json``."""
    lines = tmp_path / "comments.jsonl"
    lines.write_text('{"text": "you idiot", "language": "en"}\n{"txet": "a"}\n')

    done = run("score", "--file", str(lines))

    assert [verdict["language"] for verdict in verdicts(done)] == ["en"]
    assert "line 2: text: Please enter your comment!" in done.stderr
    assert "line 2: txet: There is no such field; did you mean text?" in done.stderr


def test_standard_input_can_have_json_lines() -> None:
    """It has no name to know them by."""
    done = run("score", "--json", "--file", "-", given=b'{"text": "hello"}\nhello\n')

    assert done.exit_code == 1
    assert len(verdicts(done)) == 1
    assert "line 2: This is not valid JSON" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("score",),
        ("score", "--file", "-", "hello"),
        ("score", "--attribute", "WIT", "hello"),
        ("score", "--file", "no-such-file"),
    ],
    ids=["neither", "both", "unknown attribute", "no such file"],
)
def test_a_command_that_makes_no_sense_does_nothing(arguments: tuple[str, ...]) -> None:
    """Status 2, and what to do."""
    done = run(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_without_a_model_nothing_is_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 2, and the sentence that says what to do."""
    monkeypatch.undo()

    done = run("score", "hello", models=tmp_path)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_wrong_settings_stop_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all faults."""
    monkeypatch.setenv("BTL_PORT", "http")
    monkeypatch.setenv("BTL_WORKER", "2")

    done = run("score", "hello")

    assert done.exit_code == 2
    assert "BTL_PORT" in done.stderr
    assert "BTL_WORKERS" in done.stderr


def test_check_prints_the_settings_and_the_model() -> None:
    """All that is in force."""
    done = run("check")

    assert done.exit_code == 0
    assert all(setting.variable in done.stdout for setting in SETTINGS)
    assert "fake-1" in done.stdout
    assert "TOXICITY, INSULT" in done.stdout
    assert ["path", "fake"] in map(str.split, done.stdout.splitlines())
    assert DEFAULT_POLICY.version in done.stdout.splitlines()[-3]


def test_check_prints_a_name_and_a_value_on_each_line() -> None:
    """Also for a setting that is empty, as scripts read it."""
    done = run("check")

    assert all(len(line.split(maxsplit=1)) == 2 for line in done.stdout.splitlines())


def test_check_fails_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 1, after the settings."""
    monkeypatch.undo()

    done = run("check", models=tmp_path)

    assert done.exit_code == 1
    assert "BTL_PORT" in done.stdout
    assert done.stderr


def test_docs_writes_the_reference(tmp_path: Path) -> None:
    """Both documents."""
    done = run("docs", "--to", str(tmp_path))

    assert done.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"openapi.json", "settings.md"}
