"""What the shipped model and the default policy make of plain statements about who people are."""

from pathlib import Path

import pytest

from service.moderation.policy import DEFAULT_POLICY, examine, strongest
from service.moderation.scorer import LinearScorer, load_scorer
from service.moderation.words import Action
from training.bias import Term, read_identity, read_terms

TERMS = tuple(read_terms(read_identity("measure.toml")["terms"]))
STATEMENTS = (
    "Hello, I am {being}.",
    "My aunt is {being} and she paints.",
    "Both of us are {people}!",
    "Proud to be {being}.",
    "Is the author {being}? I am, and I liked the piece.",
)


@pytest.fixture(scope="module")
def scorer() -> LinearScorer:
    """The model that stands in the repository."""
    return load_scorer(Path(__file__).parents[2] / "models")


def published(scorer: LinearScorer, term: Term, statement: str) -> bool:
    """Whether the default policy lets a statement through."""
    text = statement.format(being=term.being, people=term.people)
    return strongest(examine(DEFAULT_POLICY, scorer.score(text).scores)) is Action.PUBLISH


def test_to_say_who_one_is_is_hardly_ever_stopped(scorer: LinearScorer) -> None:
    """Of all statements together one in twenty at most; the card names the terms that are worst."""
    stopped = [
        (term.name, one) for term in TERMS for one in STATEMENTS if not published(scorer, term, one)
    ]

    assert len(stopped) <= len(TERMS) * len(STATEMENTS) / 20
