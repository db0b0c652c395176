"""The body of a request: what it may be declared as, how large it may be, and its bytes."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, BinaryIO, cast

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_content_length

from service.errors import UnsupportedContentTypeError

Environ = dict[str, Any]
"""What WSGI says of a request."""

STEP = 65_536
"""Bytes asked for at a time."""

LINGER = 67_108_864
"""Bytes of a body too large that are still read and thrown away, so that the client sees why."""


def check_content_type(environ: Environ) -> None:
    """Raise UnsupportedContentTypeError unless the body is declared to be plain UTF-8 JSON."""
    encoding = environ.get("HTTP_CONTENT_ENCODING", "identity")
    remedy = _remedy(environ.get("CONTENT_TYPE", ""), encoding)
    if remedy:
        raise UnsupportedContentTypeError(remedy)


@lru_cache(maxsize=64)
def _remedy(content_type: str, encoding: str) -> str:
    """What to declare a body as instead; nothing where all is well."""
    media, options = parse_options_header(content_type)
    if not _is_json(media.lower()):
        return "Send the header Content-Type: application/json with a JSON body."
    if options.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return "JSON is sent in UTF-8: leave the charset out of Content-Type, or say utf-8."
    if encoding.lower() != "identity":
        return "Send the body as it is, without Content-Encoding."
    return ""


def read_body(environ: Environ, *, limit: int) -> bytes:
    """The whole body; raises 413 over ``limit`` bytes, 400 where the client stopped early.

    Werkzeug's own limit refuses a body of exactly the limit where the server ends the stream, and
    takes a body that ends before its Content-Length for a whole one; so the bytes are counted here.
    """
    declared = get_content_length(environ)
    if declared is None and "wsgi.input_terminated" not in environ:
        return b""
    if declared is not None and declared > limit:
        raise _too_large(environ, limit, unread=declared)
    body = _read(environ, limit + 1 if declared is None else declared)
    if len(body) > limit:
        raise _too_large(environ, limit, unread=LINGER)
    if declared is not None and len(body) < declared:
        raise _cut_short()
    return body


def _is_json(media: str) -> bool:
    """Whether a media type is JSON or, with the suffix +json, made of it (RFC 6839)."""
    return media == "application/json" or (
        media.startswith("application/") and media.endswith("+json")
    )


def _read(environ: Environ, size: int) -> bytes:
    """Up to ``size`` bytes, piece by piece, so that a lying length costs no memory."""
    try:
        return b"".join(_pieces(environ, size))
    except OSError as error:
        raise _cut_short() from error


def _pieces(environ: Environ, size: int) -> Iterator[bytes]:
    """Up to ``size`` bytes from the client as they come."""
    stream = cast("BinaryIO", environ["wsgi.input"])
    while size and (piece := stream.read(min(size, STEP))):
        yield piece
        size -= len(piece)


def _too_large(environ: Environ, limit: int, *, unread: int) -> RequestEntityTooLarge:
    """The error for more bytes than this route takes.

    A client that is still sending would not see it: what is left is read and thrown away first,
    unless that is beyond all measure.
    """
    if unread <= LINGER:
        with suppress(OSError):
            for _ in _pieces(environ, unread):
                pass
    return RequestEntityTooLarge(f"At most {limit:,} bytes are accepted here: send less at once.")


def _cut_short() -> BadRequest:
    """The error for a body that ended, or got stuck, before all of it had come."""
    return BadRequest("The body ended before all of it had come: send it again.")
