"""The linear model over n-grams: decisions on texts, and what each word adds to them.

Runs on the compiled loops (``compiled.py``) where they were built, and on NumPy (``plain.py``)
otherwise. ``tests/unit/test_scorer.py`` holds it equal to scikit-learn's own answer.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from service.moderation import compiled, plain, text
from service.moderation.compiled import Kernel
from service.moderation.features import FeatureRules
from service.moderation.text import Codes, Prepared
from service.moderation.weights import Explained, Floats, Weights, fold_weights


class WeightTable:
    """Decides with one model; safe to share between threads, and never changed.

    Takes the ``tfidf`` and ``classifiers`` of an artefact, the latter in the order of the
    attributes. Runs on the compiled loops where they were built, unless told not to.
    """

    def __init__(
        self,
        rules: FeatureRules,
        model: Mapping[str, Any],
        order: Sequence[str],
        *,
        use_compiled: bool = True,
    ) -> None:
        self.__setstate__((fold_weights(rules, model, order), use_compiled))

    def __getstate__(self) -> tuple[Weights, bool]:
        """What another process makes the same table of; no addresses."""
        return self._weights, self._kernel is not None

    def __setstate__(self, state: tuple[Weights, bool]) -> None:
        """Take the weights, and look for the compiled loops."""
        self._weights, use_compiled = state
        self._kernel = compiled.kernel(self._weights) if use_compiled else None

    @property
    def path(self) -> str:
        """What it runs on: ``compiled`` or ``numpy``."""
        return "compiled" if self._kernel is not None else "numpy"

    def decide(self, prepared: Sequence[Prepared]) -> Floats:
        """The decisions on prepared texts, shape (texts, attributes)."""
        return self._decide([one.codes for one in prepared])

    def decide_texts(self, texts: Sequence[str]) -> Floats:
        """The decisions on texts as they stand, shape (texts, attributes)."""
        if self._kernel is None:
            return self._decide([text.codes_of(text.folded(one)) for one in texts])
        folded = [one if one.isascii() else text.folded(one) for one in texts]
        simple = [row for row, one in enumerate(folded) if one.isascii()]
        if len(simple) == len(folded):
            return self._decide_ascii(self._kernel, folded)
        if not simple:
            return self._decide_folded(self._kernel, folded)
        others = sorted(set(range(len(folded))).difference(simple))
        decided = np.empty((len(folded), self._weights.width))
        decided[simple] = self._decide_ascii(self._kernel, [folded[row] for row in simple])
        decided[others] = self._decide_folded(self._kernel, [folded[row] for row in others])
        return decided

    def explain(self, prepared: Prepared) -> Explained:
        """The decisions on one prepared text, and the words that raised them."""
        if self._kernel is not None:
            with suppress(MemoryError):
                return self._kernel.explain(prepared)
        return plain.explain(self._weights, prepared)

    def explain_text(self, text_: str) -> Explained:
        """The decisions on one text as it stands, and the words that raised them."""
        if self._kernel is not None and text_.isascii():
            with suppress(MemoryError):
                return self._kernel.explain_ascii(text_.encode("ascii"))
        return self.explain(text.prepare(text_))

    def _decide_ascii(self, kernel: Kernel, texts: Sequence[str]) -> Floats:
        """The decisions on ASCII texts, folded or not: folding them twice changes nothing."""
        with suppress(MemoryError):
            return kernel.decide_ascii([one.encode("ascii") for one in texts])
        return self._decide([text.codes_of(text.folded(one)) for one in texts])

    def _decide_folded(self, kernel: Kernel, texts: Sequence[str]) -> Floats:
        """The decisions on folded texts."""
        with suppress(MemoryError):
            return kernel.decide_folded(texts)
        return self._decide([text.codes_of(one) for one in texts])

    def _decide(self, codes: Sequence[Codes]) -> Floats:
        """The decisions on prepared texts, by the one path or the other."""
        if self._kernel is not None and codes:
            with suppress(MemoryError):
                return self._kernel.decide(codes)
        decided = [plain.decide(self._weights, one) for one in codes]
        rows = np.array(decided).reshape(len(codes), len(self._weights.intercepts))
        return rows[:, self._weights.columns]
