"""What stands between HTTP and a view: a contract that is kept, and from which OpenAPI is made.

A view says what it takes and answers; the contract checks the content type, the size, the JSON and
the shape, in this order, calls the view with frozen values, and writes its answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import cast

import orjson
from flask import Flask, Response, request
from marshmallow import Schema, ValidationError

from service.api.body import check_content_type, read_body
from service.api.schemas import Rules
from service.api.strict_json import parse_json
from service.api.swift import Reader, reader
from service.faults import invalid_request
from service.parts import parts
from service.settings import Settings

JSON = "application/json"
ATTRIBUTE = "contract"
"""The name under which a view carries its contract."""

BODY_ERRORS = (
    "bad_request",
    "empty_body",
    "invalid_json",
    "duplicate_key",
    "body_too_large",
    "unsupported_content_type",
    "invalid_request",
)
"""What can be wrong with any body."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Intake:
    """The body that a view takes: its shape, a reader for it, its limit in bytes, examples.

    ``reader`` makes the schema that checks bodies under the rules of one installation.
    """

    shape: Schema
    reader: Callable[[Rules], Schema]
    limit: Callable[[Settings], int]
    examples: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreign:
    """What a view of somebody else's protocol takes and how it refuses: told here, kept by itself.

    ``takes`` is the shape of its body, none where it has none or where ``media`` is no JSON;
    ``errors`` has the cause of each status that is answered in the shape ``error``, or as text in
    ``refuses_in`` where there is none.
    """

    error: Schema | None
    errors: Mapping[int, str]
    refuses_in: str = JSON
    takes: Schema | None = None
    media: str = ""
    examples: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract:
    """What one view promises, in words for people and in shapes for machines.

    ``answer`` describes the JSON, which is written from the view's values as they are; tests hold
    the two together. Without it the view answers in ``media`` itself. ``arguments`` has the meaning
    of each part of the path that is not fixed.
    """

    summary: str
    description: str
    tag: str
    answer: Schema | None = None
    media: str = JSON
    intake: Intake | None = None
    foreign: Foreign | None = None
    errors: tuple[str, ...] = ()
    example: object = None
    arguments: Mapping[str, str] = field(default_factory=dict)

    @property
    def every_error(self) -> tuple[str, ...]:
        """The codes of all errors that the view may answer."""
        if self.foreign is not None:
            return ()
        body = BODY_ERRORS if self.intake is not None else ()
        return (*body, *self.errors, "internal_error")


def contract(terms: Contract) -> Callable[[Callable[..., object]], Callable[..., Response]]:
    """Bind a view to its contract; what its path names comes to it by name."""

    def bind(view: Callable[..., object]) -> Callable[..., Response]:
        @wraps(view)
        def kept(**arguments: str) -> Response:
            received = () if terms.intake is None else (_received(terms.intake),)
            answer = view(*received, **arguments)
            return _written(terms, answer)

        setattr(kept, ATTRIBUTE, terms)
        return kept

    return bind


def contracts(app: Flask) -> dict[str, Contract]:
    """The contract of each endpoint that has one."""
    found = {
        endpoint: getattr(view, ATTRIBUTE, None) for endpoint, view in app.view_functions.items()
    }
    return {endpoint: terms for endpoint, terms in found.items() if terms is not None}


def readers(app: Flask, rules: Rules) -> dict[str, Reader]:
    """A reader of bodies, made once, for each endpoint that takes a body."""
    return {
        endpoint: reader(terms.intake.reader(rules))
        for endpoint, terms in contracts(app).items()
        if terms.intake is not None
    }


def _received(intake: Intake) -> object:
    """The request's body as frozen values, or every reason why it cannot be."""
    environ, kept = request.environ, parts()
    check_content_type(environ)
    document = parse_json(read_body(environ, limit=intake.limit(kept.settings)))
    try:
        return kept.readers[str(request.endpoint)](document)
    except ValidationError as error:
        raise invalid_request(error) from error


def _written(terms: Contract, answer: object) -> Response:
    """The view's answer as bytes of the promised kind."""
    if isinstance(answer, Response):
        return answer
    if terms.answer is None:
        return Response(cast("str | bytes", answer), content_type=terms.media)
    return Response(orjson.dumps(answer), content_type=terms.media)
