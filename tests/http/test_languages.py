"""A comment in a language that no model knows is held, never scored."""

import pytest
from flask.testing import FlaskClient

from service.settings import Settings
from service.testing import LogLines, fake_app

GERMAN = "Das ist doch v\u00f6lliger Unsinn, du idiot, was die Regierung da beschlossen hat."
ENGLISH = "You idiot, the government has decided that already."


def test_a_comment_in_another_language_is_held_with_the_reason(client: FlaskClient) -> None:
    """Without a score, since none would mean anything."""
    answer = client.post("/v1/comments", json={"text": GERMAN, "explain": True}).json

    assert (answer["action"], answer["language"]) == ("hold", "de")
    assert (answer["scores"], answer["spans"], answer["evasion"]) == ({}, [], [])
    (reason,) = answer["reasons"]
    assert (reason["code"], reason["action"], reason["attribute"]) == (
        "unsupported_language",
        "hold",
        "",
    )
    assert "de" in reason["sentence"]


def test_in_a_batch_each_comment_is_judged_by_its_own_language(client: FlaskClient) -> None:
    """In their order."""
    comments = [
        {"text": ENGLISH},
        {"text": GERMAN},
        {"text": ENGLISH, "explain": True},
        {"text": ENGLISH, "language": "fr"},
        {"text": GERMAN, "language": "en", "attributes": ["INSULT"]},
        {"text": "hm"},
    ]

    verdicts = client.post("/v1/comments/batch", json={"comments": comments}).json["verdicts"]

    assert [one["action"] for one in verdicts] == [
        "reject",
        "hold",
        "reject",
        "hold",
        "reject",
        "publish",
    ]
    assert [one["language"] for one in verdicts] == ["en", "de", "en", "fr", "en", "und"]
    assert [bool(one["scores"]) for one in verdicts] == [True, False, True, False, True, True]


@pytest.mark.parametrize("language", ["en", "en-GB", "EN"])
def test_the_language_that_a_request_names_wins(client: FlaskClient, language: str) -> None:
    """Whoever sends it knows better."""
    answer = client.post("/v1/comments", json={"text": GERMAN, "language": language}).json

    assert answer["scores"]["TOXICITY"] == 0.95


def test_attributes_that_were_asked_for_are_not_invented_either(client: FlaskClient) -> None:
    """A held comment has no scores, whichever were wanted."""
    answer = client.post("/v1/comments", json={"text": GERMAN, "attributes": ["INSULT"]}).json

    assert answer["scores"] == {}


def test_detection_can_be_switched_off() -> None:
    """Then every comment is taken for the model's language."""
    client = fake_app(Settings(detect_language=False)).test_client()

    answer = client.post("/v1/comments", json={"text": GERMAN}).json

    assert (answer["language"], answer["scores"]["TOXICITY"]) == ("und", 0.95)


def test_held_comments_in_other_languages_are_counted(client: FlaskClient) -> None:
    """As any other held one."""
    client.post("/v1/comments", json={"text": GERMAN})

    assert 'btl_comments_total{action="hold"} 1.0' in client.get("/metrics").text


ANALYZE = "/v1alpha1/comments:analyze"
POLICIES = ["strict", "fallback", "drop"]
UNSURE = "xkcd brr"


def analyze(policy: str, text: str, **members: object) -> tuple[int, dict[str, object]]:
    """The status and the answer to a call under a language policy."""
    client = fake_app(Settings(language_policy=policy), logs=LogLines()).test_client()
    asked = {"comment": {"text": text}, "requestedAttributes": {"INSULT": {}}, **members}
    answer = client.post(ANALYZE, json=asked)
    return answer.status_code, answer.json


@pytest.mark.parametrize("policy", POLICIES)
def test_english_is_scored_under_every_policy(policy: str) -> None:
    """And named."""
    status, answer = analyze(policy, ENGLISH)

    assert status == 200
    assert answer["attributeScores"]
    assert (answer["languages"], answer["detectedLanguages"]) == (["en"], ["en"])


@pytest.mark.parametrize("policy", ["strict", "fallback"])
def test_surely_another_language_is_refused(policy: str) -> None:
    """In Google's words, with the attribute that clients then leave out."""
    status, answer = analyze(policy, GERMAN)

    error = answer["error"]
    assert status == 400
    assert error["message"] == "Attribute INSULT does not support request languages: de"
    assert error["details"][0]["languageNotSupportedByAttributeError"] == {
        "detectedLanguages": ["de"],
        "attribute": "INSULT",
    }


def test_what_is_not_sure_is_scored_as_english_by_default() -> None:
    """The commonest complaint about the original was that it was not."""
    status, answer = analyze("fallback", UNSURE)

    assert status == 200
    assert answer["attributeScores"]
    assert answer["languages"] == ["en"]
    assert answer["detectedLanguages"][0] == "en"


def test_strict_refuses_what_is_not_sure_as_google_did() -> None:
    """Or says that there is nothing to go by."""
    status, answer = analyze("strict", UNSURE)
    blank_status, blank = analyze("strict", "12345")

    assert (status, blank_status) == (400, 400)
    assert answer["error"]["details"][0]["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert blank["error"]["message"] == "Unable to detect language"
    assert blank["error"]["details"][0]["errorType"] == "LANGUAGE_DETECTION_FAILED"


@pytest.mark.parametrize(
    ("policy", "members"), [("drop", {}), ("fallback", {"dropUnsupportedAttributes": True})]
)
def test_attributes_may_be_dropped_instead(policy: str, members: dict[str, object]) -> None:
    """By the setting, or by the call."""
    status, answer = analyze(policy, GERMAN, **members)

    assert status == 200
    assert answer == {"languages": ["de"], "detectedLanguages": ["de"]}


def test_a_call_that_names_english_is_scored_as_it_says() -> None:
    """What was detected is told beside it."""
    status, answer = analyze("strict", GERMAN, languages=["en"])

    assert status == 200
    assert answer["languages"] == ["en"]
    assert answer["detectedLanguages"] == ["de"]
