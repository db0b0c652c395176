"""Write a version's card again, with what an evaluation has measured of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from service.errors import TrainingFailedError
from service.moderation.artefact import Manifest, load
from training.card import write_card
from training.config import Balance
from training.evaluation import Evaluation
from training.evaluation_files import write_whole
from training.examples import SourceReport

CARD: Final = "card.md"
"""The name of the card in a version's folder."""

_MADE: Final = frozenset(Balance(holisticbias="holisticbias").weights)
"""The names of the sources that are made, not read: no set has their sentences."""


def described(folder: Path, reports: Sequence[SourceReport]) -> Manifest:
    """The manifest of a version that was trained on no other files than those that were read.

    Raises TrainingFailedError where it was: it may have learnt from what it would be measured on,
    and its card says that it has not. Raises ArtefactError where it does not load.
    """
    manifest = load(folder).manifest
    known = {report.sha256 for report in reports}
    strange = [
        str(source["name"])
        for source in manifest.sources
        if source["name"] not in _MADE and source["sha256"] not in known
    ]
    if strange:
        message = (
            f"{manifest.version} was trained on other files than these ({', '.join(strange)}), so "
            "that it may know the comments it would be measured on: name its own with --config and "
            "--data, or leave out --card."
        )
        raise TrainingFailedError(message)
    return manifest


def renew(folder: Path, manifest: Manifest, evaluation: Evaluation) -> Path:
    """Write the card of the manifest's version, whole or not at all.

    Raises TrainingFailedError where the folder cannot be written to.
    """
    try:
        return write_whole(folder / CARD, write_card(manifest, evaluation.to_json()))
    except OSError as error:
        message = (
            f"The card cannot be written to {folder} ({error.strerror}): make room there, or see "
            "to its permissions, and evaluate again."
        )
        raise TrainingFailedError(message) from error
