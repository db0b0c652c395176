"""Every row of the protocol's table of errors, in its words and with details."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from service.app import create_app
from service.settings import Settings
from service.testing import BrokenScorer, FakeScorer, fake_app

ANALYZE = "/v1alpha1/comments:analyze"
ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
INFO = "type.googleapis.com/google.rpc.ErrorInfo"
KEY = "swordfish-1"

Analyze = Callable[..., TestResponse]


def error_of(answer: TestResponse) -> dict[str, Any]:
    """The error of an answer, which has the shape that clients count on."""
    error = answer.json["error"]
    assert error["code"] == answer.status_code
    assert error["details"]
    assert all(detail["@type"] for detail in error["details"])
    assert answer.content_type == "application/json; charset=UTF-8"
    return error


BOTH = (
    "Context can have either entries or article_and_parent_comment, but both fields were populated."
)
UNREADABLE = ("{", "[1", "{comment:}", "\0", "{" * 100, "<xml/>", b"\xff")

ROWS = [
    ({"comment": {}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
    ({"comment": {"text": ""}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
    ({"comment": {"text": " \n\u200b"}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
    ({"comment": None}, "Comment must be non-empty.", "COMMENT_EMPTY"),
    ({"comment": {"text": "a" * 20_481}}, "Comment text too long.", "COMMENT_TOO_LONG"),
    ({"comment": {"text": "\u00e4" * 10_241}}, "Comment text too long.", "COMMENT_TOO_LONG"),
    ({"requestedAttributes": {}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
    ({"requestedAttributes": None}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
    (
        {"requestedAttributes": {"TOXICITY": {}, "FLIRTATION": {}}},
        "Unknown requested attribute: FLIRTATION",
        "INVALID_REQUEST",
    ),
    (
        {"requestedAttributes": {"toxicity": {}}},
        "Unknown requested attribute: toxicity",
        "INVALID_REQUEST",
    ),
    (
        {"comment": {"text": "hi", "type": "HTML"}},
        "Currently, only 'PLAIN_TEXT' comments are supported",
        "INVALID_REQUEST",
    ),
    (
        {"comment": {"text": "hi", "type": 2}},
        "Currently, only 'PLAIN_TEXT' comments are supported",
        "INVALID_REQUEST",
    ),
    (
        {"context": {"entries": [{"text": "x", "type": "html"}]}},
        "Currently, only 'PLAIN_TEXT' comments are supported",
        "INVALID_REQUEST",
    ),
    ({"comment": {"text": "hi", "type": "RTF"}}, "Unknown text type", "INVALID_REQUEST"),
    (
        {"requestedAttributes": {"TOXICITY": {"scoreType": "PERCENTILE"}}},
        "Requested score type PERCENTILE is not supported by attribute TOXICITY",
        "INVALID_REQUEST",
    ),
    (
        {"requestedAttributes": {"TOXICITY": {"scoreType": 4}}},
        "Requested score type RAW is not supported by attribute TOXICITY",
        "INVALID_REQUEST",
    ),
    (
        {
            "context": {
                "entries": [{"text": "x"}],
                "articleAndParentComment": {"article": {"text": "y"}},
            }
        },
        BOTH,
        "INVALID_REQUEST",
    ),
    (
        {"languages": ["en", "om"]},
        "Attribute TOXICITY does not support request languages: en, om",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
    ),
]


@pytest.mark.parametrize(("members", "message", "error_type"), ROWS)
def test_a_fault_is_told_in_the_words_of_the_protocol(
    analyze: Analyze, members: dict[str, Any], message: str, error_type: str
) -> None:
    """With status 400, the message and the type that clients look for."""
    error = error_of(analyze(**members))

    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == message
    assert error["details"][0]["@type"] == ERROR
    assert error["details"][0]["errorType"] == error_type


def test_a_comment_of_just_the_limit_is_taken(analyze: Analyze) -> None:
    """Bytes count, not characters."""
    assert analyze("a" * 20_480).status_code == 200
    assert analyze("\u00e4" * 10_240).status_code == 200


def test_named_languages_come_back_in_the_details(analyze: Analyze) -> None:
    """Clients drop the attribute that is named and send the rest again."""
    error = error_of(
        analyze(languages=["fr"], requestedAttributes={"INSULT": {}, "TOXICITY": None})
    )

    told = error["details"][0]["languageNotSupportedByAttributeError"]
    assert told == {"requestedLanguages": ["fr"], "attribute": "INSULT"}


def test_the_first_fault_is_the_one_that_is_told(analyze: Analyze) -> None:
    """The comment before the attributes, those before types, and the language last."""
    faults = {
        "requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}},
        "languages": ["fr"],
    }

    told = [
        error_of(analyze("", **{**faults, "requestedAttributes": {}}))["message"],
        error_of(analyze("hi", **{**faults, "requestedAttributes": {}}))["message"],
        error_of(analyze("hi", **faults))["message"],
        error_of(analyze("hi", languages=["fr"]))["message"],
    ]

    assert [words.split()[0] for words in told] == ["Comment", "Missing", "Requested", "Attribute"]


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"comment": "You idiot."}, "comment"),
        ({"comment": {"text": 5}}, "comment.text"),
        ({"requestedAttributes": ["TOXICITY"]}, "requestedAttributes"),
        ({"requestedAttributes": {"TOXICITY": 1}}, "requestedAttributes.TOXICITY"),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreThreshold": "high"}}},
            "requestedAttributes.TOXICITY.scoreThreshold",
        ),
        ({"spanAnnotations": "maybe"}, "spanAnnotations"),
        ({"languages": [5]}, "languages.0"),
        ({"clientToken": 5}, "clientToken"),
        ({"context": {"entries": ["x"]}}, "context.entries.0"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(
    client: FlaskClient, members: dict[str, Any], field: str
) -> None:
    """As Google's servers name it, with what to send instead."""
    plain = {"comment": {"text": "hi"}, "requestedAttributes": {"TOXICITY": {}}}

    error = error_of(client.post(ANALYZE, json={**plain, **members}))

    assert error["details"][0]["errorType"] == "INVALID_REQUEST"
    assert error["details"][1]["fieldViolations"][0]["field"] == field
    assert f"Invalid value at '{field}'" in error["message"]


