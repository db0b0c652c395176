"""Comments beside their article: what they quote, whom they attack, and what is done with them."""

import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.context.own import without
from service.moderation.context.reactions import is_reaction
from service.moderation.context.reading import read_context
from service.moderation.context.source import source
from service.moderation.languages import detector
from service.moderation.review import Moderator
from service.moderation.scorer import load_scorer
from service.moderation.words import Article, Comment, Parent, Stretch

ROOT = Path(__file__).parents[2]
PAGE = tomllib.loads((ROOT / "service" / "web" / "article.toml").read_text(encoding="utf-8"))
ARTICLE = Article(
    id=PAGE["id"],
    title=PAGE["title"],
    author=PAGE["author"],
    section=PAGE["section"],
    text="\n\n".join([PAGE["standfirst"], *PAGE["paragraphs"]]),
)
TABLE = tomllib.loads((ROOT / "tests" / "data" / "context.toml").read_text(encoding="utf-8"))
INSULTS = ["you stupid idiot", "what a moron", "Mara Ellingham is a fucking liar", "f u c k you"]
PIECES = [
    *("Biden called Putin a killer", "and said he will pay the price", "an \u201cirreversible"),
    *("deterioration\u201d", "You are a killer", "> a killer", "\n", ". ", "\U0001f600", "'", '"'),
    *("he said", "Psaki", "the empty desk", "a", "the", "nobody", "I think", "you"),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join)


@pytest.fixture(scope="module")
def moderator() -> Moderator:
    """The shipped model and the default policy."""
    return Moderator(scorer=load_scorer(ROOT / "models"), detector=detector(wanted=True))


def beside(text: str, parent: str = "") -> Comment:
    """A comment under the article."""
    return Comment(text=text, article=ARTICLE, parent=Parent(text=parent))


def taken(text: str, parent: str = "") -> list[str]:
    """What a comment takes from the article or the parent."""
    return [text[one.begin : one.end] for one in read_context(beside(text, parent)).quotations]


def test_the_table_has_comments_of_every_action() -> None:
    """Sixty of them at the least."""
    assert len(TABLE["comments"]) >= 60
    assert {one["action"] for one in TABLE["comments"]} == {"publish", "hold", "reject"}


@pytest.mark.parametrize("row", TABLE["comments"], ids=lambda row: row["text"][:50])
def test_each_comment_gets_the_action_and_the_findings_that_it_should(
    moderator: Moderator, row: dict[str, str]
) -> None:
    """Under the article of the demonstration page."""
    verdict = moderator.review(beside(row["text"], row.get("parent", "")))

    assert verdict.action == row["action"]
    assert {*row["findings"]} <= {one.code for one in verdict.reasons}
    assert verdict.action != "publish" or not verdict.reasons


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Biden called Putin a killer", ["a killer"]),
        ("“irreversible deterioration” is what they fear", ["irreversible deterioration"]),
        ("An embassy stays open while its first desk is empty", None),
        ("The article says he will “pay the price”", ["article", "pay the price"]),
        ("You are a killer", []),
        ("A killer!", []),
        ("Biden, you will pay the price", []),
        ("Putin should pay the price", []),
        ("I will make Putin pay the price", []),
        ("“You idiot” he said", []),
        ("nothing of it stands there", []),
        ("", []),
    ],
)
def test_what_is_taken_from_the_article(text: str, words: list[str] | None) -> None:
    """Not what is thrown at somebody, wished for, or merely put between marks."""
    assert taken(text) == ([text] if words is None else words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("> you are an idiot\nPlease stay polite.", ["you are an idiot"]),
        ("“you are an idiot”? Charming.", ["you are an idiot"]),
        ("No, you are an idiot", []),
        ("you are an idiot", []),
    ],
)
def test_what_is_taken_from_the_parent(text: str, words: list[str]) -> None:
    """Only what is marked, or long: an insult that is thrown back is one's own."""
    assert taken(text, "you are an idiot") == words


def test_without_an_article_nothing_is_taken(moderator: Moderator) -> None:
    """And the same words count."""
    text = "He will pay the price, the killer"

    verdict = moderator.review(Comment(text=text))

    assert verdict.context.quotations == ()
    assert verdict.context.scores is None


def test_quotations_are_scored_apart(moderator: Moderator) -> None:
    """Their scores are told, and count for nothing."""
    text = "Biden called Putin a killer and said he will pay a price"

    verdict = moderator.review(beside(text))

    assert verdict.context.scores is not None
    assert verdict.context.scores.keys() == verdict.scores.keys()
    assert verdict.scores["TOXICITY"] < moderator.review(Comment(text=text)).scores["TOXICITY"]


