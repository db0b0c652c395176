"""The moderator: one road from a comment to its verdict, and the ports that it needs."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from service.moderation.languages import NO_DETECTOR, Detection, Detector, primary
from service.moderation.policy import (
    DEFAULT_POLICY,
    Policy,
    examine,
    strongest,
    unsupported_language,
)
from service.moderation.words import UNDETERMINED, Comment, Scored, Verdict


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

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it knows (ISO 639-1); at least one."""

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
    """Reviews comments with one scorer under one policy.

    A comment is scored only in a language that the scorer knows: the one that the caller names, or
    else the one that the detector is sure of. Where neither tells, it is taken for a known one.
    """

    scorer: Scorer
    policy: Policy = DEFAULT_POLICY
    detector: Detector = NO_DETECTOR
    meter: Meter = field(default_factory=NullMeter)

    def review(self, comment: Comment) -> Verdict:
        """Score the comment, examine the scores, and answer with the strongest finding."""
        return self._judged(comment, self._languages([comment])[0], self._scored)

    def review_all(self, comments: Sequence[Comment]) -> list[Verdict]:
        """Review many comments, each as it would be alone, in order."""
        heard = list(zip(comments, self._languages(comments), strict=True))
        plain = [one.text for one, tag in heard if not one.explain and self._knows(tag)]
        scored = iter(self.scorer.score_all(plain))
        return [
            self._judged(one, tag, self._scored if one.explain else lambda _: next(scored))
            for one, tag in heard
        ]

    def _languages(self, comments: Sequence[Comment]) -> list[str]:
        """The language of each comment: the one that was named, or that can be told."""
        unnamed = [one.text for one in comments if one.language == UNDETERMINED]
        found = iter(self.detector.detect_all(unnamed))
        return [
            _told(next(found)) if one.language == UNDETERMINED else one.language for one in comments
        ]

    def _knows(self, language: str) -> bool:
        """Whether a language is one that the scorer knows, or nobody knows it."""
        return primary(language) in {UNDETERMINED, *self.scorer.languages}

    def _scored(self, comment: Comment) -> Scored:
        """The comment's text with its scores."""
        return self.scorer.score(comment.text, explain=comment.explain)

    def _judged(
        self, comment: Comment, language: str, score: Callable[[Comment], Scored]
    ) -> Verdict:
        """Examine the scores, and answer with the strongest finding."""
        known, wanted = self._knows(language), comment.attributes
        scored = score(comment) if known else Scored(scores={})
        findings = (
            examine(self.policy, scored.scores)
            if known
            else (unsupported_language(language, self.scorer.languages),)
        )
        told = {name: scored.scores[name] for name in wanted} if wanted and known else scored.scores
        verdict = Verdict(
            id=os.urandom(16).hex(),
            action=strongest(findings),
            scores=told,
            reasons=findings,
            evasion=scored.evasion,
            spans=tuple(span for span in scored.spans if not wanted or span.attribute in wanted)
            if comment.explain
            else None,
            language=language,
            model=self.scorer.version,
            policy=self.policy.name,
        )
        self.meter.count(verdict)
        return verdict


def _told(found: Detection) -> str:
    """The language to act on: the likeliest one where it is sure."""
    return found.languages[0] if found.sure else UNDETERMINED
