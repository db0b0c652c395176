"""The shipped model behind a real server: what any sane model says, and one road for all."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.running import Running, head

MODELS = Path(__file__).parent.parent.parent / "models"
POLITE = "Thank you for this report; I had not known how old the harbour wall is."
INSULT = "You are a stupid, worthless idiot and a liar."
THREAT = "I will find you and I will kill you and your family."


@pytest.fixture(scope="module")
def shipped(serve: Any) -> Running:  # noqa: ANN401 - the callable fixture of conftest
    """A server with the model that stands in the repository."""
    running: Running = serve(BTL_MODELS=MODELS, BTL_WORKERS=1)
    return running


def verdict(server: Running, comment: dict[str, Any]) -> dict[str, Any]:
    """Post one comment and read its verdict."""
    body = json.dumps(comment).encode()
    status, answer = server.exchange(
        head(f"Content-Length: {len(body)}", "Connection: close"), body
    )
    assert status == 200, answer
    found: dict[str, Any] = json.loads(answer)
    return found


def test_a_polite_comment_is_published(shipped: Running) -> None:
    """With seven scores, all of them low."""
    found = verdict(shipped, {"text": POLITE})

    assert found["action"] == "publish"
    assert len(found["scores"]) == 7
    assert all(0 < score < 0.2 for score in found["scores"].values())


@pytest.mark.parametrize("text", [INSULT, THREAT])
def test_a_crude_insult_or_threat_is_not_published(shipped: Running, text: str) -> None:
    """It is held or rejected, with a reason."""
    found = verdict(shipped, {"text": text})

    assert found["action"] in {"hold", "reject"}
    assert found["reasons"]


def test_a_threat_scores_higher_as_a_threat_than_an_insult_does(shipped: Running) -> None:
    """The attributes are not one score under seven names."""
    threat = verdict(shipped, {"text": THREAT})["scores"]
    insult = verdict(shipped, {"text": INSULT})["scores"]

    assert threat["THREAT"] > insult["THREAT"]
    assert insult["INSULT"] > threat["INSULT"]


def test_spans_count_code_points_past_an_emoji(shipped: Running) -> None:
    """The word that mattered is what the offsets cut out of the text as sent."""
    text = "\U0001f44d\U0001f3fd The mayor is a stupid IDIOT."

    spans = verdict(shipped, {"text": text, "explain": True})["spans"]

    marked = {text[span["begin"] : span["end"]] for span in spans}
    assert marked & {"stupid", "IDIOT"}


def test_a_whole_form_is_accepted(shipped: Running) -> None:
    """Author, article, parent and language beside the text, and two scores asked for."""
    found = verdict(
        shipped,
        {
            "text": POLITE,
            "author": {"name": "Ann"},
            "article": {"id": "harbour", "url": "https://news.example/harbour", "title": "Wall"},
            "parent": {"id": "1", "text": "Who built it?"},
            "language": "en",
            "attributes": ["SPAM", "TOXICITY"],
        },
    )

    assert list(found["scores"]) == ["SPAM", "TOXICITY"]
    assert found["language"] == "en"


def test_a_batch_answers_as_one_by_one_would(shipped: Running) -> None:
    """In order, every field but the random id; as previews, of which none is a copy."""
    texts = [POLITE, INSULT, THREAT, "\U0001f600", POLITE]
    comments = [{"text": text, "explain": True, "preview": True} for text in texts]
    body = json.dumps({"comments": comments}).encode()
    request = head(f"Content-Length: {len(body)}", "Connection: close")

    status, answer = shipped.exchange(
        request.replace(b"/v1/comments ", b"/v1/comments/batch "), body
    )

    alone = [verdict(shipped, comment) for comment in comments]
    together = json.loads(answer)["verdicts"]
    assert status == 200
    for one in (*alone, *together):
        one.pop("id")
    assert together == alone
