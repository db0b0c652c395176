"""No log line has a comment, a name, a query string or a path in it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from service.testing import BrokenScorer, LogLines, fake_app

SECRET = "swordfish"  # noqa: S105 - a word to look for in the logs
COMMENT = {
    "text": f"{SECRET} idiot",
    "author": {"name": SECRET},
    "article": {"id": SECRET, "url": f"https://{SECRET}.example", "title": SECRET, "text": SECRET},
    "parent": {"id": SECRET, "text": SECRET},
    "explain": True,
}

REQUESTS: dict[str, Callable[[FlaskClient], object]] = {
    "scored": lambda client: client.post("/v1/comments", json=COMMENT),
    "in a batch": lambda client: client.post("/v1/comments/batch", json={"comments": [COMMENT]}),
    "at fault": lambda client: client.post("/v1/comments", json={**COMMENT, SECRET: SECRET}),
    "not JSON": lambda client: client.post(
        "/v1/comments", data=f'{{"{SECRET}', content_type="application/json"
    ),
    "duplicate key": lambda client: client.post(
        "/v1/comments", data=f'{{"{SECRET}":1,"{SECRET}":2}}', content_type="application/json"
    ),
    "query string": lambda client: client.post(f"/v1/comments?{SECRET}={SECRET}", json=COMMENT),
    "unknown path": lambda client: client.get(f"/{SECRET}"),
    "unknown method": lambda client: client.open("/v1/comments", method=SECRET.upper()),
    "odd headers": lambda client: client.post(
        "/v1/comments",
        json=COMMENT,
        headers={"X-Request-Id": f"{SECRET}!", "User-Agent": SECRET, "Referer": SECRET},
    ),
}


@pytest.mark.parametrize("send", REQUESTS.values(), ids=REQUESTS.keys())
def test_no_request_leaves_its_words_in_the_log(
    client: FlaskClient, logs: LogLines, send: Callable[[FlaskClient], object]
) -> None:
    """Not even in part or in upper case."""
    send(client)

    assert logs.lines
    assert SECRET not in logs.text.lower()


def test_a_failure_is_logged_with_its_place_and_without_its_words(
    logs: LogLines, capfd: pytest.CaptureFixture[str]
) -> None:
    """The message of the exception quotes the comment; the log has its type and its trace."""
    client = fake_app(scorer=BrokenScorer(), logs=logs).test_client()

    client.post("/v1/comments", json=COMMENT)
    printed = "".join(capfd.readouterr())

    failed = next(line for line in logs.lines if line["event"] == "failed")
    assert failed["error"] == "RuntimeError"
    assert any("testing.py" in place for place in failed["trace"])
    assert SECRET not in logs.text + printed


def test_a_failure_on_the_way_out_is_logged_without_its_words_too(logs: LogLines) -> None:
    """Also where one exception was raised while another was dealt with."""
    app = fake_app(logs=logs)

    @app.get("/twice")
    def twice() -> str:
        try:
            return {}[SECRET]
        except KeyError as error:
            raise ValueError(SECRET) from error

    app.test_client().get("/twice")

    failed = next(line for line in logs.lines if line["event"] == "failed")
    assert failed["error"] == "ValueError from KeyError"
    assert SECRET not in logs.text


def test_a_request_is_logged_by_its_route(client: FlaskClient, logs: LogLines) -> None:
    """One line, with everything that operators count on."""
    client.post("/v1/comments", json=COMMENT)

    line = logs.lines[-1]
    assert len(logs.lines) == 1
    assert set(line) == {"event", "level", "time", "id", "method", "route", "status", "ms"}
    assert (line["event"], line["level"]) == ("request", "info")
    assert (line["method"], line["route"], line["status"]) == ("POST", "/v1/comments", 200)


def test_an_unknown_path_is_logged_without_it(client: FlaskClient, logs: LogLines) -> None:
    """The template is what is missing, and that is all that is said."""
    client.get("/somewhere")

    assert logs.lines[-1]["route"] == "none"


def test_nothing_of_one_request_is_kept_for_the_next(client: FlaskClient, logs: LogLines) -> None:
    """An id that a client chose is its request's alone; others are new each time."""
    client.get("/health/live", headers={"X-Request-Id": "chosen"})
    client.get("/health/live")
    client.get("/health/live")

    ids = [line["id"] for line in logs.lines]
    assert ids[0] == "chosen"
    assert len(set(ids)) == 3
