"""Fixtures that every kind of test may need."""

from pathlib import Path

import pytest

SHIPPED = Path(__file__).parents[1] / "models"


@pytest.fixture(scope="session")
def tiny_models() -> Path:
    """A models folder to serve from."""
    if not (SHIPPED / "current").exists():
        pytest.skip("models/current is not there yet")
    return SHIPPED
