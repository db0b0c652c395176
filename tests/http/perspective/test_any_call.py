"""Whatever comes in, what goes out is an answer or an error of the client's, never a failure."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service.settings import Settings
from service.testing import fake_app

CLIENT = fake_app(Settings(perspective_keys=("swordfish-1",))).test_client()
PATHS = ["/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"]
FIELDS = [
    *("comment", "text", "type", "context", "entries", "articleAndParentComment", "article"),
    *("parentComment", "requestedAttributes", "requested_attributes", "attributeScores"),
    *("TOXICITY", "scoreType", "scoreThreshold", "summaryScore", "spanScores", "score", "value"),
    *("begin", "end", "languages", "spanAnnotations", "doNotStore", "clientToken", "communityId"),
]
WORDS = ["PLAIN_TEXT", "HTML", "PROBABILITY", "RAW", "en", "fr", "und", "true", "You idiot.", "NaN"]

values = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
anything = st.recursive(
    values | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=6)
    ),
    max_leaves=16,
)
comments = st.fixed_dictionaries({"text": st.text() | st.just("You idiot.")})
plain = st.fixed_dictionaries(
    {
        "comment": comments | anything,
        "requestedAttributes": st.just({"TOXICITY": {}}) | anything,
        "attributeScores": st.just({"TOXICITY": {"summaryScore": {"value": 1}}}) | anything,
    },
    optional=dict.fromkeys(("context", "languages", "spanAnnotations", "clientToken"), anything),
)


def is_answer_or_fault(answer: TestResponse) -> bool:
    """Whether it is a success, or an error that says so with details."""
    if answer.status_code == 200:
        return bool(answer.data)
    error: dict[str, Any] = answer.json["error"]
    return answer.status_code in {400, 403} and bool(error["message"] and error["details"])


@pytest.mark.parametrize("path", PATHS)
@settings(deadline=None, max_examples=200)
@given(plain | anything, st.sampled_from(["", "gzip"]))
def test_any_document_is_answered_or_told_its_faults(
    path: str, document: object, coding: str
) -> None:
    """As it is, or packed."""
    body = json.dumps(document).encode()
    headers = {"X-Goog-Api-Key": "swordfish-1", "Content-Encoding": coding}

    answer = CLIENT.post(path, data=gzip.compress(body) if coding else body, headers=headers)

    assert is_answer_or_fault(answer)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(["", "gzip"]), st.text())
def test_any_bytes_and_any_key_are_answered_or_told_their_faults(
    body: bytes, coding: str, key: str
) -> None:
    """Whatever they are declared to be."""
    headers = {"Content-Encoding": coding, "Authorization": "Bearer swordfish-1"}

    answer = CLIENT.post(PATHS[0], query_string={"key": key}, data=body, headers=headers)

    assert is_answer_or_fault(answer)


LINES = [
    *("--b", "--b--", "", "Content-Type: application/http", "Content-ID: <1>", "\r"),
    *("Content-Transfer-Encoding: base64", "Content-Type: multipart/mixed; boundary=b"),
    *("POST /v1alpha1/comments:analyze HTTP/1.1", "POST http://a.example/comments:analyze?key=%ff"),
    *("X-Goog-Api-Key: swordfish-1", "Authorization: Bearer", "Content-Length: 5", "GET /metrics"),
    '{"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY": {}}}',
]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=14),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.text(),
)
def test_any_batch_is_answered_or_told_its_faults(lines: list[str], end: str, key: str) -> None:
    """However its lines are put together."""
    body = end.join(["--b", "Content-Type: application/http", "", *lines])

    answer = CLIENT.post(
        "/batch",
        query_string={"key": key},
        data=body.encode("utf-8", "surrogatepass"),
        content_type="multipart/mixed; boundary=b",
    )

    assert is_answer_or_fault(answer)
