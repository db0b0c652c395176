"""Scores over their thresholds, words that a newsroom allows, and languages nobody can score."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from service.moderation.phases import Check, Reading
from service.moderation.policy import Policy, examine
from service.moderation.terms import Terms, covers
from service.moderation.words import Action, Finding, Span, Stretch

ALLOWED = "allowed"


def scores(policy: Policy) -> Check:
    """Two thresholds for each attribute, with the words that raised it."""
    allowed = Terms({ALLOWED: policy.words.allowed})

    def check(reading: Reading) -> Iterable[Finding]:
        found = examine(policy, reading.scored.scores) if reading.scored is not None else ()
        return _with_evidence(reading, found, allowed) if found else ()

    return check


def _with_evidence(reading: Reading, found: Iterable[Finding], allowed: Terms) -> Iterator[Finding]:
    """The findings with their spans; what allowed words alone raised speaks for itself."""
    spans, places = reading.spans(), allowed.find(reading.text).get(ALLOWED, ())
    for finding in found:
        mine = _stretches(spans, finding.attribute)
        yield replace(finding, spans=mine)
        if places and mine and all(covers(places, one) for one in mine):
            yield Finding(
                code="allowed_word",
                action=Action.PUBLISH,
                attribute=finding.attribute,
                sentence=f"This policy allows the words that raised {finding.attribute}.",
                spans=mine,
            )


def _stretches(spans: Iterable[Span], attribute: str) -> tuple[Stretch, ...]:
    """Where an attribute's evidence stands."""
    return tuple(
        Stretch(begin=one.begin, end=one.end) for one in spans if one.attribute == attribute
    )


def languages(policy: Policy) -> Check:
    """A comment that the model cannot score is held; so is one in a language that is not wanted."""
    wanted = policy.languages.allowed

    def check(reading: Reading) -> Iterator[Finding]:
        primary = reading.language.split("-")[0].lower()
        if reading.scored is None:
            yield unsupported_language(reading.language, reading.known)
        elif wanted and primary not in {"und", *wanted}:
            yield Finding(
                code="wrong_language",
                action=Action.HOLD,
                attribute="",
                sentence=f"The comment is in the language {reading.language}; this policy takes "
                f"{', '.join(wanted)}.",
            )

    return check


def unsupported_language(language: str, known: Sequence[str]) -> Finding:
    """The finding for a comment in a language that no model knows: its scores mean nothing."""
    return Finding(
        code="unsupported_language",
        action=Action.HOLD,
        attribute="",
        sentence=f"The comment is in the language {language}; the model knows {', '.join(known)}, "
        "so nothing was scored and a person has to read it.",
    )
