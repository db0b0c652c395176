"""One suite for everything that scores: the shipped scorer and the fake that stands in for it."""

import math
from dataclasses import replace

import pytest

from service.moderation.review import Moderator
from service.moderation.scorer import load_scorer
from service.moderation.words import Comment
from service.parts import Model
from service.testing import FakeScorer

TEXTS = ["hello", "you idiot", "Thank you for this article, it is stupid.", "\U0001f600 \u0627"]


@pytest.fixture(params=["fake", "linear"])
def scorer(request: pytest.FixtureRequest) -> Model:
    """Each implementation in turn."""
    if request.param == "fake":
        return FakeScorer()
    return load_scorer(request.getfixturevalue("tiny_models"))


@pytest.mark.parametrize("text", TEXTS)
def test_every_attribute_gets_a_probability(scorer: Model, text: str) -> None:
    """In order, finite, from 0 to 1, as plain numbers."""
    scores = scorer.score(text).scores

    assert tuple(scores) == scorer.attributes
    assert all(math.isfinite(score) and 0 <= score <= 1 for score in scores.values())


@pytest.mark.parametrize("text", TEXTS)
def test_explaining_changes_no_score(scorer: Model, text: str) -> None:
    """It only tells more."""
    assert scorer.score(text).scores == scorer.score(text, explain=True).scores


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_text_gets_the_same_scores(scorer: Model, text: str) -> None:
    """Whatever was scored in between."""
    first = scorer.score(text)
    scorer.score("something else")

    assert scorer.score(text) == first


@pytest.mark.parametrize("text", TEXTS)
def test_spans_lie_within_the_text(scorer: Model, text: str) -> None:
    """In code points, with an attribute that the model has."""
    spans = scorer.score(text, explain=True).spans

    assert all(0 <= span.begin < span.end <= len(text) for span in spans)
    assert all(span.attribute in scorer.attributes for span in spans)
    assert all(math.isfinite(span.contribution) for span in spans)


def test_without_explaining_there_are_no_spans(scorer: Model) -> None:
    """Nobody pays for what nobody asked for."""
    assert scorer.score("you idiot").spans == ()


def test_a_scorer_says_which_model_it_is(scorer: Model) -> None:
    """The same as its manifest does."""
    assert scorer.version
    assert scorer.manifest.to_json()["version"] == scorer.version


def test_a_moderator_can_work_with_it(scorer: Model) -> None:
    """The verdict names the model and has its scores."""
    verdict = Moderator(scorer=scorer).review(Comment(text="hello"))

    assert verdict.model == scorer.version
    assert dict(verdict.scores) == dict(scorer.score("hello").scores)


def test_a_batch_is_scored_like_its_texts_one_by_one(scorer: Model) -> None:
    """In order, and none where there is none."""
    assert list(scorer.score_all(TEXTS)) == [scorer.score(text) for text in TEXTS]
    assert list(scorer.score_all([])) == []


def test_a_moderator_reviews_a_batch_like_its_comments_one_by_one(scorer: Model) -> None:
    """Those that are to be explained among the others."""
    comments = [Comment(text=text, explain=at % 2 == 1) for at, text in enumerate(TEXTS)]
    moderator = Moderator(scorer=scorer)

    found = moderator.review_all(comments)

    assert [replace(one, id="") for one in found] == [
        replace(moderator.review(one), id="") for one in comments
    ]
