"""What a reader is told, and when somebody is asked to think again."""

import re
from itertools import pairwise

import pytest

from service.moderation.reasons import MOST_SPANS, for_author, nudge, reasons_for_author
from service.moderation.words import Action, Finding, Stretch

ATTRIBUTES = (
    "TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT", "SPAM",
    "SEXUALLY_EXPLICIT", "OFF_TOPIC",
)  # fmt: skip
WORDING = (
    "banned_word", "banned_pattern", "too_many_links", "banned_link", "shortened_link", "shouting",
    "too_short", "too_long", "off_topic", "unsubstantial", "attack_on_author",
    "attack_on_commenter", "attack_on_figure", "attack_on_group", "disguise",
)  # fmt: skip
POLICY = (
    "unsupported_language", "wrong_language", "banned_author", "suspect_author", "pre_moderation",
    "contradiction", "banned_name", "suspect_name", "impersonation", "blank_name", "repeated",
    "coordinated", "suspect_word", "suspect_pattern", "suspect_link",
)  # fmt: skip
NOTES = ("trusted_author", "allowed_word", "quotation")


def finding(
    code: str = "score_over_threshold",
    attribute: str = "",
    *,
    action: Action = Action.HOLD,
    spans: tuple[tuple[int, int], ...] = (),
) -> Finding:
    """A finding with a sentence for moderators."""
    return Finding(
        code=code,
        action=action,
        attribute=attribute,
        sentence=f"{attribute} is 0.97; this policy bans the word zounds.",
        spans=tuple(Stretch(begin=begin, end=end) for begin, end in spans),
    )


EVERY = [
    *(finding(attribute=attribute) for attribute in (*ATTRIBUTES, "SARCASM")),
    *(finding(code) for code in (*WORDING, *POLICY, *NOTES, "new_rule")),
]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.attribute or one.code)
def test_readers_are_told_in_plain_words(one: Finding) -> None:
    """Whole sentences, no figures, no names of attributes, no words of a list."""
    told = for_author(one)

    assert told[0].isupper()
    assert told.endswith(".")
    assert not re.search(r"\d|[A-Z]{2,}|_|zounds|threshold|score|policy", told)


def test_every_known_finding_has_a_sentence_of_its_own() -> None:
    """The general ones are for codes that nobody knows."""
    general = {for_author(finding("new_rule")), for_author(finding(attribute="SARCASM"))}

    assert [one.code for one in EVERY[:-1] if for_author(one) in general] == [
        "score_over_threshold"  # of SARCASM
    ]


def test_an_unknown_code_is_told_by_what_follows_from_it() -> None:
    """Honest, if general."""
    told = {for_author(finding("new_rule", action=action)) for action in Action}

    assert len(told) == len(Action)


@pytest.mark.parametrize("name", ["OFF_TOPIC", "UNSUBSTANTIAL", "ATTACK_ON_AUTHOR"])
def test_a_score_is_told_like_the_rule_of_its_name(name: str) -> None:
    """A model may score what a rule finds as well; both give the same nudge."""
    scored, ruled = finding(attribute=name), finding(name.lower())

    assert for_author(scored) == for_author(ruled)
    assert nudge([scored], Action.HOLD) == nudge([ruled], Action.HOLD)


def test_a_score_that_nobody_knows_is_a_nudge_about_wording() -> None:
    """Models of other newsrooms have attributes of their own."""
    nudged = nudge([finding(attribute="SARCASM")], Action.HOLD)

    assert nudged is not None
    assert "wording" in nudged.message


def test_one_sentence_is_told_once() -> None:
    """What lets a comment pass is not told at all."""
    found = [
        finding(attribute="INSULT"),
        finding(attribute="INSULT"),
        finding("trusted_author", action=Action.PUBLISH),
        finding("shouting"),
    ]

    assert reasons_for_author(found) == (for_author(found[0]), for_author(found[3]))


@pytest.mark.parametrize("action", [Action.HOLD, Action.REJECT])
@pytest.mark.parametrize("code", WORDING)
def test_wording_is_worth_a_nudge(code: str, action: Action) -> None:
    """The author can change it."""
    nudged = nudge([finding(code, spans=((2, 5),))], action)

    assert nudged is not None
    assert nudged.spans == (Stretch(begin=2, end=5),)


@pytest.mark.parametrize("code", POLICY)
def test_what_no_wording_changes_is_no_nudge(code: str) -> None:
    """Names, languages, campaigns, and everything that a person reads in any case."""
    assert nudge([finding(code)], Action.HOLD) is None


def test_a_published_comment_is_not_nudged() -> None:
    """Whatever was noted about it."""
    noted = [finding(attribute="INSULT", action=Action.PUBLISH)]

    assert nudge(noted, Action.PUBLISH) is None
    assert nudge(noted, Action.HOLD) is None
    assert nudge([], Action.HOLD) is None


@pytest.mark.parametrize(
    ("found", "named", "unnamed"),
    [
        (["TOXICITY"], ["tone"], []),
        (["TOXICITY", "INSULT"], ["insult"], ["tone"]),
        (["INSULT", "PROFANITY"], ["insult and the swearing"], []),
        (["TOXICITY", "INSULT", "THREAT", "PROFANITY", "SPAM"], ["threat", "insult"], ["advert"]),
        (["INSULT", "shouting", "pre_moderation"], ["insult and the capitals"], ["moderator"]),
        (["INSULT", "attack_on_author"], ["author"], ["insult"]),
    ],
)
def test_a_nudge_names_what_to_change(
    found: list[str], named: list[str], unnamed: list[str]
) -> None:
    """The gravest three, and nothing twice."""
    findings = [finding(attribute=one) if one.isupper() else finding(code=one) for one in found]

    nudged = nudge(findings, Action.HOLD)

    assert nudged is not None
    assert all(one in nudged.message for one in named)
    assert not any(one in nudged.message for one in unnamed)


def test_the_order_of_findings_changes_no_nudge() -> None:
    """It is made of all of them."""
    found = [finding(attribute=one, spans=((at, at + 4),)) for at, one in enumerate(ATTRIBUTES)]

    assert nudge(found, Action.HOLD) == nudge(found[::-1], Action.HOLD)


def test_the_marks_of_a_nudge_do_not_overlap() -> None:
    """They are in order, and not too many."""
    spans = tuple((10 * at % 997, 10 * at % 997 + at % 13 + 1) for at in range(200))

    nudged = nudge([finding(attribute="INSULT", spans=spans)], Action.REJECT)

    assert nudged is not None
    assert len(nudged.spans) == MOST_SPANS
    assert all(one.end < other.begin for one, other in pairwise(nudged.spans))
    assert min(begin for begin, _ in spans) == nudged.spans[0].begin
