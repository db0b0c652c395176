"""The shipped model, served for real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.running import Running, start

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """A server of its own process, with two workers."""
    server = start({"BTL_MODELS": ROOT / "models"})
    yield server
    server.stop()


@pytest.fixture(scope="session")
def address(running: Running) -> str:
    """Where it is."""
    host, port = running.address
    return f"http://{host}:{port}"
