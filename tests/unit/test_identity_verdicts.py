"""What the shipped model and the default policy make of plain statements about who people are."""

from pathlib import Path

import pytest

from service.moderation.policy import DEFAULT_POLICY, examine, strongest
from service.moderation.scorer import LinearScorer, load_scorer
from service.moderation.words import Action
from training.statements import measure_statements, plain_statements
from training.targets import STATEMENTS_STOPPED


@pytest.fixture(scope="module")
def scorer() -> LinearScorer:
    """The model that stands in the repository."""
    return load_scorer(Path(__file__).parents[2] / "models")


def stopped(scorer: LinearScorer, text: str) -> bool:
    """Whether the default policy holds or rejects a text."""
    found = strongest(examine(DEFAULT_POLICY, scorer.score(text).scores))
    return found is not Action.PUBLISH


def test_to_say_who_one_is_is_hardly_ever_stopped(scorer: LinearScorer) -> None:
    """One statement in twenty-five at most; the card names the terms that are worst."""
    found = measure_statements(lambda text: stopped(scorer, text), plain_statements(), seed=1)

    assert found.share <= STATEMENTS_STOPPED
