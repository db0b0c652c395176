"""Whether a comment is about its article."""

import time

import pytest

from service.moderation.context.relevance import FEWEST, off_topic, read_topic
from service.moderation.words import Article, Comment
from training.relevance import cut

BRIDGE = Article(
    title="The harbour gets a new bridge",
    text="The town council decided on Tuesday to build a bridge over the harbour. Cyclists, and "
    "people who walk to the ferry, will cross the water in four minutes, and ships will wait for "
    "the bridge to open. The mayor said that the old swing bridge had cost more in repairs.",
)
BAKING = Article(
    title="Why sourdough bread fails",
    text="A loaf that does not rise has often been kept too cold. Bakers feed the starter with "
    "flour and water twice a day until it doubles. Salt slows the yeast down, and so does rye.",
)
ON_BRIDGE = [
    "The old bridge cost more in repairs every year, so the council did the right thing.",
    "Cyclists will love it. I take the ferry across the harbour each morning.",
    "Four minutes for ships to wait is nothing, the mayor should build it at once.",
]
ON_BREAD = [
    "My starter never doubles, whatever flour I feed it. Is rye any better?",
    "Too much salt ruined my last loaf, the yeast had no chance.",
    "Bakers where I live keep the dough cold on purpose and it rises anyway.",
]


def score(text: str, article: Article) -> float:
    """The probability that a comment is not about an article."""
    found = off_topic(Comment(text=text, article=article))
    assert found is not None
    return found


@pytest.mark.parametrize("text", ON_BRIDGE)
def test_a_comment_is_nearer_to_its_own_article(text: str) -> None:
    """Than to another."""
    assert score(text, BRIDGE) < score(text, BAKING) - 0.1


@pytest.mark.parametrize("text", ON_BREAD)
def test_the_other_way_round_as_well(text: str) -> None:
    """So that it is not the article that tells."""
    assert score(text, BAKING) < score(text, BRIDGE) - 0.1


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("Well said!", BRIDGE),
        ("\U0001f44d", BRIDGE),
        ("Not in my town", BRIDGE),
        (ON_BRIDGE[0], Article(title="The harbour gets a new bridge")),
        (ON_BRIDGE[0], Article()),
    ],
)
def test_where_nobody_can_tell_there_is_no_score(text: str, article: Article) -> None:
    """Short reactions, and comments without an article's text."""
    assert off_topic(Comment(text=text, article=article)) is None


def test_topics_of_empty_texts_are_empty() -> None:
    """And of texts of common words alone."""
    for text in ("", "it is what it is", "\U0001f600"):
        assert read_topic(text).words < FEWEST


def test_a_long_text_is_cut_into_a_comment_and_its_article() -> None:
    """No word is in both, and another's article stands beside it."""
    texts = [[f"{name}{number}" for number in range(160)] for name in ("harbour", "bread", "ferry")]

    pairs = cut(texts)

    assert len(pairs.comments) == len(pairs.own) == len(pairs.others) == 3
    for topic, (_, body) in zip(pairs.comments, pairs.own, strict=True):
        assert FEWEST <= topic.words <= 160 / 3
        assert topic.words + body.words >= 160
    assert pairs.labels.tolist() == [0, 1] * 3


def test_reading_a_topic_takes_time_in_proportion_to_the_length() -> None:
    """Of a comment of 20 KB."""
    unit = "bridge harbour cyclists council repairs ferry "
    long = unit * (20_000 // len(unit))

    assert seconds(long) < 30 * seconds(long[: len(long) // 10])


def seconds(text: str) -> float:
    """The least processor time of five readings."""
    times = []
    for _ in range(5):
        begin = time.thread_time()
        read_topic(text)
        times.append(time.thread_time() - begin)
    return min(times)
