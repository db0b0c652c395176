"""Bodies as clients that cannot run here send them, and what each of them reads."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from service.moderation.scorer import load_scorer

MODELS = Path(__file__).parents[2] / "models"
RUDE = "Only an idiot would write such rubbish."
ANALYZE = "/v1alpha1/comments:analyze"
JSON = {"Content-Type": "application/json"}

Send = Callable[..., Any]


@pytest.fixture
def send(address: str) -> Send:
    """POST a body as it is, and read the JSON of a success."""

    def post(path: str, body: str, headers: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
        sent = headers or {"Content-Type": ""}
        answer = requests.post(
            address + path, data=body.encode(), headers=sent, timeout=10, allow_redirects=False
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return post


def test_coral_reads_the_summary_of_its_model(send: Send) -> None:
    """With its endpoint as an administrator enters it: with the version, or without."""
    body = json.dumps(
        {
            "comment": {"text": RUDE},
            "doNotStore": True,
            "requestedAttributes": {"TOXICITY": {}},
            "languages": ["en"],
        }
    )
    headers = {**JSON, "User-Agent": "Coral Perspective/9.0"}

    answers = [send(f"{base}/comments:analyze?key=k", body, headers) for base in ("/v1alpha1", "")]

    assert all(one["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8 for one in answers)
    assert answers[0] == answers[1]


def test_coral_sends_what_its_moderators_decided(send: Send) -> None:
    """The body of its feedback, context and all."""
    body = json.dumps(
        {
            "comment": {"text": RUDE},
            "context": {
                "entries": [
                    {
                        "text": json.dumps(
                            {
                                "url": "https://news.example/a?commentID=c1",
                                "reply_to_id_Coral_comment_id": "c0",
                                "Coral_comment_id": "c1",
                            }
                        )
                    }
                ]
            },
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
            "languages": ["en"],
            "communityId": "Coral:https://comments.example/",
            "clientToken": "comment:c1",
        }
    )

    answer = send("/v1alpha1/comments:suggestscore?key=k", body, JSON)

    assert answer["clientToken"] == "comment:c1"


def test_discourse_reads_its_first_attribute(send: Send) -> None:
    """Without a language, and with a session."""
    body = json.dumps(
        {
            "comment": {"text": RUDE},
            "doNotStore": True,
            "sessionId": "https://forum.example_7",
            "requestedAttributes": {"SEVERE_TOXICITY": {"scoreType": "PROBABILITY"}},
        }
    )

    answer = send(f"{ANALYZE}?key=k", body, JSON)

    (score,) = answer["attributeScores"].values()
    assert 0 <= score["summaryScore"]["value"] <= 1


def test_comentario_reads_six_attributes(send: Send) -> None:
    """Of a comment in Markdown."""
    names = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
    body = json.dumps(
        {
            "comment": {"text": f"**{RUDE}** [see](https://news.example)"},
            "requestedAttributes": {name: {} for name in names},
        }
    )

    answer = send(f"{ANALYZE}?key=k", body, JSON)

    assert answer["attributeScores"].keys() == {*names}
    assert answer["attributeScores"]["INSULT"]["summaryScore"]["value"] > 0.5


def test_n8n_sends_a_language_that_is_no_list_and_enums_in_lower_case(send: Send) -> None:
    """With a bearer token in place of a key."""
    body = json.dumps(
        {
            "comment": {"type": "PLAIN_TEXT", "text": RUDE},
            "requestedAttributes": {
                "TOXICITY": {"scoreType": "probability", "scoreThreshold": 0},
                "SPAM": {"scoreType": "probability", "scoreThreshold": 0.9},
            },
            "languages": "en",
        }
    )

    answer = send(ANALYZE, body, {**JSON, "Authorization": "Bearer ya29.token"})

    assert answer["attributeScores"].keys() == {"TOXICITY"}


def test_perspective_for_r_reads_spans_alone(send: Send) -> None:
    """One span has the whole, also where no spans were asked for."""
    body = json.dumps(
        {
            "comment": {"text": RUDE},
            "languages": "en",
            "requestedAttributes": {"TOXICITY": {}, "INSULT": {}},
            "spanAnnotations": False,
            "doNotStore": True,
        }
    )

    answer = send(f"{ANALYZE}?key=k", body, JSON)

    for scores in answer["attributeScores"].values():
        (span,) = scores["spanScores"]
        assert span["score"]["value"] == scores["summaryScore"]["value"]
        assert (span["begin"], span["end"]) == (0, len(RUDE))


def test_defender_reads_any_attribute_as_a_percentage(send: Send) -> None:
    """A bot that posts without saying what the body is."""
    body = json.dumps(
        {
            "comment": {"text": RUDE},
            "requestedAttributes": {"TOXICITY": {}},
            "doNotStore": True,
        }
    )

    answer = send(f"{ANALYZE}?key=k", body, {})

    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] * 100 >= 80


def test_the_quick_start_that_everybody_pastes_works(address: str) -> None:
    """Sent by curl itself, with keys that have no quotes."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("there is no curl here")
    command = [curl, "-s", "-H", "Content-Type: application/json", "--data"]
    data = """{comment: {text: "what kind of idiot name is foo?"},
       languages: ["en"],
       requestedAttributes: {TOXICITY:{}} }"""

    done = subprocess.run(
        [*command, data, f"{address}{ANALYZE}?key=YOUR_KEY_HERE"],
        check=True,
        capture_output=True,
        timeout=30,
    )

    answer = json.loads(done.stdout)
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.7
    assert (answer["languages"], answer["detectedLanguages"]) == (["en"], ["en"])


def test_the_same_comment_has_the_same_score_on_every_road(address: str) -> None:
    """The native road and this one differ by the view alone."""
    native = requests.post(f"{address}/v1/comments", json={"text": RUDE}, timeout=10).json()
    batch = requests.post(
        f"{address}/v1/comments/batch", json={"comments": [{"text": RUDE}]}, timeout=10
    ).json()
    asked = {"comment": {"text": RUDE}, "requestedAttributes": {"TOXICITY": {}}}
    view = requests.post(address + ANALYZE, json=asked, timeout=10).json()

    assert native["scores"] == batch["verdicts"][0]["scores"]
    curve = load_scorer(MODELS).views["TOXICITY"]
    seen = view["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    assert seen == pytest.approx(curve.of(native["scores"]["TOXICITY"]), abs=1e-8)
