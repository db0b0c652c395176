"""Comments of late in a table of fixed size: of one process, or of all processes of a machine.

The table is a ring of comments in columns, the oldest of which is written over, and slots that lead
from the bands of a fingerprint to the newest comment that has them. It never grows, and what a
crash has left half written leads nowhere.
"""

import fcntl
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

import numpy as np

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
from service.moderation.fingerprints import ALIKE, SIGNATURE_BYTES, shared
from service.moderation.words import Cluster

MOST: Final = 32_768
"""Comments that are remembered unless somebody says otherwise; always a power of two."""

_KEY_BYTES: Final = 16
_HEADER: Final = struct.Struct("<Q16s")  # the number of the newest comment, and the key
_HEADER_BYTES: Final = 64
_ID_BYTES: Final = 40
_SLOTS_EACH: Final = 32  # twice as many as a comment has bands, so that few are written over
_LOW: Final = 0xFFFFFFFF
_WIDTHS: Final = (4 * _SLOTS_EACH, 8, 8, 8, 8, 8, SIGNATURE_BYTES, _ID_BYTES)
"""Bytes of a comment in each column: slots, number, time, cluster, author, article and two more."""


class _Columns:
    """The columns of a table of bytes; a cluster bears the number of its first comment."""

    def __init__(self, table: bytearray | mmap.mmap, most: int) -> None:
        """Lay them out one after the other behind the header."""
        ends = list(accumulate((most * width for width in _WIDTHS), initial=_HEADER_BYTES))
        views = [memoryview(table)[begin:end] for begin, end in pairwise(ends)]
        self.slots = views[0].cast("I")
        self.numbers, self.clusters = views[1].cast("Q"), views[3].cast("Q")
        self.times = views[2].cast("d")
        self.authors, self.articles = views[4].cast("Q"), views[5].cast("Q")
        self.signatures, self.ids = views[6], views[7]

    def release(self) -> None:
        """Let go of the table."""
        for column in vars(self).values():
            column.release()


