"""Many calls in one request, as Google's client libraries send them: ``multipart/mixed``.

Each part is an HTTP request of its own and is answered as if it had come alone, so that one bad
comment spoils no other.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http import HTTPStatus
from typing import Final, cast
from urllib.parse import parse_qs, urlencode

from flask import Flask, Request, Response
from werkzeug.test import Client, TestResponse

from service.api.perspective.discovery import PATHS
from service.api.perspective.keys import HEADER, key_of
from service.api.perspective.refusals import invalid_request

_CALLS: Final = frozenset(
    address for path in PATHS.values() for address in (f"/{path}", f"/{path.partition('/')[2]}")
)
_KEYS: Final = (HEADER, "Authorization")
_WORDS: Final = (2, 3)
"""A request line has a method, an address and mostly a version of HTTP."""

_ADDRESS: Final = re.compile(r"(?:https?://[^/?#]*)?(/[^?#]*)\??([^#]*).*", re.IGNORECASE)
"""A path and a query, after the address of a server in the calls of some libraries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One part: its name, and the request in it; ``headers`` are those that may hold a key."""

    name: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


def calls(content_type: str, body: bytes, *, most: int) -> list[Call]:
    """The calls of a batch in order; raises Refusal where it is none or has too many."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    if message.get_content_type() != "multipart/mixed" or not message.is_multipart():
        sentence = "Send a batch as multipart/mixed with a boundary."
        raise invalid_request(sentence)
    parts = cast("list[EmailMessage]", message.get_payload())
    if len(parts) > most:
        sentence = f"Send at most {most:,} calls in a batch, not {len(parts):,}."
        raise invalid_request(sentence)
    return [_call(part, number) for number, part in enumerate(parts, start=1)]


def _call(part: EmailMessage, number: int) -> Call:
    """One part's request; raises Refusal where it holds none."""
    content = part.get_payload(decode=True)
    first, _, rest = (content if isinstance(content, bytes) else b"").lstrip().partition(b"\n")
    words = first.decode("latin-1").split()
    if part.get_content_type() != "application/http" or len(words) not in _WORDS:
        sentence = f"Part {number} is no application/http with a request line."
        raise invalid_request(sentence)
    address = _ADDRESS.fullmatch(words[1])
    path, query = address.groups() if address else ("", "")
    inner = BytesParser(policy=policy.HTTP).parsebytes(rest, headersonly=True)
    blank = rest.replace(b"\r\n", b"\n").partition(b"\n\n")
    return Call(
        name=str(part.get("Content-ID", "")).strip().strip("<>"),
        method=words[0].upper(),
        path=path.replace("%3A", ":").replace("%3a", ":"),
        query=query,
        headers={name: str(inner[name]) for name in _KEYS if name in inner},
        body=blank[2] if blank[1] else b"",
    )


def answer(app: Flask, request: Request, asked: list[Call]) -> Response:
    """Every call's answer, in order, each in a part of its own."""
    boundary = f"batch_{secrets.token_hex(16)}"
    parts = [_part(call, _answered(app, request, call)) for call in asked]
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return Response(body, content_type=f"multipart/mixed; boundary={boundary}")


def _answered(app: Flask, request: Request, call: Call) -> TestResponse:
    """One call's answer; with the key of the whole where it has none."""
    query, headers = call.query, call.headers
    if call.path not in _CALLS or call.method != "POST":
        return Client(app, Response).post("/v1alpha1/nothing")
    if not headers and "key" not in parse_qs(query):
        query = f"{query}&{urlencode({'key': key_of(request)})}"
    return Client(app, Response).post(
        call.path, query_string=query, data=call.body, headers=headers
    )


def _part(call: Call, answered: TestResponse) -> bytes:
    """One answer as a part of the whole."""
    phrase = HTTPStatus(answered.status_code).phrase
    data = answered.get_data()
    return (
        b"".join(
            f"{line}\r\n".encode("latin-1", "replace")
            for line in (
                "Content-Type: application/http",
                *_names(call),
                "",
                f"HTTP/1.1 {answered.status_code} {phrase}",
                f"Content-Type: {answered.content_type}",
                f"Content-Length: {len(data)}",
                "",
            )
        )
        + data
    )


def _names(call: Call) -> Iterator[str]:
    """The header that ties an answer to its call, where the call has a name."""
    if call.name:
        yield f"Content-ID: <response-{call.name}>"