def test_spans_and_disguises_stand_where_they_are_in_the_text(moderator: Moderator) -> None:
    """Behind a quotation, an emoji and all."""
    text = "\U0001f600 “a killer”, he said, and “pay the price”. You 1d10t"

    verdict = moderator.review(replace(beside(text), explain=True))

    assert [text[one.begin : one.end] for one in verdict.evasion] == ["1d10t"]
    assert verdict.spans
    assert {text[one.begin : one.end] for one in verdict.spans} <= {"1d10t", "You"}


@pytest.mark.parametrize("row", TABLE["comments"][::3], ids=lambda row: row["text"][:50])
@pytest.mark.parametrize("insult", INSULTS)
def test_an_insult_beside_a_quotation_never_makes_a_comment_milder(
    moderator: Moderator, row: dict[str, str], insult: str
) -> None:
    """In front of it or behind it."""
    parent = row.get("parent", "")
    before = moderator.review(beside(row["text"], parent)).action.severity

    for text in (f"{row['text']} {insult}", f"{insult}. {row['text']}", f"{row['text']}\n{insult}"):
        assert moderator.review(beside(text, parent)).action.severity >= before


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, insult=st.sampled_from(INSULTS))
def test_an_insult_outside_of_a_quotation_is_always_left(text: str, insult: str) -> None:
    """Whatever stands before it."""
    own = read_context(beside(f"{text} {insult}")).own.text

    assert insult.rsplit(maxsplit=1)[-1] in own


@settings(max_examples=500, deadline=None)
@given(text=TEXTS | st.text(max_size=80), parent=TEXTS)
def test_what_is_taken_and_what_is_left_make_up_the_text(text: str, parent: str) -> None:
    """Every place leads back into the text."""
    found = read_context(beside(text, parent))

    assert all(0 <= one.begin < one.end <= len(text) for one in found.quotations)
    assert [*found.quotations] == sorted(found.quotations, key=lambda one: one.begin)
    own = found.own.text
    for at in range(len(own)):
        place = found.original(Stretch(begin=at, end=at + 1))
        assert 0 <= place.begin < place.end <= len(text)
        assert own[at] in {text[place.begin], " "}


def test_marks_around_a_quotation_go_with_it() -> None:
    """And nothing else."""
    own = without("a “b” c", [Stretch(begin=3, end=4)])

    assert own.text == "a   c"
    assert own.original(4, 5) == Stretch(begin=6, end=7)


@pytest.mark.parametrize(
    ("text", "reacts"),
    [
        ("Well said", True),
        ("+1", True),
        ("This!!!", True),
        ("lol", True),
        ("\U0001f44d\U0001f44d", True),
        ("I agree with you", True),
        ("Thank you for this article", True),
        ("The harbour needs a bridge", False),
        ("Putin lies", False),
        ("Sanctions never worked and never will", False),
    ],
)
def test_a_short_reaction_is_told_from_a_comment(text: str, reacts: bool) -> None:  # noqa: FBT001 - a table
    """By its words."""
    assert is_reaction(text) is reacts


def test_people_are_told_from_places_and_peoples() -> None:
    """By the names that stand together, and titles."""
    people = source(f"{ARTICLE.title}\n\n{ARTICLE.text}").people

    assert {"biden", "putin", "antonov", "peskov", "psaki"} <= people
    assert people.isdisjoint({"russia", "moscow", "washington", "states", "house", "americans"})


HOSTILE = [
    "a ",
    "killer ",
    "pay the price ",
    "\u201ca killer\u201d ",
    "> a\n",
    "'a ",
    "Biden said ",
    "x",
    '"',
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_time_in_proportion_to_the_length(unit: str) -> None:
    """Of the comment, and of an article that repeats the same words."""
    long = (unit * 20_000)[:20_000]
    article = (unit * 200_000)[:150_000]

    assert seconds(long, article) < 40 * seconds(long[:2_000], article)
    assert seconds(long, article) < 3


def seconds(text: str, article: str) -> float:
    """The least processor time of three readings, the article already read."""
    comment = Comment(text=text, article=Article(text=article))
    read_context(comment)
    times = []
    for _ in range(3):
        begin = time.thread_time()
        read_context(comment)
        times.append(time.thread_time() - begin)
    return min(times)
