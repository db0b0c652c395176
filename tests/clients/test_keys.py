"""Unmodified clients with a key, with a wrong one and with none, where keys are asked for."""

from contextlib import closing
from typing import Any

import googleapiclient.discovery
import PyPerspective.Perspective
import pytest
from google.auth.credentials import AnonymousCredentials
from google.oauth2.credentials import Credentials
from googleapiclient.errors import HttpError
from googleapiclient.http import build_http
from PyPerspective.errors import InvalidAuthKey

from tests.clients.conftest import KEY

BODY = {"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY": {}}}
INVALID = "API key not valid. Please pass a valid API key."


def client_of(address: str, **options: object) -> Any:  # noqa: ANN401 - a client is made at run time
    """Google's client."""
    return googleapiclient.discovery.build(
        "commentanalyzer",
        "v1alpha1",
        discoveryServiceUrl=f"{address}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
        cache_discovery=False,
        **options,
    )


@pytest.mark.parametrize("options", [{"developerKey": KEY}, {"credentials": Credentials(KEY)}])
def test_googles_client_is_let_in_by_its_key(locked: str, options: dict[str, object]) -> None:
    """Or by a bearer token; alone and in a batch."""
    answers: list[Any] = []

    with client_of(locked, **options) as client:
        call = client.comments().analyze(body=BODY)
        alone = call.execute()
        batch = client.new_batch_http_request(callback=lambda _, answer, __: answers.append(answer))
        batch.add(client.comments().analyze(body=BODY))
        batch.execute()

    assert answers == [alone]
    assert alone["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.7


def test_googles_client_is_told_that_its_key_is_wrong(locked: str) -> None:
    """When it reads the document already, and on every call."""
    with closing(build_http()) as http, pytest.raises(HttpError) as first:
        client_of(locked, developerKey="another-key", http=http)
    with client_of(locked, credentials=AnonymousCredentials()) as client:
        call = client.comments().analyze(body=BODY, key="another-key")
        with pytest.raises(HttpError) as later:
            call.execute()

    for caught in (first, later):
        assert (caught.value.status_code, caught.value.reason) == (400, INVALID)
        assert caught.value.error_details[0]["reason"] == "API_KEY_INVALID"


def test_googles_client_is_told_that_it_has_no_key(locked: str) -> None:
    """Also of each call in a batch."""
    faults: list[HttpError] = []

    with client_of(locked, credentials=AnonymousCredentials()) as client:
        with pytest.raises(HttpError) as caught:
            client.comments().analyze(body=BODY).execute()
        batch = client.new_batch_http_request(callback=lambda _, __, fault: faults.append(fault))
        batch.add(client.comments().analyze(body=BODY))
        batch.execute()

    for fault in (caught.value, *faults):
        assert fault.status_code == 403
        assert fault.reason == "The request is missing a valid API key."
    assert len(faults) == 1


def test_pyperspective_tells_a_wrong_key_from_a_right_one(
    locked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its first call, which is empty."""
    monkeypatch.setattr(
        PyPerspective.Perspective, "base_url", f"{locked}/v1alpha1/comments:analyze"
    )

    score = PyPerspective.Perspective.Perspective(KEY).get_score("You idiot.")

    assert score["TOXICITY"].score > 0.7
    with pytest.raises(InvalidAuthKey):
        PyPerspective.Perspective.Perspective("another-key")
