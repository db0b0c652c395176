"""What every request leaves behind: its id, one log line, its figures, and safe headers."""

import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request

from service.parts import parts

REQUEST_ID = "X-Request-Id"
NO_ROUTE = "none"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{1,64}")


def watch(app: Flask) -> None:
    """Have every request of an app identified, logged, counted and answered with safe headers."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    """Note the time, and take the client's request id if it is a plain one."""
    g.started = time.perf_counter()
    sent = request.headers.get(REQUEST_ID, "")
    g.request_id = sent if _ACCEPTED.fullmatch(sent) else uuid4().hex


def _end(response: Response) -> Response:
    """Write the one log line; it has the route's template, since a path is the client's words."""
    seconds = time.perf_counter() - g.started
    route = request.url_rule.rule if request.url_rule is not None else NO_ROUTE
    method = request.method if request.method in METHODS else "OTHER"
    parts().metrics.observe(
        route=route, method=method, status=response.status_code, seconds=seconds
    )
    parts().log.info(
        "request",
        id=g.request_id,
        method=method,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 2),
    )
    return _with_headers(response)


def _with_headers(response: Response) -> Response:
    """Headers for every answer; a page may have set a Content-Security-Policy of its own."""
    response.headers[REQUEST_ID] = g.request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
