"""What labelled sets cannot tell of scorers: bias, disguise, single functions and speed."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from training import paired
from training.bias import MEASURES, Bias, measure_bias, measuring_sentences
from training.contenders import TOXICITY, Contender
from training.differences import Versions
from training.evaluation import (
    BiasEntry,
    DisguiseEntry,
    FunctionEntry,
    FunctionsEntry,
    KindValue,
    SpeedEntry,
    StatementsEntry,
    TermValue,
)
from training.evaluation_sets import LabelledTexts
from training.functional import Functions, measure_functions, read_cases, read_functions
from training.measure import EVEN
from training.noise import Noise
from training.paired import Drawn, Pair
from training.robustness import (
    Disguised,
    Robustness,
    disguise_words,
    measure_robustness,
    score_disguised,
)
from training.statements import Stopped, measure_statements, plain_statements

MOST_TOXIC: Final = 1_000
"""How many toxic comments are disguised, at most: each is scored in every kind of disguise."""

MOST_CLEAN: Final = 2_000
"""How many clean comments tell what undoing disguises costs, at most."""

MOST_TIMED: Final = 1_000
"""How many comments are timed, at most."""

_LONGEST_SECONDS: Final = 10.0
_WARM_UP: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Probes:
    """The scorers with what they are probed on: all texts kept aside, and those by attribute.

    ``note`` is told of each step as it begins.
    """

    contenders: tuple[Contender, ...]
    texts: tuple[str, ...]
    aside: tuple[LabelledTexts, ...]
    seed: int
    note: Callable[[str], None]

    @property
    def versions(self) -> Versions:
        """Those of the scorers that are compared with each other."""
        return Versions.among(self.contenders, self.seed)

    def bias(self) -> dict[str, BiasEntry]:
        """Each scorer's bias on identity terms."""
        self.note("measuring bias")
        sentences = measuring_sentences()
        found = {}
        for each in self._with_toxicity():
            each.learn(sentence.text for sentence in sentences)
            found[each.name] = _bias(measure_bias(each.toxicity, sentences))
        texts = [sentence.text for sentence in sentences]

        def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
            scores = Pair.of(candidate.toxicity, current.toxicity, texts)
            return paired.worst_term(sentences, scores, noise)

        return self.versions.compared(found, drawn)

    def statements(self) -> dict[str, StatementsEntry]:
        """How many plain statements of who people are each scorer stops."""
        asked = plain_statements()
        texts = [each.text for each in asked]
        found = {}
        for each in self.contenders:
            each.learn(texts)
            found[each.name] = _stopped(measure_statements(each.holds, asked, seed=self.seed))

        def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
            return paired.statements(asked, Pair.of(candidate.holds, current.holds, texts), noise)

        return self.versions.compared(found, drawn)

    def disguise(self) -> dict[str, DisguiseEntry]:
        """What each scorer catches in disguise; nothing of one that catches nothing undisguised."""
        self.note("measuring disguises")
        toxic, clean = self._toxic(), self._clean()
        comments = [(text, True) for text in toxic] + [(text, False) for text in clean]
        found = {}
        for each in self._with_toxicity():
            each.learn(_disguises(each, toxic))
            try:
                robustness = measure_robustness(
                    each.toxicity,
                    each.threshold,
                    comments,
                    score_as_it_stands=each.as_it_stands,
                    seed=self.seed,
                )
            except ValueError:
                continue
            found[each.name] = _disguise(robustness)

        def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
            both = _disguised(candidate, toxic), _disguised(current, toxic)
            return paired.worst_disguise(*both, noise)

        return self.versions.compared(found, drawn)

    def functions(self) -> dict[str, FunctionsEntry]:
        """How each scorer does on functional cases."""
        self.note("measuring functions")
        cases = read_cases()
        found = {}
        for each in self.contenders:
            each.learn(case.text for case in cases)
            found[each.name] = _functions(measure_functions(each.holds, cases))

        def drawn(candidate: Contender, current: Contender, noise: Noise) -> Drawn:
            held = Pair.of(candidate.holds, current.holds, [case.text for case in cases])
            passed = held.equal_to(np.array([case.hold for case in cases]))
            return paired.functions(cases, passed, noise)

        return self.versions.compared(found, drawn)

    def speed(self) -> dict[str, SpeedEntry]:
        """How long each scorer takes for one comment, on texts kept aside."""
        self.note("measuring speed")
        texts = self._sample(self.texts, MOST_TIMED)
        return {each.name: _speed(each, texts) for each in self.contenders} if texts else {}

    def _with_toxicity(self) -> Iterator[Contender]:
        """The scorers that have TOXICITY."""
        return (each for each in self.contenders if TOXICITY in each.attributes)

    def _toxic(self) -> list[str]:
        """Toxic texts kept aside."""
        found = [
            text
            for one in self.aside
            if one.attributes == (TOXICITY,)
            for text, label in zip(one.texts, one.labels, strict=True)
            if label >= EVEN
        ]
        return self._sample(tuple(dict.fromkeys(found)), MOST_TOXIC)

    def _clean(self) -> list[str]:
        """Texts kept aside that are not toxic: natural ones, or all where there are none."""
        for natural in (True, False):
            found = tuple(
                text
                for one in self.aside
                if one.attributes == (TOXICITY,) and one.natural == natural
                for text, label in zip(one.texts, one.labels, strict=True)
                if label < EVEN
            )
            if found:
                return self._sample(found, MOST_CLEAN)
        return []

    def _sample(self, texts: Sequence[str], most: int) -> list[str]:
        """Some of the texts, the same each time, in their order; all where there are no more."""
        random = np.random.default_rng(self.seed)
        chosen = random.choice(len(texts), size=min(most, len(texts)), replace=False)
        return [texts[place] for place in np.sort(chosen)]


