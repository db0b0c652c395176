"""gunicorn, started from within: one process that listens, and workers that answer."""

import gc
import os
import shutil
import socket
import struct
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.errors import ParseException

from service.logs import Log, failure, make_log
from service.metrics import forget_process
from service.settings import Settings

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's shared memory, not a place for files
INVALID_REQUEST = "Invalid request from"

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class WorkerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's own messages as JSON lines, without the words that clients put into them."""

    log: Log

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - gunicorn has no types
        """Send everything to our log; there is no access log besides it."""
        super().setup(cfg)
        self.log = make_log(cfg.loglevel)

    def critical(self, msg: str, *args: object, **_: object) -> None:
        """Something that stops the server."""
        self.log.critical(_rendered(msg, args))

    def error(self, msg: str, *args: object, **_: object) -> None:
        """Something that failed."""
        self.log.error(_rendered(msg, args))

    def warning(self, msg: str, *args: object, **_: object) -> None:
        """Something odd; a request that is no HTTP is told without quoting it."""
        if msg.startswith(INVALID_REQUEST):
            self.log.warning("invalid_http", **failure(sys.exc_info()[1]))
        else:
            self.log.warning(_rendered(msg, args))

    def info(self, msg: str, *args: object, **_: object) -> None:
        """A stage of the server's life."""
        self.log.info(_rendered(msg, args))

    def debug(self, msg: str, *args: object, **_: object) -> None:
        """A detail, without its arguments."""
        self.log.debug(msg, arguments=len(args))

    def exception(self, msg: str, *_: object, **__: object) -> None:
        """An exception, without the path that the message would name, and without its words."""
        self.log.error(msg, **failure(sys.exc_info()[1]))


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn under our settings, with an app that is loaded once and shared by forking."""

    def __init__(
        self, app: Flask, settings: Settings, *, shared: Path, announce: Callable[[str], None]
    ) -> None:
        """Prepare; ``announce`` is told the URL once requests are accepted."""
        self._app = app
        self._settings = settings
        self._shared = shared
        self._announce = announce
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn what the settings say, and none of its own files or variables."""
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> WsgiApp:
        """The app, with bodies whose faults it can understand."""
        return _understandable(self._app.wsgi_app)

    def _options(self) -> dict[str, object]:
        """Gunicorn's options by name."""
        chosen = self._settings
        return {
            "bind": f"{_bracketed(chosen.host)}:{chosen.port}",
            "workers": chosen.workers,
            "threads": chosen.threads,
            "worker_class": "gthread",
            "timeout": chosen.timeout_seconds,
            "graceful_timeout": chosen.graceful_seconds,
            "preload_app": True,
            "control_socket_disable": True,
            "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
            "logger_class": WorkerLog,
            "loglevel": chosen.log_level,
            "when_ready": self._ready,
            "child_exit": self._forget,
        }

    def _ready(self, arbiter: Any) -> None:  # noqa: ANN401 - gunicorn has no types
        """Limit how long a client may be silent, and say where the service is.

        Accepted sockets inherit the limit from the listening one on Linux; gunicorn's threads
        would wait for ever. What was loaded is taken out of the garbage collector's rounds: each
        of them would hold a request up, and copy to every worker what they share.
        """
        gc.collect()
        gc.freeze()
        silence = struct.pack("ll", self._settings.timeout_seconds, 0)
        for listener in arbiter.LISTENERS:
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silence)
        host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
        self._announce(f"http://{_bracketed(host)}:{port}")

    def _forget(self, _: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
        """Drop the live figures of a worker that has ended."""
        forget_process(worker.pid, self._shared)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder for figures that processes share, removed by the process that made it.

    Workers are forks, and leave through the same ``finally`` when they end.
    """
    owner = os.getpid()
    memory = str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=f"below-the-line-{os.getpid()}-", dir=memory))
    try:
        yield folder
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


class _Body:
    """A request's body whose parse errors are OSErrors, as a WSGI app may expect them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        try:
            return self._stream.read(size)
        except ParseException as error:
            sentence = "the body's transfer coding is broken"
            raise OSError(sentence) from error


def _understandable(app: WsgiApp) -> WsgiApp:
    """Let an app read bodies through ``_Body``."""

    def wrapped(environ: dict[str, Any], start_response: object) -> Iterable[bytes]:
        environ["wsgi.input"] = _Body(environ["wsgi.input"])
        return app(environ, start_response)

    return wrapped


def _bracketed(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def _rendered(message: str, arguments: tuple[object, ...]) -> str:
    """A message with its arguments, as logging would write it."""
    return message % arguments if arguments else message
