"""Fixtures for everything that speaks HTTP: an app with a fake scorer, and a real server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.running import Running, start
from service.testing import LogLines, fake_app

Serve = Callable[..., Running]


@pytest.fixture
def logs() -> LogLines:
    """Where the app of ``client`` logs."""
    return LogLines()


@pytest.fixture
def client(logs: LogLines) -> FlaskClient:
    """A client of an app with a fake scorer and default settings."""
    return fake_app(logs=logs).test_client()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Start ``btl serve`` on a free port, with settings; stopped when the session ends."""
    with ExitStack() as ends:

        def begin(**settings: object) -> Running:
            running = start(settings)
            ends.callback(running.stop)
            return running

        yield begin


@pytest.fixture(scope="session")
def server(serve: Serve, tiny_models: Path) -> Running:
    """A real server with a small model that was trained for the tests."""
    return serve(BTL_MODELS=tiny_models, BTL_WORKERS=1)


@pytest.fixture(scope="session")
def empty(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A server without a model, with low limits."""
    return serve(
        BTL_MODELS=tmp_path_factory.mktemp("models"),
        BTL_WORKERS=1,
        BTL_MAX_BODY_BYTES=2_048,
        BTL_TIMEOUT_SECONDS=2,
    )
