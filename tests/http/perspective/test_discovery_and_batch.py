"""The document that client libraries are built from, and many calls in one."""

import email
import json
from email import policy
from typing import TYPE_CHECKING, Any, cast

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.settings import Settings
from service.testing import fake_app

if TYPE_CHECKING:
    from email.message import EmailMessage

BODY = '{"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY": {}}}'


@pytest.mark.parametrize(
    "path",
    [
        "/$discovery/rest?version=v1alpha1",
        "/%24discovery/rest",
        "/discovery/v1/apis/commentanalyzer/v1alpha1/rest",
    ],
)
def test_the_document_is_where_clients_look_for_it(client: FlaskClient, path: str) -> None:
    """With what they refuse to go without."""
    document = client.get(path).json

    assert document["kind"] == "discovery#restDescription"
    assert (document["rootUrl"], document["servicePath"]) == ("http://localhost/", "")
    assert document["batchPath"] == "batch"
    assert document["resources"]["comments"]["methods"].keys() == {"analyze", "suggestscore"}


def test_every_reference_in_the_document_leads_somewhere(client: FlaskClient) -> None:
    """From methods and from messages."""
    text = client.get("/$discovery/rest").text
    document = json.loads(text)

    named = {part.partition('"')[0] for part in text.replace(" ", "").split('"$ref":"')[1:]}

    assert named == document["schemas"].keys()
    assert all(one["id"] == name for name, one in document["schemas"].items())


@pytest.mark.parametrize(
    ("settings", "headers", "root"),
    [
        (Settings(), {"Host": "moderation:8000"}, "http://moderation:8000/"),
        (
            Settings(),
            {"Host": "inner", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "news.example"},
            "https://news.example/",
        ),
        (Settings(), {"Host": "inner", "X-Forwarded-Proto": "gopher"}, "http://inner/"),
        (Settings(), {"Host": "inner", "X-Forwarded-Proto": "HTTPS"}, "https://inner/"),
        (Settings(), {"Host": "[::1]:8000"}, "http://[::1]:8000/"),
        (Settings(), {"Host": "inner", "X-Forwarded-Host": 'evil"><x'}, "http://inner/"),
        (Settings(), {"Host": "inner", "X-Forwarded-Host": "user@evil"}, "http://inner/"),
        (Settings(), {"Host": "inner", "X-Forwarded-Host": "evil/path"}, "http://inner/"),
        (
            Settings(public_url="https://news.example/score"),
            {"Host": "inner"},
            "https://news.example/score/",
        ),
    ],
)
def test_the_document_names_the_address_that_the_client_used(
    settings: Settings, headers: dict[str, str], root: str
) -> None:
    """Also behind a proxy; a setting wins."""
    document = fake_app(settings).test_client().get("/$discovery/rest", headers=headers).json

    assert document["rootUrl"] == document["baseUrl"] == root


def batch_of(*requests: str, newline: str = "\r\n") -> str:
    """The body of a batch of requests, each with a name."""
    parts = [
        newline.join(
            (
                "--b",
                "Content-Type: application/http",
                "MIME-Version: 1.0",
                "Content-Transfer-Encoding: binary",
                f"Content-ID: <uuid + {number}>",
                "",
                one.replace("\n", newline),
            )
        )
        for number, one in enumerate(requests, start=1)
    ]
    return newline.join([*parts, "--b--", ""])


def call(body: str = BODY, path: str = "/v1alpha1/comments:analyze?alt=json") -> str:
    """One request as the client library writes it."""
    head = f"POST {path} HTTP/1.1\nContent-Type: application/json\nHost: somewhere"
    return f"{head}\ncontent-length: {len(body)}\n\n{body}"


def send(
    client: FlaskClient, body: str | bytes, *, headers: dict[str, str] | None = None
) -> TestResponse:
    """Send a batch."""
    return client.post(
        "/batch", data=body, content_type='multipart/mixed; boundary="b"', headers=headers
    )


def answers(response: TestResponse) -> list[tuple[str, int, dict[str, Any]]]:
    """The name, status and JSON of each answer in a batch."""
    assert response.status_code == 200, response.text
    head = f"Content-Type: {response.content_type}\r\n\r\n".encode()
    message = email.message_from_bytes(head + response.data, policy=policy.HTTP)
    found = []
    for part in cast("list[EmailMessage]", message.get_payload()):
        assert part.get_content_type() == "application/http"
        status, _, rest = part.get_payload(decode=True).partition(b"\r\n")  # type: ignore[union-attr]
        body = json.loads(rest.partition(b"\r\n\r\n")[2])
        found.append((str(part["Content-ID"]), int(status.split()[1]), body))
    return found


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_every_call_is_answered_by_its_name(client: FlaskClient, newline: str) -> None:
    """In order, and one at fault spoils no other."""
    calls = [call(), call("{}"), call(path="/v1alpha1/comments:nothing"), call()]

    found = answers(send(client, batch_of(*calls, newline=newline)))

    assert [name for name, _, _ in found] == [f"<response-uuid + {n}>" for n in (1, 2, 3, 4)]
    assert [status for _, status, _ in found] == [200, 400, 404, 200]
    assert found[0][2] == client.post("/comments:analyze", data=BODY).json
    assert found[1][2]["error"]["details"][0]["errorType"] == "COMMENT_EMPTY"


def test_a_comment_may_have_blank_lines_and_boundaries_in_it(client: FlaskClient) -> None:
    """The text ends where the part ends."""
    body = json.dumps(
        {"comment": {"text": "--b\r\n\r\nidiot \u00e4"}, "requestedAttributes": {"TOXICITY": {}}},
        indent=1,
        ensure_ascii=False,
    )
    body = body.replace(", ", ",\n\n")

    found = answers(send(client, batch_of(call(body)).encode()))

    assert found[0][1] == 200
    assert found[0][2]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.95


