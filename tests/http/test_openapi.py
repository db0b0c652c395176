"""The OpenAPI document is valid, complete, and true."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.api import examples
from service.app import bare_app
from service.moderation.policy import DEFAULT_POLICY, examine, strongest
from service.openapi import describe
from service.settings import Settings

DOCUMENT = describe(bare_app(Settings()))
NOT_LISTED = {"/docs/static/<path:filename>", "/article/static/<path:filename>"}
"""Files of the pages, which are no part of the interface."""

OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
READ = [
    (path, media["schema"]["$ref"].rpartition("/")[2])
    for path, methods in DOCUMENT["paths"].items()
    if "get" in methods
    for media in methods["get"]["responses"]["200"]["content"].values()
    if "$ref" in media["schema"]
]
REQUESTS = [
    pytest.param(path, example["value"], id=f"{path} {name}")
    for path, methods in DOCUMENT["paths"].items()
    if "post" in methods
    for media, content in methods["post"]["requestBody"]["content"].items()
    if media == "application/json"
    for name, example in content["examples"].items()
]


def conforms(value: object, schema: dict[str, Any]) -> bool:
    """Whether a value has the shape that the document promises."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return Draft202012Validator(whole).is_valid(value)


def test_the_document_is_valid_openapi_3_1(client: FlaskClient) -> None:
    """As the specification's own schema has it."""
    document = client.get("/openapi.json").json

    faults = list(OpenAPIV31SpecValidator(document).iter_errors())

    assert document["openapi"] == "3.1.0"
    assert faults == []


def test_the_document_lists_every_route() -> None:
    """Each path with each of its methods."""
    routes = {
        (rule.rule.replace("<path:id>", "{id}"), method)
        for rule in bare_app(Settings()).url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule not in NOT_LISTED
    }

    listed = {
        (path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods
    }

    assert listed == routes


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_is_described(path: str, method: str, operation: dict[str, Any]) -> None:
    """In words, with every answer."""
    assert operation["summary"], (path, method)
    assert operation["description"]
    assert "500" in operation["responses"]
    assert all(response["description"] for response in operation["responses"].values())


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_field_is_described(name: str) -> None:
    """A field without a sentence is a riddle."""
    fields = DOCUMENT["components"]["schemas"][name]["properties"]

    undescribed = [field for field, schema in fields.items() if not schema.get("description")]

    assert undescribed == []


@pytest.mark.parametrize(("path", "body"), REQUESTS)
def test_every_example_request_is_taken_and_answered_as_promised(
    client: FlaskClient, path: str, body: object
) -> None:
    """By the running app."""
    answer = client.post(path, json=body)

    media = DOCUMENT["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]
    assert answer.status_code == 200
    assert conforms(answer.json, media["schema"])


@pytest.mark.parametrize(("path", "name"), READ)
def test_what_is_read_has_the_promised_shape(client: FlaskClient, path: str, name: str) -> None:
    """And no field that the document does not name."""
    client.put("/v1/articles/%7Bid%7D", json=examples.REGISTERED_ARTICLE)
    answer = client.get(path).json

    promised = DOCUMENT["components"]["schemas"][name]["properties"]
    assert conforms(answer, {"$ref": f"#/components/schemas/{name}"})
    assert answer.keys() <= promised.keys()


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_example_answer_has_the_promised_shape(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    """Of successes and of errors."""
    examples = [
        (example, media["schema"])
        for response in operation["responses"].values()
        for media in response["content"].values()
        for example in [
            *([media["example"]] if "example" in media else []),
            *(each["value"] for each in media.get("examples", {}).values()),
        ]
    ]

    wrong = [example for example, schema in examples if not conforms(example, schema)]

    assert wrong == [], (path, method)


@pytest.mark.parametrize("verdict", [examples.PUBLISHED, examples.HELD])
def test_the_verdicts_shown_are_those_that_the_policy_gives(verdict: dict[str, Any]) -> None:
    """For the scores that they show."""
    findings = examine(DEFAULT_POLICY, verdict["scores"])

    assert strongest(findings) == verdict["action"]
    assert [finding.sentence for finding in findings] == [
        reason["sentence"] for reason in verdict["reasons"]
    ]


def test_unknown_fields_are_closed_out_of_requests_and_open_in_answers() -> None:
    """Requests are strict; answers may grow."""
    comment = DOCUMENT["components"]["schemas"]["Comment"]
    verdict = DOCUMENT["components"]["schemas"]["Verdict"]

    assert comment["additionalProperties"] is False
    assert comment["required"] == ["text"]
    assert "additionalProperties" not in verdict
    assert "spans" not in verdict["required"]
    assert "action" in verdict["required"]


def test_a_real_problem_has_the_promised_shape(client: FlaskClient) -> None:
    """The one that clients meet most."""
    answer = client.post("/v1/comments", json={"text": 1, "x": 2})

    assert conforms(answer.json, {"$ref": "#/components/schemas/Problem"})


def test_without_the_page_the_document_is_still_served() -> None:
    """``BTL_DOCS=false`` is about the page alone."""
    document = describe(bare_app(Settings(docs=False)))

    assert "/docs" not in document["paths"]
    assert "/openapi.json" in document["paths"]
