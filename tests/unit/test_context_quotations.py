"""What a comment takes from another article than the page's, and of whom it may say that."""

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation.context.reading import article_source, read_context
from service.moderation.context.targets import targets
from service.moderation.context.tokens import SAYING, tokens
from service.moderation.words import Article, Comment, Parent, Stretch

TABLE = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "quotations.toml").read_text(encoding="utf-8")
)
ARTICLE = Article(title=TABLE["title"], text=TABLE["text"], author=TABLE["author"])
WORDS = sorted({*article_source(ARTICLE).tokens.words})


def beside(text: str, parent: str = "") -> Comment:
    """A comment under the article."""
    return Comment(text=text, article=ARTICLE, parent=Parent(text=parent))


def taken(text: str, parent: str = "") -> list[str]:
    """What a comment takes from the article or the parent."""
    return [text[one.begin : one.end] for one in read_context(beside(text, parent)).quotations]


@pytest.mark.parametrize("row", TABLE["comments"], ids=lambda row: row["text"][:60])
def test_each_comment_takes_what_it_should(row: dict[str, str]) -> None:
    """And what it says of a reader, a group or somebody else is its own."""
    assert taken(row["text"], row.get("parent", "")) == [*row["taken"]]


def test_the_table_is_long_and_has_both_kinds() -> None:
    """Sixty comments at the least, with a quotation and without."""
    assert len(TABLE["comments"]) >= 60
    assert {bool(row["taken"]) for row in TABLE["comments"]} == {True, False}


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
    marks=st.sampled_from(["“”", '""', "«»"]),
)
def test_short_words_between_marks_said_of_a_reader_are_never_taken(
    words: list[str], marks: str
) -> None:
    """Whichever words of the article they are."""
    text = f"You {marks[0]}{' '.join(words)}{marks[1]}"

    assert taken(text) == []


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
def test_words_of_the_article_put_together_anew_make_no_quotation(words: list[str]) -> None:
    """Between marks, where no two of them stand together in the article and nobody is named."""
    found = article_source(ARTICLE)
    together = any(pair in found.places for pair in pairwise(words))
    tells = not (SAYING | found.names).isdisjoint(words)

    assert together or tells or taken(f"“{' '.join(words)}”") == []


@pytest.mark.parametrize(
    "name", ["Dana O'Brien-Holt", "Dana O\u2019Brien-Holt", "Dana Müller", "D. van der Berg"]
)
def test_an_author_is_known_by_a_last_name_of_any_kind(name: str) -> None:
    """With an apostrophe, a hyphen, or accents."""
    text = f"{name} is a moron"
    comment = Comment(text=text, article=Article(author=name, text="A text."))
    attack = Stretch(begin=text.index("moron"), end=len(text))

    found = targets(comment, tokens(text), [attack], None)

    assert [one.code for one in found] == ["attack_on_author"]


def test_the_evidence_holds_more_than_the_one_who_is_attacked() -> None:
    """Where a score was raised by "you" alone, and by other words too."""
    text = "You are a moron"
    attacks = [Stretch(begin=0, end=3), Stretch(begin=10, end=15)]

    found = targets(beside(text, "Hello"), tokens(text), attacks, None)

    assert [(one.code, one.stretch) for one in found] == [
        ("attack_on_commenter", Stretch(begin=0, end=len(text)))
    ]


@pytest.mark.parametrize(
    "unit",
    ["you “fascist pig” ", "“fascist pig” and ", "is a fascist pig ", "Muslims “parasites” "],
)
def test_whom_words_are_said_of_is_read_in_proportion_to_the_length(unit: str) -> None:
    """Though each quotation looks back at those before it."""
    long = unit * (20_000 // len(unit))

    assert seconds(long) < 40 * seconds(long[: len(long) // 10])


def seconds(text: str) -> float:
    """The least processor time of three readings, the article already read."""
    read_context(beside(text))
    times = []
    for _ in range(3):
        begin = time.thread_time()
        read_context(beside(text))
        times.append(time.thread_time() - begin)
    return min(times)
