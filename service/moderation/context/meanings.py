"""What words mean, as vectors of a sentence encoder: see ``tables/README.md``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, kw_only=True, slots=True)
class Meanings:
    """A vector for each of some 40,800 words.

    ``rows`` leads from a word to its row of ``vectors``, int8, shape (words, 64), whose numbers
    over ``step`` have a mean square of about 1.
    """

    rows: Mapping[str, int]
    vectors: npt.NDArray[np.int8]
    step: float

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return int(self.vectors.shape[1])


@cache
def meanings() -> Meanings:
    """The table, read once."""
    with (
        (files("service.moderation") / "tables" / "words.npz").open("rb") as file,
        np.load(file) as table,
    ):
        words = str(table["words"]).split("\n")
        return Meanings(
            rows={word: row for row, word in enumerate(words)},
            vectors=table["vectors"],
            step=float(table["step"]),
        )