@pytest.mark.parametrize("body", UNREADABLE)
def test_a_body_that_nobody_can_read_is_refused(client: FlaskClient, body: str | bytes) -> None:
    """Without quoting it."""
    error = error_of(client.post(ANALYZE, data=body))

    assert error["message"].startswith("Invalid JSON payload received.")


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_a_body_in_another_coding_than_gzip_is_refused_with_the_remedy(
    client: FlaskClient, coding: str
) -> None:
    """None of Google's libraries sends one."""
    error = error_of(client.post(ANALYZE, data=b"x", headers={"Content-Encoding": coding}))

    assert error["message"] == "Send the body as it is, or with Content-Encoding: gzip."


WHOLE = gzip.compress(b"{}" * 100, mtime=0)


@pytest.mark.parametrize(
    "body",
    [b"x", b"", WHOLE[:-9], WHOLE + b"more", WHOLE + WHOLE],
    ids=["another", "empty", "cut", "with more", "twice"],
)
def test_what_is_declared_as_gzip_and_is_none_is_refused(client: FlaskClient, body: bytes) -> None:
    """Also if it is cut, or goes on after its end."""
    error = error_of(client.post(ANALYZE, data=body, headers={"Content-Encoding": "gzip"}))

    assert error["message"] == "The body is declared to be gzip, and is not or not all of it."


def test_a_body_that_is_too_large_once_unpacked_is_refused_before_it_is() -> None:
    """A bomb of 64 MB in 64 kB has no more than the limit unpacked."""
    client = fake_app(Settings(max_perspective_body_bytes=65_536)).test_client()
    bomb = gzip.compress(b" " * 2**26)[:65_536]

    error = error_of(client.post(ANALYZE, data=bomb, headers={"Content-Encoding": "gzip"}))

    assert (error["code"], error["status"]) == (413, "INVALID_ARGUMENT")
    assert "65,536" in error["message"]


@pytest.mark.parametrize("document", ["[]", "5", '"x"', "true"])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, document: str) -> None:
    """A list of comments is not a comment."""
    error = error_of(client.post(ANALYZE, data=document))

    assert "Send an object" in error["message"]


@pytest.mark.parametrize("body", [b"", b"  ", b"null", b"{}"])
def test_nothing_at_all_is_an_empty_comment(client: FlaskClient, body: bytes) -> None:
    """A client that starts with an empty call reads ``details[0]``."""
    error = error_of(client.post(ANALYZE, data=body))

    assert error["details"][0]["errorType"] == "COMMENT_EMPTY"


def keyed() -> FlaskClient:
    """An app that asks for keys."""
    return fake_app(Settings(perspective_keys=(KEY, "swordfish-2"))).test_client()


CALLS: list[Callable[[FlaskClient, str, dict[str, str]], TestResponse]] = [
    lambda client, query, headers: client.post(ANALYZE + query, headers=headers),
    lambda client, query, headers: client.post("/comments:suggestscore" + query, headers=headers),
    lambda client, query, headers: client.get("/v1alpha1/attributes" + query, headers=headers),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_without_a_key_is_forbidden_where_keys_are_asked_for(
    call: Callable[..., TestResponse],
) -> None:
    """Before anything else is looked at."""
    error = error_of(call(keyed(), "", {}))

    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
    assert error["message"] == "The request is missing a valid API key."


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("?key=swordfish-3", {}),
        ("", {"X-Goog-Api-Key": "swordfish"}),
        ("", {"Authorization": "Bearer caf\u00e9"}),
    ],
)
def test_a_wrong_key_is_told_to_be_not_valid(
    call: Callable[..., TestResponse], query: str, headers: dict[str, str]
) -> None:
    """With the reason that Google's client libraries know."""
    error = error_of(call(keyed(), query, headers))

    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == "API key not valid. Please pass a valid API key."
    assert error["details"] == [
        {
            "@type": INFO,
            "reason": "API_KEY_INVALID",
            "domain": "googleapis.com",
            "metadata": {"service": "commentanalyzer.googleapis.com"},
        }
    ]


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (f"?key={KEY}", {}),
        ("", {"X-Goog-Api-Key": "swordfish-2"}),
        ("", {"Authorization": f"Bearer {KEY}"}),
        ("", {"Authorization": f"bearer  {KEY}"}),
    ],
)
def test_a_right_key_is_taken_wherever_it_stands(query: str, headers: dict[str, str]) -> None:
    """In the query, in Google's header, or as a bearer token."""
    body = {"comment": {"text": "hi"}, "requestedAttributes": {"TOXICITY": {}}}

    answer = keyed().post(ANALYZE + query, json=body, headers=headers)

    assert answer.status_code == 200


