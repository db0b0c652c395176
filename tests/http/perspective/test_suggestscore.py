"""Suggested scores are checked as Google checked them, and handed to the feedback port."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from service.logs import make_log
from service.moderation.feedback import Feedback
from service.settings import Settings
from service.testing import FakeScorer, LogLines

SUGGEST = "/v1alpha1/comments:suggestscore"
CORAL = {
    "comment": {"text": "You idiot."},
    "context": {"entries": [{"text": '{"url":"https://news.example/a","Coral_comment_id":"c1"}'}]},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    "languages": ["en"],
    "communityId": "Coral:https://comments.example/",
    "clientToken": "comment:c1",
}

Suggest = Callable[..., TestResponse]


@dataclass(kw_only=True, slots=True)
class KeptFeedback:
    """A port that keeps what it was given."""

    taken: list[Feedback] = field(default_factory=list)

    def take(self, feedback: Feedback) -> None:
        """Keep it."""
        self.taken.append(feedback)


@pytest.fixture
def port() -> KeptFeedback:
    """Where feedback goes."""
    return KeptFeedback()


@pytest.fixture
def client(port: KeptFeedback) -> FlaskClient:
    """An app with that port."""
    log = make_log("error", stream=LogLines().stream)
    return create_app(Settings(), scorer=FakeScorer(), feedback=port, log=log).test_client()


@pytest.fixture
def suggest(client: FlaskClient) -> Suggest:
    """Suggest what Coral does; named members replace its."""

    def call(**members: object) -> TestResponse:
        return client.post(SUGGEST, json={**CORAL, **members})

    return call


def test_a_suggestion_reaches_the_port_whole(suggest: Suggest, port: KeptFeedback) -> None:
    """With the community whose readers wrote the comment."""
    answer = suggest()

    assert answer.status_code == 200
    assert answer.json == {
        "clientToken": "comment:c1",
        "detectedLanguages": ["en"],
        "requestedLanguages": ["en"],
    }
    assert port.taken == [
        Feedback(
            text="You idiot.",
            scores={"TOXICITY": 1.0},
            community="Coral:https://comments.example/",
            token="comment:c1",  # noqa: S106 - a comment's name
            languages=("en",),
            context=('{"url":"https://news.example/a","Coral_comment_id":"c1"}',),
        )
    ]


def test_what_must_not_be_stored_is_passed_to_nobody(suggest: Suggest, port: KeptFeedback) -> None:
    """It is checked all the same."""
    assert suggest(doNotStore=True).status_code == 200
    assert suggest(doNotStore=True, comment={}).status_code == 400
    assert port.taken == []


def test_of_spans_alone_the_highest_counts(suggest: Suggest, port: KeptFeedback) -> None:
    """The port takes one score for each attribute."""
    spans = [
        {"begin": 0, "end": 3, "score": {"value": 0.2, "type": "PROBABILITY"}},
        {"begin": 4, "end": 10, "score": {"value": 0.9}},
    ]

    answer = suggest(attributeScores={"INSULT": {"spanScores": spans}})

    assert answer.status_code == 200
    assert port.taken[0].scores == {"INSULT": 0.9}


def test_the_address_without_a_version_is_served(client: FlaskClient) -> None:
    """As for analyze."""
    assert client.post("/comments:suggestscore", json=CORAL).status_code == 200


def test_an_attribute_that_nobody_scores_may_be_suggested(
    suggest: Suggest, port: KeptFeedback
) -> None:
    """Old versions of Coral sent the action in its place; what it means is for who reads it."""
    assert suggest(attributeScores={"APPROVED": {"summaryScore": {"value": 0}}}).status_code == 200
    assert port.taken[0].scores == {"APPROVED": 0.0}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"comment": {"text": ""}}, "Comment must be non-empty."),
        ({"comment": {"text": "a" * 20_481}}, "Comment text too long."),
        ({"attributeScores": {}}, "Missing attribute_scores"),
        ({"attributeScores": {"TOXICITY": {}}}, "There is no score of attribute TOXICITY"),
        ({"attributeScores": {"TOXICITY": {"summaryScore": {}}}}, "no value from 0 to 1"),
        ({"attributeScores": {"TOXICITY": {"summaryScore": {"value": 2}}}}, "no value from 0 to 1"),
        (
            {"attributeScores": {"TOXICITY": {"summaryScore": {"value": 1, "type": "RAW"}}}},
            "Score type RAW is not supported",
        ),
        (
            {"attributeScores": {"TOXICITY": {"spanScores": [{"score": {"value": 1}}]}}},
            "has not both begin and end",
        ),
        *(
            (
                {"attributeScores": {"INSULT": {"spanScores": [span | {"score": {"value": 1}}]}}},
                "as places in the comment",
            )
            for span in (
                {"begin": 3, "end": 2},
                {"begin": -1, "end": 2},
                {"begin": 0, "end": 20_000},
                {"begin": 0.5, "end": 2},
                {"begin": 0, "end": 1e300},
            )
        ),
        ({"comment": {"text": "hi", "type": "HTML"}}, "Currently, only 'PLAIN_TEXT'"),
    ],
)
def test_a_malformed_suggestion_is_refused_and_kept_nowhere(
    suggest: Suggest, port: KeptFeedback, members: dict[str, Any], words: str
) -> None:
    """With status 400 and details."""
    answer = suggest(**members)

    assert answer.status_code == 400
    assert words in answer.json["error"]["message"]
    assert answer.json["error"]["details"]
    assert port.taken == []
