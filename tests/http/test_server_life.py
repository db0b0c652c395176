"""The life of the real ``btl serve``: its start, its workers, its stop."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from http.client import HTTPResponse
from pathlib import Path

import pytest

from service.running import Running, head

FIGURES = b"GET /metrics HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"


def test_the_start_says_where_and_with_what(server: Running) -> None:
    """One line on the standard output."""
    host, port = server.address

    assert server.announced.startswith(f"Below the Line serves http://{host}:{port} with model ")
    assert server.announced.endswith("and policy default@66ca7da6\n")


def test_a_start_without_a_model_says_so_loudly(empty: Running) -> None:
    """And serves all the same."""
    status, problem = empty.exchange(
        head("Content-Length: 13", "Connection: close"), b'{"text": "a"}'
    )

    assert "WITHOUT A MODEL" in empty.announced
    assert (status, json.loads(problem)["code"]) == (503, "model_unavailable")
    assert '"model_unavailable"' in empty.errors.text


def test_figures_are_summed_over_the_workers(serve: Callable[..., Running], tmp_path: Path) -> None:
    """Whichever of them is asked."""
    running = serve(BTL_MODELS=tmp_path, BTL_WORKERS=2, BTL_THREADS=1)
    for _ in range(20):
        running.exchange(head("Content-Length: 2", "Connection: close"), b"{}")

    _, figures = running.exchange(FIGURES)

    assert 'btl_requests_total{method="POST",route="/v1/comments",status="422"} 20.0' in figures
    assert "btl_model_loaded 0.0" in figures


def test_figures_outlive_the_worker_that_counted(
    serve: Callable[..., Running], tmp_path: Path
) -> None:
    """A worker that is replaced takes nothing with it."""
    running = serve(BTL_MODELS=tmp_path, BTL_WORKERS=1)
    running.exchange(head("Content-Length: 2", "Connection: close"), b"{}")

    running.process.send_signal(signal.SIGHUP)
    running.errors.wait_for("Worker exiting")
    _, figures = running.exchange(FIGURES)

    assert 'btl_requests_total{method="POST",route="/v1/comments",status="422"} 1.0' in figures


def test_a_stop_lets_the_request_under_way_finish(
    serve: Callable[..., Running], tmp_path: Path
) -> None:
    """SIGTERM closes the door and waits for those inside."""
    running = serve(BTL_MODELS=tmp_path, BTL_WORKERS=1)
    with socket.create_connection(running.address, timeout=60) as opened:
        opened.sendall(head("Content-Length: 2", "Expect: 100-continue"))
        going_on = opened.recv(1_000)

        running.process.send_signal(signal.SIGTERM)
        running.errors.wait_for("Handling signal: term")
        opened.sendall(b"{}")
        with HTTPResponse(opened) as response:
            response.begin()
            status = response.status

    assert going_on.startswith(b"HTTP/1.1 100")
    assert status == 422
    assert running.process.wait(timeout=60) == 0


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_nothing_behind(
    serve: Callable[..., Running], tmp_path: Path, sent: signal.Signals
) -> None:
    """No process, and no folder of shared figures."""
    running = serve(BTL_MODELS=tmp_path, BTL_WORKERS=2)
    shared = Path("/dev/shm")  # noqa: S108 - looking, not writing
    made = list(shared.glob(f"below-the-line-{running.process.pid}-*"))

    running.process.send_signal(sent)
    status = running.process.wait(timeout=60)

    assert status == 0
    assert len(made) == 1
    assert not made[0].exists()


def test_wrong_settings_stop_the_start_with_all_faults() -> None:
    """Status 2, before anything listens."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("btl")), "serve"],
        env={"BTL_PORT": "http", "BTL_WORKERS": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "BTL_PORT" in done.stderr
    assert "BTL_WORKERS" in done.stderr
