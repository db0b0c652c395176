"""What a call may look like, and what it is answered."""

import gzip
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.perspective.refusals import Refusal
from service.api.perspective.relaxed_json import parse
from service.settings import Settings
from service.testing import FakeScorer, LogLines, fake_app

ANALYZE = "/v1alpha1/comments:analyze"
PLAIN = {"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY": {}}}

Analyze = Callable[..., TestResponse]


def summary(answer: TestResponse, attribute: str = "TOXICITY") -> float:
    """The score of the whole comment."""
    assert answer.status_code == 200, answer.text
    score = answer.json["attributeScores"][attribute]["summaryScore"]
    assert score["type"] == "PROBABILITY"
    return float(score["value"])


def test_an_answer_has_all_that_clients_read(analyze: Analyze) -> None:
    """And nothing besides."""
    answer = analyze()

    assert answer.json == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [
                    {"begin": 0, "end": 10, "score": {"value": 0.95, "type": "PROBABILITY"}}
                ],
                "summaryScore": {"value": 0.95, "type": "PROBABILITY"},
            }
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
    }
    assert answer.content_type == "application/json; charset=UTF-8"
    assert answer.headers["X-Model-Version"] == "fake-1"


@pytest.mark.parametrize(
    "path",
    [
        "/v1alpha1/comments:analyze",
        "/comments:analyze",
        "/v1alpha1/comments%3Aanalyze",
        "/comments%3aanalyze",
        "/v1alpha1/comments:analyze?alt=json&prettyPrint=false&fields=x&$.xgafv=2&quotaUser=q",
    ],
)
def test_every_address_that_clients_use_is_served(client: FlaskClient, path: str) -> None:
    """Also Coral's without a version, and an escaped colon."""
    assert summary(client.post(path, json=PLAIN)) == 0.95


