"""The scorer's inner loops as compiled from ``kernel.c``, called through ctypes.

The library is optional: setuptools builds it where there is a C compiler, and without it NumPy
gives the same bits (``linear.py``), only slower. It knows nothing of Python, and Python's lock is
free while it works.
"""

import ctypes
import threading
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

import numpy as np

from service.moderation.features import KINDS
from service.moderation.libraries import open_library
from service.moderation.text import ASCII_FOLDS, Codes, Prepared
from service.moderation.weights import (
    LEAST_EVIDENCE,
    LEAST_SHARE,
    MOST_MARKS,
    WIDE,
    Explained,
    Floats,
    Weights,
)

LIBRARY: Final = "service.moderation._kernel"
"""Where setuptools puts the library; it is found like a module, and never imported."""

_VERSION: Final = 2  # of the functions below, as kernel.c has it
_NUMBERS: Final = (
    "bits",
    "word_bits",
    "word_min",
    "word_max",
    "character_min",
    "character_max",
)
_POINTER: Final = ctypes.c_void_p
_NUMBER: Final = ctypes.c_int64
_FUNCTIONS: Final = {
    "btl_version": ((), _NUMBER),
    "btl_open": ((), _POINTER),
    "btl_close": ((_POINTER,), None),
    "btl_decide": ((_POINTER, _POINTER, _POINTER, _POINTER, _NUMBER, _POINTER), _NUMBER),
    "btl_decide_ascii": (
        (_POINTER, _POINTER, ctypes.c_char_p, _POINTER, _NUMBER, _POINTER),
        _NUMBER,
    ),
    "btl_decide_folded": (
        (_POINTER, _POINTER, ctypes.c_char_p, _POINTER, _NUMBER, _POINTER),
        _NUMBER,
    ),
    "btl_explain": (
        (_POINTER, _POINTER, _POINTER, _NUMBER, _POINTER, _POINTER, _POINTER, _POINTER),
        _NUMBER,
    ),
    "btl_explain_ascii": (
        (_POINTER, _POINTER, ctypes.c_char_p, _NUMBER, _POINTER, _POINTER, _POINTER),
        _NUMBER,
    ),
}


class _Table(ctypes.Structure):
    """``Table`` of kernel.h."""

    _fields_ = (
        ("rows", _POINTER),
        ("growth", _POINTER),
        ("shares", _POINTER),
        ("kinds", _POINTER),
        ("folds", _POINTER),
        ("intercepts", ctypes.c_double * WIDE),
        *((name, _NUMBER) for name in (*_NUMBERS, "magnitude")),
    )


class _Marking(ctypes.Structure):
    """``Marking`` of kernel.h."""

    _fields_ = (
        ("least", ctypes.c_double),
        ("share", ctypes.c_double),
        ("most", _NUMBER),
        ("width", _NUMBER),
    )


_MARK: Final = np.dtype([("column", "i8"), ("begin", "i8"), ("end", "i8"), ("evidence", "f8")])


class _Scratch:
    """The memory that one thread works in; given back when the thread ends."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._close = library.btl_close
        self.address = library.btl_open()
        if not self.address:
            raise MemoryError

    def __del__(self) -> None:
        self._close(self.address)


class _Scratches(threading.local):
    """A scratch for each thread that asks."""

    own: _Scratch | None = None


class Kernel:
    """The compiled loops over one table. Every method raises MemoryError where memory runs out."""

    def __init__(self, library: ctypes.CDLL, weights: Weights) -> None:
        self._library = library
        self._weights = weights
        self._folds = ASCII_FOLDS.astype(np.uint8)
        self._table = _Table(
            rows=weights.rows.ctypes.data,
            growth=weights.growth.ctypes.data,
            shares=weights.shares.ctypes.data,
            kinds=KINDS.ctypes.data,
            folds=self._folds.ctypes.data,
            intercepts=(ctypes.c_double * WIDE)(*weights.intercepts),
            magnitude=weights.magnitude,
            **{name: getattr(weights.rules, name) for name in _NUMBERS},
        )
        self._at = ctypes.addressof(self._table)
        self._marking = _Marking(LEAST_EVIDENCE, LEAST_SHARE, MOST_MARKS, weights.width)
        self._marking_at = ctypes.addressof(self._marking)
        self._scratches = _Scratches()

    def decide(self, codes: Sequence[Codes]) -> Floats:
        """The decisions on prepared texts, shape (texts, attributes)."""
        joined = np.concatenate(codes, dtype=np.uint32)
        return self._decided(self._library.btl_decide, joined.ctypes.data, codes)

    def decide_ascii(self, texts: Sequence[bytes]) -> Floats:
        """The decisions on ASCII texts as they stand, shape (texts, attributes)."""
        return self._decided(self._library.btl_decide_ascii, b"".join(texts), texts)

    def decide_folded(self, texts: Sequence[str]) -> Floats:
        """The decisions on folded texts, which have no surrogates, shape (texts, attributes)."""
        return self._decided(
            self._library.btl_decide_folded, "".join(texts).encode("utf-32-le"), texts
        )

    def explain(self, prepared: Prepared) -> Explained:
        """The decisions on one prepared text, and its marks."""
        codes = np.ascontiguousarray(prepared.codes, dtype=np.uint32)
        origins = np.ascontiguousarray(prepared.origins, dtype=np.int64)
        text = (codes.ctypes.data, len(codes), origins.ctypes.data)
        return self._explained(self._library.btl_explain, text)

    def explain_ascii(self, text: bytes) -> Explained:
        """The decisions on one ASCII text as it stands, and its marks."""
        return self._explained(self._library.btl_explain_ascii, (text, len(text)))

    def _explained(self, function: Any, text: tuple[int | bytes, ...]) -> Explained:  # noqa: ANN401 - ctypes' own
        """Call a function for one text."""
        decided = np.empty(WIDE)
        marks = np.empty(MOST_MARKS * self._weights.width, dtype=_MARK)
        found = function(
            self._scratch(),
            self._at,
            *text,
            self._marking_at,
            decided.ctypes.data,
            marks.ctypes.data,
        )
        if found < 0:
            raise MemoryError
        return Explained(decisions=decided[self._weights.columns], marks=marks[:found].tolist())

    def _decided(
        self,
        function: Any,  # noqa: ANN401 - ctypes' own
        joined: int | bytes,
        texts: Sequence[bytes] | Sequence[str] | Sequence[Codes],
    ) -> Floats:
        """Call a function for texts that lie end to end."""
        number = len(texts)
        offsets = (_NUMBER * (number + 1))(0, *accumulate(map(len, texts)))
        decided = np.empty((number, WIDE))
        if function(self._scratch(), self._at, joined, offsets, number, decided.ctypes.data):
            raise MemoryError
        return decided[:, self._weights.columns]

    def _scratch(self) -> int:
        """The address of this thread's scratch."""
        if self._scratches.own is None:
            self._scratches.own = _Scratch(self._library)
        return int(self._scratches.own.address)


def kernel(weights: Weights) -> Kernel | None:
    """The compiled loops over a table, or None where there are none for it."""
    library = _library()
    if library is None or weights.rows.shape[1] != WIDE:
        return None
    return Kernel(library, weights)


def _library() -> ctypes.CDLL | None:
    """The library, or None where there is none of this release."""
    return open_library(LIBRARY, _FUNCTIONS, version=("btl_version", _VERSION))
