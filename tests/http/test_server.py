"""The real ``btl serve`` over real sockets."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from service.running import Running, head

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def connection(server: Running) -> Iterator[HTTPConnection]:
    """A connection to the server with the small model."""
    host, port = server.address
    opened = HTTPConnection(host, port, timeout=60)
    yield opened
    opened.close()


def answered(connection: HTTPConnection) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the next answer."""
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def chunk(content: bytes) -> bytes:
    """One chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(content), content)


def test_a_comment_is_scored(connection: HTTPConnection) -> None:
    """From the socket to the verdict."""
    connection.request("POST", "/v1/comments", '{"text": "Thank you."}', JSON)

    status, verdict = answered(connection)

    assert status == 200
    assert verdict["action"] in {"publish", "hold", "reject"}
    assert all(0 <= score <= 1 for score in verdict["scores"].values())


def test_a_batch_scores_as_its_comments_do_alone(connection: HTTPConnection) -> None:
    """Over the wire too."""
    texts = ["Thank you.", "You idiot!", "Buy cheap pills at http://pills.example"]
    connection.request(
        "POST", "/v1/comments/batch", json.dumps({"comments": [{"text": t} for t in texts]}), JSON
    )
    _, batch = answered(connection)

    alone = []
    for text in texts:
        connection.request("POST", "/v1/comments", json.dumps({"text": text}), JSON)
        alone.append(answered(connection)[1]["scores"])

    assert [verdict["scores"] for verdict in batch["verdicts"]] == alone


def test_a_connection_is_kept_for_the_next_request(connection: HTTPConnection) -> None:
    """After a success and after a fault."""
    connection.request("POST", "/v1/comments", '{"text": ""}', JSON)
    first, _ = answered(connection)
    kept = connection.sock
    connection.request("POST", "/v1/comments", '{"text": "hello"}', JSON)
    second, _ = answered(connection)

    assert (first, second) == (422, 200)
    assert connection.sock is kept


BAD = {
    "no body": (b"", 400, "empty_body"),
    "not JSON": (b"hello", 400, "invalid_json"),
    "NaN": (b'{"text": NaN}', 400, "invalid_json"),
    "deep nesting": (b"[" * 2_000 + b"]" * 2_000, 400, "invalid_json"),
    "duplicate keys": (b'{"text": "a", "text": "b"}', 400, "duplicate_key"),
    "wrong shape": (b"[]", 422, "invalid_request"),
    "wrong type": (b'{"text": 1}', 422, "invalid_request"),
    "unknown field": (b'{"text": "a", "x": 1}', 422, "invalid_request"),
    "blanks": (b'{"text": "  "}', 422, "invalid_request"),
    "zero width": ('{"text": "\u200b\u2060"}'.encode(), 422, "invalid_request"),
    "too long": (b'{"text": "' + b"x" * 20_481 + b'"}', 422, "invalid_request"),
    "lone surrogate": (b'{"text": "\\udc00"}', 422, "invalid_request"),
    "NUL": (b'{"text": "a\\u0000"}', 422, "invalid_request"),
    "over the limit": (b'{"text": "' + b"x" * 1_048_576 + b'"}', 413, "body_too_large"),
    "far over the limit": (b"x" * 20_000_000, 413, "body_too_large"),
}


@pytest.mark.parametrize(("body", "status", "code"), BAD.values(), ids=BAD.keys())
def test_a_bad_body_is_refused(
    connection: HTTPConnection, body: bytes, status: int, code: str
) -> None:
    """As in the table of the reference, and the service lives on."""
    connection.request("POST", "/v1/comments", body, JSON)
    first, problem = answered(connection)
    connection.request("POST", "/v1/comments", '{"text": "hello"}', JSON)
    second, _ = answered(connection)

    assert (first, problem["code"]) == (status, code)
    assert second == 200


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/v1/comments", {"Content-Type": "text/plain"}, 415),
        ("PUT", "/v1/comments", JSON, 405),
        ("POST", "/v1/nowhere", JSON, 404),
    ],
)
def test_a_request_to_the_wrong_door_is_refused(
    connection: HTTPConnection, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Whatever the body."""
    connection.request(method, path, '{"text": "hello"}', headers)

    assert answered(connection)[0] == status


