"""A TLS front for a server on this machine, with a CA of its own, as an operator would have it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import trustme

GOOGLE = "commentanalyzer.googleapis.com"
"""The name that clients with a constant address ask for."""

_PIECE = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """The port where the front listens, and the CA that whoever calls it has to trust."""

    port: int
    ca: Path


@contextmanager
def front_of(target: tuple[str, int], folder: Path) -> Iterator[Front]:
    """Take TLS connections and pass what they carry on to ``target``."""
    ca = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(GOOGLE).configure_cert(context)
    path = folder / "ca.pem"
    ca.cert_pem.write_to_path(path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, context, target), daemon=True)
        thread.start()
        yield Front(port=listener.getsockname()[1], ca=path)
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def _serve(listener: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    """Pass on each connection until the listener is closed."""
    while True:
        try:
            raw, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_relay, args=(raw, context, target), daemon=True).start()


def _relay(raw: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    """Pass on one connection in both directions."""
    with (
        suppress(OSError),
        context.wrap_socket(raw, server_side=True) as outer,
        socket.create_connection(target) as inner,
    ):
        back = threading.Thread(target=_copy, args=(inner, outer), daemon=True)
        back.start()
        _copy(outer, inner)
        back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    """Pass on bytes until there are no more."""
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
