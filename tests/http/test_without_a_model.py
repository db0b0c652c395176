"""Without a model the service lives, says so, and never publishes."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.logs import make_log
from service.settings import Settings
from service.testing import LogLines


@pytest.fixture
def bare(tmp_path: Path, logs: LogLines) -> Flask:
    """An app with an empty models folder."""
    return create_app(Settings(models=tmp_path), log=make_log("info", stream=logs.stream))


@pytest.fixture
def client(bare: Flask) -> FlaskClient:
    """A client of that app."""
    return bare.test_client()


ASKING = {
    "one comment": ("POST", "/v1/comments", {"text": "hello"}),
    "a batch": ("POST", "/v1/comments/batch", {"comments": [{"text": "hello"}]}),
    "any attribute": ("POST", "/v1/comments", {"text": "hello", "attributes": ["WIT"]}),
    "the model": ("GET", "/v1/model", None),
    "readiness": ("GET", "/health/ready", None),
}


@pytest.mark.parametrize(("method", "path", "body"), ASKING.values(), ids=ASKING.keys())
def test_without_a_model_nothing_is_published(
    client: FlaskClient, method: str, path: str, body: object
) -> None:
    """Status 503, when to ask again, and what the operators have to do."""
    answer = client.open(path, method=method, json=body)

    assert (answer.status_code, answer.json["code"]) == (503, "model_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json["detail"]
    assert "publish" not in answer.text


def test_without_a_model_a_bad_comment_is_still_told_its_faults(client: FlaskClient) -> None:
    """The form can be corrected meanwhile."""
    answer = client.post("/v1/comments", json={"text": ""})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "path", ["/health/live", "/docs", "/docs/errors", "/openapi.json", "/metrics"]
)
def test_without_a_model_the_pages_stay_up(client: FlaskClient, path: str) -> None:
    """They do not depend on it."""
    answer = client.get(path)

    assert answer.status_code == 200


def test_without_a_model_the_gauge_shows_it(client: FlaskClient) -> None:
    """So that somebody is woken."""
    answer = client.get("/metrics")

    assert "btl_model_loaded 0.0" in answer.text


def test_the_reason_is_logged_once_at_the_start(bare: Flask, logs: LogLines) -> None:
    """As an error, with the sentence that says what to do."""
    assert bare is not None

    starts = [line for line in logs.lines if line["level"] == "error"]

    assert [line["event"] for line in starts] == ["model_unavailable"]
    assert starts[0]["sentence"]
