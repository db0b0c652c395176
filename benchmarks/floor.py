"""The physical floor: what no scorer of this model can go below on this machine.

The same bytes are read once, and the same number of rows of a table of the same size is gathered
and added, by the tightest loop, with no other work. Which rows these are is found out beforehand
and not timed, and neither is a first pass that warms the caches. There is one for each distinct
n-gram of each sentence, and of what crosses from one sentence to the next, in every reading of
the text, because the model's formula has one term for each. A row has a float32 for every
attribute and one for the term weight, rounded up to a power of two.
"""

import ctypes
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from shutil import which
from typing import Final

import numpy as np
import numpy.typing as npt

from service.moderation import disguise, features, text
from service.moderation.features import FeatureRules
from service.moderation.sentences import sentences

SOURCE: Final = Path(__file__).with_name("floor.c")
FLAGS: Final = ("-std=c11", "-O3", "-march=native", "-shared", "-fPIC")

Rows = npt.NDArray[np.uint32]
Loop = Callable[[bytes, Rows], object]


class Floor:
    """The floor of one model: ``rules`` are its n-grams, ``attributes`` how many it has."""

    def __init__(self, rules: FeatureRules, *, attributes: int) -> None:
        """Make a table of the model's size and the loop over it."""
        self._rules = rules
        wide = 1 << attributes.bit_length()
        chance = np.random.default_rng(0)
        self._table = chance.random((rules.buckets, wide), dtype=np.float32)
        compiled = _compiled(wide)
        self.kind = "C, cc " + " ".join(FLAGS[1:3]) if compiled else "NumPy's take and sum"
        self._loop = partial(compiled, self._table) if compiled else self._with_numpy

    def ready(self, texts: Sequence[str]) -> Callable[[], object]:
        """Find the rows of some texts, and return the work on all of them that is to be timed.

        It is done once before, so that what is timed finds the caches as warm as they get.
        """
        rows = np.concatenate([self.rows(one) for one in texts])
        work = partial(self._loop, "".join(texts).encode("utf-8", "surrogatepass"), rows)
        work()
        return work

    def rows(self, one: str) -> Rows:
        """The rows that one text needs, in its order, over every reading of it."""
        undone = disguise.undo(one).prepared
        readings = [text.prepare(one), *([] if undone is None else [undone])]
        return np.concatenate([_rows_of(each, self._rules) for each in readings])

    def _with_numpy(self, read: bytes, rows: Rows) -> object:
        """The same work by NumPy, for machines without a C compiler."""
        total = np.frombuffer(read, dtype=np.uint8).sum(dtype=np.uint64)
        return total, self._table.take(rows, axis=0).sum(axis=0)


def _rows_of(prepared: text.Prepared, rules: FeatureRules) -> Rows:
    """One row for each distinct n-gram of each sentence and of what lies across."""
    grams = features.extract(prepared, rules)
    begins, ends = sentences(prepared.codes)
    inside = np.zeros(len(grams.buckets), dtype=np.int64)
    if len(begins) > 1:
        inside = np.searchsorted(begins, grams.begins, side="right") - 1
        inside[grams.ends > ends[inside]] = -1
    order = np.argsort(grams.begins, kind="stable")
    keys = ((inside + 1) * rules.buckets + grams.buckets)[order]
    firsts = np.sort(np.unique(keys, return_index=True)[1])
    rows: Rows = (keys[firsts] % rules.buckets).astype(np.uint32)
    return rows


@cache
def _compiled(wide: int) -> Callable[[npt.NDArray[np.float32], bytes, Rows], object] | None:
    """The loop in C, built into a temporary folder; None without a compiler that works."""
    compiler = which("cc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "floor.so"
        command = [compiler, *FLAGS, f"-DWIDE={wide}", "-o", str(built), str(SOURCE)]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        library = ctypes.CDLL(str(built))
    library.floor_of.restype = ctypes.c_double

    def loop(table: npt.NDArray[np.float32], read: bytes, rows: Rows) -> object:
        """One pass."""
        return library.floor_of(
            ctypes.c_void_p(table.ctypes.data),
            ctypes.c_char_p(read),
            ctypes.c_int64(len(read)),
            ctypes.c_void_p(rows.ctypes.data),
            ctypes.c_int64(len(rows)),
        )

    return loop
