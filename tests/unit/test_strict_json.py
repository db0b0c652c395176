"""Reading JSON without guessing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.strict_json import parse_json
from service.errors import BelowTheLineError

DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(DOCUMENTS.filter(lambda document: document not in (float("inf"), float("-inf"))))
def test_what_the_standard_library_writes_is_read_the_same(document: object) -> None:
    """For any document that JSON can hold."""
    try:
        body = json.dumps(document, allow_nan=False).encode()
    except ValueError:
        return

    assert parse_json(body) == document


@given(st.binary())
def test_any_bytes_are_read_or_refused_on_purpose(body: bytes) -> None:
    """Never another exception."""
    try:
        parse_json(body)
    except BelowTheLineError as error:
        assert error.sentence  # noqa: PT017 - both ways are right


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b'{"text": "a"}', {"text": "a"}),
        (b" [1, -2, 0.5, 1e3, true, false, null] ", [1, -2, 0.5, 1000.0, True, False, None]),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\ud800"', "\ud800"),
        ('"caf\u00e9"'.encode(), "caf\u00e9"),
    ],
)
def test_plain_documents_are_read(body: bytes, document: object) -> None:
    """A lone surrogate is valid JSON; the fields refuse it later."""
    assert parse_json(body) == document
