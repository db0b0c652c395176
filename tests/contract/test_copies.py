"""What every memory of recent comments keeps to, shown by each of them, Redis for real."""

import os
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from service.errors import CopiesUnavailableError
from service.moderation.copies import Copies, Seen
from service.moderation.fingerprints import fingerprint
from service.moderation.words import Cluster
from service.storage.copies import MemoryCopies, SharedCopies
from service.storage.redis_copies import RedisCopies

TEXT = (
    "Nobody in this town has asked for the new bridge, and the council knows it as well as we do. "
    "Write to your councillor today and tell her that we will remember it at the next election."
)
EDITED = TEXT.replace("Nobody in this town", "No one around here").replace("today", "now")
OTHER = (
    "The old bridge was closed three times last winter, and I had to drive around the harbour each "
    "time. A new one cannot come soon enough for people who work on the other side of the water."
)

Note = Callable[..., Cluster]


class RedisServer(Protocol):
    """The Redis of ``conftest.py``."""

    @property
    def url(self) -> str:
        """Where it is."""

    def start(self) -> None:
        """Run it."""

    def stop(self) -> None:
        """End it."""


@pytest.fixture(params=["memory", "shared", "redis"])
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Copies:
    """A memory of each kind, empty."""
    if request.param == "memory":
        return MemoryCopies(most=1_024)
    if request.param == "shared":
        return SharedCopies(tmp_path / "copies", most=1_024)
    return RedisCopies(request.getfixturevalue("redis").url, most=1_024)


@pytest.fixture
def note(copies: Copies) -> Note:
    """Notes a text, with a new id and the time as it is unless told otherwise."""
    numbers = count()
    begin = time.time()

    def noted(text: str, *, author: str = "", at: float = 0.0, **wishes: object) -> Cluster | None:
        number, found = next(numbers), fingerprint(text)
        assert found is not None
        whole = {"article": "a", "site": "s", "window": 60, **wishes}
        return copies.note(
            Seen(
                id=f"id-{number}",
                at=begin + at + number / 1_000,
                author=author,
                fingerprint=found,
                **whole,  # type: ignore[arg-type]
            )
        )

    return noted


def test_the_first_of_its_kind_has_no_copies(note: Note) -> None:
    """Nor has another comment."""
    assert note(TEXT, author="Ann") is None
    assert note(OTHER, author="Bob") is None


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        EDITED,
        TEXT.upper(),
        TEXT.replace(" ", "\u200b ").replace("o", "\u043e"),
        f"{TEXT} Share this!",
        TEXT.replace(".", " !!!").replace("e", "3"),
    ],
)
def test_a_copy_is_found_however_it_is_changed(note: Note, copy: str) -> None:
    """With the size of the cluster, the ids and the authors."""
    note(TEXT, author="Ann")
    note(OTHER, author="Bob")

    cluster = note(copy, author="Cem")

    assert cluster is not None
    assert (cluster.size, cluster.authors, cluster.own) == (2, 2, 1)
    assert cluster.ids == ("id-0", "id-2")


def test_copies_of_one_author_are_counted_apart(note: Note) -> None:
    """By the name, in whatever case."""
    note(TEXT, author="Ann")
    note(TEXT, author="Bob", article="b")

    cluster = note(TEXT, author="ANN ")

    assert (cluster.size, cluster.authors, cluster.own, cluster.articles) == (3, 2, 2, 2)


def test_everyday_comments_of_different_people_are_no_copies(note: Note) -> None:
    """Those of one author are."""
    for author in ("Ann", "Bob", "Cem", ""):
        assert note("Thank you, great article!", author=author) is None

    assert note("Thank you, great article!", author="Ann").own == 2


def test_other_sites_and_windows_have_copies_of_their_own(note: Note) -> None:
    """Nothing is compared across them."""
    note(TEXT, author="Ann")

    assert note(TEXT, author="Bob", site="another") is None
    assert note(TEXT, author="Bob", window=30) is None
    assert note(TEXT, author="Bob") is not None


