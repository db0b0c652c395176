"""From scores to findings: two thresholds for each attribute, and the strongest finding wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.moderation.words import Action, Finding, Scores


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """Probabilities in [0, 1] from which a comment is held, and from which it is rejected."""

    hold: float
    reject: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """A named set of thresholds; ``otherwise`` serves attributes that it does not name."""

    name: str
    thresholds: Mapping[str, Thresholds]
    otherwise: Thresholds


DEFAULT_POLICY = Policy(
    name="default-2",
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


def examine(policy: Policy, scores: Scores) -> tuple[Finding, ...]:
    """Every threshold that the scores reach, strongest first, then by score."""
    limits, otherwise = policy.thresholds, policy.otherwise
    findings = [
        (score, _finding(attribute, score, limits.get(attribute, otherwise)))
        for attribute, score in scores.items()
        if score >= limits.get(attribute, otherwise).hold
    ]
    findings.sort(key=lambda each: (each[1].action.severity, each[0]), reverse=True)
    return tuple(finding for _, finding in findings)


def unsupported_language(language: str, known: Sequence[str]) -> Finding:
    """The finding for a comment in a language that no model knows: its scores mean nothing."""
    return Finding(
        code="unsupported_language",
        action=Action.HOLD,
        attribute="",
        sentence=f"The comment is in the language {language}; the model knows {', '.join(known)}, "
        "so nothing was scored and a person has to read it.",
    )


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
