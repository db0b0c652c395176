"""A process that did not end well says how, rather than leaving it to be guessed."""

from pathlib import Path

import pytest

from service.running import start


def test_a_start_that_fails_tells_its_status_and_its_log() -> None:
    """Settings at fault end with 2."""
    with pytest.raises(RuntimeError, match="ended with status 2") as caught:
        start({"BTL_WORKERS": 0})

    assert "BTL_WORKERS" in str(caught.value)


def test_a_server_that_died_is_no_server_that_was_stopped(tmp_path: Path) -> None:
    """Its end is told where it is stopped, with its log."""
    running = start({"BTL_MODELS": tmp_path, "BTL_WORKERS": 1})
    running.errors.wait_for("Booting worker")

    running.process.kill()
    with pytest.raises(RuntimeError, match="ended with status -9") as caught:
        running.stop()

    assert "Booting worker" in str(caught.value)
