"""OpenAPI 3.1, made from the contracts that the views are bound to, so that it cannot drift."""

import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from werkzeug.routing import Rule

from service.api.answers import ProblemSchema
from service.api.contract import Contract, Foreign, Intake, contracts
from service.api.problems import (
    MEDIA_TYPE,
    PROBLEMS,
    RETRY_SECONDS,
    UNAVAILABLE,
    problem_document,
)
from service.api.schemas import CLOSED, MAX_ID
from service.errors import Fault

DISTRIBUTION = "below-the-line"
_ARGUMENT = re.compile("<path:([a-z]+)>")
TAGS = {
    "comments": "Comments in, verdicts out.",
    "articles": "What comments stand under, registered once.",
    "perspective": "The protocol of Google's Perspective API, for clients that speak it.",
    "model": "What scores them.",
    "health": "How the service is.",
    "docs": "What you are reading.",
}
ABOUT = """\
Scores reader comments as they are posted and says `publish`, `hold` or `reject`, and why.

Every error, but for those of the Perspective protocol, is an `application/problem+json` document
(RFC 9457) with a `code` that clients may rely on. An unknown path answers 404 `not_found`; a method
that a path does not take answers 405 `method_not_allowed` with an `Allow` header. Every answer
carries an `X-Request-Id`: the one that the request brought, if it has up to 64 letters, digits, `-`
and `_`, or else a new one.
"""


def describe(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of every route of an app that has a contract."""
    spec = APISpec(
        title="Below the Line",
        version=version(DISTRIBUTION),
        openapi_version="3.1.0",
        info={"description": ABOUT, "license": {"name": "MIT", "identifier": "MIT"}},
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        servers=[{"url": "/", "description": "This service"}],
        plugins=[MarshmallowPlugin()],
    )
    spec.components.schema("Problem", schema=ProblemSchema())
    known = contracts(app)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint in known:
            path = _ARGUMENT.sub(r"{\1}", rule.rule)
            spec.path(path=path, operations=_operations(rule, known[rule.endpoint]))
    document: dict[str, Any] = spec.to_dict()
    for shape in CLOSED:
        name = shape.__name__.removesuffix("Schema")
        document["components"]["schemas"][name]["additionalProperties"] = False
    return document


def _operations(rule: Rule, terms: Contract) -> dict[str, Any]:
    """The one operation of a route, under its method."""
    method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": terms.summary,
        "description": terms.description,
        "tags": [terms.tag],
        "responses": {"200": _success(terms), **_problems(terms)},
    }
    if terms.arguments:
        operation["parameters"] = [*map(_parameter, terms.arguments.items())]
    if terms.intake is not None:
        operation["requestBody"] = _body(terms.intake)
    if terms.foreign is not None:
        operation |= _foreign_body(terms.foreign)
        operation["responses"] |= _refusals(terms.foreign)
    return {method: operation}


def _parameter(argument: tuple[str, str]) -> dict[str, Any]:
    """A part of the path that is not fixed."""
    name, meaning = argument
    shape = {"type": "string", "minLength": 1, "maxLength": MAX_ID}
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": shape}


def _body(intake: Intake) -> dict[str, Any]:
    """What the operation takes."""
    media = {"schema": intake.shape, "examples": _examples(intake.examples)}
    return {"required": True, "content": {"application/json": media}}


def _foreign_body(foreign: Foreign) -> dict[str, Any]:
    """What an operation of somebody else's protocol takes, if anything."""
    if not foreign.media:
        return {}
    shape = foreign.takes or {"type": "string"}
    media = {"schema": shape, "examples": _examples(foreign.examples)}
    return {"requestBody": {"required": True, "content": {foreign.media: media}}}


def _refusals(foreign: Foreign) -> dict[str, Any]:
    """Every error of an operation of somebody else's protocol, by status."""
    content = {foreign.refuses_in: {"schema": foreign.error or {"type": "string"}}}
    return {
        str(status): {"description": cause, "headers": _REQUEST_ID, "content": content}
        for status, cause in foreign.errors.items()
    }


def _examples(examples: Mapping[str, object]) -> dict[str, Any]:
    """Examples by names without blanks."""
    return {
        name.replace(" ", "_"): {"summary": name, "value": value}
        for name, value in examples.items()
    }


def _success(terms: Contract) -> dict[str, Any]:
    """What the operation answers when all is well."""
    media: dict[str, Any] = {"schema": terms.answer or {"type": "string"}}
    if terms.example is not None:
        media["example"] = terms.example
    return {
        "description": "As asked.",
        "headers": _REQUEST_ID,
        "content": {terms.media.partition(";")[0]: media},
    }


def _problems(terms: Contract) -> dict[str, Any]:
    """Every error of the operation, by status."""
    responses: dict[str, Any] = {}
    for code in terms.every_error:
        problem = PROBLEMS[code]
        response = responses.setdefault(str(problem.status), _problem_response())
        response["description"] = f"{response['description']} {problem.title}: `{code}`.".strip()
        media = response["content"][MEDIA_TYPE]
        media["examples"][code] = {"summary": problem.title, "value": _example(code)}
        if problem.status == UNAVAILABLE:
            response["headers"] = {**_REQUEST_ID, **_RETRY_AFTER}
    return responses


def _problem_response() -> dict[str, Any]:
    """An error answer, still without the codes that it stands for."""
    media = {"schema": ProblemSchema(), "examples": {}}
    return {"description": "", "headers": _REQUEST_ID, "content": {MEDIA_TYPE: media}}


def _example(code: str) -> dict[str, Any]:
    """One problem as it would be answered."""
    faults = [Fault(field="text", message="Please enter your comment!")]
    return problem_document(code, faults=faults if code == "invalid_request" else ())


_REQUEST_ID = {
    "X-Request-Id": {
        "description": "The name of this request in the service's log.",
        "schema": {"type": "string"},
    }
}
_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "schema": {"type": "integer", "example": int(RETRY_SECONDS)},
    }
}
