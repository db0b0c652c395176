"""What a newsroom decides by: thresholds, lists and limits, as values; the phases read them.

``service.policies`` makes them of files; ``docs/policies.md`` tells what each is for.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Final

from service.moderation.words import Action, Finding, Scores

VERSION_DIGITS: Final = 8
"""Hexadecimal digits of a policy's hash that stand in its version."""


class Moderation(StrEnum):
    """Whether comments stand at once or only once a person has read them."""

    POST = "post"
    PRE = "pre"


class Response(StrEnum):
    """What follows from a finding: nothing, a note in the reasons, or an action."""

    OFF = "off"
    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """Probabilities in [0, 1] from which a comment is held, and from which it is rejected."""

    hold: float
    reject: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Words and phrases, found whole in the folded and in the undone text.

    A ``*`` at either end takes any ending or beginning. Allowed ones count for nothing: neither
    for the lists nor for the scores that they alone raised.
    """

    banned: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Patterns:
    """Regular expressions in RE2's syntax, matched without regard to case."""

    banned: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Links:
    """How many links hold or reject a comment (0: however many), and where they lead.

    A domain stands for all of its subdomains; links to allowed ones do not count.
    """

    hold: int = 4
    reject: int = 0
    banned: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    shortened: Response = Response.HOLD


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """The fewest letters and the most characters of a comment that is not held; 0 for no limit."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Capitals:
    """The share of capitals among the letters from which a comment is held, 0 for none.

    Comments of fewer ``letters`` may be written in capitals.
    """

    hold: float = 0.0
    letters: int = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Languages:
    """Primary language tags (ISO 639-1) that comments may be in; empty for all."""

    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Authors:
    """Names of readers who are banned, watched or trusted, and of staff whom nobody may imitate."""

    banned: tuple[str, ...] = ()
    suspect: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    examine: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextRules:
    """What follows from reading the comment beside its article and its parent.

    ``off_topic`` is the OFF_TOPIC score in [0, 1] from which a comment is held, 0 for none.
    """

    off_topic: float = 0.0
    unsubstantial: Response = Response.OFF
    attack_on_author: Response = Response.HOLD
    attack_on_commenter: Response = Response.HOLD
    attack_on_figure: Response = Response.HOLD
    attack_on_group: Response = Response.HOLD


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyRules:
    """What follows from copies within ``window`` seconds: of one author, or of several."""

    repeated: Response = Response.HOLD
    coordinated: Response = Response.HOLD
    authors: int = 3
    window: int = 3_600


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """Everything that a newsroom decides by; ``otherwise`` serves attributes that it does not name.

    It serves comments that ask for it by its name, and those of its sections and sites.
    """

    name: str
    thresholds: Mapping[str, Thresholds]
    otherwise: Thresholds
    moderation: Moderation = Moderation.POST
    sections: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    words: Words = field(default_factory=Words)
    patterns: Patterns = field(default_factory=Patterns)
    links: Links = field(default_factory=Links)
    length: Length = field(default_factory=Length)
    capitals: Capitals = field(default_factory=Capitals)
    languages: Languages = field(default_factory=Languages)
    authors: Authors = field(default_factory=Authors)
    context: ContextRules = field(default_factory=ContextRules)
    copies: CopyRules = field(default_factory=CopyRules)

    @property
    def version(self) -> str:
        """The name and a hash of all that the policy says: the same rules, the same version."""
        members = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "name"}
        whole = json.dumps(members, sort_keys=True, default=asdict)
        return f"{self.name}@{hashlib.sha256(whole.encode()).hexdigest()[:VERSION_DIGITS]}"

    def limits(self, attribute: str) -> Thresholds:
        """The thresholds of an attribute."""
        return self.thresholds.get(attribute, self.otherwise)


DEFAULT_POLICY: Final = Policy(
    name="default",
    thresholds={
        "TOXICITY": Thresholds(hold=0.4, reject=0.9),
        "SEVERE_TOXICITY": Thresholds(hold=0.2, reject=0.6),
        "IDENTITY_ATTACK": Thresholds(hold=0.2, reject=0.7),
        "INSULT": Thresholds(hold=0.4, reject=0.9),
        "PROFANITY": Thresholds(hold=0.5, reject=0.9),
        "THREAT": Thresholds(hold=0.2, reject=0.6),
        "SPAM": Thresholds(hold=0.4, reject=0.95),
    },
    otherwise=Thresholds(hold=0.5, reject=0.9),
)
"""What decides where there is no file; ``policies/default.toml`` says the same."""


def examine(policy: Policy, scores: Scores) -> tuple[Finding, ...]:
    """Every threshold that the scores reach, strongest first, then by score."""
    thresholds, otherwise = policy.thresholds, policy.otherwise
    findings = [
        (score, _finding(attribute, score, thresholds.get(attribute, otherwise)))
        for attribute, score in scores.items()
        if score >= thresholds.get(attribute, otherwise).hold
    ]
    findings.sort(key=lambda each: (each[1].action.severity, each[0]), reverse=True)
    return tuple(finding for _, finding in findings)


def strongest(findings: tuple[Finding, ...]) -> Action:
    """The severest action that any finding asks for; publish where there is none."""
    return max(
        (finding.action for finding in findings),
        key=lambda action: action.severity,
        default=Action.PUBLISH,
    )


def _finding(attribute: str, score: float, thresholds: Thresholds) -> Finding:
    """The finding for the higher of the thresholds that a score reaches."""
    action = Action.REJECT if score >= thresholds.reject else Action.HOLD
    limit = thresholds.reject if action is Action.REJECT else thresholds.hold
    return Finding(
        code="score_over_threshold",
        action=action,
        attribute=attribute,
        sentence=f"{attribute} is {score:.2f}; this policy asks to {action} from {limit:.2f} on.",
    )
