"""One suite for everything that counts verdicts."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from service.metrics import Metrics
from service.moderation.review import Meter, Moderator, NullMeter
from service.moderation.words import Action, Comment
from service.testing import FakeScorer, TallyMeter

METERS: dict[str, Callable[[], Meter]] = {
    "null": NullMeter,
    "tally": TallyMeter,
    "prometheus": Metrics,
}


@pytest.fixture(params=METERS)
def meter(request: pytest.FixtureRequest) -> Meter:
    """Each implementation in turn."""
    return METERS[request.param]()


@pytest.mark.parametrize("action", Action)
def test_every_action_is_counted_without_fuss(meter: Meter, action: Action) -> None:
    """It answers nothing, and may be told again."""
    verdict = replace(Moderator(scorer=FakeScorer()).review(Comment(text="hello")), action=action)

    assert meter.count(verdict) is None
    assert meter.count(verdict) is None


def test_a_moderator_tells_it_of_every_verdict(meter: Meter) -> None:
    """And works with any of them."""
    moderator = Moderator(scorer=FakeScorer(), meter=meter)

    verdicts = moderator.review_all([Comment(text="hello"), Comment(text="you idiot")])

    assert [verdict.action for verdict in verdicts] == [Action.PUBLISH, Action.REJECT]


def test_those_that_keep_count_count_the_same() -> None:
    """The fake tells a test what the real one tells Prometheus."""
    tally, metrics = TallyMeter(), Metrics()

    for meter in (tally, metrics):
        Moderator(scorer=FakeScorer(), meter=meter).review(Comment(text="you idiot"))

    assert tally.actions == [Action.REJECT]
    assert b'btl_comments_total{action="reject"} 1.0' in metrics.exposition(model_loaded=True)
