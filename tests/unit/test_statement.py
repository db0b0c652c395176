"""The statement of reasons: complete, in the Commission's words, and without personal data."""

import re
from dataclasses import asdict, replace
from datetime import date

import pytest

from service.moderation.grounds import ground_of
from service.moderation.names import examine_name
from service.moderation.review import Moderator
from service.moderation.statement import Statement, StatementTerms, statement_of_reasons
from service.moderation.words import Action, Comment, Evasion, Finding, Stretch, Verdict
from service.testing import FakeScorer

PLAIN = Moderator(scorer=FakeScorer()).review(Comment(text="Well said."))
TODAY = date(2026, 11, 27)
TERMS = StatementTerms(
    redress="Write to complaints@example.org within six months.",
    terms_url="https://news.example.org/comments",
    territorial_scope=("DE", "FR"),
)
CATEGORIES = {
    f"STATEMENT_CATEGORY_{one}"
    for one in ("ILLEGAL_OR_HARMFUL_SPEECH", "VIOLENCE", "SCAMS_AND_FRAUD", "OTHER_VIOLATION_TC")
}
SPEECH, VIOLENCE, FRAUD, OTHER = (
    f"STATEMENT_CATEGORY_{one}"
    for one in ("ILLEGAL_OR_HARMFUL_SPEECH", "VIOLENCE", "SCAMS_AND_FRAUD", "OTHER_VIOLATION_TC")
)


def finding(
    code: str = "score_over_threshold", attribute: str = "", *, action: Action = Action.HOLD
) -> Finding:
    """A finding with a stretch."""
    return Finding(
        code=code,
        action=action,
        attribute=attribute,
        sentence=f"{attribute or code} fired.",
        spans=(Stretch(begin=0, end=4),),
    )


def verdict(*reasons: Finding, action: Action = Action.HOLD, language: str = "en") -> Verdict:
    """A verdict for some reasons."""
    return replace(
        PLAIN,
        id="0123456789abcdef0123456789abcdef",
        action=action,
        reasons=reasons,
        language=language,
    )


def stated(*reasons: Finding, action: Action = Action.HOLD, language: str = "en") -> Statement:
    """The statement for some reasons."""
    found = statement_of_reasons(
        verdict(*reasons, action=action, language=language), on=TODAY, terms=TERMS
    )
    assert found is not None
    return found


def test_a_published_comment_needs_no_statement() -> None:
    """Nothing was restricted."""
    assert statement_of_reasons(verdict(action=Action.PUBLISH), on=TODAY) is None


def test_a_held_comment_is_disabled_until_it_is_read() -> None:
    """A person decides in the end."""
    found = stated(finding(attribute="INSULT"))

    assert found.decision_visibility == ("DECISION_VISIBILITY_CONTENT_DISABLED",)
    assert found.automated_decision == "AUTOMATED_DECISION_PARTIALLY"
    assert "Until a moderator" in found.duration


def test_a_rejected_comment_is_removed_for_good() -> None:
    """No person took part."""
    found = stated(finding(attribute="INSULT", action=Action.REJECT), action=Action.REJECT)

    assert found.decision_visibility == ("DECISION_VISIBILITY_CONTENT_REMOVED",)
    assert found.automated_decision == "AUTOMATED_DECISION_FULLY"
    assert "not published" in found.incompatible_content_explanation


def test_it_says_all_that_the_article_asks_for() -> None:
    """Article 17(3), letters a to f; d asks for nothing here."""
    found = stated(finding(attribute="THREAT"))

    assert found.territorial_scope == ("DE", "FR")
    assert found.duration
    assert "part of the comment was scored as a threat" in found.decision_facts
    assert "without a notice" in found.decision_facts
    assert found.source_type == "SOURCE_VOLUNTARY"
    assert found.automated_detection == "Yes"
    assert found.decision_ground == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert found.decision_ground_reference_url == TERMS.terms_url
    assert found.incompatible_content_ground
    assert found.incompatible_content_explanation
    assert found.incompatible_content_illegal == "No"
    assert TERMS.redress in found.redress
    assert "court" in found.redress
    assert (found.content_date, found.application_date) == (TODAY, TODAY)
    assert found.puid == verdict().id


def test_without_terms_it_is_still_complete() -> None:
    """For the whole European Economic Area, and the courts stay open."""
    found = statement_of_reasons(verdict(finding()), on=TODAY, sent=date(2026, 11, 26))

    assert found is not None
    assert len(found.territorial_scope) == 30
    assert "court" in found.redress
    assert found.content_date < found.application_date