def test_a_thousand_and_one_comments_are_refused(connection: HTTPConnection) -> None:
    """By their number, before any is looked at."""
    body = json.dumps({"comments": [{"text": ""}] * 1_001})
    connection.request("POST", "/v1/comments/batch", body, JSON)

    status, problem = answered(connection)

    assert status == 422
    assert [fault["field"] for fault in problem["errors"]] == ["comments"]


def test_a_chunked_body_is_read(empty: Running) -> None:
    """It needs no Content-Length; without a model the answer is 503, after all checks."""
    body = chunk(b'{"text": ') + chunk(b'"hello"}') + chunk(b"")

    status, _ = empty.exchange(head("Transfer-Encoding: chunked", "Connection: close"), body)

    assert status == 503


def test_a_chunked_body_over_the_limit_is_refused(empty: Running) -> None:
    """Though nothing announced its size."""
    body = chunk(b" " * 1_500) + chunk(b" " * 1_500) + chunk(b"")

    status, problem = empty.exchange(head("Transfer-Encoding: chunked", "Connection: close"), body)

    assert (status, json.loads(problem)["code"]) == (413, "body_too_large")


def test_a_body_of_exactly_the_limit_is_read(empty: Running) -> None:
    """Both with a length and in chunks."""
    body = b'{"text": "hello"}'.ljust(2_048)

    counted = empty.exchange(head("Content-Length: 2048", "Connection: close"), body)
    chunked = empty.exchange(
        head("Transfer-Encoding: chunked", "Connection: close"),
        chunk(body) + chunk(b""),
    )

    assert (counted[0], chunked[0]) == (503, 503)


def test_a_length_over_the_limit_is_refused_before_the_body_comes(
    empty: Running,
) -> None:
    """Nobody has to send it."""
    status, _ = empty.exchange(head("Content-Length: 999999999", "Connection: close"))

    assert status == 413


def test_a_body_that_ends_before_its_length_is_refused(empty: Running) -> None:
    """Even if what came is JSON."""
    status, problem = empty.exchange(head("Content-Length: 500"), b'{"text": "hello"}', end=True)

    assert (status, json.loads(problem)["code"]) == (400, "bad_request")


def test_a_broken_chunk_is_refused(empty: Running) -> None:
    """As the client's fault, not as ours."""
    status, problem = empty.exchange(head("Transfer-Encoding: chunked"), b"zz\r\n{}\r\n0\r\n\r\n")

    assert (status, json.loads(problem)["code"]) == (400, "bad_request")


def test_a_client_that_falls_silent_is_given_up(empty: Running) -> None:
    """After ``BTL_TIMEOUT_SECONDS``, so that it cannot hold a thread for ever."""
    status, _ = empty.exchange(head("Content-Length: 500"), b'{"text": ')

    assert status == 400


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: many",),
        ("Content-Length: -1",),
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Bad Header: x",),
    ],
)
def test_a_request_that_is_no_http_is_refused(empty: Running, lines: tuple[str, ...]) -> None:
    """By gunicorn, with a plain page."""
    status, _ = empty.exchange(head(*lines), b"hello")

    assert status == 400


def test_what_clients_send_is_in_no_log_line(empty: Running) -> None:
    """Nor in those of gunicorn, which likes to quote requests."""
    empty.exchange(b"GET /swordfish?swordfish HTTP/9.9\r\nHost: swordfish\r\n\r\n", end=True)
    empty.exchange(b"GET /swordfish?swordfish HTTP/1.1\r\nSword fish: x\r\n\r\n", end=True)
    empty.exchange(
        head("X-Swordfish: x", "X-Request-Id: the-last", "Content-Length: 11"), b'"swordfish"'
    )

    logged = empty.errors.wait_for('"the-last"')

    assert "swordfish" not in logged.lower()
    assert all(json.loads(line)["event"] for line in logged.splitlines())
    assert "invalid_http" in logged
