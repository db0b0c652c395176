"""A policy ready to decide: its checks in their order, and the action that its findings come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

from service.moderation.phases import Check, Phase, Reading
from service.moderation.phases.authors import authors
from service.moderation.phases.context import attacks, relevance, substance
from service.moderation.phases.copies import copies
from service.moderation.phases.lists import patterns, words
from service.moderation.phases.names import names
from service.moderation.phases.scores import languages, scores
from service.moderation.phases.shape import capitals, length, links
from service.moderation.policy import DEFAULT_POLICY, Moderation, Policy, strongest
from service.moderation.words import Action, Comment, Finding

PHASES: Final[Sequence[Phase]] = (
    languages,
    scores,
    words,
    patterns,
    links,
    length,
    capitals,
    authors,
    names,
    attacks,
    relevance,
    substance,
    copies,
)
"""Every rule, in the order in which findings of one action are told."""

_VOUCHING: Final = "trusted_author"
_ALLOWED: Final = "allowed_word"
_CONTRADICTION: Final = Finding(
    code="contradiction",
    action=Action.HOLD,
    attribute="",
    sentence="Some rules speak for publishing this comment and others for rejecting it, so that a "
    "person has to decide.",
)
_PRE_MODERATION: Final = Finding(
    code="pre_moderation",
    action=Action.HOLD,
    attribute="",
    sentence="This policy has a person read each comment before it is published.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What to do, and every finding, strongest first."""

    action: Action
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """One policy with its checks; made once, and shared between threads."""

    policy: Policy
    phases: Sequence[Phase] = PHASES
    version: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the version once."""
        object.__setattr__(self, "version", self.policy.version)

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        """The checks that this policy asks for."""
        made = (phase(self.policy) for phase in self.phases)
        return tuple(check for check in made if check is not None)

    def examine(self, reading: Reading) -> Decision:
        """Let every check look at a comment, and settle what they find."""
        findings = [finding for check in self._checks for finding in check(reading)]
        if not findings and self.policy.moderation is Moderation.POST:
            return _NOTHING
        return settled(findings, self.policy.moderation)


class Rules(Protocol):
    """Whatever tells which rulebook serves a comment."""

    def serving(self, comment: Comment) -> Rulebook:
        """The rulebook of the policy that the comment asks for, or that its article has."""


@dataclass(frozen=True, kw_only=True)
class OneRulebook:
    """The rules of whoever has one policy for everything."""

    rulebook: Rulebook = field(default_factory=lambda: Rulebook(policy=DEFAULT_POLICY))

    def serving(self, _: Comment) -> Rulebook:
        """The one there is."""
        return self.rulebook


_NOTHING: Final = Decision(action=Action.PUBLISH, findings=())


def settled(findings: Iterable[Finding], moderation: Moderation = Moderation.POST) -> Decision:
    """The action that findings come to, in whatever order they were found.

    The strongest wins. What allowed words alone raised does not hold a comment. Where something
    speaks for publishing and something else for rejecting, the comment is held.
    """
    found = _without_allowed(tuple(findings))
    action = strongest(found)
    vouched = {one.code for one in found} & {_ALLOWED, _VOUCHING}
    if action is Action.REJECT and vouched and _contradicts(found):
        found, action = (*found, _CONTRADICTION), Action.HOLD
    if moderation is Moderation.PRE and action is Action.PUBLISH and _VOUCHING not in vouched:
        found, action = (*found, _PRE_MODERATION), Action.HOLD
    ordered = sorted(found, key=lambda one: one.action.severity, reverse=True)
    return Decision(action=action, findings=tuple(ordered))


def _without_allowed(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without those that would hold a comment for allowed words alone."""
    allowed = {one.attribute for one in found if one.code == _ALLOWED}
    return tuple(
        one
        for one in found
        if not (
            one.code == "score_over_threshold"
            and one.action is Action.HOLD
            and one.attribute in allowed
        )
    )


def _contradicts(found: tuple[Finding, ...]) -> bool:
    """Whether everything that asks to reject is spoken against."""
    allowed = {one.attribute for one in found if one.code == _ALLOWED}
    trusted = any(one.code == _VOUCHING for one in found)
    return trusted or all(
        one.code == "score_over_threshold" and one.attribute in allowed
        for one in found
        if one.action is Action.REJECT
    )