def _bias(found: Bias) -> BiasEntry:
    """A scorer's bias as an evaluation has it."""
    worst = {measure: found.worst(measure) for measure in MEASURES}
    return BiasEntry(
        background_auc=found.background_auc,
        terms=found.terms,
        worst={
            measure: TermValue(term=term.term, value=float(getattr(term, measure)))
            for measure, term in worst.items()
        },
        mean={measure: found.mean(measure) for measure in MEASURES},
    )


def _stopped(found: Stopped) -> StatementsEntry:
    """How many statements a scorer stops, as an evaluation has it."""
    return StatementsEntry(
        asked=found.asked,
        stopped=found.stopped,
        share=found.share,
        share_low=found.share_low,
        share_high=found.share_high,
        terms=found.terms,
    )


def _disguised(contender: Contender, texts: Sequence[str]) -> Disguised:
    """The texts in every disguise, as a scorer catches them."""
    return score_disguised(contender.toxicity, contender.threshold, texts)


def _disguises(contender: Contender, texts: Sequence[str]) -> Iterator[str]:
    """The texts and every disguise of those that are caught, so that they are scored together."""
    contender.learn(texts)
    for text in texts:
        if contender.toxicity(text) >= contender.threshold:
            yield from disguise_words(text).values()


def _disguise(found: Robustness) -> DisguiseEntry:
    """A scorer's robustness as an evaluation has it."""
    return DisguiseEntry(
        threshold=found.threshold,
        caught=found.caught,
        kinds=tuple(
            KindValue(kind=kind.kind, kept=kind.kept, low=kind.low, high=kind.high)
            for kind in found.kinds
        ),
        worst=KindValue(kind=found.worst.kind, kept=found.worst.kept),
        clean_held=found.clean_held,
        clean_held_as_it_stands=found.clean_held_as_it_stands,
    )


def _functions(found: Functions) -> FunctionsEntry:
    """A scorer's functions as an evaluation has them, each with what it is about."""
    about = {function.name: function for function in read_functions()}
    return FunctionsEntry(
        mean=found.mean,
        tested=tuple(
            FunctionEntry(
                name=tested.function,
                group=about[tested.function].group,
                hold=about[tested.function].hold,
                cases=tested.cases,
                passed=tested.passed,
                rate=tested.rate,
                reason=about[tested.function].reason,
            )
            for tested in found.tested
        ),
    )


def _speed(contender: Contender, texts: Sequence[str]) -> SpeedEntry:
    """Single calls one after the other, for some seconds at most."""
    for text in texts[:_WARM_UP]:
        contender.score_one(text)
    taken: list[float] = []
    end = time.perf_counter() + _LONGEST_SECONDS
    for text in texts:
        began = time.perf_counter()
        if began > end:
            break
        contender.score_one(text)
        taken.append(time.perf_counter() - began)
    median, slow = np.percentile(taken, (50, 99)) * 1e3
    return SpeedEntry(
        p50_ms=float(median), p99_ms=float(slow), comments_per_second=len(taken) / sum(taken)
    )
