"""Retrain in the image, as a newsroom would: its data mounted read-only, its models writable."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from checks import COMMENTS, ROOT, require
from client import await_ready, free_port, moderate

if TYPE_CHECKING:
    from containers import Engine

CONFIG = "tiny.toml"
SOURCES = (CONFIG, "comments.csv")
STRANGER = 12345  # whom the image does not know: a newsroom's own user has any number


def retrain(engine: Engine, image: str) -> str:
    """Train, promote, serve the new model, and have it judge a comment."""
    with ExitStack() as cleanup:
        home = Path(tempfile.mkdtemp(prefix="btl-models-"))
        cleanup.callback(shutil.rmtree, home, ignore_errors=True)
        data, models = prepare(home)
        user = models.stat().st_uid
        mounts = (
            f"--user={user}:{user}",
            f"--volume={data}:/data:ro",
            f"--volume={models}:/models",
        )
        options = (*mounts, "--env=BTL_MODELS=/models")
        command = ("btl-train", "run", "--config", f"/data/{CONFIG}", "--data", "/data")
        engine.once(image, *command, options=options)
        version = only_version(models)
        engine.once(image, "btl-train", "promote", version, options=options)
        port = free_port()
        container = engine.serve(image, port=port, options=options)
        cleanup.callback(container.remove)
        await_ready(port, container)
        verdict = moderate(port, COMMENTS[-1])
        require(verdict["model"] == version, f"{verdict['model']} answered, not {version}")
        return f"{version} trained, promoted and served: {verdict['action']}"


def prepare(home: Path) -> tuple[Path, Path]:
    """Lay out the folder with the data and an empty one for the models, which is no root's."""
    data, models = home / "data", home / "models"
    for folder in (data, models):
        folder.mkdir()
        folder.chmod(0o755)
    home.chmod(0o755)
    for name in SOURCES:
        shutil.copy(ROOT / "tests" / "data" / name, data)
        (data / name).chmod(0o644)
    if os.geteuid() == 0:
        os.chown(models, STRANGER, STRANGER)
    return data, models


def only_version(models: Path) -> str:
    """Name the one version that the training left."""
    versions = [manifest.parent.name for manifest in models.glob("*/manifest.json")]
    require(len(versions) == 1, f"the training left {versions or 'no version'}")
    return versions[0]