BODIES = {
    "relaxed JSON": "{comment: {text: 'You idiot.'}, languages: ['en'], "
    "requestedAttributes: {TOXICITY:{},},}",
    "a byte order mark": '\ufeff{"comment": {"text": "You idiot."}, '
    '"requestedAttributes": {"TOXICITY": {}}}',
    "snake case": '{"comment": {"text": "You idiot."}, "requested_attributes": '
    '{"TOXICITY": {"score_type": "PROBABILITY", "score_threshold": 0.1}}, '
    '"span_annotations": true, "do_not_store": true}',
    "null members": '{"comment": {"text": "You idiot.", "type": null}, "context": null, '
    '"requestedAttributes": {"TOXICITY": null}, "languages": null, "clientToken": null}',
    "unknown members": '{"comment": {"text": "You idiot.", "x": 1}, "y": [], '
    '"requestedAttributes": {"TOXICITY": {"z": {}}}}',
    "enums in lower case": '{"comment": {"text": "You idiot.", "type": "plain_text"}, '
    '"requestedAttributes": {"TOXICITY": {"scoreType": "probability"}}}',
    "enums by number": '{"comment": {"text": "You idiot.", "type": 1}, '
    '"requestedAttributes": {"TOXICITY": {"scoreType": 0}}}',
    "a language that is no list": '{"comment": {"text": "You idiot."}, "languages": "en", '
    '"requestedAttributes": {"TOXICITY": {}}}',
    "a region": '{"comment": {"text": "You idiot."}, "languages": ["en-GB"], '
    '"requestedAttributes": {"TOXICITY": {}}}',
    "no languages": '{"comment": {"text": "You idiot."}, "languages": [], '
    '"requestedAttributes": {"TOXICITY": {}}}',
    "numbers as strings": '{"comment": {"text": "You idiot."}, '
    '"requestedAttributes": {"TOXICITY": {"scoreThreshold": "0.5"}}}',
    "a context": '{"comment": {"text": "You idiot."}, "context": {"articleAndParentComment": '
    '{"article": {"text": "a"}, "parentComment": {"text": "p"}}}, '
    '"requestedAttributes": {"TOXICITY": {}}}',
    "entries": '{"comment": {"text": "You idiot."}, "context": {"entries": {"text": "a"}}, '
    '"requestedAttributes": {"TOXICITY": {}}}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
def test_what_googles_server_took_is_taken(
    client: FlaskClient, body: str, content_type: str | None
) -> None:
    """Whatever the body is declared to be."""
    answer = client.post(ANALYZE, data=body.encode(), content_type=content_type)

    assert summary(answer) == 0.95


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize(
    ("written", "length"),
    [
        (r"You idiot.\ud83d", 11),
        (r"You idiot.\uDE00\uD83D", 12),
        (r"You idiot.\\\ud83d\ud83d\ude00", 14),
        ("You idiot.\n\r\n// it", 18),
        ("You idiot./* \\' \\\" \\\\", 18),
    ],
    ids=["cut", "swapped", "half and whole", "lines", "marks"],
)
def test_a_text_that_is_not_quite_json_is_scored_all_the_same(
    client: FlaskClient, quote: str, written: str, length: int
) -> None:
    """Half an emoji, as code leaves it that cuts texts, or lines as they are.

    A client publishes what is refused, so readers would have a way around.
    """
    asked = "requestedAttributes: {TOXICITY: {}}, /* isn't it */ spanAnnotations: false"
    body = f"{{comment: {{text: {quote}{written}{quote}}}, {asked}}} // that's all"

    answer = client.post(ANALYZE, data=body.encode())

    assert summary(answer) == 0.95
    assert answer.json["attributeScores"]["TOXICITY"]["spanScores"][0]["end"] == length


@pytest.mark.parametrize("piece", ['"', "'", '\\"', "/*", "//", "\\", r"\ud83d", "\n", '"\\', "/"])
def test_reading_relaxed_json_takes_time_by_its_length_alone(piece: str) -> None:
    """Four times the body takes at most sixteen times the processor; machines are shared."""

    def seconds(size: int) -> float:
        body = (piece * size)[:size].encode()
        taken = []
        for _ in range(5):
            start = time.thread_time()
            with suppress(Refusal):
                parse(body)
            taken.append(time.thread_time() - start)
        return min(taken)

    short, long = seconds(50_000), seconds(200_000)

    assert long <= 16 * short + 0.02


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_googles_java_and_dotnet_libraries_compress_what_they_send(
    client: FlaskClient, coding: str
) -> None:
    """By default, and so does whoever uses them."""
    body = gzip.compress(json.dumps(PLAIN).encode())

    answer = client.post(ANALYZE, data=body, headers={"Content-Encoding": coding})

    assert summary(answer) == 0.95


def test_attributes_come_back_under_the_names_that_they_were_asked_by(
    client: FlaskClient,
) -> None:
    """In their order; aliases have the score of the attribute that stands behind them."""
    body = '{"comment": {"text": "You idiot."}, "requestedAttributes": {"TOXICITY_FAST": {}, '
    body += '"INSULT_EXPERIMENTAL": {}, "INSULT": {}}}'

    answer = client.post(ANALYZE, data=body)

    places = [answer.text.index(f'"{name}":') for name in ("TOXICITY_FAST", "INSULT_EXPERIMENTAL")]
    assert places == sorted(places)
    assert answer.json["attributeScores"].keys() == {
        "TOXICITY_FAST",
        "INSULT_EXPERIMENTAL",
        "INSULT",
    }
    assert summary(answer, "INSULT_EXPERIMENTAL") == summary(answer, "INSULT") == 0.85
    assert summary(answer, "TOXICITY_FAST") == 0.95


@pytest.mark.parametrize(("threshold", "kept"), [(0.95, True), (0.951, False), (0, True)])
def test_scores_below_a_threshold_are_left_out(
    analyze: Analyze, threshold: float, *, kept: bool
) -> None:
    """A score that equals it stays."""
    asked = {"TOXICITY": {"scoreThreshold": threshold}, "INSULT": {}}

    answer = analyze(requestedAttributes=asked)

    assert ("TOXICITY" in answer.json["attributeScores"]) is kept


def test_where_no_score_is_left_there_is_no_map_of_them(analyze: Analyze) -> None:
    """As proto3 writes an empty map: not at all."""
    answer = analyze(requestedAttributes={"TOXICITY": {"scoreThreshold": 1}})

    assert answer.json == {"languages": ["en"], "detectedLanguages": ["en"]}


@pytest.mark.parametrize("token", ["c-17", ""])
def test_a_client_token_comes_back(analyze: Analyze, token: str) -> None:
    """Only if it was sent."""
    assert analyze(clientToken=token).json["clientToken"] == token
    assert "clientToken" not in analyze().json


def test_spans_are_sentences_in_utf_16_code_units(analyze: Analyze) -> None:
    """An emoji counts twice, as in JavaScript."""
    text = " Nice \U0001f600 plan! You idiot.\nBye \U0001f44b"

    answer = analyze(text, spanAnnotations=True)

    spans = answer.json["attributeScores"]["TOXICITY"]["spanScores"]
    units = text.encode("utf-16-le")
    said = [units[2 * one["begin"] : 2 * one["end"]].decode("utf-16-le") for one in spans]
    assert said == ["Nice \U0001f600 plan!", "You idiot.", "Bye \U0001f44b"]
    assert [one["score"]["value"] for one in spans] == [0.01, 0.95, 0.01]


def test_without_span_annotations_one_span_has_the_whole(analyze: Analyze) -> None:
    """Some clients read nothing else."""
    text = "Nice \U0001f600 plan! You idiot."

    spans = analyze(text).json["attributeScores"]["TOXICITY"]["spanScores"]

    assert [(one["begin"], one["end"]) for one in spans] == [(0, len(text) + 1)]


def test_the_same_comment_has_the_same_answer(analyze: Analyze) -> None:
    """To the last digit."""
    assert analyze(spanAnnotations=True).data == analyze(spanAnnotations=True).data


@pytest.mark.parametrize("text", ["a\0b", "\ufeffhello", "\u202ehello", "x" * 20_480, "!" * 500])
def test_odd_texts_are_scored(analyze: Analyze, text: str) -> None:
    """The protocol takes every character."""
    assert summary(analyze(text, spanAnnotations=True)) >= 0


def test_ever_so_many_sentences_have_a_bounded_answer(analyze: Analyze) -> None:
    """The last span is all the rest."""
    text = "A. " * 6_000

    spans = analyze(text, spanAnnotations=True).json["attributeScores"]["TOXICITY"]["spanScores"]

    assert len(spans) == 1_000
    assert spans[-1]["end"] == len(text) - 1


@pytest.mark.parametrize("origins", [("*",), ("https://news.example",)])
def test_pages_of_allowed_origins_may_read_answers(origins: tuple[str, ...]) -> None:
    """Also errors, and before they ask."""
    client = fake_app(Settings(perspective_origins=origins)).test_client()
    headers = {"Origin": "https://news.example"}

    answers = [
        client.options(
            ANALYZE, headers={**headers, "Access-Control-Request-Headers": "content-type,x-y"}
        ),
        client.post(ANALYZE, json=PLAIN, headers=headers),
        client.post(ANALYZE, json={}, headers=headers),
        client.get("/v1alpha1/attributes", headers=headers),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 400, 200]
    assert all(
        answer.headers["Access-Control-Allow-Origin"] in {"*", "https://news.example"}
        for answer in answers
    )
    assert answers[0].headers["Access-Control-Allow-Headers"] == "content-type,x-y"
    assert "POST" in answers[0].headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("origins", [(), ("https://other.example",)])
def test_pages_of_other_origins_may_not(origins: tuple[str, ...]) -> None:
    """The browser keeps the answer from them."""
    client = fake_app(Settings(perspective_origins=origins)).test_client()

    answer = client.post(ANALYZE, json=PLAIN, headers={"Origin": "https://news.example"})

    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_attributes_that_are_served_are_told_with_their_meaning(client: FlaskClient) -> None:
    """And none that would have to be invented."""
    told = client.get("/v1alpha1/attributes").json

    names = [one["name"] for one in told["attributes"]]
    assert names == [
        "INSULT",
        "INSULT_EXPERIMENTAL",
        "TOXICITY",
        "TOXICITY_EXPERIMENTAL",
        "TOXICITY_FAST",
    ]
    assert all(one["definition"] and one["languages"] == ["en"] for one in told["attributes"])
    assert told["model"] == "fake-1"


def test_an_attribute_of_ones_own_is_served_too() -> None:
    """A newsroom may train what Google never had."""
    scorer = FakeScorer(words={"spoiler": {"SPOILER": 0.7}}, attributes=("SPOILER",))
    client = fake_app(scorer=scorer).test_client()

    answer = client.post(
        ANALYZE, json={"comment": {"text": "a spoiler"}, "requestedAttributes": {"SPOILER": {}}}
    )

    assert summary(answer, "SPOILER") == 0.7


def test_neither_keys_nor_texts_are_logged(client: FlaskClient, logs: LogLines) -> None:
    """Wherever a key may stand, and whether it is right or wrong."""
    word = "swordfish"
    body: dict[str, Any] = {
        "comment": {"text": word},
        "context": {"entries": [{"text": word}]},
        "requestedAttributes": {word: {}},
        "clientToken": word,
        "sessionId": word,
        "communityId": word,
    }

    client.post(f"{ANALYZE}?key={word}", json=body)
    client.post(ANALYZE, json=body, headers={"X-Goog-Api-Key": word})
    client.post(ANALYZE, json=body, headers={"Authorization": f"Bearer {word}"})
    client.post(f"/v1alpha1/comments:suggestscore?key={word}", json=body)
    client.get(f"/$discovery/rest?key={word}")
    client.post(f"/batch?key={word}", data=word, content_type=f"multipart/mixed; boundary={word}")

    assert len(logs.lines) == 6
    assert word not in logs.text
