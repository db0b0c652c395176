"""JSON as Google's server took it: keys without quotes, single quotes, commas too many.

The quick start that people paste sends ``{comment: {text: "..."}}``. Strict JSON is read by orjson,
and what that refuses by a JSON 5 parser. Two faults in texts are mended before: half of a surrogate
pair, which code leaves that cuts texts, and lines as they are. Readers can write either, and most
clients publish what is refused.
"""

import re
from typing import Final

import orjson
import pyjson5

from service.api.perspective.refusals import Refusal, invalid_request

MAX_DEPTH = 32
"""Levels of nesting; the deepest request of the protocol has five."""


_QUOTED: Final = re.compile(
    r"""//[^\n]*+|/\*.*?(?:\*/|\Z)|"(?:\\(?:.|\Z)|[^"\\])*+(?:"|\Z)|'(?:\\(?:.|\Z)|[^'\\])*+(?:'|\Z)""",
    re.DOTALL,
)
"""A comment or a string, closed or not, so that a search goes over each place once."""

_IN_TEXT: Final = re.compile(
    r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}"
    r"|(?P<half>\\ud[89a-f][0-9a-f]{2})|\\.|[\n\r]",
    re.DOTALL | re.IGNORECASE,
)
_LINES: Final = {"\n": r"\n", "\r": r"\r"}


def parse(body: bytes) -> object:
    """The document in a body, ``{}`` where it is empty; raises Refusal where it is none."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"Invalid JSON payload received. It is not UTF-8: look at byte {error.start + 1}."
        raise invalid_request(message) from error
    if not text.strip():
        return {}
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _relaxed(text)


def _relaxed(text: str) -> object:
    """The document of a text that is no strict JSON."""
    try:
        return pyjson5.decode(_QUOTED.sub(_mended, text), maxdepth=MAX_DEPTH)
    except (pyjson5.Json5Exception, ValueError, OverflowError) as error:
        raise _unreadable() from error


def _mended(quoted: re.Match[str]) -> str:
    """A comment as it is, or a string that a parser can read; as long in UTF-16 code units."""
    found = quoted.group()
    return found if found.startswith("/") else _IN_TEXT.sub(_written, found)


def _written(found: re.Match[str]) -> str:
    """One escape or end of a line as JSON has it."""
    if found.lastgroup == "half":
        return r"\ufffd"
    return _LINES.get(found.group(), found.group())


def _unreadable() -> Refusal:
    """The refusal of what nobody can read; it does not quote what was sent."""
    return invalid_request(
        "Invalid JSON payload received. Send an object such as "
        '{"comment": {"text": "..."}, "requestedAttributes": {"TOXICITY": {}}}.'
    )
