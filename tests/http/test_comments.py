"""One comment in, one verdict out."""

import pytest
from flask.testing import FlaskClient

from service.settings import Settings
from service.testing import FakeScorer, fake_app

FULL = {
    "text": "You idiot, the bridge is stupid.",
    "author": {"name": "Robin"},
    "article": {"id": "7", "url": "https://news.example/7", "title": "A bridge", "text": "Steel."},
    "parent": {"id": "c-1", "text": "I like it."},
    "language": "en",
    "attributes": ["INSULT"],
    "explain": True,
}


def test_a_calm_comment_is_published(client: FlaskClient) -> None:
    """Nothing fires, so nothing stands in the way."""
    answer = client.post("/v1/comments", json={"text": "Thank you for this article."})

    assert answer.status_code == 200
    assert answer.json["action"] == "publish"
    assert answer.json["reasons"] == []


def test_a_rude_comment_is_rejected_with_its_reasons(client: FlaskClient) -> None:
    """The strongest rule decides, and all that fired are told."""
    answer = client.post("/v1/comments", json={"text": "you idiot"})

    assert answer.json["action"] == "reject"
    assert [
        (reason["action"], reason["attribute"], reason["code"]) for reason in answer.json["reasons"]
    ] == [
        ("reject", "TOXICITY", "score_over_threshold"),
        ("hold", "INSULT", "score_over_threshold"),
    ]
    assert all(reason["sentence"] for reason in answer.json["reasons"])


def test_a_verdict_has_exactly_the_promised_fields(client: FlaskClient) -> None:
    """Without ``explain`` there are no spans."""
    answer = client.post("/v1/comments", json={"text": "hello"})

    assert list(answer.json) == [
        "id",
        "action",
        "scores",
        "reasons",
        "nudge",
        "evasion",
        "context",
        "copies",
        "language",
        "model",
        "policy",
    ]
    assert answer.json["scores"] == {"TOXICITY": 0.01, "INSULT": 0.01}
    assert answer.json["language"] == "und"
    assert answer.json["model"] == "fake-1"
    assert answer.json["policy"] == "default@66ca7da6"


def test_every_field_of_a_comment_is_taken(client: FlaskClient) -> None:
    """The fullest request that there is."""
    answer = client.post("/v1/comments", json=FULL)

    assert answer.status_code == 200
    assert answer.json["scores"] == {"INSULT": 0.85}
    assert answer.json["language"] == "en"
    assert answer.json["spans"] == [
        {"begin": 4, "end": 9, "attribute": "INSULT", "contribution": 0.85}
    ]


def test_asking_for_less_makes_no_verdict_milder(client: FlaskClient) -> None:
    """The action weighs every attribute, whichever are reported."""
    answer = client.post("/v1/comments", json={"text": "you idiot", "attributes": ["INSULT"]})

    assert answer.json["action"] == "reject"


def test_spans_are_an_empty_list_where_no_word_stood_out(client: FlaskClient) -> None:
    """Asked and found nothing is not the same as not asked."""
    answer = client.post("/v1/comments", json={"text": "hello", "explain": True})

    assert answer.json["spans"] == []


def test_two_verdicts_never_share_an_id(client: FlaskClient) -> None:
    """Even on the same text."""
    first = client.post("/v1/comments", json={"text": "hello"})
    second = client.post("/v1/comments", json={"text": "hello"})

    assert first.json["id"] != second.json["id"]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON; charset=UTF-8",
        "application/vnd.newsroom+json",
    ],
)
def test_json_by_any_of_its_names_is_taken(client: FlaskClient, content_type: str) -> None:
    """Types that end in +json are JSON."""
    answer = client.post("/v1/comments", data='{"text": "hello"}', content_type=content_type)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "text",
    ["x" * 20_480, "\u00e4" * 10_240, "\U0001f600", "a\r\nb\tc", "caf\u00e9 \u4f60\u597d"],
    ids=["longest", "longest in bytes", "emoji", "line ends", "scripts"],
)
def test_any_text_within_bounds_is_scored(client: FlaskClient, text: str) -> None:
    """Up to the limit, in any script."""
    answer = client.post("/v1/comments", json={"text": text})

    assert answer.status_code == 200


def test_a_name_satisfies_an_installation_that_requires_one() -> None:
    """The other half of the form's second message."""
    client = fake_app(Settings(require_author_name=True)).test_client()

    answer = client.post("/v1/comments", json={"text": "hello", "author": {"name": "Robin"}})

    assert answer.status_code == 200


def test_a_score_that_is_no_number_is_never_answered_as_null() -> None:
    """It fails, since nobody can tell what it means."""
    scorer = FakeScorer(words={"odd": {"TOXICITY": float("nan")}})
    client = fake_app(scorer=scorer).test_client()

    answer = client.post("/v1/comments", json={"text": "odd"})

    assert answer.status_code == 500
    assert answer.json["code"] == "internal_error"
