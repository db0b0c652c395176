"""Whatever comes in, what goes out is a verdict or a problem of the client's, never a failure."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from service.testing import fake_app

CLIENT = fake_app().test_client()
FIELDS = ["text", "author", "article", "parent", "language", "attributes", "explain", "name", "id"]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["TOXICITY", "en"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=6)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(), anything, max_size=8) | anything)
def test_any_json_is_scored_or_told_its_faults(document: object) -> None:
    """Status 200 or 422, and 422 names at least one field."""
    answer = CLIENT.post("/v1/comments", data=json.dumps(document), content_type="application/json")

    assert answer.status_code in {200, 422}
    assert answer.status_code == 200 or answer.json["errors"]


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(st.just("comments"), st.lists(anything, max_size=3) | anything))
def test_any_batch_is_scored_or_told_its_faults(document: object) -> None:
    """The same for many at once."""
    answer = CLIENT.post(
        "/v1/comments/batch", data=json.dumps(document), content_type="application/json"
    )

    assert answer.status_code in {200, 422}
    assert answer.status_code == 200 or answer.json["errors"]


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_as_the_clients_fault(body: bytes) -> None:
    """Status 400, or 422 where they happen to be JSON."""
    answer = CLIENT.post("/v1/comments", data=body, content_type="application/json")

    assert answer.status_code in {400, 422}
