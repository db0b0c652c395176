"""What every store of articles keeps to, shown by each of them."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import ArticlesUnavailableError, ArticleTooLargeError
from service.moderation.articles import Articles
from service.moderation.words import Article
from service.storage.articles import MemoryArticles, Room, SqliteArticles

ROOM = Room(size=2_000, seconds=60)

Make = Callable[[Callable[[], float]], Articles]


@pytest.fixture(params=["sqlite", "memory"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes a store of each kind with a clock of its own."""
    if request.param == "sqlite":
        return lambda now: SqliteArticles(tmp_path / "articles.sqlite", ROOM, now=now)
    return lambda now: MemoryArticles(room=ROOM, now=now)


def article(name: str, text: str = "Nothing happened.") -> Article:
    """An article with every part."""
    return Article(
        id=name,
        url="https://news.example/1",
        title="A \u201ctitle\u201d \U0001f600",
        text=text,
        author="Clara Voss",
        section="world",
        site="news.example",
    )


def test_an_article_is_found_as_it_was_put(make: Make) -> None:
    """With all its parts, until when, and how large."""
    store = make(lambda: 1_000.0)

    put = store.put(article("a/1 \u00e9"))
    found = store.find("a/1 \u00e9")

    assert found == put
    assert found is not None
    assert found.article == article("a/1 \u00e9")
    assert found.expires == 1_060.0
    assert 100 < found.bytes < 400


def test_an_unknown_article_is_none(make: Make) -> None:
    """Not an empty one, and no error."""
    store = make(lambda: 0.0)

    found, dropped = store.find("a"), store.drop("a")

    assert found is None
    assert not dropped


def test_a_later_article_takes_the_place_of_an_earlier_one(make: Make) -> None:
    """Even right after the earlier one was read."""
    store = make(lambda: 0.0)
    store.put(article("a", "Old."))
    store.find("a")

    store.put(article("a", "New."))
    found = store.find("a")

    assert found is not None
    assert found.article.text == "New."


def test_an_article_ends_when_its_time_is_over(make: Make) -> None:
    """To the second, and cannot be dropped then."""
    seconds = [0.0]
    store = make(lambda: seconds[0])
    store.put(article("a"))

    seconds[0] = 59.9
    before = store.find("a")
    seconds[0] = 60.0
    after, dropped = store.find("a"), store.drop("a")

    assert before is not None
    assert after is None
    assert not dropped


def test_a_dropped_article_is_gone(make: Make) -> None:
    """And the others stay."""
    store = make(lambda: 0.0)
    store.put(article("a"))
    store.put(article("b"))

    dropped = store.drop("a")

    assert dropped
    assert store.find("a") is None
    assert store.find("b") is not None


def test_the_oldest_articles_make_room(make: Make) -> None:
    """An article that was put again is young."""
    store = make(lambda: 0.0)
    for name in "abc":
        store.put(article(name, "x" * 400))
    store.put(article("a", "x" * 400))

    store.put(article("d", "x" * 400))

    assert [name for name in "abcd" if store.find(name)] == ["a", "c", "d"]


def test_what_can_never_fit_is_refused_and_nothing_goes_for_it(make: Make) -> None:
    """With both sizes."""
    store = make(lambda: 0.0)
    store.put(article("a"))

    with pytest.raises(ArticleTooLargeError, match="2,000"):
        store.put(article("b", "x" * 2_001))

    assert store.find("a") is not None


def test_threads_may_share_a_store(make: Make) -> None:
    """All that they put is found."""
    store = make(lambda: 0.0)
    threads = [
        threading.Thread(target=lambda name=name: store.put(article(name, "")))
        for name in "abcdefgh"
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(store.find(name) for name in "abcdefgh")


def test_processes_share_a_file(tmp_path: Path) -> None:
    """What a fork puts, its parent finds."""
    store = SqliteArticles(tmp_path / "articles.sqlite", ROOM)
    if (child := os.fork()) == 0:
        store.put(article("a"))
        os._exit(0)

    _, status = os.waitpid(child, 0)
    found = store.find("a")

    assert status == 0
    assert found is not None


def test_a_file_that_cannot_be_opened_is_told_and_asked_again(tmp_path: Path) -> None:
    """Once it can be, all is well."""
    folder = tmp_path / "later"
    store = SqliteArticles(folder / "articles.sqlite", ROOM)

    with pytest.raises(ArticlesUnavailableError, match="BTL_ARTICLES"):
        store.find("a")
    folder.mkdir()
    store.put(article("a"))

    assert store.find("a") is not None


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """It is not written over."""
    path = tmp_path / "articles.sqlite"
    path.write_bytes(b"no database" * 100)
    store = SqliteArticles(path, ROOM)

    with pytest.raises(ArticlesUnavailableError):
        store.put(article("a"))

    assert path.read_bytes() == b"no database" * 100


def test_an_article_that_was_dropped_and_put_again_is_the_new_one(make: Make) -> None:
    """Nothing of the first is remembered."""
    store = make(lambda: 0.0)
    store.put(article("a", "Old."))
    store.find("a")
    store.drop("a")

    store.put(article("a", "New."))
    found = store.find("a")

    assert found is not None
    assert found.article.text == "New."
