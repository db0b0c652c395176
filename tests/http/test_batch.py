"""Many comments at once: the same answers in the same order, or none at all."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from service.settings import Settings
from service.testing import fake_app

PATH = "/v1/comments/batch"
TEXTS = ["hello", "you idiot", "stupid bridge", "hello"]


def without_id(verdict: dict[str, Any]) -> dict[str, Any]:
    """A verdict but for what is random in it."""
    return {name: value for name, value in verdict.items() if name != "id"}


def test_a_batch_is_answered_like_its_comments_one_by_one(client: FlaskClient) -> None:
    """In order, with equal scores."""
    comments = [{"text": text, "explain": True} for text in TEXTS]

    batch = client.post(PATH, json={"comments": comments})
    single = [client.post("/v1/comments", json=comment).json for comment in comments]

    assert batch.status_code == 200
    assert list(map(without_id, batch.json["verdicts"])) == list(map(without_id, single))


def test_a_thousand_comments_are_taken(client: FlaskClient) -> None:
    """The limit belongs to what is allowed."""
    answer = client.post(PATH, json={"comments": [{"text": "hello"}] * 1_000})

    assert len(answer.json["verdicts"]) == 1_000
    assert len({verdict["id"] for verdict in answer.json["verdicts"]}) == 1_000


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"comments": [{"text": "hello"}] * 1_001}, "comments"),
        ({"comments": []}, "comments"),
        ({"comments": None}, "comments"),
        ({"comments": {"text": "hello"}}, "comments"),
        ({"comments": "hello"}, "comments"),
        ({}, "comments"),
        ([{"text": "hello"}], ""),
        ({"comments": [{"text": "hello"}], "explain": True}, "explain"),
        ({"comments": [{"text": "hello"}, None]}, "comments.1"),
        ({"comments": [{"text": "hello"}, "hello"]}, "comments.1"),
        ({"comments": [{"text": "hello"}, {"text": 1}]}, "comments.1.text"),
        ({"comments": [{"text": "a", "author": {"name": 1}}]}, "comments.0.author.name"),
    ],
    ids=[
        "1,001",
        "empty",
        "null",
        "an object",
        "a string",
        "missing",
        "a list at the top",
        "unknown field",
        "a null among them",
        "a string among them",
        "a bad text among them",
        "deep inside",
    ],
)
def test_a_fault_anywhere_is_named_by_its_path(
    client: FlaskClient, body: object, field: str
) -> None:
    """Status 422, and this field alone."""
    answer = client.post(PATH, json=body)

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


def test_one_bad_comment_refuses_the_whole_batch_with_every_fault(client: FlaskClient) -> None:
    """Nothing is scored, so that nothing is counted twice when it is sent again."""
    comments = [{"text": "you idiot"}, {"text": ""}, {"text": "hello", "explain": 1}]

    answer = client.post(PATH, json={"comments": comments})
    figures = client.get("/metrics").text

    assert answer.json["errors"][0] == {
        "field": "comments.1.text",
        "message": "Please enter your comment!",
    }
    assert answer.json["errors"][1]["field"] == "comments.2.explain"
    assert "verdicts" not in answer.json
    assert "btl_comments_total{" not in figures


def test_at_most_a_hundred_faults_are_listed_and_the_rest_counted(client: FlaskClient) -> None:
    """An answer stays readable."""
    answer = client.post(PATH, json={"comments": [{"text": ""}] * 150})

    assert len(answer.json["errors"]) == 100
    assert "150 faults" in answer.json["detail"]
    assert "50 more" in answer.json["detail"]


def test_an_installation_may_take_smaller_batches() -> None:
    """The setting decides."""
    client = fake_app(Settings(max_batch=2)).test_client()

    answer = client.post(PATH, json={"comments": [{"text": "hello"}] * 3})

    assert "at most 2 comments" in answer.json["errors"][0]["message"]
