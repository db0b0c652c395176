"""Bodies that cannot be read: each is refused with a code, and never scored."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.settings import Settings
from service.testing import fake_app

UNREADABLE = {
    "no body": (b"", "empty_body"),
    "only blanks": (b" \n\t", "empty_body"),
    "not JSON": (b"text=hello", "invalid_json"),
    "cut off": (b'{"text": "hel', "invalid_json"),
    "two documents": (b'{"text": "a"} {"text": "b"}', "invalid_json"),
    "single quotes": (b"{'text': 'a'}", "invalid_json"),
    "trailing comma": (b'{"text": "a",}', "invalid_json"),
    "comment": (b'{"text": "a"} // done', "invalid_json"),
    "raw line end in a string": (b'{"text": "a\nb"}', "invalid_json"),
    "NaN": (b'{"text": NaN}', "invalid_json"),
    "Infinity": (b'{"text": Infinity}', "invalid_json"),
    "minus Infinity": (b'{"text": -Infinity}', "invalid_json"),
    "a number no double holds": (b'{"text": 1e999}', "invalid_json"),
    "5,000 digits": (b'{"text": ' + b"9" * 5_000 + b"}", "invalid_json"),
    "5,000 decimals": (b'{"text": 0.' + b"9" * 5_000 + b"}", "invalid_json"),
    "not UTF-8": (b'{"text": "caf\xe9"}', "invalid_json"),
    "surrogates in UTF-8": (b'{"text": "\xed\xa0\x80"}', "invalid_json"),
    "UTF-16": ('{"text": "a"}'.encode("utf-16"), "invalid_json"),
    "byte order mark": (b'\xef\xbb\xbf{"text": "a"}', "invalid_json"),
    "33 levels": (b"[" * 33 + b"]" * 33, "invalid_json"),
    "33 levels of objects": (b'{"a":' * 33 + b"1" + b"}" * 33, "invalid_json"),
    "100,000 levels": (b"[" * 100_000 + b"]" * 100_000, "invalid_json"),
    "100,000 levels without end": (b'{"text":' * 100_000, "invalid_json"),
    "duplicate key": (b'{"text": "a", "text": "b"}', "duplicate_key"),
    "duplicate key inside": (b'{"text": "a", "author": {"name": "", "name": ""}}', "duplicate_key"),
    "duplicate by escape": (b'{"text": "a", "\\u0074ext": "b"}', "duplicate_key"),
}


@pytest.mark.parametrize("path", ["/v1/comments", "/v1/comments/batch"])
@pytest.mark.parametrize(("body", "code"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_body_that_cannot_be_read_is_refused(
    client: FlaskClient, path: str, body: bytes, code: str
) -> None:
    """Status 400, the promised code, and a sentence."""
    answer = client.post(path, data=body, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert answer.json["detail"]
    assert answer.content_type == "application/problem+json"


def test_32_levels_are_read_and_fail_by_their_shape(client: FlaskClient) -> None:
    """The limit is a limit of reading alone."""
    answer = client.post(
        "/v1/comments", data=b"[" * 32 + b"]" * 32, content_type="application/json"
    )

    assert answer.status_code == 422


def test_brackets_inside_a_text_are_no_nesting(client: FlaskClient) -> None:
    """People write what they like."""
    answer = client.post("/v1/comments", json={"text": "[{" * 100})

    assert answer.status_code == 200


def test_a_syntax_error_is_shown_by_line_and_column(client: FlaskClient) -> None:
    """Where to look."""
    answer = client.post(
        "/v1/comments", data=b'{\n  "text" "a"\n}', content_type="application/json"
    )

    assert "line 2, column 10" in answer.json["detail"]


def test_a_duplicate_key_is_named(client: FlaskClient) -> None:
    """Which one."""
    answer = client.post(
        "/v1/comments", data=b'{"text": "a", "text": "b"}', content_type="application/json"
    )

    assert '"text"' in answer.json["detail"]


def test_a_long_or_odd_duplicate_key_is_not_quoted(client: FlaskClient) -> None:
    """It might be anything, a comment for one."""
    key = b"secret " * 20

    answer = client.post(
        "/v1/comments",
        data=b'{"%s": 1, "%s": 2}' % (key, key),
        content_type="application/json",
    )

    assert answer.json["code"] == "duplicate_key"
    assert b"secret" not in answer.data


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin-1",
        "application/jsonp",
        "nonsense",
    ],
)
def test_another_content_type_is_refused(client: FlaskClient, content_type: str | None) -> None:
    """Status 415, before the body is read."""
    answer = client.post("/v1/comments", data=b'{"text": "a"}', content_type=content_type)

    assert answer.status_code == 415
    assert answer.json["code"] == "unsupported_content_type"


def test_a_compressed_body_is_refused(client: FlaskClient) -> None:
    """We do not unpack."""
    answer = client.post(
        "/v1/comments",
        data=b"\x1f\x8b",
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )

    assert answer.status_code == 415


def sized(size: int, *, limit: int) -> TestResponse:
    """Post a body of so many bytes to a service with such a limit."""
    client = fake_app(Settings(max_body_bytes=limit)).test_client()
    body = b'{"text": "hello"}'
    return client.post(
        "/v1/comments", data=body + b" " * (size - len(body)), content_type="application/json"
    )


def test_a_body_of_exactly_the_limit_is_read() -> None:
    """The limit belongs to what is allowed."""
    answer = sized(2_000, limit=2_000)

    assert answer.status_code == 200


def test_a_body_one_byte_over_the_limit_is_refused() -> None:
    """Status 413, with the limit in the sentence."""
    answer = sized(2_001, limit=2_000)

    assert (answer.status_code, answer.json["code"]) == (413, "body_too_large")
    assert "2,000" in answer.json["detail"]


def test_batches_have_a_limit_of_their_own() -> None:
    """A batch may be larger than one comment."""
    settings = Settings(max_body_bytes=1_024, max_batch_body_bytes=4_096)
    client = fake_app(settings).test_client()

    within = client.post("/v1/comments/batch", json={"comments": [{"text": "x" * 3_000}]})
    beyond = client.post("/v1/comments/batch", json={"comments": [{"text": "x" * 5_000}]})

    assert (within.status_code, beyond.status_code) == (200, 413)
