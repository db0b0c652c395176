"""Copies over HTTP: who repeats himself, who acts together, and what is not remembered."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.settings import Settings
from service.testing import LogLines, fake_app

TEXT = (
    "Nobody in this town has asked for the new bridge, and the council knows it as well as we do. "
    "Write to your councillor today and tell her that we will remember it at the next election."
)


def posted(client: FlaskClient, name: str, text: str = TEXT, **wishes: object) -> dict[str, object]:
    """A verdict on a comment."""
    body = {"text": text, "author": {"name": name}, **wishes}
    answer: dict[str, object] = client.post("/v1/comments", json=body).json
    return answer


def codes(verdict: dict[str, object]) -> list[str]:
    """The codes of a verdict's reasons."""
    return [reason["code"] for reason in verdict["reasons"]]  # type: ignore[index,attr-defined]


def test_who_posts_the_same_twice_is_held(client: FlaskClient) -> None:
    """With both verdicts' ids."""
    first, second = posted(client, "Ann"), posted(client, "Ann", f"{TEXT} Now!")

    assert (first["action"], first["copies"]) == ("publish", None)
    assert second["action"] == "hold"
    assert codes(second) == ["repeated"]
    assert second["copies"] == {
        "size": 2,
        "ids": [first["id"], second["id"]],
        "authors": 1,
        "articles": 0,
        "own": 2,
    }


def test_three_authors_with_the_same_text_act_together(client: FlaskClient) -> None:
    """Also in a batch."""
    comments = [{"text": TEXT, "author": {"name": name}} for name in ("Ann", "Bob", "Cem", "Dan")]

    verdicts = client.post("/v1/comments/batch", json={"comments": comments}).json["verdicts"]

    assert [codes(one) for one in verdicts] == [[], [], ["coordinated"], ["coordinated"]]
    assert verdicts[3]["copies"]["size"] == 4
    assert verdicts[3]["nudge"] is None


def test_everyday_comments_are_no_campaign(client: FlaskClient) -> None:
    """However many people are thankful."""
    verdicts = [posted(client, name, "Thank you!") for name in ("Ann", "Bob", "Cem", "Dan", "Eve")]

    assert {one["action"] for one in verdicts} == {"publish"}


@pytest.mark.parametrize("times", [1, 5])
def test_a_preview_is_neither_remembered_nor_compared(client: FlaskClient, times: int) -> None:
    """As a form sends it while its reader types."""
    for _ in range(times):
        assert posted(client, "Ann", preview=True)["copies"] is None

    assert posted(client, "Ann")["copies"] is None
    assert posted(client, "Ann", preview=True)["action"] == "publish"


def test_a_policy_may_leave_copies_alone(tmp_path: Path) -> None:
    """Then nothing is remembered for it."""
    (tmp_path / "default.toml").write_text(
        '[copies]\nrepeated = "off"\ncoordinated = "off"', encoding="utf-8"
    )
    client = fake_app(Settings(policies=str(tmp_path))).test_client()

    verdicts = [posted(client, "Ann") for _ in range(3)]

    assert {one["action"] for one in verdicts} == {"publish"}
    assert {one["copies"] for one in verdicts} == {None}


def test_copies_may_be_switched_off() -> None:
    """For the whole service."""
    client = fake_app(Settings(copies="off")).test_client()

    assert [posted(client, "Ann")["copies"] for _ in range(3)] == [None] * 3


def test_without_its_redis_the_service_goes_on_and_says_so() -> None:
    """Once in the log, with every comment in a metric; nothing of the comment is told."""
    logs = LogLines()
    client = fake_app(Settings(copies="redis://127.0.0.1:1/0"), logs=logs).test_client()

    verdicts = [posted(client, "Ann") for _ in range(3)]

    assert {one["action"] for one in verdicts} == {"publish"}
    assert "btl_copies_missed_total 3.0" in client.get("/metrics").text
    assert [line["event"] for line in logs.lines].count("copies_unavailable") == 1
    assert "councillor" not in logs.text
