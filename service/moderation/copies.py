"""Copies and campaigns: what is known of nearly the same comment posted lately, and what follows.

A comment is compared with those of its site within a window of time. The stores keep numbers that
were made of it, never its text, and its author as a hash under a key that no file has.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Protocol

from service.errors import CopiesUnavailableError
from service.moderation.fingerprints import Fingerprint, fingerprint
from service.moderation.policy import Policy, Response
from service.moderation.text import folded
from service.moderation.words import Cluster, Comment

MOST_IDS: Final = 10
"""Ids that a cluster names: the oldest."""

NOBODY: Final = 0
"""The hash of an author or an article that was not named."""

_KEY_BYTES: Final = 16
_CACHED_SITES: Final = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One comment as it is noted; ``at`` is in seconds since 1970, ``window`` in seconds.

    ``id`` is the verdict's. Only comments of the same site, noted with the same window, are
    compared.
    """

    id: str
    at: float
    author: str
    article: str
    site: str
    window: int
    fingerprint: Fingerprint


class Copies(Protocol):
    """Whatever remembers the comments of late; ``service.storage`` has the real ones."""

    def note(self, seen: Seen) -> Cluster | None:
        """Remember a comment, and tell it with its earlier copies, or None where it has none.

        Raises CopiesUnavailableError where the memory cannot be reached.
        """


class NoCopies:
    """The memory of whoever does not look for copies."""

    def note(self, seen: Seen) -> None:
        """Remember nothing."""


class ForgivingCopies:
    """A memory without which the service goes on: it says so, and a comment has no copies then.

    ``missed`` is called for every comment that was not compared, ``changed`` when the memory could
    not be reached any more (with the error) and when it could be again (with None).
    """

    def __init__(
        self,
        copies: Copies,
        *,
        missed: Callable[[], None],
        changed: Callable[[CopiesUnavailableError | None], None],
    ) -> None:
        """Begin with a memory that is taken to be there."""
        self._copies, self._missed, self._changed = copies, missed, changed
        self._away = False

    def note(self, seen: Seen) -> Cluster | None:
        """What the memory says, or None where it cannot be reached."""
        try:
            cluster = self._copies.note(seen)
        except CopiesUnavailableError as error:
            self._missed()
            self._turn(error)
            return None
        self._turn(None)
        return cluster

    def _turn(self, error: CopiesUnavailableError | None) -> None:
        """Tell of a change, once."""
        if self._away != (error is not None):
            self._away = error is not None
            self._changed(error)


def noted(own: Comment, id_: str, policy: Policy, copies: Copies) -> Cluster | None:
    """Remember a comment's own words, and tell their copies; a preview is not remembered.

    Where nothing remembers, no fingerprint is made.
    """
    if isinstance(copies, NoCopies) or own.preview or not remembers(policy):
        return None
    found = fingerprint(own.text)
    if found is None:
        return None
    article = own.article
    seen = Seen(
        id=id_,
        at=time.time(),
        author=own.author.name,
        article=article.id or article.url,
        site=article.site,
        window=policy.copies.window,
        fingerprint=found,
    )
    return copies.note(seen)


def remembers(policy: Policy) -> bool:
    """Whether a policy wants to know of copies at all."""
    wanted = {policy.copies.repeated, policy.copies.coordinated}
    return wanted != {Response.OFF}


def author_hash(author: str, key: bytes) -> int:
    """A name as a 63-bit number under a key, whatever its case, or ``NOBODY`` for a blank one."""
    name = " ".join(folded(author).split())
    return keyed_hash(name, key) if name else NOBODY


def keyed_hash(text: str, key: bytes) -> int:
    """A text as a 63-bit number under a key of 16 bytes, never ``NOBODY``."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1 or 1


def places(seen: Seen, author: int, *, most: int) -> list[int]:
    """The numbers below ``most``, a power of two, by which copies of a site and window are found.

    An everyday comment is found among those of its author alone.
    """
    site = _site_hash(seen.site, seen.window)
    salt = site ^ author if seen.fingerprint.everyday else site
    mask = most - 1
    return [(band ^ salt) & mask for band in seen.fingerprint.bands]


@lru_cache(maxsize=_CACHED_SITES)
def _site_hash(site: str, window: int) -> int:
    """A number for a site and a window, the same in every process."""
    return keyed_hash(f"{window} {site}", bytes(_KEY_BYTES))


def is_nobodys(seen: Seen, author: int) -> bool:
    """Whether a comment is one that anybody may have written, and nobody knows who did."""
    return seen.fingerprint.everyday and author == NOBODY
