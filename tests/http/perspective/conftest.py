"""A way to call the Perspective protocol that shows only what a test is about."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ANALYZE = "/v1alpha1/comments:analyze"

Analyze = Callable[..., TestResponse]


@pytest.fixture
def analyze(client: FlaskClient) -> Analyze:
    """Ask for the scores of a comment; named members replace those of a plain call."""

    def call(text: object = "You idiot.", **members: object) -> TestResponse:
        plain = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}}
        return client.post(ANALYZE, json={**plain, **members})

    return call
