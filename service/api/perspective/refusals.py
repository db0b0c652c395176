"""Errors as Google's APIs answer them: ``google.rpc.Status`` in JSON, with details in any case.

Clients find the cause in ``details[0].errorType`` or in the words of ``message``, so both are those
of the protocol. A test has each row of its table.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson
from flask import Request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from service.api.problems import PROBLEMS, RETRY_SECONDS
from service.errors import BelowTheLineError, Fault

MEDIA_TYPE: Final = "application/json; charset=UTF-8"
ERROR: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
ERROR_INFO: Final = "type.googleapis.com/google.rpc.ErrorInfo"
BAD_REQUEST: Final = "type.googleapis.com/google.rpc.BadRequest"
SERVICE: Final = "commentanalyzer.googleapis.com"

STATUSES: Final = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
"""The name of each HTTP status that is answered (google.rpc.Code)."""

_PATHS: Final = ("/v1alpha1", "/v1beta1/", "/comments:", "/$discovery/", "/discovery/", "/batch")
_SERVER_ERROR: Final = 500
_UNAVAILABLE: Final = 503

Details = Sequence[dict[str, Any]]


class Refusal(Exception):  # noqa: N818 - what the protocol calls an error is a status of its own
    """A request that is answered with an error of the protocol."""

    def __init__(self, status: int, message: str, details: Details) -> None:
        """Keep what is answered: an HTTP status, words, and at least one detail."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details

    @property
    def reason(self) -> str:
        """The machine's name for the cause."""
        return str(self.details[0].get("errorType") or self.details[0]["reason"])


def invalid(error_type: str, message: str, **members: object) -> Refusal:
    """A 400 whose one detail has an ``errorType``."""
    return Refusal(400, message, [{"@type": ERROR, "errorType": error_type, **members}])


def invalid_request(message: str) -> Refusal:
    """A 400 for whatever has no ``errorType`` of its own."""
    return invalid("INVALID_REQUEST", message)


def invalid_fields(faults: Iterable[Fault]) -> Refusal:
    """A 400 that names every field of the wrong kind."""
    violations = [
        {"field": fault.field, "description": f"Invalid value at '{fault.field}': {fault.message}"}
        for fault in faults
    ]
    message = "\n".join(one["description"] for one in violations)
    first = {"@type": ERROR, "errorType": "INVALID_REQUEST"}
    return Refusal(400, message, [first, {"@type": BAD_REQUEST, "fieldViolations": violations}])


def unsupported_language(attribute: str, languages: Sequence[str], *, requested: bool) -> Refusal:
    """The 400 by which clients learn which attribute to leave out."""
    told = {"requestedLanguages" if requested else "detectedLanguages": list(languages)}
    return invalid(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        languageNotSupportedByAttributeError={**told, "attribute": attribute},
    )


def key_missing() -> Refusal:
    """The 403 for a request without a key where keys are asked for."""
    return Refusal(403, "The request is missing a valid API key.", [_info("API_KEY_MISSING")])


def key_not_valid() -> Refusal:
    """The 400 for a key that is not one of ours."""
    message = "API key not valid. Please pass a valid API key."
    return Refusal(400, message, [_info("API_KEY_INVALID")])


def addressed(request: Request) -> bool:
    """Whether a request is meant for this protocol, and so wants errors of its kind."""
    return request.path.startswith(_PATHS)


def answer_refusal(refusal: Refusal) -> Response:
    """A refusal as a response."""
    return _response(refusal.status, refusal.message, refusal.details)


def answer_error(error: BelowTheLineError) -> Response:
    """Answer an error that we raised on purpose; one that is not for clients is a failure."""
    if error.code not in PROBLEMS:
        raise error
    response = _response(PROBLEMS[error.code].status, error.sentence, [_info(error.code.upper())])
    if response.status_code == _UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def answer_http_error(error: HTTPException) -> Response:
    """Answer an error of the HTTP layer, with the headers that it brought along."""
    original = Response.force_type(error.get_response())
    status = original.status_code if original.status_code in STATUSES else _nearest(original)
    words = error.description or "The request cannot be answered."
    if status >= _SERVER_ERROR:
        words = PROBLEMS["internal_error"].remedy
    details = [_quota()] if STATUSES[status] == "RESOURCE_EXHAUSTED" else [_info(STATUSES[status])]
    message = _QUOTA if STATUSES[status] == "RESOURCE_EXHAUSTED" else words
    original.status_code = status
    original.data = orjson.dumps(document(status, message, details))
    original.content_type = MEDIA_TYPE
    return original


def document(status: int, message: str, details: Details) -> dict[str, object]:
    """The members of one error."""
    return {
        "error": {
            "code": status,
            "message": message,
            "status": STATUSES[status],
            "details": list(details),
        }
    }


_METRIC: Final = "Analysis requests (AnalyzeComment)"
_QUOTA: Final = (
    f"Quota exceeded for quota metric '{_METRIC}' and limit '{_METRIC} per minute' of service "
    f"'{SERVICE}' for consumer 'project_number:0'."
)


def _info(reason: str) -> dict[str, Any]:
    """The detail that names a reason."""
    return {
        "@type": ERROR_INFO,
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": SERVICE},
    }


def _quota() -> dict[str, Any]:
    """The detail by which clients know that they are too fast."""
    metadata = {
        "service": SERVICE,
        "quota_metric": "CommentAnalyzerService/analyze_requests",
        "quota_limit": "AnalyzeRequestsPerMinutePerProject",
    }
    return {**_info("RATE_LIMIT_EXCEEDED"), "metadata": metadata}


def _nearest(original: Response) -> int:
    """The status to answer in place of one that the protocol has not."""
    return _SERVER_ERROR if original.status_code >= _SERVER_ERROR else 400


def _response(status: int, message: str, details: Details) -> Response:
    """One error as a response."""
    body = orjson.dumps(document(status, message, details))
    return Response(body, status=status, content_type=MEDIA_TYPE)
