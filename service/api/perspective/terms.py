"""What the routes of the Perspective API promise, as the OpenAPI document tells it."""

from typing import Any, Final

from service.api.contract import JSON, Foreign
from service.api.perspective.answers import (
    AnalyzeCommentResponseSchema,
    ServedAttributesSchema,
    StatusSchema,
    SuggestCommentScoreResponseSchema,
)
from service.api.perspective.messages import (
    AnalyzeCommentRequestSchema,
    SuggestCommentScoreRequestSchema,
)

TAG: Final = "perspective"
_BAD: Final = "The comment, an attribute, the language or the key is at fault: see `details`."
_NO_KEY: Final = "Keys are asked for and none came."
_TOO_LARGE: Final = "The body is larger than the settings allow."
_FAILED: Final = "The service failed."
_NO_MODEL: Final = "No model is loaded; ask again after `Retry-After` seconds."

_ERRORS: Final = {400: _BAD, 403: _NO_KEY, 413: _TOO_LARGE, 500: _FAILED, 503: _NO_MODEL}
_ASKED: Final = {
    "comment": {"text": "Only an idiot would write such rubbish."},
    "languages": ["en"],
    "requestedAttributes": {"TOXICITY": {}, "INSULT": {"scoreThreshold": 0.2}},
    "clientToken": "c-17",
}
_SUGGESTED: Final = {
    "comment": {"text": "Only an idiot would write such rubbish."},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    "communityId": "news.example",
    "clientToken": "c-17",
}
_STRETCH: Final = {"begin": 0, "end": 39, "score": {"value": 0.93, "type": "PROBABILITY"}}
_SCORE: Final = {"spanScores": [_STRETCH], "summaryScore": {"value": 0.93, "type": "PROBABILITY"}}

Terms = dict[str, Any]

ANALYZE: Final[Terms] = {
    "summary": "Score a comment",
    "description": "Google's AnalyzeComment. The body may be declared as anything, and may be "
    "relaxed JSON. Nothing is kept. `docs/perspective.md` tells what a score means here.",
    "tag": TAG,
    "answer": AnalyzeCommentResponseSchema(),
    "foreign": Foreign(
        error=StatusSchema(),
        errors=_ERRORS,
        takes=AnalyzeCommentRequestSchema(),
        media=JSON,
        examples={"a comment": _ASKED},
    ),
    "example": {
        "attributeScores": {"TOXICITY": _SCORE},
        "languages": ["en"],
        "detectedLanguages": ["en"],
        "clientToken": "c-17",
    },
}
SUGGEST: Final[Terms] = {
    "summary": "Suggest a comment's scores",
    "description": "Google's SuggestCommentScore. What is sent is checked and handed to the "
    "feedback port; as long as no journal is set up, nothing is stored.",
    "tag": TAG,
    "answer": SuggestCommentScoreResponseSchema(),
    "foreign": Foreign(
        error=StatusSchema(),
        errors={status: cause for status, cause in _ERRORS.items() if cause != _NO_MODEL},
        takes=SuggestCommentScoreRequestSchema(),
        media=JSON,
        examples={"a suggestion": _SUGGESTED},
    ),
    "example": {"detectedLanguages": ["en"], "requestedLanguages": [], "clientToken": "c-17"},
}
ATTRIBUTES: Final[Terms] = {
    "summary": "List the attributes",
    "description": "Every attribute that can be asked for, what it means, and how well it ranks.",
    "tag": TAG,
    "answer": ServedAttributesSchema(),
    "foreign": Foreign(
        error=StatusSchema(),
        errors={status: _ERRORS[status] for status in (400, 403, 500, 503)},
    ),
    "example": {
        "attributes": [
            {
                "name": "TOXICITY",
                "scoredAs": "TOXICITY",
                "definition": "Rude, disrespectful or unreasonable.",
                "languages": ["en"],
                "auc": [0.979, 0.973, 0.985],
                "calibrationError": 0.009,
            }
        ],
        "model": "2026-11-24",
    },
}
DISCOVERY: Final[Terms] = {
    "summary": "Describe the protocol",
    "description": "The discovery document for Google's client libraries; `rootUrl` is the address "
    "that the client used, or `BTL_PUBLIC_URL`. The query `version` is taken and ignored.",
    "tag": TAG,
    "media": JSON,
    "foreign": Foreign(
        error=StatusSchema(), errors={400: "The key is not one of ours.", 500: _FAILED}
    ),
}
BATCH: Final[Terms] = {
    "summary": "Do many calls at once",
    "description": "Google's batch: `multipart/mixed` with a part `application/http` for each "
    "call. Each is answered as it would be alone, in order, with its own status.",
    "tag": TAG,
    "media": "multipart/mixed",
    "foreign": Foreign(
        error=StatusSchema(),
        errors={400: "The body is no batch.", 413: _TOO_LARGE, 500: _FAILED},
        media="multipart/mixed",
        examples={
            "one call": "--b\r\nContent-Type: application/http\r\nContent-ID: <1>\r\n\r\n"
            "POST /v1alpha1/comments:analyze HTTP/1.1\r\n\r\n"
            '{"comment": {"text": "Hello"}, "requestedAttributes": {"TOXICITY": {}}}\r\n--b--\r\n'
        },
    ),
}
