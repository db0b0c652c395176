"""JSON that is no comment: every fault at once, by field, with what to do."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.settings import Settings
from service.testing import fake_app

OK = {"text": "hello"}
BLANKS = {
    "empty": "",
    "spaces": "   ",
    "line ends": "\r\n\t",
    "no-break spaces": "\u00a0\u2003",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "bidi": "\u202e\u2066\u2069",
    "fillers": "\u3164\u115f\u2800",
    "controls": "\u0001\u001f",
}
FAULTY: dict[str, tuple[Any, str]] = {
    "a list": ([], ""),
    "a string": ("hello", ""),
    "a number": (3, ""),
    "null": (None, ""),
    "no text": ({}, "text"),
    "text null": ({"text": None}, "text"),
    "text a number": ({"text": 3}, "text"),
    "text true": ({"text": True}, "text"),
    "text a list": ({"text": ["hello"]}, "text"),
    "text an object": ({"text": {"en": "hello"}}, "text"),
    "text with NUL": ({"text": "a\0b"}, "text"),
    "text with a lone surrogate": ({"text": "a\ud800b"}, "text"),
    "text with half an emoji": ({"text": "\ude00 a"}, "text"),
    "text one byte too long": ({"text": "x" * 20_481}, "text"),
    "text too long in bytes": ({"text": "\u00e4" * 10_241}, "text"),
    "author a string": ({**OK, "author": "Robin"}, "author"),
    "author null": ({**OK, "author": None}, "author"),
    "author a list": ({**OK, "author": []}, "author"),
    "name a number": ({**OK, "author": {"name": 7}}, "author.name"),
    "name null": ({**OK, "author": {"name": None}}, "author.name"),
    "name too long": ({**OK, "author": {"name": "x" * 201}}, "author.name"),
    "name with NUL": ({**OK, "author": {"name": "a\0"}}, "author.name"),
    "name with a lone surrogate": ({**OK, "author": {"name": "\udfff"}}, "author.name"),
    "article a string": ({**OK, "article": "7"}, "article"),
    "article id a number": ({**OK, "article": {"id": 7}}, "article.id"),
    "article id too long": ({**OK, "article": {"id": "x" * 201}}, "article.id"),
    "url too long": ({**OK, "article": {"url": "x" * 2_001}}, "article.url"),
    "title too long": ({**OK, "article": {"title": "x" * 1_001}}, "article.title"),
    "article text too long": ({**OK, "article": {"text": "x" * 200_001}}, "article.text"),
    "article text with NUL": ({**OK, "article": {"text": "a\0"}}, "article.text"),
    "article author too long": ({**OK, "article": {"author": "x" * 201}}, "article.author"),
    "section too long": ({**OK, "article": {"section": "x" * 201}}, "article.section"),
    "site a number": ({**OK, "article": {"site": 7}}, "article.site"),
    "parent id too long": ({**OK, "parent": {"id": "x" * 201}}, "parent.id"),
    "parent text too long": ({**OK, "parent": {"text": "x" * 20_481}}, "parent.text"),
    "parent text null": ({**OK, "parent": {"text": None}}, "parent.text"),
    "language a number": ({**OK, "language": 1}, "language"),
    "language empty": ({**OK, "language": ""}, "language"),
    "language null": ({**OK, "language": None}, "language"),
    "language in words": ({**OK, "language": "in English"}, "language"),
    "language with underscore": ({**OK, "language": "en_GB"}, "language"),
    "language with line end": ({**OK, "language": "en\n"}, "language"),
    "language too long": ({**OK, "language": "en" + "-abc" * 9}, "language"),
    "attributes a string": ({**OK, "attributes": "TOXICITY"}, "attributes"),
    "attributes null": ({**OK, "attributes": None}, "attributes"),
    "attributes empty": ({**OK, "attributes": []}, "attributes"),
    "attributes too many": ({**OK, "attributes": ["TOXICITY"] * 101}, "attributes"),
    "attribute unknown": ({**OK, "attributes": ["TOXICITY", "WIT"]}, "attributes.1"),
    "attribute in lower case": ({**OK, "attributes": ["toxicity"]}, "attributes.0"),
    "attribute twice": ({**OK, "attributes": ["INSULT", "INSULT"]}, "attributes.1"),
    "attribute a number": ({**OK, "attributes": [1]}, "attributes.0"),
    "attribute null": ({**OK, "attributes": [None]}, "attributes.0"),
    "attribute a list": ({**OK, "attributes": [["TOXICITY"]]}, "attributes.0"),
    "explain yes": ({**OK, "explain": "yes"}, "explain"),
    "explain 1": ({**OK, "explain": 1}, "explain"),
    "explain 0": ({**OK, "explain": 0}, "explain"),
    "explain true in quotes": ({**OK, "explain": "true"}, "explain"),
    "explain null": ({**OK, "explain": None}, "explain"),
    "policy unknown": ({**OK, "policy": "lenient"}, "policy"),
    "policy a list": ({**OK, "policy": ["default"]}, "policy"),
    "policy null": ({**OK, "policy": None}, "policy"),
    "unknown field": ({**OK, "user": 1}, "user"),
    "unknown field inside": ({**OK, "article": {"headline": ""}}, "article.headline"),
    "unknown field named like marshmallow's own": ({**OK, "_schema": 1}, ""),
    "key with NUL": ({**OK, "te\0xt": 1}, ""),
    "key with a lone surrogate": ({**OK, "\ud800": 1}, ""),
}


def faults(answer: TestResponse) -> dict[str, str]:
    """The faults of an answer, by field."""
    assert answer.status_code == 422, answer.text
    assert answer.json["code"] == "invalid_request"
    return {fault["field"]: fault["message"] for fault in answer.json["errors"]}


@pytest.mark.parametrize(("body", "field"), FAULTY.values(), ids=FAULTY.keys())
def test_a_field_at_fault_is_named_with_a_remedy(
    client: FlaskClient, body: object, field: str
) -> None:
    """Status 422, this field alone, and a sentence."""
    answer = client.post("/v1/comments", data=json.dumps(body), content_type="application/json")

    assert list(faults(answer)) == [field]
    assert faults(answer)[field]


@pytest.mark.parametrize("text", BLANKS.values(), ids=BLANKS.keys())
def test_a_text_with_nothing_to_see_gets_the_message_that_readers_know(
    client: FlaskClient, text: str
) -> None:
    """Word for word."""
    answer = client.post("/v1/comments", json={"text": text})

    assert faults(answer) == {"text": "Please enter your comment!"}


@pytest.mark.parametrize("body", [{}, {"text": None}], ids=["missing", "null"])
def test_a_missing_text_gets_the_message_that_readers_know(
    client: FlaskClient, body: object
) -> None:
    """Word for word."""
    answer = client.post("/v1/comments", json=body)

    assert faults(answer) == {"text": "Please enter your comment!"}


@pytest.mark.parametrize(
    "author",
    [{}, {"author": {}}, {"author": None}, {"author": {"name": None}}, {"author": {"name": " "}}],
    ids=["no author", "no name", "null author", "null name", "blank name"],
)
def test_a_missing_name_gets_the_message_that_readers_know(author: dict[str, object]) -> None:
    """Where the installation requires names."""
    client = fake_app(Settings(require_author_name=True)).test_client()

    answer = client.post("/v1/comments", json={"text": "hello", **author})

    assert faults(answer) == {"author.name": "Please enter your name here"}


def test_both_of_the_forms_messages_come_at_once() -> None:
    """An empty form is answered once."""
    client = fake_app(Settings(require_author_name=True)).test_client()

    answer = client.post("/v1/comments", json={"text": "", "author": {"name": ""}})

    assert faults(answer) == {
        "text": "Please enter your comment!",
        "author.name": "Please enter your name here",
    }


def test_every_fault_is_told_at_once(client: FlaskClient) -> None:
    """However deep they stand."""
    body = {
        "text": 1,
        "author": {"name": 2, "nmae": ""},
        "article": {"url": 3},
        "parent": [],
        "language": "?",
        "attributes": ["WIT"],
        "explain": "yes",
        "txet": "",
    }

    answer = client.post("/v1/comments", json=body)

    assert set(faults(answer)) == {
        "text",
        "author.name",
        "author.nmae",
        "article.url",
        "parent",
        "language",
        "attributes.0",
        "explain",
        "txet",
    }
    assert "9 faults" in answer.json["detail"]


def test_the_nearest_field_is_proposed_for_an_unknown_one(client: FlaskClient) -> None:
    """A typo is cured by a hint."""
    answer = client.post("/v1/comments", json={"text": "hello", "autor": {"name": "Robin"}})

    assert "did you mean author?" in faults(answer)["autor"]


def test_an_unknown_attribute_is_answered_with_those_that_are_served(client: FlaskClient) -> None:
    """The remedy is a list."""
    answer = client.post("/v1/comments", json={"text": "hello", "attributes": ["WIT"]})

    assert "TOXICITY, INSULT" in faults(answer)["attributes.0"]


def test_thousands_of_unknown_fields_are_counted_and_not_listed(client: FlaskClient) -> None:
    """An answer stays readable."""
    unknown = {f"field{number}": 1 for number in range(5_000)}

    answer = client.post("/v1/comments", json={"text": "hello", **unknown})

    assert len(faults(answer)) == 11
    assert "4990" in faults(answer)[""]


def test_no_message_repeats_the_comment(client: FlaskClient) -> None:
    """Neither the text nor the name nor a key that is as long as one."""
    words = "the swordfish sings at midnight"
    body = {
        "text": f"{words}\0",
        "author": {"name": words * 20},
        "language": words,
        "attributes": [words],
        f"{words} {words} {words}": 1,
    }

    answer = client.post("/v1/comments", json=body)

    assert len(faults(answer)) == 5
    assert "swordfish" not in answer.text
