"""From marshmallow's nested messages to a flat list of faults with dotted fields."""

from collections.abc import Iterator, Mapping
from itertools import islice

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

from service.errors import Fault, InvalidRequestError

MAX_LISTED = 100
"""Faults that one answer lists; whoever has more wants to fix the first ones first."""


def invalid_request(error: ValidationError) -> InvalidRequestError:
    """The error that lists every fault, up to a bearable number, and says how many there are."""
    faults = flattened(error)
    listed = tuple(islice(faults, MAX_LISTED))
    noun = "fault" if len(faults) == 1 else "faults"
    more = len(faults) - len(listed)
    tail = f"; {more} more are not listed" if more else ""
    return InvalidRequestError(f"{len(faults)} {noun} found: see errors{tail}.", faults=listed)


def flattened(error: ValidationError) -> list[Fault]:
    """Every fault of an error, in the order of the fields."""
    return list(_faults(error.messages, ()))


def _faults(messages: object, path: tuple[str, ...]) -> Iterator[Fault]:
    """Each message with the path that leads to it."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _faults(inner, path if key == SCHEMA else (*path, str(key)))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _faults(inner, path)
    else:
        yield Fault(field=".".join(path), message=str(messages))
