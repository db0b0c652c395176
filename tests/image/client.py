"""Talk to the service in a container, as a newsroom's own program would."""

from __future__ import annotations

import json
import socket
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any

from shell import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from containers import Container

HOST = "127.0.0.1"
SECONDS_TO_READY = 60


def free_port() -> int:
    """Ask the system for a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def await_ready(port: int, container: Container) -> float:
    """Wait until the service says that it is ready, and give the seconds it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < SECONDS_TO_READY:
        try:
            status, _ = send(port, "GET", "/health/ready")
        except (OSError, HTTPException):
            status = 0
        if status == 200:
            return time.monotonic() - begun
        if not container.alive():
            break
        time.sleep(0.1)
    message = f"the service is not ready; it printed:\n{container.log()}"
    raise Failed(message)


def moderate(port: int, text: str) -> dict[str, Any]:
    """Post one comment, and give the verdict on it."""
    status, reply = send(port, "POST", "/v1/comments", json.dumps({"text": text}))
    if status != 200:
        message = f"POST /v1/comments answered {status}: {reply}"
        raise Failed(message)
    verdict: dict[str, Any] = json.loads(reply)
    return verdict


def send(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    """Send one request, and give the status and the body of the reply."""
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@contextmanager
def half_a_request(port: int) -> Iterator[None]:
    """Hold a connection on which a body was promised and only its beginning was sent."""
    with socket.create_connection((HOST, port), timeout=10) as connection:
        connection.sendall(
            b"POST /v1/comments HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        time.sleep(0.5)  # until a worker has taken it on
        yield