class MemoryCopies:
    """The comments of one process; safe to share between its threads."""

    def __init__(self, *, most: int = MOST) -> None:
        """Take the memory for at least so many comments at once, 272 bytes for each."""
        self._most = 1 << max(most - 1, 1).bit_length()
        self._lock = threading.Lock()
        self._table = self._mapped(_HEADER_BYTES + self._most * sum(_WIDTHS))
        self._columns = _Columns(self._table, self._most)
        with self._alone():
            self._key = self._shared_key()

    @property
    def size(self) -> int:
        """The bytes of the table, which never grows."""
        return len(self._table)

    def note(self, seen: Seen) -> Cluster | None:
        """Remember a comment, and tell its copies; see ``Copies``."""
        author = author_hash(seen.author, self._key)
        if is_nobodys(seen, author):
            return None
        article = keyed_hash(seen.article, self._key) if seen.article else NOBODY
        slots = places(seen, author, most=self._most * _SLOTS_EACH)
        with self._alone():
            known = self._cluster_of(slots, seen)
            self._write(seen, slots, known, author, article)
            return self._counted(known, author, seen.at - seen.window) if known else None

    def close(self) -> None:
        """Let go of the table."""
        self._columns.release()

    def _mapped(self, size: int) -> bytearray | mmap.mmap:
        """The table's bytes, all 0 at first."""
        return bytearray(size)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep all others out."""
        with self._lock:
            yield

    def _shared_key(self) -> bytes:
        """The key of this table, made where it has none."""
        number, key = _HEADER.unpack_from(self._table)
        if key == bytes(_KEY_BYTES):
            key = os.urandom(_KEY_BYTES)
            _HEADER.pack_into(self._table, 0, number, key)
        return bytes(key)

    def _cluster_of(self, slots: list[int], seen: Seen) -> int:
        """The cluster of the comment that is most alike of those that share a band, or 0."""
        columns, mask = self._columns, self._most - 1
        since = seen.at - seen.window
        wanted = int.from_bytes(seen.fingerprint.signature, "little")
        found, most = 0, ALIKE - 1
        for low in {columns.slots[slot] for slot in slots}:
            row = low & mask
            if not low or (columns.numbers[row] ^ low) & _LOW or columns.times[row] <= since:
                continue
            begin = row * SIGNATURE_BYTES
            other = int.from_bytes(columns.signatures[begin : begin + SIGNATURE_BYTES], "little")
            alike = shared(wanted, other)
            if alike > most:
                found, most = columns.clusters[row], alike
        return found

    def _write(self, seen: Seen, slots: list[int], known: int, author: int, article: int) -> None:
        """Write a comment over the oldest one, into a known cluster or as the first of its own."""
        columns = self._columns
        number = int(_HEADER.unpack_from(self._table)[0]) + 1
        _HEADER.pack_into(self._table, 0, number, self._key)
        row = number & (self._most - 1)
        columns.numbers[row], columns.times[row] = number, seen.at
        columns.clusters[row] = known or number
        columns.authors[row], columns.articles[row] = author, article
        begin = row * SIGNATURE_BYTES
        columns.signatures[begin : begin + SIGNATURE_BYTES] = seen.fingerprint.signature
        begin = row * _ID_BYTES
        id_ = seen.id.encode("utf-8", "replace")[:_ID_BYTES].ljust(_ID_BYTES, b"\0")
        columns.ids[begin : begin + _ID_BYTES] = id_
        for slot in slots:
            columns.slots[slot] = number & _LOW

    def _counted(self, cluster: int, author: int, since: float) -> Cluster | None:
        """What stands in the table of a cluster, if that is more than its newest comment."""
        columns = self._columns
        rows = np.flatnonzero(np.asarray(columns.clusters) == cluster)
        rows = rows[np.asarray(columns.times)[rows] > since]
        if len(rows) < 2:  # noqa: PLR2004 - its copies were written over meanwhile
            return None
        oldest = rows[np.argsort(np.asarray(columns.numbers)[rows])][:MOST_IDS]
        authors = np.asarray(columns.authors)[rows].tolist()
        articles = np.asarray(columns.articles)[rows].tolist()
        return Cluster(
            size=len(rows),
            ids=tuple(self._id(row) for row in oldest.tolist()),
            authors=len({NOBODY, *authors}) - 1,
            articles=len({NOBODY, *articles}) - 1,
            own=authors.count(author),
        )

    def _id(self, row: int) -> str:
        """The id in a row, or its beginning where it was a long one."""
        begin = row * _ID_BYTES
        held = bytes(self._columns.ids[begin : begin + _ID_BYTES])
        return held.rstrip(b"\0").decode("utf-8", "ignore")


class SharedCopies(MemoryCopies):
    """The comments of all processes of a machine, in a file that they map.

    The file belongs into shared memory (``/dev/shm``), where it is as fast as memory and ends with
    the machine. It may be made before forking, and opened again by other processes.
    """

    def __init__(self, path: Path, *, most: int = MOST) -> None:
        """Map the file, which is made where there is none; raises CopiesUnavailableError."""
        self._path = path
        self._file = -1
        try:
            super().__init__(most=most)
        except OSError as error:
            self._end_file()
            sentence = (
                f"The table of recent comments cannot be used ({error.strerror}): it needs "
                "a file that may be written, and room for 272 bytes a comment."
            )
            raise CopiesUnavailableError(sentence) from error

    def close(self) -> None:
        """Let go of the file; it stays for others."""
        super().close()
        if isinstance(self._table, mmap.mmap):
            self._table.close()
        self._end_file()

    def _mapped(self, size: int) -> mmap.mmap:
        """The file's bytes, for which room is taken at once: a full disk must not kill us later."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with self._alone():
            held = os.fstat(self._file).st_size
            if held == 0:
                os.posix_fallocate(self._file, 0, size)
            elif held != size:
                self._end_file()
                sentence = (
                    "The table of recent comments was made for another number of comments: "
                    "let every process remember as many, or delete the file."
                )
                raise CopiesUnavailableError(sentence)
        return mmap.mmap(self._file, size)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep out the other threads, and the other processes; the lock of a dead one is void."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                with suppress(OSError, ValueError):  # it was closed inside, which unlocks as well
                    fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _end_file(self) -> None:
        """Close the file if it is open."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
