"""Errors as RFC 9457 has them: one table from code to status, and one shape for all."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from service.errors import BelowTheLineError, Fault

MEDIA_TYPE = "application/problem+json"
PAGE = "/docs/errors"
"""Where the ``type`` of every problem leads."""

UNAVAILABLE = 503
RETRY_SECONDS = "30"
"""How long to wait before asking a service again that lacks its model or a store."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What a code stands for: its HTTP status, a title, and what to do about it."""

    status: int
    title: str
    remedy: str


PROBLEMS = {
    "bad_request": Problem(
        status=400,
        title="The request cannot be read",
        remedy="Send a complete HTTP request: the server could not make sense of this one.",
    ),
    "empty_body": Problem(
        status=400,
        title="The body is empty",
        remedy='Send a JSON object, at the least {"text": "..."}.',
    ),
    "invalid_json": Problem(
        status=400,
        title="The body is not JSON",
        remedy="Send JSON in UTF-8, without NaN, and not nested deeper than 32 levels.",
    ),
    "duplicate_key": Problem(
        status=400,
        title="A key stands twice",
        remedy="Send each key of an object once: with two, nobody can tell which one was meant.",
    ),
    "not_found": Problem(
        status=404,
        title="There is nothing here",
        remedy="Look up the path in /openapi.json; mind that it ends without a slash.",
    ),
    "article_not_found": Problem(
        status=404,
        title="No article is registered under this id",
        remedy="Register it with PUT; articles end some time after they were last put.",
    ),
    "method_not_allowed": Problem(
        status=405,
        title="This path does not take that method",
        remedy="Use one of the methods that the Allow header names.",
    ),
    "body_too_large": Problem(
        status=413,
        title="The body is too large",
        remedy="Send less at once: split a batch, or leave the article's text out.",
    ),
    "article_too_large": Problem(
        status=413,
        title="The article is larger than all the room for articles",
        remedy="Shorten it, or have the operators raise BTL_ARTICLE_BYTES.",
    ),
    "unsupported_content_type": Problem(
        status=415,
        title="The body is not declared to be JSON",
        remedy="Send the header Content-Type: application/json.",
    ),
    "invalid_request": Problem(
        status=422,
        title="Fields are missing, unknown or out of bounds",
        remedy="Every field at fault is in errors, each with what to do about it.",
    ),
    "internal_error": Problem(
        status=500,
        title="The service failed",
        remedy="Nothing was decided. Give the operators the X-Request-Id of this answer.",
    ),
    "model_unavailable": Problem(
        status=503,
        title="No model is loaded",
        remedy="Hold the comment and ask again later; the operators have to supply a model.",
    ),
    "articles_unavailable": Problem(
        status=503,
        title="The registered articles cannot be reached",
        remedy="Ask again later, or send the article's text with its comments.",
    ),
}
"""Every code that an HTTP answer may have; ``docs/http.md`` lists the same."""


def problem_document(
    code: str, *, detail: str = "", faults: Iterable[Fault] = (), status: int | None = None
) -> dict[str, object]:
    """The members of one problem, in the order that people read them."""
    problem = PROBLEMS[code]
    return {
        "type": f"{PAGE}#{code}",
        "title": problem.title,
        "status": status or problem.status,
        "detail": detail or problem.remedy,
        "code": code,
        "errors": [{"field": fault.field, "message": fault.message} for fault in faults],
    }


def answer_error(error: BelowTheLineError) -> Response:
    """Answer an error that we raised on purpose; one that is not for clients is a failure."""
    if error.code not in PROBLEMS:
        raise error
    response = _answer(problem_document(error.code, detail=error.sentence, faults=error.faults))
    if response.status_code == UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def answer_http_error(error: HTTPException) -> Response:
    """Answer an error of the HTTP layer, with the headers that it brought along."""
    original = Response.force_type(error.get_response())
    if error.response is not None or original.status_code < _FIRST_ERROR:
        return original
    code = _code(original.status_code)
    own_words = error.description != type(error).description
    document = problem_document(
        code,
        detail=(error.description or "") if own_words else "",
        status=original.status_code,
    )
    original.data = orjson.dumps(document)
    original.content_type = MEDIA_TYPE
    return original


def errors_page() -> str:
    """A plain page that explains every code, and to which every problem's ``type`` leads."""
    sections = "\n".join(
        f'<h2 id="{code}">{code}</h2>\n<p>{problem.status}: {html.escape(problem.title)}.</p>\n'
        f"<p>{html.escape(problem.remedy)}</p>"
        for code, problem in PROBLEMS.items()
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>Errors - Below the Line</title></head>\n<body>\n<h1>Errors</h1>\n"
        "<p>Every error is answered as <code>application/problem+json</code> with one of these "
        f"codes.</p>\n{sections}\n</body></html>\n"
    )


_FIRST_ERROR = 400
_BY_STATUS = {
    problem.status: code
    for code, problem in PROBLEMS.items()
    if code in {"not_found", "method_not_allowed", "body_too_large", "unsupported_content_type"}
}


def _code(status: int) -> str:
    """The code for an HTTP status that the framework chose."""
    fallback = "internal_error" if status >= PROBLEMS["internal_error"].status else "bad_request"
    return _BY_STATUS.get(status, fallback)


def _answer(document: dict[str, object]) -> Response:
    """One problem as a response."""
    return Response(
        orjson.dumps(document), status=int(str(document["status"])), content_type=MEDIA_TYPE
    )
