"""The scorers that an evaluation compares, ours and others', each behind the same few questions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from service.errors import ArtefactError
from service.moderation.artefact import Artefact, current_version, load
from service.moderation.linear import WeightTable
from service.moderation.policy import DEFAULT_POLICY, examine
from service.moderation.scorer import LinearScorer, feature_rules, load_version
from service.moderation.words import Scores, Span

TOXICITY: Final = "TOXICITY"
"""The one attribute that every scorer has."""

PEER_THRESHOLD: Final = 0.5
"""From which score on a peer counts as holding a comment, as none of them names a threshold."""

Kind = Literal["candidate", "current", "peer"]
Numbers = npt.NDArray[np.float64]


def _stops_at_half(scores: Scores) -> bool:
    """Whether a peer would stop a comment with these scores."""
    return scores[TOXICITY] >= PEER_THRESHOLD


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """One scorer that is measured; it scores each distinct text once and remembers the scores.

    ``score_all`` scores many texts at once, ``score_one`` does what a caller with one comment
    would do, for its time alone. ``stops`` tells whether scores stop a comment, ``threshold``
    from which TOXICITY on. ``spans`` marks a text's words, ``as_it_stands`` gives its TOXICITY
    with no disguise undone; both are None for scorers that do nothing of the kind. ``remark`` is
    what to know before its figures are read.
    """

    name: str
    kind: Kind
    attributes: tuple[str, ...]
    score_all: Callable[[Sequence[str]], Sequence[Scores]]
    score_one: Callable[[str], object]
    stops: Callable[[Scores], bool] = _stops_at_half
    threshold: float = PEER_THRESHOLD
    spans: Callable[[str], Sequence[Span]] | None = None
    as_it_stands: Callable[[str], float] | None = None
    remark: str | None = None
    _known: dict[str, Scores] = field(default_factory=dict)

    def learn(self, texts: Iterable[str]) -> None:
        """Score the texts that are not known yet, all in one go."""
        new = [one for one in dict.fromkeys(texts) if one not in self._known]
        if new:
            self._known.update(zip(new, self.score_all(new), strict=True))

    def scores(self, one: str) -> Scores:
        """A text's scores."""
        self.learn([one])
        return self._known[one]

    def toxicity(self, one: str) -> float:
        """A text's TOXICITY."""
        return self.scores(one)[TOXICITY]

    def holds(self, one: str) -> bool:
        """Whether a text would be held or rejected."""
        return self.stops(self.scores(one))

    def column(self, texts: Sequence[str], attributes: Sequence[str]) -> Numbers | None:
        """The highest score among the attributes for each text, shape (texts,).

        None where the scorer has none of them.
        """
        known = [attribute for attribute in attributes if attribute in self.attributes]
        if not known:
            return None
        self.learn(texts)
        return np.array([max(self._known[one][name] for name in known) for one in texts])


@dataclass(frozen=True, kw_only=True, slots=True)
class LineUp:
    """Who is compared: the candidate first, then the current version and peers, if any.

    ``current`` is the current version's name, which may be the candidate's own; None where there
    is none to compare with. ``notes`` tells what was left out, a sentence each.
    """

    contenders: tuple[Contender, ...]
    current: str | None
    notes: tuple[str, ...] = ()

    @property
    def candidate(self) -> Contender:
        """The version that is measured."""
        return self.contenders[0]


def line_up(
    models: Path,
    version: str | None,
    peers: Sequence[Contender] = (),
    absent: Sequence[str] = (),
) -> LineUp:
    """Load a version, by default the current one, and what it is compared with.

    ``absent`` has a sentence on each peer that there is not. Raises ArtefactError where the version
    does not load. A current version that does not load, or that there is none of, is left out.
    """
    if version is None:
        version = current_version(models)
    candidate = _of_version(models / version, "candidate")
    try:
        current = current_version(models)
        others = [] if current == version else [_of_version(models / current, "current")]
    except ArtefactError as error:
        note = f"There is no current version to compare with. {error.sentence}"
        return LineUp(contenders=(candidate, *peers), current=None, notes=(note, *absent))
    contenders = (candidate, *others, *peers)
    return LineUp(contenders=contenders, current=current, notes=tuple(absent))


def _of_version(folder: Path, kind: Kind) -> Contender:
    """A version whose golden comments score as they did when it was made."""
    return of_scorer(load_version(folder), load(folder), kind)


def of_scorer(scorer: LinearScorer, artefact: Artefact, kind: Kind) -> Contender:
    """A version of ours, which stops what the default policy holds or rejects.

    ``artefact`` is what the scorer was made of.
    """
    policy = DEFAULT_POLICY
    return Contender(
        name=scorer.version,
        kind=kind,
        attributes=scorer.attributes,
        score_all=lambda texts: [scored.scores for scored in scorer.score_all(texts)],
        score_one=scorer.score,
        stops=lambda scores: bool(examine(policy, scores)),
        threshold=policy.thresholds.get(TOXICITY, policy.otherwise).hold,
        spans=lambda one: scorer.score(one, explain=True).spans,
        as_it_stands=_as_it_stands(artefact) if TOXICITY in scorer.attributes else None,
    )


def _as_it_stands(artefact: Artefact) -> Callable[[str], float]:
    """The TOXICITY of a text that is read only as it was sent, with no disguise undone."""
    table = WeightTable(feature_rules(artefact.manifest), artefact.model, (TOXICITY,))
    calibrator = artefact.model["calibrators"][TOXICITY]

    def score(one: str) -> float:
        return float(calibrator.predict(table.decide_texts([one])[0])[0])

    return score
