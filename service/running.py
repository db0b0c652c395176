"""A ``btl serve`` in a process of its own, for tests and benchmarks that want the real thing."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from service.variables import PREFIX

PATIENCE = 60
"""Seconds after which something that should have happened counts as failed."""


class ErrorLines:
    """The lines of a process's standard error, as they come."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Read on until the stream ends."""
        self._lines: list[str] = []
        self._grown = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=(stream,))
        self._reader.start()

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._lines)

    def wait_for(self, words: str) -> str:
        """Everything up to some words, and perhaps beyond; raises TimeoutError without them."""
        with self._grown:
            if not self._grown.wait_for(lambda: words in self.text, timeout=PATIENCE):
                raise TimeoutError(self.text)
            return self.text

    def close(self) -> None:
        """Wait for the end of the stream."""
        self._reader.join(timeout=PATIENCE)

    def _read(self, stream: IO[bytes]) -> None:
        """Keep each line and tell whoever waits."""
        with stream:
            for line in stream:
                with self._grown:
                    self._lines.append(line.decode())
                    self._grown.notify_all()


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """A running service: its process, the line that it announced itself with, its log."""

    process: subprocess.Popen[bytes]
    announced: str
    errors: ErrorLines

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        url = next(word for word in self.announced.split() if word.startswith("http://"))
        parts = urlsplit(url)
        return str(parts.hostname), int(parts.port or 0)

    def exchange(self, *pieces: bytes, end: bool = False) -> tuple[int, str]:
        """Send bytes as they are, close the way there if ``end``, and read status and body."""
        with socket.create_connection(self.address, timeout=PATIENCE) as opened:
            for piece in pieces:
                opened.sendall(piece)
            if end:
                opened.shutdown(socket.SHUT_WR)
            with HTTPResponse(opened) as response:
                response.begin()
                return response.status, response.read().decode()

    def stop(self) -> None:
        """End it gracefully; raises RuntimeError with its log where it did not end so."""
        self.process.terminate()
        status = self.process.wait(timeout=PATIENCE)
        self.errors.close()
        if status:
            raise _ended(status, self.errors)


def head(*lines: str) -> bytes:
    """The head of a request that posts a JSON comment, with these header lines besides."""
    first = ("POST /v1/comments HTTP/1.1", "Host: test", "Content-Type: application/json")
    return "\r\n".join((*first, *lines, "", "")).encode()


def start(settings: Mapping[str, object]) -> Running:
    """Start ``btl serve`` on a free port, under these settings alone, and wait until it serves.

    Raises RuntimeError with its status and its log where it does not start.
    """
    outer = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    chosen = {f"{PREFIX}PORT": "0", **{key: str(value) for key, value in settings.items()}}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [Path(sys.executable).with_name("btl"), "serve"],
        env={**outer, **chosen},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if process.stdout is None or process.stderr is None:
        sentence = "the process has no pipes"
        raise RuntimeError(sentence)
    errors = ErrorLines(process.stderr)
    with process.stdout as output:
        announced = output.readline().decode()
    if not announced:
        status = process.wait(timeout=PATIENCE)
        errors.close()
        raise _ended(status, errors)
    return Running(process=process, announced=announced, errors=errors)


def _ended(status: int, errors: ErrorLines) -> RuntimeError:
    """The error for a process that ended by itself."""
    return RuntimeError(f"btl serve ended with status {status}:\n{errors.text}")
