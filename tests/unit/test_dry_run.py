"""``btl review``: what another policy would change."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service import cli
from service.testing import FakeScorer

COMMENTS = [
    {"text": "Thank you."},
    {"text": "That is stupid."},
    {"text": "You idiot."},
    {"text": "See a.example and b.example"},
    {"text": "Thank you.", "article": {"section": "obituaries"}},
    {"text": "That is stupid.", "policy": "strict"},
]


@pytest.fixture(autouse=True)
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real model is needed to decide."""
    monkeypatch.setattr(cli, "load_scorer", lambda *_, **__: FakeScorer())


def review(tmp_path: Path, policy: str, *options: str, lines: list[str] | None = None) -> Result:
    """Run the command on the comments."""
    (tmp_path / "new.toml").write_text(policy, encoding="utf-8")
    source = tmp_path / "comments.jsonl"
    source.write_text("\n".join(lines or map(json.dumps, COMMENTS)), encoding="utf-8")
    chosen = ["review", "--policy", str(tmp_path / "new.toml"), str(source), *options]
    return CliRunner().invoke(cli.main, chosen)


def test_every_comment_is_decided_by_the_policy_in_force_and_by_the_new_one(tmp_path: Path) -> None:
    """The table has each comment once; those of a section are counted by their own policy."""
    done = review(tmp_path, "[links]\nhold = 2\n[thresholds.TOXICITY]\nhold = 0.6\nreject = 0.9")

    assert done.exit_code == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0][:3] == ["6", "comments;", rows[0][2]]
    assert rows[0][2].startswith("new@")
    assert rows[0][3:5] == ["changes", "4"]
    assert rows[2] == ["publish", "1", "1", "0"]
    assert rows[3] == ["hold", "3", "0", "0"]
    assert rows[4] == ["reject", "0", "0", "1"]


def test_each_change_is_told_with_its_line_and_its_reason(tmp_path: Path) -> None:
    """And without the comment."""
    done = review(tmp_path, "[links]\nhold = 2", "--lines")

    assert "line 4: publish -> hold  + too_many_links (hold)" in done.stdout
    assert "line 5: hold -> publish  - pre_moderation (hold)" in done.stdout
    assert "a.example" not in done.stdout


def test_a_policy_that_says_the_same_changes_nothing(tmp_path: Path) -> None:
    """But for comments that another policy serves now."""
    done = review(tmp_path, "", lines=[json.dumps(one) for one in COMMENTS[:4]])

    assert "changes 0 of them" in done.stdout


def test_a_line_at_fault_is_told_and_the_others_are_decided(tmp_path: Path) -> None:
    """Status 1."""
    done = review(tmp_path, "", lines=['{"text": "Thank you."}', '{"txt": 1}', "nothing"])

    assert done.exit_code == 1
    assert "line 2: text: Please enter your comment!" in done.stderr
    assert "line 3" in done.stderr
    assert done.stdout.startswith("1 comments")


def test_a_policy_with_faults_is_told_and_nothing_is_decided(tmp_path: Path) -> None:
    """Status 2."""
    done = review(tmp_path, "[links]\nhold = -1")

    assert done.exit_code == 2
    assert "new.toml links.hold" in done.stderr
    assert done.stdout == ""
