"""Paths and methods that are not there, health, the model, and headers of every answer."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.settings import Settings
from service.testing import FakeScorer, LogLines, fake_app


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/comment", "/v1/comments/", "//v1/comments", "/v1/comments/batch/"]
)
def test_an_unknown_path_is_not_found(client: FlaskClient, path: str) -> None:
    """Whatever the method."""
    answers = [client.get(path), client.post(path, json={"text": "hello"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.json["code"] for answer in answers} == {"not_found"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/comments", "POST"),
        ("HEAD", "/v1/comments", "POST"),
        ("PUT", "/v1/comments", "POST"),
        ("DELETE", "/v1/comments/batch", "POST"),
        ("BREW", "/v1/comments", "POST"),
        ("POST", "/v1/model", "GET"),
        ("POST", "/health/live", "GET"),
    ],
)
def test_a_method_that_a_path_does_not_take_is_answered_with_those_it_takes(
    client: FlaskClient, method: str, path: str, allowed: str
) -> None:
    """Status 405 and the Allow header."""
    answer = client.open(path, method=method)

    assert answer.status_code == 405
    assert allowed in answer.headers["Allow"].split(", ")
    assert answer.content_type == "application/problem+json"


def test_the_service_says_that_it_lives(client: FlaskClient) -> None:
    """For whoever restarts it."""
    answer = client.get("/health/live")

    assert answer.json == {"status": "alive"}


def test_the_service_says_that_it_can_score(client: FlaskClient) -> None:
    """For whoever sends requests to it."""
    answer = client.get("/health/ready")

    assert answer.json == {"status": "ready", "model": "fake-1"}


def test_the_model_is_described_with_its_policy(client: FlaskClient) -> None:
    """The manifest's public facts, and every attribute's thresholds."""
    answer = client.get("/v1/model")

    assert answer.json["version"] == "fake-1"
    assert answer.json["libraries"] == {"scikit-learn": "1.9.1"}
    assert answer.json["policy"] == {
        "name": "default@66ca7da6",
        "thresholds": {
            "TOXICITY": {"hold": 0.4, "reject": 0.9},
            "INSULT": {"hold": 0.4, "reject": 0.9},
        },
    }


def test_golden_comments_are_not_for_the_public(client: FlaskClient) -> None:
    """Nobody needs them, and they are long."""
    answer = client.get("/v1/model")

    assert "golden" not in answer.json


def test_an_attribute_that_the_policy_does_not_name_has_thresholds_too() -> None:
    """A new model never slips through for want of a line in the policy."""
    scorer = FakeScorer(words={"spoiler": {"SPOILER": 0.6}}, attributes=("SPOILER",))
    client = fake_app(scorer=scorer).test_client()

    model = client.get("/v1/model")
    verdict = client.post("/v1/comments", json={"text": "a spoiler"})

    assert model.json["policy"]["thresholds"] == {"SPOILER": {"hold": 0.5, "reject": 0.9}}
    assert verdict.json["action"] == "hold"


@pytest.mark.parametrize("sent", ["abc", "A-b_9", "x" * 64])
def test_a_plain_request_id_is_kept(client: FlaskClient, logs: LogLines, sent: str) -> None:
    """In the answer and in the log."""
    answer = client.get("/health/live", headers={"X-Request-Id": sent})

    assert answer.headers["X-Request-Id"] == sent
    assert logs.lines[-1]["id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a/b", "caf\u00e9", '"; drop'])
def test_any_other_request_id_is_replaced(client: FlaskClient, logs: LogLines, sent: str) -> None:
    """It might be anything, a comment for one."""
    answer = client.get("/health/live", headers={"X-Request-Id": sent})

    assert answer.headers["X-Request-Id"] != sent
    assert len(answer.headers["X-Request-Id"]) == 32
    assert logs.lines[-1]["id"] == answer.headers["X-Request-Id"]


def test_the_interactive_page_can_be_switched_off() -> None:
    """With its files; the document and the errors stay, since problems point there."""
    client = fake_app(Settings(docs=False)).test_client()

    paths = ["/docs", "/docs/static/docs.js", "/docs/errors", "/openapi.json"]

    assert [client.get(path).status_code for path in paths] == [404, 404, 200, 200]


@pytest.mark.parametrize(
    "name", ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png", "LICENSE", "NOTICE"]
)
def test_the_interactive_page_is_served_with_its_licence(client: FlaskClient, name: str) -> None:
    """All from this service."""
    with client.get(f"/docs/static/swagger-ui/{name}") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["../docs.py", "%2e%2e/docs.py", "/etc/passwd", ""])
def test_only_static_files_are_served(client: FlaskClient, path: str) -> None:
    """Nothing beside them."""
    answer = client.get(f"/docs/static/{path}")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


ANSWERS: dict[str, Callable[[FlaskClient], TestResponse]] = {
    "a verdict": lambda client: client.post("/v1/comments", json={"text": "hello"}),
    "a fault": lambda client: client.post("/v1/comments", json={}),
    "not found": lambda client: client.get("/nowhere"),
    "the page": lambda client: client.get("/docs"),
}


@pytest.mark.parametrize("ask", ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_has_safe_headers(
    client: FlaskClient, ask: Callable[[FlaskClient], TestResponse]
) -> None:
    """No sniffing, no caching, no scripts from anywhere."""
    answer = ask(client)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Request-Id"]
    assert len(answer.headers) == len({name.lower() for name, _ in answer.headers})
