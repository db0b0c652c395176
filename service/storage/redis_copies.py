"""Comments of late in Redis, for replicas on several machines that must know the same ones."""

import os
import struct
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from service.errors import CopiesUnavailableError
from service.moderation.copies import (
    MOST_IDS,
    NOBODY,
    Seen,
    author_hash,
    is_nobodys,
    keyed_hash,
    places,
)
from service.moderation.fingerprints import ALIKE
from service.moderation.words import Cluster
from service.storage.copies import MOST
from service.storage.redis_script import SCRIPT

if TYPE_CHECKING:
    from redis.commands.core import Script

SECONDS_TO_WAIT: Final = 0.25
"""How long Redis may take to accept a connection, and to answer."""

SECONDS_OF_PEACE: Final = 1.0
"""How long Redis is left alone after it could not be reached."""

PREFIX: Final = "{btl:copies}"
"""What all keys begin with; in a cluster of Redis servers the braces keep them on one."""

_KEY_BYTES: Final = 16
_SLOTS_EACH: Final = 32
_TRIES: Final = 2
_KNOWN: Final = 1  # Redis answers with its own key alone where ours is another one

Clock = Callable[[], float]
"""Seconds that never go back."""


class RedisCopies:
    """The comments of all services that name the same Redis; safe to share, and to fork.

    Raises CopiesUnavailableError within ``SECONDS_TO_WAIT`` where Redis cannot be reached, and at
    once for ``SECONDS_OF_PEACE`` after that.
    """

    def __init__(self, url: str, *, most: int = MOST, now: Clock = time.monotonic) -> None:
        """Connect to nothing yet; raises ValueError where the URL is none of Redis."""
        self._script = _script(url)
        self._most = 1 << max(most - 1, 1).bit_length()
        self._now = now
        self._lock = threading.Lock()
        self._shut_until = 0.0
        self._key = os.urandom(_KEY_BYTES)

    def note(self, seen: Seen) -> Cluster | None:
        """Remember a comment, and tell its copies; see ``Copies``."""
        from redis import RedisError  # noqa: PLC0415 - a third of a second that few have to pay

        if self._now() < self._shut_until:
            sentence = "Redis could not be reached a moment ago, and is left alone for a second."
            raise CopiesUnavailableError(sentence)
        try:
            return self._noted(seen)
        except RedisError as error:
            with self._lock:
                self._shut_until = self._now() + SECONDS_OF_PEACE
            sentence = (
                f"Redis does not remember recent comments ({type(error).__name__}): look whether "
                "it runs where BTL_COPIES says, and has memory left."
            )
            raise CopiesUnavailableError(sentence) from error

    def _noted(self, seen: Seen) -> Cluster | None:
        """Note a comment under the key that Redis has, which ours becomes where it has none."""
        for _ in range(_TRIES):
            key = self._key
            author = author_hash(seen.author, key)
            if is_nobodys(seen, author):
                return None
            told = self._script(keys=[PREFIX], args=self._arguments(seen, author, key))
            if told is None:
                return None
            if len(told) > _KNOWN:
                return _cluster(told)
            self._key = bytes(told[0])
        sentence = "Redis changes its key again and again: let one service alone delete its keys."
        raise CopiesUnavailableError(sentence)

    def _arguments(self, seen: Seen, author: int, key: bytes) -> list[bytes | int | str]:
        """What the script is given, in its order."""
        article = keyed_hash(seen.article, key) if seen.article else NOBODY
        slots = places(seen, author, most=self._most * _SLOTS_EACH)
        return [
            key,
            repr(seen.at),
            seen.window,
            self._most,
            struct.pack(">QQ", author, article),
            seen.fingerprint.signature,
            seen.id.encode("utf-8", "replace"),
            ALIKE,
            MOST_IDS,
            struct.pack(f">{len(slots)}I", *slots),
        ]


def _script(url: str) -> "Script":
    """The script at a server; it is sent there once, and named by its hash after that."""
    from redis import Redis  # noqa: PLC0415 - as above
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    client = Redis.from_url(
        url,
        socket_timeout=SECONDS_TO_WAIT,
        socket_connect_timeout=SECONDS_TO_WAIT,
        retry=Retry(NoBackoff(), 0),  # else a comment might be noted twice, as its own copy
    )
    return client.register_script(SCRIPT)


def _cluster(told: list[int | bytes]) -> Cluster:
    """What the script answers as a value."""
    size, authors, articles, own, *ids = told
    return Cluster(
        size=int(size),
        ids=tuple(bytes(id_).decode("utf-8", "ignore") for id_ in ids if isinstance(id_, bytes)),
        authors=int(authors),
        articles=int(articles),
        own=int(own),
    )
