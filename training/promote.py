"""Make a version the current one, after it has loaded."""

import os
from pathlib import Path

from service.moderation.scorer import load_version


def promote(models: Path, version: str) -> None:
    """Point ``models/current`` at a version, atomically.

    Raises ArtefactError where the version does not load; the current one then stays.
    """
    load_version(models / version)
    partial = models / ".current.partial"
    with partial.open("w", encoding="utf-8") as file:
        file.write(f"{version}\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(models / "current")
