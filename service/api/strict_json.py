"""JSON as RFC 8259 means it, read without guessing: no duplicate keys, no NaN, no abysses.

Of the parsers at hand only the standard library's lets us see every pair of an object, so it reads;
orjson, which is faster, writes.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from service.errors import DuplicateKeyError, EmptyBodyError, InvalidJsonError

MAX_DEPTH = 32
"""Levels of nesting; no request that we know of needs more than four."""

MAX_DIGITS = 300
"""Digits of one number; a double has at most 17 that mean anything."""

MAX_NAME = 64
"""Characters of a key that are still quoted back to whoever sent it."""


def parse_json(body: bytes) -> object:
    """The document in ``body``; raises EmptyBody, InvalidJson or DuplicateKeyError."""
    text = _decoded(body)
    if not text.strip():
        sentence = "This is empty: send a JSON object."
        raise EmptyBodyError(sentence)
    try:
        document: object = _DECODER.decode(text)
    except RecursionError as error:
        raise _too_deep() from error
    except json.JSONDecodeError as error:
        reason = error.msg.partition(":")[0]
        sentence = (
            f"This is not valid JSON: {reason}, at line {error.lineno}, column {error.colno}."
        )
        raise InvalidJsonError(sentence) from error
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _refuse_depth(document)
    return document


def quotable(name: str) -> bool:
    """Whether a key is short and plain enough to be quoted in a message."""
    return len(name) <= MAX_NAME and name.isprintable()


def _decoded(body: bytes) -> str:
    """The body's text, which has to be UTF-8."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        sentence = f"This is not UTF-8: look at byte {error.start + 1}."
        raise InvalidJsonError(sentence) from error
    if text.startswith("\ufeff"):
        sentence = "This starts with a byte order mark: send the JSON text alone."
        raise InvalidJsonError(sentence)
    return text


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """One JSON object, each of whose keys may stand once."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _duplicate(name for name, _ in pairs)
    return members


def _duplicate(names: Iterable[str]) -> DuplicateKeyError:
    """The error that names a key that stands twice."""
    twice = Counter(names).most_common(1)[0][0]
    which = f'the key "{twice}"' if quotable(twice) else "a key"
    return DuplicateKeyError(f"An object has {which} twice: send it once.")


def _constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, which JavaScript has and JSON has not."""
    sentence = f"This is not valid JSON: there is no {name} in it; send a number or null."
    raise InvalidJsonError(sentence)


def _integer(digits: str) -> int:
    """A whole number of bearable length."""
    if len(digits) > MAX_DIGITS:
        raise _too_long()
    return int(digits)


def _real(digits: str) -> float:
    """A number that a double can hold."""
    number = float(digits)
    if len(digits) > MAX_DIGITS or not math.isfinite(number):
        raise _too_long()
    return number


def _too_long() -> InvalidJsonError:
    """The error for numbers that no double holds."""
    return InvalidJsonError("There is a number too long or too large to be read.")


def _too_deep() -> InvalidJsonError:
    """The error for nesting without end."""
    return InvalidJsonError(f"This is nested deeper than {MAX_DEPTH} levels.")


def _refuse_depth(document: object) -> None:
    """Go down level by level, without recursion, and stop where it gets too deep."""
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise _too_deep()


def _children(node: object) -> Iterable[object]:
    """What stands directly inside one node: only what can itself hold something."""
    members: Iterable[object] = ()
    if isinstance(node, dict):
        members = node.values()
    elif isinstance(node, list):
        members = node
    return (member for member in members if isinstance(member, dict | list))


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_real
)
