"""One row a text, and a fixed part of the texts kept aside to measure on.

The test part depends on nothing but the text (or its group) itself: the same comments stay aside
whatever the seed and whichever other files are trained on, so that two models can be compared on
comments that neither has seen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from training.config import Config
from training.examples import Example

_PARTS: Final = 10_000
_TEST_SALT: Final = "test"

Labels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Distinct texts with what is known of each, n of them.

    ``labels`` has shape (n, attributes): a fraction in [0, 1], NaN where unknown. ``weights`` has
    the same shape: how much a row counts for an attribute. ``test`` marks the rows kept aside,
    ``natural`` those drawn as they came, ``found`` those that were not made by us, ``fold``
    numbers the part each row is calibrated in.
    """

    texts: tuple[str, ...]
    sources: npt.NDArray[np.int64]
    labels: Labels
    weights: Labels
    natural: Mask
    found: Mask
    test: Mask
    fold: npt.NDArray[np.int64]
    repeated: int
    disagreeing: int


def key(text: str) -> str:
    """What makes two texts the same: their letters and digits, lower case."""
    letters = "".join(character for character in text.lower() if character.isalnum())
    return letters or text.strip()


def arrange(config: Config, examples: Sequence[Example]) -> Rows:
    """Merge texts that stand twice, keep a test part aside and weigh the rows.

    A text that stands in several rows becomes one row of the first source it stands in. Its label
    is the mean of those that are known; rows whose labels differ by half or more are counted as
    disagreeing.
    """
    merged: dict[str, list[Example]] = {}
    for example in examples:
        merged.setdefault(key(example.text), []).append(example)
    groups = list(merged.values())
    labels, disagreeing = _merged_labels(config, groups)
    firsts = [group[0] for group in groups]
    names = [first.group or text for text, first in zip(merged, firsts, strict=True)]
    sources = np.array([first.source for first in firsts])
    found = sources < len(config.sources)
    return Rows(
        texts=tuple(first.text for first in firsts),
        sources=sources,
        labels=labels,
        weights=_weights(config, firsts, labels),
        natural=np.array([first.natural for first in firsts]),
        found=found,
        test=found
        & np.array([_part(_TEST_SALT, name) < config.fit.test_share * _PARTS for name in names]),
        fold=np.array([_part(str(config.seed), name) % config.fit.folds for name in names]),
        repeated=len(examples) - len(groups),
        disagreeing=disagreeing,
    )


def _merged_labels(config: Config, groups: Sequence[Sequence[Example]]) -> tuple[Labels, int]:
    """The mean of the known labels of each text, and how many texts had labels that disagree."""
    labels = np.full((len(groups), len(config.attributes)), np.nan, dtype=np.float32)
    disagreeing = 0
    for row, group in enumerate(groups):
        differs = False
        for column, attribute in enumerate(config.attributes):
            known = [example.labels[attribute] for example in group if attribute in example.labels]
            if known:
                labels[row, column] = sum(known) / len(known)
                differs = differs or max(known) - min(known) >= 0.5  # noqa: PLR2004 - half
        disagreeing += differs
    return labels, disagreeing


def _weights(config: Config, firsts: Sequence[Example], labels: Labels) -> Labels:
    """The source's weight times the row's, and the factor that restores a stated prior."""
    sources = np.array([first.source for first in firsts])
    each = np.array(config.source_weights, dtype=np.float32)[sources]
    own = np.array([first.weight for first in firsts], dtype=np.float32)
    weights: Labels = np.repeat((each * own)[:, None], labels.shape[1], axis=1)
    for number, source in enumerate(config.sources):
        here = sources == number
        for attribute, prior in source.prior.items():
            column = config.attributes.index(attribute)
            block = labels[here, column]
            positive = float(np.nansum(block))
            negative = float(np.sum(~np.isnan(block))) - positive
            if not positive or not negative:
                continue
            total = positive + negative
            ups = prior * total / positive
            downs = (1 - prior) * total / negative
            weights[here, column] *= np.where(np.isnan(block), 1, block * ups + (1 - block) * downs)
    return weights


def _part(salt: str, name: str) -> int:
    """A number from 0 to _PARTS - 1 that depends on nothing but salt and name."""
    digest = hashlib.sha256(f"{salt}\n{name}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big") % _PARTS
