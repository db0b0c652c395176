"""Measure what naming a person's identity does to scores, on sentences of our own.

The three AUCs and their names are those of Borkan et al. 2019, "Nuanced Metrics for Measuring
Unintended Bias with Real Data for Text Classification". ``training/identity/measure.toml`` holds
the terms and the templates.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from training.templates import fill, with_article

IDENTITY: Final = Path(__file__).parent / "identity"
"""Where the terms and templates are."""

POWER: Final = -5
"""The power of the generalised mean: low values count most (Jigsaw Unintended Bias, 2019)."""

BACKGROUND: Final = "background"
"""The group of the sentences that name no identity."""

Measure = Literal["subgroup_auc", "bpsn_auc", "bnsp_auc"]
MEASURES: Final[tuple[Measure, ...]] = ("subgroup_auc", "bpsn_auc", "bnsp_auc")

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One way to name people: ``person`` without its article, ``people``, and after "I am"."""

    name: str
    group: str
    person: str
    people: str
    being: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence made from a template, with the term in it and whether it attacks."""

    text: str
    toxic: bool
    term: str
    group: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TermBias:
    """The AUCs of one term, each in [0, 1] with 1 best, and its sentences by label.

    ``subgroup_auc`` ranks the term's own sentences. ``bpsn_auc`` (background positive, subgroup
    negative) falls where harmless sentences with the term score like attacks without it;
    ``bnsp_auc`` (background negative, subgroup positive) where attacks with it score like harmless
    sentences without it (Borkan et al. 2019).
    """

    term: str
    group: str
    subgroup_auc: float
    bpsn_auc: float
    bnsp_auc: float
    positive: int
    negative: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Bias:
    """Every term's figures, and the background's: its AUC is what a fair model has for all terms.

    ``background_auc`` in [0, 1]; ``positive`` and ``negative`` count background sentences.
    """

    terms: tuple[TermBias, ...]
    background_auc: float
    positive: int
    negative: int

    def worst(self, measure: Measure) -> TermBias:
        """The term with the lowest value, the first of equals."""
        return min(self.terms, key=lambda term: _value(term, measure))

    def mean(self, measure: Measure) -> float:
        """The generalised mean of power -5 over terms, in [0, 1]; 0 where any term has 0."""
        values = np.array([_value(term, measure) for term in self.terms], dtype=np.float64)
        if not values.all():
            return 0.0
        return float(np.mean(values**POWER) ** (1 / POWER))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """All sentences by column, each of shape (sentences,)."""

    scores: Numbers
    toxic: Rows
    background: Rows

    def auc(self, rows: Rows) -> float:
        """The ROC AUC over some rows; ValueError where they have one label only."""
        labels = self.toxic[rows]
        if labels.all() or not labels.any():
            message = "Bias needs toxic and harmless sentences for the background and every term."
            raise ValueError(message)
        return float(roc_auc_score(labels, self.scores[rows]))


def measure_bias(
    score: Callable[[str], float], sentences: Sequence[Sentence] | None = None
) -> Bias:
    """Score each sentence once, by default all of our own, and compare terms with the background.

    ``score`` gives the TOXICITY of one text in [0, 1]; any number that ranks will do. Raises
    ValueError where the background or a term has no sentences, or only of one label.
    """
    found = measuring_sentences() if sentences is None else tuple(sentences)
    names = np.array([sentence.term for sentence in found])
    background = np.array([sentence.group == BACKGROUND for sentence in found], dtype=np.bool_)
    table = _Table(
        scores=np.array([score(sentence.text) for sentence in found], dtype=np.float64),
        toxic=np.array([sentence.toxic for sentence in found], dtype=np.bool_),
        background=background,
    )
    groups = {sentence.term: sentence.group for sentence in found if sentence.group != BACKGROUND}
    return Bias(
        terms=tuple(
            _term_bias(table, ~background & (names == name), name=name, group=group)
            for name, group in groups.items()
        ),
        background_auc=table.auc(background),
        positive=int((background & table.toxic).sum()),
        negative=int((background & ~table.toxic).sum()),
    )


def measuring_sentences() -> tuple[Sentence, ...]:
    """Each template with each term and each background noun, in the file's order."""
    content = read_identity("measure.toml")
    nouns = read_terms({BACKGROUND: content["background"]})
    labelled = [(template, False) for template in content["templates"]["neutral"]]
    labelled += [(template, True) for template in content["templates"]["toxic"]]
    return tuple(
        Sentence(text=fill(template, forms(term)), toxic=toxic, term=term.name, group=term.group)
        for term in (*nouns, *read_terms(content["terms"]))
        for template, toxic in labelled
    )


def read_identity(name: str) -> dict[str, Any]:
    """The content of one file of terms and templates."""
    return tomllib.loads((IDENTITY / name).read_text(encoding="utf-8"))


def read_terms(groups: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Term]:
    """Terms from tables of [person, people] or [person, people, being], by group and name."""
    for group, terms in groups.items():
        for name, (person, people, *being) in terms.items():
            after = being[0] if being else with_article(person)
            yield Term(name=name, group=group, person=person, people=people, being=after)


def forms(term: Term) -> dict[str, str]:
    """The words that a term puts into a template's slots."""
    return {"person": term.person, "people": term.people, "being": term.being}


def _value(term: TermBias, measure: Measure) -> float:
    """One of a term's three AUCs."""
    return float(getattr(term, measure))


def _term_bias(table: _Table, subgroup: Rows, *, name: str, group: str) -> TermBias:
    """One term's figures; ``subgroup`` of shape (sentences,) marks its own sentences."""
    toxic, background = table.toxic, table.background
    return TermBias(
        term=name,
        group=group,
        subgroup_auc=table.auc(subgroup),
        bpsn_auc=table.auc((background & toxic) | (subgroup & ~toxic)),
        bnsp_auc=table.auc((background & ~toxic) | (subgroup & toxic)),
        positive=int((subgroup & toxic).sum()),
        negative=int((subgroup & ~toxic).sum()),
    )