@pytest.mark.parametrize(
    ("attribute", "category", "keyword"),
    [
        ("THREAT", VIOLENCE, "KEYWORD_INCITEMENT_VIOLENCE_HATRED"),
        ("IDENTITY_ATTACK", SPEECH, "KEYWORD_HATE_SPEECH"),
        ("INSULT", SPEECH, "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
        ("TOXICITY", SPEECH, "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
        ("SPAM", FRAUD, None),
        ("PROFANITY", OTHER, None),
        ("SEXUALLY_EXPLICIT", OTHER, "KEYWORD_ADULT_SEXUAL_MATERIAL"),
        ("SARCASM", OTHER, None),
    ],
)
def test_scores_have_their_categories(attribute: str, category: str, keyword: str | None) -> None:
    """By the names of the Transparency Database."""
    found = stated(finding(attribute=attribute))

    assert found.category == category
    assert found.category_specification == ((keyword,) if keyword else ())


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("attack_on_group", SPEECH),
        ("attack_on_author", SPEECH),
        ("banned_link", FRAUD),
        ("banned_word", OTHER),
        ("impersonation", OTHER),
        ("unsupported_language", OTHER),
        ("pre_moderation", OTHER),
        ("new_rule", OTHER),
    ],
)
def test_codes_have_their_categories(code: str, category: str) -> None:
    """A code that nobody knows is a breach of the terms, no more."""
    assert stated(finding(code)).category == category


def test_the_strongest_finding_gives_the_category() -> None:
    """Among equals the gravest does; all of them are facts, once each, whatever their order."""
    hold, reject = finding(attribute="THREAT"), finding(attribute="SPAM", action=Action.REJECT)
    graver = finding(attribute="IDENTITY_ATTACK", action=Action.REJECT)

    assert stated(hold, reject, action=Action.REJECT).category == FRAUD
    assert stated(reject, graver, hold, action=Action.REJECT).category == SPEECH
    one = stated(reject, graver, hold, hold, action=Action.REJECT)
    assert one == stated(hold, hold, graver, reject, action=Action.REJECT)
    assert one.decision_facts.count("scored as a threat") == 1


def test_what_speaks_for_a_comment_is_no_fact_against_it() -> None:
    """A trusted author is no breach."""
    trusted = finding("trusted_author", action=Action.PUBLISH)

    assert stated(trusted, finding("shouting")) == stated(finding("shouting"))


@pytest.mark.parametrize(
    ("tag", "shown"), [("en", "EN"), ("pt-BR", "PT"), ("und", ""), ("", ""), ("fil", "")]
)
def test_the_language_is_told_where_it_is_known(tag: str, shown: str) -> None:
    """Two letters in capitals, as the database has them."""
    assert stated(finding("shouting"), language=tag).content_language == shown


@pytest.mark.parametrize("action", [Action.HOLD, Action.REJECT])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("You absolute blithering nincompoop, Bartholomew!", "Wilhelmina Quackenbush"),
        ("Visit www.bargain-emporium.shop for discount mattresses", "BargainEmporium.com"),
        ("Gobbledygook nonsense \U0001f600 \u043c\u0443\u0434\u0430\u043a", "xX_ShitHead_Xx"),
    ],
)
def test_it_has_no_personal_data(text: str, name: str, action: Action) -> None:
    """No word of five letters or more of the text or the name, even where findings quote them."""
    quoting = replace(finding(attribute="INSULT", action=action), sentence=f"{name} wrote: {text}")
    codes = ("banned_word", "banned_link", "attack_on_author", "impersonation", text, name)
    found = [quoting, *examine_name(name), *(finding(code, action=action) for code in codes)]

    said = str(asdict(stated(*found, action=action))).lower()

    words = {word.lower() for word in re.findall(r"\w{5,}", f"{text} {name}")}
    assert {word for word in words if word in said} == set()


def test_no_ground_is_too_long_for_the_database() -> None:
    """It takes 500 characters of a ground, 2,000 of an explanation and 5,000 of facts."""
    codes = (
        "attack_on_group",
        "banned_link",
        "repeated",
        "impersonation",
        "banned_name",
        "shouting",
    )
    attributes = ("THREAT", "INSULT", "PROFANITY", "SEXUALLY_EXPLICIT", "SPAM", "SARCASM")

    found = stated(*map(finding, codes), *(finding(attribute=one) for one in attributes))

    assert len(found.incompatible_content_ground) <= 500
    assert len(found.incompatible_content_explanation) <= 2_000
    assert len(found.decision_facts) <= 5_000


def test_all_grounds_are_of_the_categories_documented() -> None:
    """Each keyword stands beside a category."""
    grounds = [ground_of(finding(code)) for code in ("attack_on_group", "shouting", "banned_link")]

    assert {ground.category for ground in grounds} <= CATEGORIES
    assert ground_of(None).category == OTHER


def test_it_depends_on_codes_alone() -> None:
    """Whatever findings say or mark, and whatever was disguised: two such statements are one."""
    told = finding(attribute="INSULT")
    other = replace(told, sentence="You nincompoop, he wrote.", spans=())
    disguised = replace(
        verdict(other),
        scores={"INSULT": 0.97},
        evasion=(Evasion(kind="leet", begin=0, end=5, plain="nincompoop"),),
    )

    assert statement_of_reasons(disguised, on=TODAY, terms=TERMS) == stated(told)
