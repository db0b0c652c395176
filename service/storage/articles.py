"""Registered articles: in an SQLite file that all processes of a machine share, or in memory.

Bounded in bytes and in time: what has expired goes first, then what was put longest ago.
"""

import os
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import orjson

from service.errors import ArticlesUnavailableError, ArticleTooLargeError
from service.moderation.articles import Registered
from service.moderation.words import Article

Clock = Callable[[], float]
"""Seconds since 1970."""

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY,
    put INTEGER NOT NULL,
    token BLOB NOT NULL,
    expires REAL NOT NULL,
    bytes INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID
"""
_UNAVAILABLE: Final = (
    "The registered articles cannot be reached: see the service's log and the file that "
    "BTL_ARTICLES names, and ask again later."
)
_LOCKED_OUT: Final = 2.0  # seconds to wait while another process writes
_MOST_READY: Final = 64  # articles that a process keeps parsed


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """How much may be kept, in bytes, and for how long, in seconds."""

    size: int
    seconds: float

    def taken_by(self, article: Article) -> bytes:
        """An article as it is kept; raises ArticleTooLargeError where it does not fit at all."""
        body = orjson.dumps(asdict(article))
        if len(body) > self.size:
            sentence = (
                f"The article takes {len(body):,} bytes and all articles together may take "
                f"{self.size:,}: shorten it, or raise BTL_ARTICLE_BYTES."
            )
            raise ArticleTooLargeError(sentence)
        return body


class SqliteArticles:
    """Articles in a file; safe to share between threads, and to make before forking."""

    def __init__(self, path: Path, room: Room, *, now: Clock = time.time) -> None:
        """Open nothing yet: a connection must not be taken along into a fork."""
        self._path, self._room, self._now = path, room, now
        self._own = threading.local()
        self._ready: OrderedDict[str, tuple[bytes, Article]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, article: Article) -> Registered:
        """Keep an article; see ``Articles``."""
        body, now = self._room.taken_by(article), self._now()
        expires = now + self._room.seconds
        with self._connection() as connection, _transaction(connection):
            connection.execute(
                "DELETE FROM articles WHERE expires <= ? OR id = ?", (now, article.id)
            )
            _make_room(connection, self._room.size - len(body))
            connection.execute(
                "INSERT INTO articles "
                "SELECT ?, 1 + coalesce(max(put), 0), ?, ?, ?, ? FROM articles",
                (article.id, os.urandom(16), expires, len(body), body),
            )
        return Registered(article=article, bytes=len(body), expires=expires)

    def find(self, id_: str) -> Registered | None:
        """The article of an id, if any; see ``Articles``."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT token, expires, bytes FROM articles WHERE id = ? AND expires > ?",
                (id_, self._now()),
            ).fetchone()
            article = self._parsed(connection, id_, row[0]) if row else None
        if article is None:
            return None
        return Registered(article=article, bytes=row[2], expires=row[1])

    def drop(self, id_: str) -> bool:
        """Forget an article; see ``Articles``."""
        with self._connection() as connection:
            gone = connection.execute(
                "DELETE FROM articles WHERE id = ? AND expires > ?", (id_, self._now())
            )
            return gone.rowcount > 0

    def _parsed(self, connection: sqlite3.Connection, id_: str, token: bytes) -> Article | None:
        """An article's values; one that was read a short while ago is not read again."""
        with self._lock:
            known = self._ready.get(id_)
            if known is not None and known[0] == token:
                self._ready.move_to_end(id_)
                return known[1]
        row = connection.execute("SELECT token, body FROM articles WHERE id = ?", (id_,)).fetchone()
        if row is None:
            return None
        article = Article(**orjson.loads(row[1]))
        with self._lock:
            self._ready[id_] = row[0], article
            if len(self._ready) > _MOST_READY:
                self._ready.popitem(last=False)
        return article

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection; its faults are told as ours, and end it."""
        try:
            connection = getattr(self._own, "connection", None)
            if connection is None:
                connection = self._own.connection = self._opened()
            yield connection
        except sqlite3.Error as error:
            connection, self._own.connection = getattr(self._own, "connection", None), None
            if connection is not None:
                connection.close()
            raise ArticlesUnavailableError(_UNAVAILABLE) from error

    def _opened(self) -> sqlite3.Connection:
        """A new connection, to a file with its table."""
        connection = sqlite3.connect(self._path, timeout=_LOCKED_OUT, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
        return connection


@dataclass(kw_only=True)
class MemoryArticles:
    """Articles of one process, which end with it."""

    room: Room
    now: Clock = time.time
    kept: OrderedDict[str, Registered] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, article: Article) -> Registered:
        """Keep an article; see ``Articles``."""
        size, now = len(self.room.taken_by(article)), self.now()
        one = Registered(article=article, bytes=size, expires=now + self.room.seconds)
        with self.lock:
            self.kept.pop(article.id, None)
            for id_ in [id_ for id_, other in self.kept.items() if other.expires <= now]:
                del self.kept[id_]
            while sum(other.bytes for other in self.kept.values()) > self.room.size - size:
                self.kept.popitem(last=False)
            self.kept[article.id] = one
        return one

    def find(self, id_: str) -> Registered | None:
        """The article of an id, if any; see ``Articles``."""
        with self.lock:
            found = self.kept.get(id_)
        return found if found is not None and found.expires > self.now() else None

    def drop(self, id_: str) -> bool:
        """Forget an article; see ``Articles``."""
        there = self.find(id_) is not None
        with self.lock:
            self.kept.pop(id_, None)
        return there


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is done inside, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


def _make_room(connection: sqlite3.Connection, most: int) -> None:
    """Drop what was put longest ago until the others take no more than ``most`` bytes."""
    taken = connection.execute("SELECT coalesce(sum(bytes), 0) FROM articles").fetchone()[0]
    for id_, size in connection.execute("SELECT id, bytes FROM articles ORDER BY put").fetchall():
        if taken <= most:
            return
        connection.execute("DELETE FROM articles WHERE id = ?", (id_,))
        taken -= size
