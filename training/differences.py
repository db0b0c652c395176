"""Whether the candidate's figures differ from the current version's by more than noise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from training.contenders import Contender
from training.evaluation import BiasEntry, DisguiseEntry, FunctionsEntry, StatementsEntry
from training.measure import Agreement, Calibration, Difference, Ranking
from training.noise import Noise
from training.paired import Drawn

DRAWS: Final = 500
"""How many draws of the texts an interval of a report is made of."""

_LEVEL: Final = 0.95

Figures = TypeVar(
    "Figures",
    Ranking,
    Calibration,
    Agreement,
    BiasEntry,
    StatementsEntry,
    DisguiseEntry,
    FunctionsEntry,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """The two versions that are compared; None where there is no other beside the candidate."""

    candidate: Contender
    current: Contender | None
    noise: Noise

    @classmethod
    def among(cls, contenders: Sequence[Contender], seed: int) -> "Versions":
        """The candidate, which comes first, and the current version if it is another one."""
        return cls(
            candidate=contenders[0],
            current=next((each for each in contenders if each.kind == "current"), None),
            noise=Noise(level=_LEVEL, draws=DRAWS, seed=seed),
        )

    def compared(
        self,
        figures: Mapping[str, Figures],
        draw: Callable[[Contender, Contender, Noise], Drawn],
    ) -> dict[str, Figures]:
        """The figures of all scorers, the candidate's with the bounds of its difference.

        ``draw`` takes the candidate and the current version; it is asked where both have figures.
        """
        told = dict(figures)
        own = told.get(self.candidate.name)
        if own is None or self.current is None or self.current.name not in told:
            return told
        drawn = draw(self.candidate, self.current, self.noise)
        low, high = self.noise.interval(drawn.differences)
        told[self.candidate.name] = replace(own, difference=Difference(low=low, high=high))
        return told
