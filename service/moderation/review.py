"""The moderator: one road from a comment to its verdict, and the ports that it needs."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from service.moderation.policy import DEFAULT_POLICY, Policy, examine, strongest
from service.moderation.words import Comment, Scored, Verdict


class Scorer(Protocol):
    """Whatever turns a text into calibrated scores; ``service.moderation.scorer`` has the real one.

    ``version`` names the model, ``attributes`` lists what it scores, in order.
    """

    @property
    def version(self) -> str:
        """The model version that every verdict names."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that ``score`` returns, in the manifest's order."""

    def score(self, text: str, *, explain: bool = False) -> Scored:
        """Score one text for every attribute, with its spans where ``explain`` is set."""

    def score_all(self, texts: Sequence[str]) -> Sequence[Scored]:
        """Score many texts for every attribute, each as it would be alone, without spans."""


class Meter(Protocol):
    """Whatever counts verdicts."""

    def count(self, verdict: Verdict) -> None:
        """Take note of one verdict."""


class NullMeter:
    """The meter of whoever does not count."""

    def count(self, verdict: Verdict) -> None:
        """Take no note."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moderator:
    """Reviews comments with one scorer under one policy."""

    scorer: Scorer
    policy: Policy = DEFAULT_POLICY
    meter: Meter = field(default_factory=NullMeter)

    def review(self, comment: Comment) -> Verdict:
        """Score the comment, examine the scores, and answer with the strongest finding."""
        return self._judged(comment, self.scorer.score(comment.text, explain=comment.explain))

    def review_all(self, comments: Sequence[Comment]) -> list[Verdict]:
        """Review many comments, each as it would be alone, in order."""
        plain = iter(self.scorer.score_all([one.text for one in comments if not one.explain]))
        return [
            self.review(comment) if comment.explain else self._judged(comment, next(plain))
            for comment in comments
        ]

    def _judged(self, comment: Comment, scored: Scored) -> Verdict:
        """Examine the scores, and answer with the strongest finding."""
        findings = examine(self.policy, scored.scores)
        wanted = comment.attributes
        verdict = Verdict(
            id=os.urandom(16).hex(),
            action=strongest(findings),
            scores={name: scored.scores[name] for name in wanted} if wanted else scored.scores,
            reasons=findings,
            evasion=scored.evasion,
            spans=tuple(span for span in scored.spans if not wanted or span.attribute in wanted)
            if comment.explain
            else None,
            language=comment.language,
            model=self.scorer.version,
            policy=self.policy.name,
        )
        self.meter.count(verdict)
        return verdict
