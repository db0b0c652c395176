"""What every request leaves behind: its id, one log line, its figures, and safe headers.

It stands around Flask's WSGI app, as Flask's own documentation advises for such things: its hooks
and header objects would cost a request more than checking its comment does.
"""

import os
import re
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Request

from service.parts import EXTENSION, Parts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

REQUEST_ID = "X-Request-Id"
NO_ROUTE = "none"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

ALWAYS = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"))
UNLESS_SET = (("Content-Security-Policy", "default-src 'none'"), ("Cache-Control", "no-store"))
"""Headers for every answer; the latter two a page may have set for itself."""

_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{1,64}")

Headers = list[tuple[str, str]]
WsgiApp = Callable[[dict[str, Any], "StartResponse"], Iterable[bytes]]


def watch(app: Flask) -> None:
    """Have every request of an app identified, logged, counted and answered with safe headers."""
    app.wsgi_app = _watched(app, app.wsgi_app)  # type: ignore[assignment,method-assign]


def _watched(app: Flask, inner: WsgiApp) -> WsgiApp:
    """The app with a watch around it."""

    def outer(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        started = time.perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = sent if _ACCEPTED.fullmatch(sent) else os.urandom(16).hex()

        def begin(status: str, headers: Headers, *error: Any) -> Callable[[bytes], object]:  # noqa: ANN401 - what sys.exc_info() returns
            parts = cast("Parts", app.extensions[EXTENSION])
            seconds = time.perf_counter() - started
            _note(parts, environ, request_id=request_id, status=int(status[:3]), seconds=seconds)
            return start_response(status, [*headers, *_besides(headers, request_id)], *error)

        return inner(environ, begin)

    return outer


def _note(
    parts: Parts, environ: dict[str, Any], *, request_id: str, status: int, seconds: float
) -> None:
    """Count a request, and write its one log line.

    Both have the route's template, since a path is the client's words.
    """
    rule = cast("Request", environ["werkzeug.request"]).url_rule
    route = rule.rule if rule is not None else NO_ROUTE
    method = environ["REQUEST_METHOD"]
    method = method if method in METHODS else "OTHER"
    parts.metrics.observe(route=route, method=method, status=status, seconds=seconds)
    ms = round(seconds * 1000, 2)
    parts.log.info("request", id=request_id, method=method, route=route, status=status, ms=ms)


def _besides(headers: Headers, request_id: str) -> Headers:
    """The headers that every answer has besides its own."""
    own = {name.lower() for name, _ in headers}
    wanted = [header for header in UNLESS_SET if header[0].lower() not in own]
    return [(REQUEST_ID, request_id), *ALWAYS, *wanted]
