"""Articles that are registered once, and comments that name them."""

import json
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.api import examples
from service.running import Running
from service.settings import Settings
from service.testing import fake_app

Serve = Callable[..., Running]

ARTICLE = examples.REGISTERED_ARTICLE


def test_a_registered_article_is_answered_as_it_was_put(client: FlaskClient) -> None:
    """With its id, which may have slashes, its size and its end."""
    put = client.put("/v1/articles/news/2026/harbour%20bridge", json=ARTICLE)

    got = client.get("/v1/articles/news/2026/harbour%20bridge")

    assert put.status_code == got.status_code == 200
    assert put.json["id"] == "news/2026/harbour bridge"
    assert put.json["bytes"] > 200
    assert put.json["expires"].endswith("+00:00")
    assert got.json == {**put.json, **ARTICLE}


def test_a_forgotten_article_is_gone(client: FlaskClient) -> None:
    """And cannot be forgotten twice."""
    client.put("/v1/articles/a", json=ARTICLE)

    first, second = client.delete("/v1/articles/a"), client.delete("/v1/articles/a")

    assert first.json == {"id": "a"}
    assert (second.status_code, second.json["code"]) == (404, "article_not_found")
    assert client.get("/v1/articles/a").json["code"] == "article_not_found"


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "text", "Send the article's text."),
        ({"text": " \u200b"}, "text", "Send the article's text."),
        ({"text": None}, "text", "Send the article's text."),
        ({"text": "x", "id": "b"}, "id", "no such field"),
        ({"text": "x", "titel": "b"}, "titel", "did you mean title?"),
        ({"text": "x" * 200_001}, "text", "200,000"),
        ({"text": "x\0"}, "text", "NUL"),
    ],
)
def test_each_fault_of_an_article_is_told(
    client: FlaskClient, body: object, field: str, message: str
) -> None:
    """By its field, and nothing is kept."""
    answer = client.put("/v1/articles/a", json=body)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field
    assert message in answer.json["errors"][0]["message"]
    assert client.get("/v1/articles/a").status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_an_id_that_is_too_long_is_told(client: FlaskClient, method: str) -> None:
    """As it is in a comment."""
    answer = getattr(client, method)(f"/v1/articles/{'a' * 201}", json=ARTICLE)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "id"


def test_an_article_larger_than_all_the_room_is_refused() -> None:
    """With what to do about it."""
    client = fake_app(Settings(article_bytes=262_144)).test_client()

    body = {"text": "\U0001f600" * 50_000, "title": "\x01" * 1_000, "url": "\x01" * 2_000}
    assert client.put("/v1/articles/a", json=body).status_code == 200
    small = fake_app(Settings(article_bytes=1_000)).test_client()
    answer = small.put("/v1/articles/a", json=body)

    assert (answer.status_code, answer.json["code"]) == (413, "article_too_large")
    assert "BTL_ARTICLE_BYTES" in answer.json["detail"]


@pytest.mark.parametrize(
    ("article", "source"),
    [
        ({}, "none"),
        ({"title": "A title alone"}, "none"),
        ({"text": "Its text."}, "sent"),
        ({"id": "known"}, "registered"),
        ({"id": "known", "text": "Another text."}, "sent"),
        ({"id": "strange"}, "unknown"),
    ],
)
def test_a_comment_is_told_which_article_it_was_read_beside(
    client: FlaskClient, article: dict[str, str], source: str
) -> None:
    """One that is unknown is no fault: the comment is scored without."""
    client.put("/v1/articles/known", json=ARTICLE)

    one = client.post("/v1/comments", json={"text": "Thank you.", "article": article})
    many = client.post(
        "/v1/comments/batch", json={"comments": [{"text": "Thank you.", "article": article}]}
    )

    assert one.json["context"]["article"] == source
    assert many.json["verdicts"][0]["context"]["article"] == source


def test_a_registered_article_brings_its_section_along() -> None:
    """By which a policy is chosen."""
    client = fake_app().test_client()
    client.put("/v1/articles/a", json={**ARTICLE, "section": "Obituaries"})

    answer = client.post("/v1/comments", json={"text": "Thank you.", "article": {"id": "a"}})

    assert answer.json["action"] == "hold"
    assert answer.json["policy"].startswith("obituaries@")
    assert [reason["code"] for reason in answer.json["reasons"]] == ["pre_moderation"]


def test_a_store_that_cannot_be_reached_is_told_and_comments_are_scored_without() -> None:
    """Whoever registers gets 503 with Retry-After; a comment's verdict tells it."""
    client = fake_app(Settings(articles="/nowhere/articles.sqlite")).test_client()

    put = client.put("/v1/articles/a", json=ARTICLE)
    comment = client.post("/v1/comments", json={"text": "An idiot.", "article": {"id": "a"}})

    assert (put.status_code, put.json["code"]) == (503, "articles_unavailable")
    assert put.headers["Retry-After"]
    assert comment.json["context"]["article"] == "unavailable"
    assert comment.json["action"] == "reject"


def test_the_workers_of_a_real_server_share_what_is_registered(
    serve: Serve, tiny_models: Path
) -> None:
    """Whoever of them answers."""
    running = serve(BTL_MODELS=tiny_models, BTL_WORKERS=2)

    put = asked(running, "PUT", json.dumps(ARTICLE))
    found = [asked(running, "GET") for _ in range(12)]

    assert {put, *found} == {200}


def asked(running: Running, method: str, body: str = "") -> int:
    """The status of one request about the article ``shared``, over a connection of its own."""
    connection = HTTPConnection(*running.address, timeout=30)
    headers = {"Content-Type": "application/json"} if body else {}
    connection.request(method, "/v1/articles/shared", body or None, headers)
    status = connection.getresponse().status
    connection.close()
    return status
