"""Many calls in one request, as Google's client libraries send them: ``multipart/mixed``.

Each part is an HTTP request of its own and is answered as if it had come alone, so that one bad
comment spoils no other.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http import HTTPStatus
from typing import Final, cast

from flask import Flask, Request, Response
from werkzeug.test import Client, TestResponse

from service.api.perspective.discovery import PATHS
from service.api.perspective.keys import HEADER
from service.api.perspective.refusals import invalid_request

_CALLS: Final = frozenset(f"/{path}" for path in PATHS.values())
_PASSED_ON: Final = (HEADER, "Authorization", "X-Forwarded-For")
_REQUEST_LINE: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One part: its name, and the request in it; ``path`` may have a query."""

    name: str
    method: str
    path: str
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
    if part.get_content_type() != "application/http" or len(words) != _REQUEST_LINE:
        sentence = f"Part {number} is no application/http with a request line."
        raise invalid_request(sentence)
    inner = BytesParser(policy=policy.HTTP).parsebytes(rest, headersonly=True)
    blank = rest.replace(b"\r\n", b"\n").partition(b"\n\n")
    return Call(
        name=str(part.get("Content-ID", "")).strip().strip("<>"),
        method=words[0].upper(),
        path=words[1],
        headers={name: str(value) for name, value in inner.items()},
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
    path = call.path.partition("?")[0].replace("%3A", ":").replace("%3a", ":")
    if path not in _CALLS or call.method != "POST":
        path, query = "/v1alpha1/nothing", ""
    else:
        query = call.path.partition("?")[2] or request.query_string.decode("latin-1")
    headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
    headers |= {name: call.headers[name] for name in call.headers if name in _PASSED_ON}
    client = Client(app, Response)
    return client.post(path, query_string=query, data=call.body, headers=headers)


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
