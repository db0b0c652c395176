"""Every error has a code, a status, a place in the documentation, and one shape."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import errors
from service.api.problems import PROBLEMS
from service.testing import BrokenScorer, LogLines, fake_app

ROOT = Path(__file__).parents[2]
NEVER_OVER_HTTP = {
    "error",
    "copies_unavailable",
    "invalid_artefact",
    "invalid_old_scores",
    "invalid_policy",
    "invalid_settings",
    "invalid_config",
    "invalid_training_data",
    "training_failed",
}
CODES = sorted(
    member.code
    for member in vars(errors).values()
    if isinstance(member, type) and issubclass(member, errors.BelowTheLineError)
)


@pytest.mark.parametrize("code", CODES)
def test_every_error_has_a_status_or_never_leaves_over_http(code: str) -> None:
    """A new error has to be put on one side or the other."""
    has_status = code in PROBLEMS

    assert has_status != (code in NEVER_OVER_HTTP)


@pytest.mark.parametrize("code", sorted({*CODES, *PROBLEMS} - {"error"}))
def test_every_error_is_in_the_documentation(code: str) -> None:
    """``docs/http.md`` has a row for each."""
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")

    assert f"| `{code}` |" in page


@pytest.mark.parametrize("code", PROBLEMS)
def test_the_type_of_every_problem_leads_to_its_explanation(client: FlaskClient, code: str) -> None:
    """The page has an anchor for each code."""
    page = client.get("/docs/errors")

    assert f'id="{code}"' in page.text
    assert page.content_type == "text/html; charset=utf-8"


def test_a_problem_has_the_members_of_rfc_9457_and_ours(client: FlaskClient) -> None:
    """In the order that people read them."""
    answer = client.post("/v1/comments", json={"text": ""})

    assert answer.json == {
        "type": "/docs/errors#invalid_request",
        "title": "Fields are missing, unknown or out of bounds",
        "status": 422,
        "detail": "1 fault found: see errors.",
        "code": "invalid_request",
        "errors": [{"field": "text", "message": "Please enter your comment!"}],
    }


def test_an_unexpected_failure_is_a_problem_too() -> None:
    """It publishes nothing, and says nothing about the inside."""
    client = fake_app(scorer=BrokenScorer()).test_client()

    answer = client.post("/v1/comments", json={"text": "swordfish"})

    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert answer.content_type == "application/problem+json"
    assert "swordfish" not in answer.text
    assert "RuntimeError" not in answer.text


def test_an_error_that_should_never_leave_over_http_is_a_failure_of_ours() -> None:
    """Its sentence stays inside, and it is logged."""
    logs = LogLines()
    app = fake_app(logs=logs)

    @app.get("/broken")
    def broken() -> str:
        sentence = "secret place"
        raise errors.ArtefactError(sentence)

    answer = app.test_client().get("/broken")

    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert "secret place" not in answer.text
    assert "ArtefactError" in logs.text
