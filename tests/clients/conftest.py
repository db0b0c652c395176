"""The shipped model, served for real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.running import Running, start

ROOT = Path(__file__).parents[2]
KEY = "swordfish+1/x"
"""A key that has to be escaped in a query."""


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """A server of its own process, with two workers."""
    server = start({"BTL_MODELS": ROOT / "models"})
    yield server
    server.stop()


@pytest.fixture(scope="session")
def locked() -> Iterator[str]:
    """The address of a server that asks for a key, which is KEY."""
    server = start({"BTL_MODELS": ROOT / "models", "BTL_WORKERS": 1, "BTL_PERSPECTIVE_KEYS": KEY})
    host, port = server.address
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def address(running: Running) -> str:
    """Where it is."""
    host, port = running.address
    return f"http://{host}:{port}"