def test_a_key_may_stand_in_the_call_or_around_all() -> None:
    """As the client library sends it, or as a proxy adds it."""
    client = fake_app(Settings(perspective_keys=("swordfish-1",))).test_client()
    with_key = call(path="/v1alpha1/comments:analyze?key=swordfish-1&alt=json")
    without = call(path="/v1alpha1/comments:analyze")

    inside = answers(send(client, batch_of(with_key, without)))
    around = answers(
        send(client, batch_of(with_key, without), headers={"X-Goog-Api-Key": "swordfish-1"})
    )

    assert [status for _, status, _ in inside] == [200, 403]
    assert [status for _, status, _ in around] == [200, 200]


@pytest.mark.parametrize(
    "request_line",
    [
        "POST https://commentanalyzer.googleapis.com/v1alpha1/comments:analyze?key=swordfish-1",
        "POST https://moderation:8000/v1alpha1/comments:analyze?key=swordfish-1 HTTP/1.1",
        "POST http://[::1]:8000/v1alpha1/comments%3Aanalyze?alt=json&key=swordfish-1",
        "POST /comments:analyze?key=swordfish-1 HTTP/1.1",
    ],
)
def test_calls_are_taken_as_each_of_googles_libraries_writes_them(request_line: str) -> None:
    """Those for Java and .NET name the whole address, with the version of HTTP or without."""
    client = fake_app(Settings(perspective_keys=("swordfish-1",))).test_client()

    found = answers(send(client, batch_of(f"{request_line}\nContent-Length: 9\n\n{BODY}")))

    assert [status for _, status, _ in found] == [200]


def test_the_query_around_all_has_the_key_of_calls_with_a_query_of_their_own() -> None:
    """Whatever else theirs says."""
    client = fake_app(Settings(perspective_keys=("swordfish-1",))).test_client()
    body = batch_of(call(path="/v1alpha1/comments:analyze?alt=json"), call())

    answer = client.post(
        "/batch?prettyPrint=false&key=swordfish-1",
        data=body,
        content_type="multipart/mixed; boundary=b",
    )

    assert [status for _, status, _ in answers(answer)] == [200, 200]


def test_the_name_of_a_header_may_be_in_lower_case() -> None:
    """As Google's library for Python writes it."""
    client = fake_app(Settings(perspective_keys=("swordfish-1",))).test_client()
    request = "POST /v1alpha1/comments:analyze HTTP/1.1\nauthorization: Bearer swordfish-1"

    found = answers(send(client, batch_of(f"{request}\n\n{BODY}")))

    assert [status for _, status, _ in found] == [200]


@pytest.mark.parametrize(
    "own", ["?key=another-key", "?alt=json\nX-Goog-Api-Key: another-key"], ids=["query", "header"]
)
def test_a_call_with_a_key_of_its_own_has_no_other(own: str) -> None:
    """A wrong one is not made good by the one around all."""
    client = fake_app(Settings(perspective_keys=("swordfish-1",))).test_client()
    path, _, header = own.partition("\n")
    request = f"POST /v1alpha1/comments:analyze{path} HTTP/1.1\n{header}\n\n{BODY}"

    answer = client.post(
        "/batch?key=swordfish-1",
        data=batch_of(request.replace("\n\n\n", "\n\n")),
        content_type="multipart/mixed; boundary=b",
    )

    assert [status for _, status, _ in answers(answer)] == [400]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", "multipart/mixed; boundary=b"),
        ("hello", "multipart/mixed; boundary=b"),
        (batch_of(call()), "application/json"),
        (batch_of(call()), "multipart/mixed"),
        (batch_of("hello"), "multipart/mixed; boundary=b"),
        (batch_of(call()).replace("application/http", "text/plain"), "multipart/mixed; boundary=b"),
    ],
)
def test_what_is_no_batch_is_refused(client: FlaskClient, body: str, content_type: str) -> None:
    """As a whole, since nobody knows where a call begins."""
    answer = client.post("/batch", data=body, content_type=content_type)

    assert answer.status_code == 400
    assert answer.json["error"]["details"][0]["errorType"] == "INVALID_REQUEST"


def test_a_batch_of_too_many_calls_is_refused() -> None:
    """With the limit."""
    client = fake_app(Settings(max_batch=2)).test_client()

    answer = send(client, batch_of(call(), call(), call()))

    assert answer.status_code == 400
    assert "at most 2" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /v1alpha1/comments:analyze HTTP/1.1",
        "POST /v1/comments HTTP/1.1",
        "POST /batch HTTP/1.1",
        "POST http://elsewhere.example/v1/comments HTTP/1.1",
        "POST http://elsewhere.example HTTP/1.1",
        "GET /metrics HTTP/1.1",
    ],
)
def test_a_batch_reaches_nothing_but_comments(client: FlaskClient, request_line: str) -> None:
    """Neither itself nor other routes."""
    found = answers(send(client, batch_of(f"{request_line}\n\n{BODY}")))

    assert found[0][1] == 404


@pytest.mark.parametrize("host", ["a b", 'evil"><x', "user@evil", "a/b"])
def test_a_document_for_no_address_is_refused(client: FlaskClient, host: str) -> None:
    """Where neither the request nor a setting says one that a client could call."""
    answer = client.get("/$discovery/rest", headers={"Host": host})

    assert answer.status_code == 400
    assert "BTL_PUBLIC_URL" in answer.json["error"]["message"]
