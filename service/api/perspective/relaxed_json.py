"""JSON as Google's server took it: keys without quotes, single quotes, commas too many.

The quick start that people paste sends ``{comment: {text: "..."}}``. Strict JSON is read by orjson,
and what that refuses by a JSON 5 parser.
"""

import orjson
import pyjson5

from service.api.perspective.refusals import Refusal, invalid_request

MAX_DEPTH = 32
"""Levels of nesting; the deepest request of the protocol has five."""


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
        return pyjson5.decode(text, maxdepth=MAX_DEPTH)
    except (pyjson5.Json5Exception, ValueError, OverflowError) as error:
        raise _unreadable() from error


def _unreadable() -> Refusal:
    """The refusal of what nobody can read; it does not quote what was sent."""
    return invalid_request(
        "Invalid JSON payload received. Send an object such as "
        '{"comment": {"text": "..."}, "requestedAttributes": {"TOXICITY": {}}}.'
    )
