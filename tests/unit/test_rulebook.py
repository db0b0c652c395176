"""What findings come to, and each phase by what makes it fire."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.moderation.phases import Reading
from service.moderation.policy import (
    DEFAULT_POLICY,
    Authors,
    Capitals,
    Languages,
    Length,
    Links,
    Moderation,
    Patterns,
    Policy,
    Response,
    Words,
)
from service.moderation.rulebook import PHASES, Rulebook, settled
from service.moderation.words import Action, Author, Comment, Finding, Scored, Span

CALM = Scored(scores={"TOXICITY": 0.01, "INSULT": 0.01})
LISTED = replace(
    DEFAULT_POLICY,
    words=Words(banned=("scoundrel",), suspect=("rascal*",), allowed=("lovable rascal",)),
    patterns=Patterns(banned=(r"call \d{3}-\d{4}",), suspect=(r"\bwhat ?about\b",)),
    links=Links(
        hold=2, reject=4, banned=("bad.example",), suspect=("odd.example",), allowed=("us.example",)
    ),
    length=Length(least=3, most=200),
    capitals=Capitals(hold=0.7, letters=20),
    languages=Languages(allowed=("en",)),
    authors=Authors(banned=("Mallory",), suspect=("Eve",), trusted=("Alice",)),
)


def reading(
    text: str = "Thank you for this.",
    *,
    name: str = "",
    scored: Scored | None = CALM,
    language: str = "en",
    spans: tuple[Span, ...] = (),
) -> Reading:
    """A comment as the phases see it."""
    comment = Comment(text=text, author=Author(name=name))
    return Reading(
        comment=comment, scored=scored, language=language, known=("en",), spans=lambda: spans
    )


def finding(code: str, action: Action, attribute: str = "") -> Finding:
    """A finding without a word of explanation."""
    return Finding(code=code, action=action, attribute=attribute, sentence="")


def codes(policy: Policy, one: Reading) -> dict[str, Action]:
    """What fires, and what it asks for."""
    return {found.code: found.action for found in Rulebook(policy=policy).examine(one).findings}


@pytest.mark.parametrize(
    ("text", "code", "action", "marked"),
    [
        ("You scoundrel!", "banned_word", Action.REJECT, ["scoundrel"]),
        ("You sc0undrel!", "banned_word", Action.REJECT, ["sc0undrel"]),
        ("These rascals again", "suspect_word", Action.HOLD, ["rascals"]),
        ("\U0001f600 Call 555-1234 now", "banned_pattern", Action.REJECT, ["Call 555-1234"]),
        ("What about him?", "suspect_pattern", Action.HOLD, ["What about"]),
        ("See a.example and b.example", "too_many_links", Action.HOLD, ["a.example", "b.example"]),
        ("a.example b.example c.example d.example", "too_many_links", Action.REJECT, None),
        ("See www.bad.example/x", "banned_link", Action.REJECT, ["www.bad.example/x"]),
        ("See odd.example", "suspect_link", Action.HOLD, ["odd.example"]),
        ("See bit.ly/1", "shortened_link", Action.HOLD, ["bit.ly/1"]),
        ("ok", "too_short", Action.HOLD, []),
        ("so " * 80, "too_long", Action.HOLD, []),
        ("THIS IS WHAT EVERYBODY SAYS", "shouting", Action.HOLD, []),
    ],
)
def test_each_rule_fires_with_its_code_and_its_evidence(
    text: str, code: str, action: Action, marked: list[str] | None
) -> None:
    """The stretches lie where the evidence stands."""
    decision = Rulebook(policy=LISTED).examine(reading(text))

    (found,) = (one for one in decision.findings if one.code == code)
    assert found.action is action
    assert found.sentence
    assert marked is None or [text[one.begin : one.end] for one in found.spans] == marked
    assert decision.action is action


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for this.",
        "My lovable rascal of a dog.",
        "The scoundrels are not meant, nor whatabouts",
        "See us.example, www.us.example and news.us.example",
        "THE UN AND THE EU",
    ],
)
def test_what_no_rule_is_for_is_published(text: str) -> None:
    """Without a finding."""
    assert Rulebook(policy=LISTED).examine(reading(text)).findings == ()


def test_a_language_that_is_not_wanted_is_held() -> None:
    """One that nobody could tell is not."""
    assert codes(LISTED, reading(language="de-AT")) == {"wrong_language": Action.HOLD}
    assert codes(LISTED, reading(language="und")) == {}


def test_a_comment_that_was_not_scored_is_held_and_its_words_are_looked_at() -> None:
    """The lists know what the model does not."""
    found = codes(LISTED, reading("Ein scoundrel", scored=None, language="de"))

    assert found == {"banned_word": Action.REJECT, "unsupported_language": Action.HOLD}


@pytest.mark.parametrize(
    ("name", "text", "action"),
    [
        ("Mallory", "Thank you for this.", Action.REJECT),
        ("m\xe0llory ", "Thank you for this.", Action.REJECT),
        ("Eve", "Thank you for this.", Action.HOLD),
        ("Alice", "Thank you for this.", Action.PUBLISH),
        ("Alice", "You scoundrel", Action.HOLD),
        ("Alice", "These rascals again", Action.HOLD),
        ("Bob", "You scoundrel", Action.REJECT),
    ],
)
def test_names_that_the_newsroom_knows(name: str, text: str, action: Action) -> None:
    """Trust and a ban contradict each other, so a person decides."""
    assert Rulebook(policy=LISTED).examine(reading(text, name=name)).action is action


@pytest.mark.parametrize(
    ("score", "allowed", "action"),
    [
        (0.6, ("rascal",), Action.PUBLISH),
        (0.95, ("rascal",), Action.HOLD),
        (0.95, (), Action.REJECT),
        (0.6, ("old",), Action.HOLD),
    ],
)
def test_words_that_are_allowed_count_for_nothing(
    score: float, allowed: tuple[str, ...], action: Action
) -> None:
    """Where they alone raised a score; a certain reject is contradicted and held."""
    policy = replace(DEFAULT_POLICY, words=Words(allowed=allowed))
    text = "You old rascal"
    spans = (Span(begin=8, end=14, attribute="INSULT", contribution=2.0),)
    one = reading(text, scored=Scored(scores={"INSULT": score}), spans=spans)

    assert Rulebook(policy=policy).examine(one).action is action


def test_an_allowed_word_excuses_no_other() -> None:
    """Evidence beside it still counts."""
    policy = replace(DEFAULT_POLICY, words=Words(allowed=("rascal",)))
    spans = tuple(
        Span(begin=begin, end=end, attribute="INSULT", contribution=2.0)
        for begin, end in ((4, 10), (11, 16))
    )
    one = reading("You rascal idiot", scored=Scored(scores={"INSULT": 0.95}), spans=spans)

    assert Rulebook(policy=policy).examine(one).action is Action.REJECT


def test_scores_are_told_with_the_words_that_raised_them() -> None:
    """And only with those of the attribute."""
    spans = (
        Span(begin=4, end=9, attribute="INSULT", contribution=2.0),
        Span(begin=0, end=3, attribute="TOXICITY", contribution=2.0),
    )
    one = reading("You idiot", scored=Scored(scores={"INSULT": 0.95}), spans=spans)

    (found,) = Rulebook(policy=DEFAULT_POLICY).examine(one).findings

    assert [(each.begin, each.end) for each in found.spans] == [(4, 9)]


def test_in_pre_moderation_a_person_reads_everything_that_is_not_rejected() -> None:
    """But for those whom the newsroom trusts."""
    policy = replace(LISTED, moderation=Moderation.PRE)

    assert codes(policy, reading()) == {"pre_moderation": Action.HOLD}
    assert codes(policy, reading(name="Alice")) == {"trusted_author": Action.PUBLISH}
    assert codes(policy, reading("You scoundrel")) == {"banned_word": Action.REJECT}


FINDINGS = st.lists(
    st.sampled_from(
        [
            finding("score_over_threshold", Action.HOLD, "INSULT"),
            finding("score_over_threshold", Action.REJECT, "INSULT"),
            finding("score_over_threshold", Action.REJECT, "THREAT"),
            finding("allowed_word", Action.PUBLISH, "INSULT"),
            finding("trusted_author", Action.PUBLISH),
            finding("banned_word", Action.REJECT),
            finding("suspect_word", Action.HOLD),
            finding("unsubstantial", Action.PUBLISH),
        ]
    ),
    max_size=5,
)


@given(FINDINGS, st.sampled_from(Moderation))
def test_the_order_of_findings_does_not_change_the_action(
    found: list[Finding], moderation: Moderation
) -> None:
    """In every order."""
    actions = {settled(each, moderation).action for each in permutations(found)}

    assert len(actions) == 1


def test_the_order_of_the_phases_does_not_change_the_action() -> None:
    """Nor which findings there are."""
    text = "You SCOUNDREL rascals, call 555-1234, see bit.ly/a www.bad.example odd.example"
    one = reading(text, name="Alice", language="de")
    forward = Rulebook(policy=LISTED).examine(one)

    backward = Rulebook(policy=LISTED, phases=PHASES[::-1]).examine(one)

    assert backward.action is forward.action is Action.HOLD
    assert {each.code for each in backward.findings} == {each.code for each in forward.findings}


@given(FINDINGS, st.sampled_from([Action.HOLD, Action.REJECT]))
def test_one_more_finding_that_stops_never_makes_it_milder(
    found: list[Finding], action: Action
) -> None:
    """Whatever was found before."""
    more = settled([*found, finding("suspect_word", action)]).action

    assert more.severity >= settled(found).action.severity


def test_a_shortened_link_may_be_rejected_or_let_through() -> None:
    """As the policy says."""
    for response, action in ((Response.OFF, Action.PUBLISH), (Response.REJECT, Action.REJECT)):
        policy = replace(DEFAULT_POLICY, links=Links(shortened=response))
        assert Rulebook(policy=policy).examine(reading("see bit.ly/1")).action is action
