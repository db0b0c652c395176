"""Reasons for moderators and for authors, nudges, names and statements, over HTTP."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.settings import Settings
from service.testing import fake_app


def test_every_reason_has_a_sentence_for_the_author(client: FlaskClient) -> None:
    """Without a number or the name of an attribute."""
    answer = client.post("/v1/comments", json={"text": "An idiot."})

    for reason in answer.json["reasons"]:
        assert reason["for_author"] != reason["sentence"]
        assert not any(map(str.isdigit, reason["for_author"]))
        assert reason["attribute"] not in reason["for_author"]


def test_a_nudge_names_what_to_change_and_marks_it(client: FlaskClient) -> None:
    """In code points of the text."""
    answer = client.post("/v1/comments", json={"text": "\U0001f600 An idiot."})

    nudge = answer.json["nudge"]
    assert nudge["message"]
    assert nudge["spans"] == [{"begin": 5, "end": 10}]


@pytest.mark.parametrize(
    "comment",
    [
        {"text": "Thank you."},
        {"text": "Thank you.", "article": {"section": "obituaries"}},
        {"text": "Thank you.", "author": {"name": "Admin"}},
    ],
)
def test_where_other_words_would_not_help_there_is_no_nudge(
    client: FlaskClient, comment: dict[str, object]
) -> None:
    """Published, read first anyway, or stopped for the name."""
    assert client.post("/v1/comments", json=comment).json["nudge"] is None


@pytest.mark.parametrize(
    ("name", "code", "action"),
    [
        ("Sh1tHead_99", "banned_name", "reject"),
        ("Moderator", "impersonation", "hold"),
        ("\u200b", "blank_name", "hold"),
        ("K\u0456m Example", "impersonation", "hold"),
        ("Robin", "", "publish"),
        ("Dick Van Dyke", "", "publish"),
        ("", "", "publish"),
    ],
)
def test_the_name_is_examined_by_rules_of_its_own(
    client: FlaskClient, name: str, code: str, action: str
) -> None:
    """And never told back."""
    article = {"author": "Kim Example"}
    answer = client.post(
        "/v1/comments", json={"text": "Thank you.", "author": {"name": name}, "article": article}
    )

    assert answer.json["action"] == action
    assert [reason["code"] for reason in answer.json["reasons"]] == [code] * bool(code)
    assert len(name.strip()) < 2 or name not in answer.text


def test_a_policy_may_leave_names_alone(tmp_path: Path) -> None:
    """Where readers sign in."""
    (tmp_path / "default.toml").write_text("[authors]\nexamine = false", encoding="utf-8")
    client = fake_app(Settings(policies=str(tmp_path))).test_client()

    answer = client.post("/v1/comments", json={"text": "Thanks.", "author": {"name": "Admin"}})

    assert answer.json["action"] == "publish"


def test_a_statement_of_reasons_is_answered_where_it_is_asked_for() -> None:
    """With what the newsroom says of itself; null where nothing was stopped."""
    chosen = Settings(
        statement_redress="Write to ombud@news.example.",
        statement_terms_url="https://news.example/rules",
        statement_territory=("DE", "FR"),
    )
    client = fake_app(chosen).test_client()

    stopped = client.post("/v1/comments", json={"text": "An idiot.", "statement": True}).json
    kind = client.post("/v1/comments", json={"text": "Thank you.", "statement": True}).json
    unasked = client.post("/v1/comments", json={"text": "An idiot."}).json
    many = client.post(
        "/v1/comments/batch",
        json={"comments": [{"text": "An idiot.", "statement": True}, {"text": "An idiot."}]},
    ).json["verdicts"]

    statement = stopped["statement"]
    assert statement["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert statement["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert statement["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    assert statement["territorial_scope"] == ["DE", "FR"]
    assert statement["decision_ground_reference_url"] == "https://news.example/rules"
    assert statement["redress"].startswith("Write to ombud@news.example.")
    assert statement["puid"] == stopped["id"]
    assert "idiot" not in str(statement)
    assert kind["statement"] is None
    assert "statement" not in unasked
    assert ["statement" in one for one in many] == [True, False]