def test_the_discovery_document_needs_no_key_and_refuses_a_wrong_one() -> None:
    """A client tells from it that its key is wrong."""
    client = keyed()

    open_, wrong = client.get("/$discovery/rest"), client.get("/$discovery/rest?key=wrong-key")

    assert open_.status_code == 200
    assert error_of(wrong)["details"][0]["reason"] == "API_KEY_INVALID"


def test_without_a_model_the_answer_is_that_it_is_not_there() -> None:
    """Clients fail open, so the error is as loud as it can be, and there is never a score."""
    settings = Settings(models=Settings().models / "nowhere")
    client = create_app(settings).test_client()

    answer = client.post(
        ANALYZE, json={"comment": {"text": "hi"}, "requestedAttributes": {"TOXICITY": {}}}
    )

    error = error_of(answer)
    assert (error["code"], error["status"]) == (503, "UNAVAILABLE")
    assert error["details"][0]["reason"] == "MODEL_UNAVAILABLE"
    assert answer.headers["Retry-After"] == "30"


def test_a_failure_is_told_without_its_words() -> None:
    """The exception quotes the comment; the answer does not."""
    client = fake_app(scorer=BrokenScorer()).test_client()

    answer = client.post(
        ANALYZE, json={"comment": {"text": "swordfish"}, "requestedAttributes": {"TOXICITY": {}}}
    )

    error = error_of(answer)
    assert (error["code"], error["status"]) == (500, "INTERNAL")
    assert "swordfish" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", ANALYZE, 405),
        ("PUT", "/batch", 405),
        ("POST", "/v1alpha1/comments:nothing", 404),
        ("GET", "/v1alpha1/", 404),
        ("GET", "/$discovery/nothing", 404),
    ],
)
def test_errors_of_the_http_layer_have_the_same_shape(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    """A client of this protocol cannot read problem documents."""
    answer = client.open(path, method=method)

    assert error_of(answer)["code"] == status


def test_a_body_over_the_limit_is_refused_in_the_same_shape() -> None:
    """With the limit."""
    client = fake_app(Settings(max_perspective_body_bytes=32_768)).test_client()

    error = error_of(client.post(ANALYZE, data=b"x" * 32_769))

    assert (error["code"], error["status"]) == (413, "INVALID_ARGUMENT")
    assert "32,768" in error["message"]


def test_too_many_calls_are_told_as_a_quota() -> None:
    """In the words that clients wait on, whoever sets the limit."""
    app = fake_app()

    @app.get("/v1alpha1/limited")
    def limited() -> None:
        raise TooManyRequests

    error = error_of(app.test_client().get("/v1alpha1/limited"))

    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit "
    )
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["metadata"]["quota_limit"] == "AnalyzeRequestsPerMinutePerProject"


def test_errors_elsewhere_are_problem_documents_still(client: FlaskClient) -> None:
    """The two protocols do not mix."""
    answer = client.post("/v1/comments", json={})

    assert answer.content_type == "application/problem+json"


def test_an_attribute_that_the_model_has_not_is_unknown_even_if_google_had_it() -> None:
    """There is never an invented number."""
    client = fake_app(scorer=FakeScorer(attributes=("TOXICITY",))).test_client()

    answer = client.post(
        ANALYZE, json={"comment": {"text": "hi"}, "requestedAttributes": {"INSULT": {}}}
    )

    assert error_of(answer)["message"] == "Unknown requested attribute: INSULT"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/v1alpha1/comments:delete", 404),
        ("GET", ANALYZE, 405),
        ("GET", "/v1alpha1", 404),
        ("POST", "/v1beta1/comments:analyze", 404),
    ],
)
def test_pages_of_allowed_origins_may_read_why_there_is_no_such_call(
    method: str, path: str, status: int
) -> None:
    """A browser would hide the answer otherwise."""
    client = fake_app(Settings(perspective_origins=("https://news.example",))).test_client()

    answer = client.open(path, method=method, headers={"Origin": "https://news.example"})

    assert answer.status_code == status
    assert error_of(answer)["status"]
    assert answer.headers["Access-Control-Allow-Origin"] == "https://news.example"


def test_other_routes_are_not_shared_with_pages(client: FlaskClient) -> None:
    """The origins are those of the Perspective protocol alone."""
    client = fake_app(Settings(perspective_origins=("*",))).test_client()

    answer = client.get("/v1/nothing", headers={"Origin": "https://news.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers
