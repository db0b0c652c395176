"""Fixtures that every kind of test may need."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.load_profile("ci")
"""The same examples each time; ``pytest --hypothesis-profile=default`` looks for others."""

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder whose current version was trained on the comments of our own writing."""
    models = tmp_path_factory.mktemp("models")
    train = [sys.executable, "-m", "training.cli"]
    subprocess.run(
        [*train, "run", "--config", DATA / "tiny.toml", "--data", DATA, "--models", models],
        check=True,
        capture_output=True,
    )
    (version,) = (folder.name for folder in models.iterdir())
    subprocess.run([*train, "promote", version, "--models", models], check=True)
    return models
