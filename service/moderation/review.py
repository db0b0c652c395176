"""The moderator: one road from a comment to its verdict, and the ports that it needs."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Protocol

from service.moderation.articles import Articles, NoArticles, placed
from service.moderation.context.placing import located, located_finding
from service.moderation.context.reading import ReadContext, read_context
from service.moderation.context.relevance import off_topic
from service.moderation.copies import Copies, NoCopies, noted
from service.moderation.languages import NO_DETECTOR, Detection, Detector, primary
from service.moderation.phases import Reading
from service.moderation.rulebook import OneRulebook, Rulebook, Rules
from service.moderation.words import (
    UNDETERMINED,
    ArticleSource,
    Comment,
    Context,
    Scored,
    Scores,
    Span,
    Verdict,
)


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
class _Read:
    """A comment with its article, where that comes from, and what it takes from there."""

    comment: Comment
    source: ArticleSource
    context: ReadContext


@dataclass(frozen=True, kw_only=True, slots=True)
class Moderator:
    """Reviews comments with one scorer, each by the policy that serves it.

    A comment is scored only in a language that the scorer knows: the one that the caller names, or
    else the one that the detector is sure of. Where neither tells, it is taken for a known one.
    """

    scorer: Scorer
    rules: Rules = field(default_factory=OneRulebook)
    detector: Detector = NO_DETECTOR
    articles: Articles = field(default_factory=NoArticles)
    copies: Copies = field(default_factory=NoCopies)
    meter: Meter = field(default_factory=NullMeter)

    def review(self, comment: Comment) -> Verdict:
        """Score the comment, examine it, and answer with the action that the findings come to."""
        return self._judged(self._read(comment), self._languages([comment])[0], self._scored)

    def review_all(self, comments: Sequence[Comment]) -> list[Verdict]:
        """Review many comments, each as it would be alone, in order."""
        read = list(map(self._read, comments))
        heard = list(zip(read, self._languages(comments), strict=True))
        plain = [
            one.context.own.text
            for one, tag in heard
            if not one.comment.explain and self._knows(tag)
        ]
        scored = iter(self.scorer.score_all(plain))
        return [
            self._judged(one, tag, self._scored if one.comment.explain else lambda _: next(scored))
            for one, tag in heard
        ]

    def _read(self, comment: Comment) -> _Read:
        """A comment beside its article and the comment that it answers."""
        whole, source = placed(comment, self.articles)
        return _Read(comment=whole, source=source, context=read_context(whole))

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

    def _judged(self, read: _Read, language: str, score: Callable[[Comment], Scored]) -> Verdict:
        """Examine the comment's own words, and answer with the action that the findings come to."""
        id_, own = os.urandom(16).hex(), read.context.own
        rulebook = self.rules.serving(own)
        scored = score(own) if self._knows(language) else None
        reading = Reading(
            comment=own,
            scored=scored,
            language=language,
            known=self.scorer.languages,
            off_topic=off_topic(read.comment, read.context.words) if scored is not None else None,
            copies=noted(own, id_, rulebook.policy, self.copies),
            spans=partial(self._spans, own, scored),
        )
        verdict = self._verdict(id_, read, reading, rulebook)
        self.meter.count(verdict)
        return verdict

    def _verdict(self, id_: str, read: _Read, reading: Reading, rulebook: Rulebook) -> Verdict:
        """The action that the findings come to, with everything placed in the text as sent."""
        decision, wanted = rulebook.examine(reading), read.comment.attributes
        found = located(reading.scored or _UNSCORED, read.context)
        context = self._context(read, reading.language)
        return Verdict(
            id=id_,
            action=decision.action,
            scores=_wanted_scores(found.scores, wanted),
            reasons=tuple(located_finding(one, read.context) for one in decision.findings),
            evasion=found.evasion,
            spans=_wanted(found.spans, wanted) if read.comment.explain else None,
            context=replace(context, off_topic=reading.off_topic),
            copies=reading.copies,
            language=reading.language,
            model=self.scorer.version,
            policy=rulebook.version,
        )

    def _context(self, read: _Read, language: str) -> Context:
        """What the comment was read beside, with its quotations scored apart."""
        taken, text = read.context.quotations, read.comment.text
        if not taken or not self._knows(language):
            return Context(article=read.source, quotations=taken)
        apart = " ".join(text[one.begin : one.end] for one in taken)
        scores = _wanted_scores(self.scorer.score(apart).scores, read.comment.attributes)
        return Context(article=read.source, quotations=taken, scores=scores)

    def _spans(self, own: Comment, scored: Scored | None) -> tuple[Span, ...]:
        """What raised the scores, which a comment that is not stopped is not asked for."""
        if scored is None or own.explain:
            return scored.spans if scored is not None else ()
        return self.scorer.score(own.text, explain=True).spans


_UNSCORED: Final = Scored(scores={})


def _wanted_scores(scores: Scores, attributes: tuple[str, ...]) -> Scores:
    """The scores that were asked for; none where nothing was scored."""
    return {name: scores[name] for name in attributes} if attributes and scores else scores


def _wanted(spans: tuple[Span, ...], attributes: tuple[str, ...]) -> tuple[Span, ...]:
    """The spans of the attributes that were asked for."""
    return tuple(span for span in spans if not attributes or span.attribute in attributes)


def _told(found: Detection) -> str:
    """The language to act on: the likeliest one where it is sure."""
    return found.languages[0] if found.sure else UNDETERMINED
