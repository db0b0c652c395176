"""Unmodified clients from PyPI."""

from collections.abc import Iterator
from typing import Any

import googleapiclient.discovery
import PyPerspective.Perspective
import pytest
import requests
from googleapiclient.errors import HttpError

RUDE = "Only an idiot would write such rubbish."


@pytest.fixture(scope="module")
def google(address: str) -> Iterator[Any]:
    """Google's client, built as the documentation of Perspective had it, with another address."""
    with googleapiclient.discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey="any-key",
        discoveryServiceUrl=f"{address}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
        cache_discovery=False,
    ) as client:
        yield client


def asked(text: str, **members: object) -> dict[str, object]:
    """A call as users write it."""
    return {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, **members}


def summary(answer: Any) -> float:  # noqa: ANN401 - JSON
    """The TOXICITY of an answer."""
    return float(answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"])


def test_googles_client_scores_a_comment(google: Any) -> None:  # noqa: ANN401
    """With spans, asserting what researchers' code asserts."""
    body = asked(f"{RUDE} Thank you.", spanAnnotations=True)

    answer = google.comments().analyze(body=body).execute()

    scores = answer["attributeScores"]["TOXICITY"]
    assert scores["summaryScore"]["type"] == "PROBABILITY"
    assert scores["summaryScore"]["value"] > 0.7
    assert [(one["begin"], one["end"]) for one in scores["spanScores"]] == [(0, 39), (40, 50)]
    assert answer["languages"] == ["en"]


def test_googles_client_tells_the_details_of_an_error(google: Any) -> None:  # noqa: ANN401
    """Clients drop the attribute that is named there."""
    with pytest.raises(HttpError) as caught:
        google.comments().analyze(body=asked("hello", languages=["fr"])).execute()

    assert caught.value.status_code == 400
    assert caught.value.error_details[0]["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert "does not support request languages: fr" in caught.value.reason


def test_googles_client_suggests_a_score(google: Any) -> None:  # noqa: ANN401
    """And has its token back."""
    body = {
        "comment": {"text": RUDE},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "clientToken": "c-17",
    }

    answer = google.comments().suggestscore(body=body).execute()

    assert answer["clientToken"] == "c-17"


def test_googles_client_sends_25_comments_at_once_one_of_them_bad(google: Any) -> None:  # noqa: ANN401
    """Every other one is scored."""
    answers: dict[str, Any] = {}
    faults: dict[str, HttpError] = {}

    def note(name: str, answer: Any, fault: HttpError | None) -> None:  # noqa: ANN401
        if fault is None:
            answers[name] = answer
        else:
            faults[name] = fault

    batch = google.new_batch_http_request(callback=note)
    for number in range(25):
        text = "" if number == 7 else f"{RUDE} ({number})"
        batch.add(google.comments().analyze(body=asked(text)), request_id=str(number))
    batch.execute()

    assert faults.keys() == {"7"}
    assert faults["7"].error_details[0]["errorType"] == "COMMENT_EMPTY"
    assert len(answers) == 24
    assert all(
        one["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5
        for one in answers.values()
    )


def test_a_researchers_batch_with_spans_answers_the_same_twice(google: Any) -> None:  # noqa: ANN401
    """As for real-toxicity-prompts: 25 at once, spans that cover their text, PROBABILITY alone."""
    texts = [f"{RUDE} \N{GRINNING FACE} Thank you, {number}." for number in range(25)]

    def scored() -> dict[str, Any]:
        answers: dict[str, Any] = {}
        batch = google.new_batch_http_request(
            callback=lambda name, answer, _: answers.update({name: answer})
        )
        for text in texts:
            body = asked(text, languages=["en"], spanAnnotations=True)
            batch.add(google.comments().analyze(body=body), request_id=text)
        batch.execute()
        return answers

    once, again = scored(), scored()

    assert once == again
    assert list(once) == texts
    for text, answer in once.items():
        scores = answer["attributeScores"]["TOXICITY"]
        every = [scores["summaryScore"], *(span["score"] for span in scores["spanScores"])]
        assert {one["type"] for one in every} == {"PROBABILITY"}
        assert scores["spanScores"][0]["begin"] == 0
        assert scores["spanScores"][-1]["end"] == len(text.encode("utf-16-le")) // 2


def test_googles_client_may_have_the_document_and_another_endpoint(address: str) -> None:
    """From a file, with ``api_endpoint``."""
    found = requests.get(f"{address}/$discovery/rest?version=v1alpha1", timeout=10).json()
    document = {**found, "rootUrl": "https://commentanalyzer.googleapis.com/"}

    with googleapiclient.discovery.build_from_document(
        document, developerKey="any-key", client_options={"api_endpoint": address}
    ) as client:
        answer = client.comments().analyze(body=asked(RUDE)).execute()

    assert summary(answer) > 0.7


def test_pyperspective_reads_an_answer(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It starts with an empty call, and misses any member that is not there."""
    monkeypatch.setattr(
        PyPerspective.Perspective, "base_url", f"{address}/v1alpha1/comments:analyze"
    )

    score = PyPerspective.Perspective.Perspective("any-key").get_score(
        RUDE, tests=["TOXICITY", "INSULT"]
    )

    assert score["TOXICITY"].score > 0.7
    assert str(score["INSULT"][0]) == RUDE
    assert (score.requests_langs, score.detected_langs) == (["en"], ["en"])