def test_what_is_older_than_the_window_counts_for_nothing(note: Note) -> None:
    """To the second."""
    note(TEXT, author="Ann", at=-61)

    assert note(TEXT, author="Bob") is None
    assert note(TEXT, author="Cem").authors == 2


def test_a_cluster_names_the_oldest_ten(note: Note) -> None:
    """And counts all."""
    for number in range(15):
        cluster = note(TEXT, author=f"Author {number}")

    assert cluster.size == cluster.authors == 15
    assert cluster.ids == tuple(f"id-{number}" for number in range(10))


def test_threads_may_share_a_memory(copies: Copies, note: Note) -> None:
    """Everybody's copy counts."""
    del copies
    threads = [
        threading.Thread(target=note, args=(TEXT,), kwargs={"author": f"Author {number}"})
        for number in range(12)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert note(TEXT, author="The last").size == 13


def test_processes_share_a_table(tmp_path: Path) -> None:
    """What a fork notes, its parent knows."""
    shared = SharedCopies(tmp_path / "copies", most=1_024)
    found = fingerprint(TEXT)
    assert found is not None
    seen = {"at": time.time(), "article": "", "site": "", "window": 60, "fingerprint": found}
    if (child := os.fork()) == 0:
        shared.note(Seen(id="one", author="Ann", **seen))
        os._exit(0)

    _, status = os.waitpid(child, 0)
    cluster = shared.note(Seen(id="two", author="Bob", **seen))

    assert status == 0
    assert cluster is not None
    assert cluster.ids == ("one", "two")


def test_a_table_never_grows_and_forgets_the_oldest() -> None:
    """Under a flood of comments that are all different."""
    memory = MemoryCopies(most=1_024)
    size = memory.size
    words = ["harbour", "bridge", "mayor", "ferry", "council", "winter", "water", "election"]
    at = time.time()

    def noted(number: int, text: str, author: str) -> Cluster | None:
        found = fingerprint(text)
        assert found is not None
        return memory.note(
            Seen(
                id=str(number),
                at=at,
                author=author,
                article="",
                site="",
                window=60,
                fingerprint=found,
            )
        )

    noted(0, TEXT, "Ann")
    for number in range(1, 3_000):
        digits = [words[int(digit)] for digit in f"{number:06o}"]
        noted(number, f"{number * 7919} {' '.join(digits)} {number * 104729}", "Bob")

    assert memory.size == size
    assert noted(3_000, TEXT, "Cem") is None


def test_a_redis_that_is_away_is_told_at_once_and_asked_again(redis: RedisServer) -> None:
    """Within half a second, then without asking, and as before once it is back."""
    seconds = [0.0]
    copies = RedisCopies(redis.url, now=lambda: seconds[0])
    found = fingerprint(TEXT)
    assert found is not None
    seen = {"at": time.time(), "article": "", "site": "", "window": 60, "fingerprint": found}
    copies.note(Seen(id="one", author="Ann", **seen))

    redis.stop()
    for _ in range(3):
        with pytest.raises(CopiesUnavailableError):
            copies.note(Seen(id="two", author="Bob", **seen))
    redis.start()
    with pytest.raises(CopiesUnavailableError, match="left alone"):
        copies.note(Seen(id="three", author="Bob", **seen))
    seconds[0] += 2

    assert copies.note(Seen(id="four", author="Ann", **seen)) is None
    assert copies.note(Seen(id="five", author="Bob", **seen)) is not None


def test_a_table_of_another_size_is_refused(tmp_path: Path) -> None:
    """Rather than read wrongly."""
    SharedCopies(tmp_path / "copies", most=1_024)

    with pytest.raises(CopiesUnavailableError, match="another number"):
        SharedCopies(tmp_path / "copies", most=2_048)
