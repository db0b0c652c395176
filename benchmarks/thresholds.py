"""What the default policy's thresholds reach on natural comments kept aside from training.

``python benchmarks/thresholds.py DATA`` prints the tables of decision 8, for the current model and
the training data in the folder DATA.
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from service.moderation.policy import DEFAULT_POLICY, examine, strongest
from service.moderation.scorer import load_scorer
from service.moderation.words import Action
from training.config_file import load
from training.data import read
from training.modelling import scores_of
from training.split import arrange

_ROOT: Final = Path(__file__).parents[1]
_HALF: Final = 0.5


def main() -> None:
    """Score the comments kept aside and count."""
    config = load(_ROOT / "training" / "default.toml")
    rows = arrange(config, read(config, Path(sys.argv[1]))[0])
    chosen = np.flatnonzero(rows.test & rows.natural)
    scorer = load_scorer(_ROOT / "models")
    scores = scores_of(scorer, [rows.texts[row] for row in chosen], config.fit.jobs)
    print(f"{scorer.version} on {len(chosen)} natural comments kept aside\n")
    print("| attribute | threshold | reached by | precision | recall |\n|---|---|---|---|---|")
    for column, name in enumerate(config.attributes):
        has = rows.labels[chosen, column] >= _HALF
        if has.any():
            _print_lines(name, scores[:, column], has)
    named = [dict(zip(config.attributes, one, strict=True)) for one in scores.tolist()]
    actions = np.array([strongest(examine(DEFAULT_POLICY, one)) for one in named])
    toxic = rows.labels[chosen, config.attributes.index("TOXICITY")] >= _HALF
    for action in Action:
        print(f"{action}: {np.mean(actions == action):.1%}")
    rejected = actions == Action.REJECT
    print(f"of those rejected, toxic by their label: {np.mean(toxic[rejected]):.1%}")
    print(f"of those that are not toxic, rejected: {np.mean(rejected[~toxic]):.2%}")


def _print_lines(name: str, scores: npt.NDArray[np.float64], has: npt.NDArray[np.bool_]) -> None:
    """The two lines of an attribute."""
    thresholds = DEFAULT_POLICY.thresholds.get(name, DEFAULT_POLICY.otherwise)
    for kind, threshold in (("hold", thresholds.hold), ("reject", thresholds.reject)):
        reached = scores >= threshold
        precision = f"{np.mean(has[reached]):.3f}" if reached.any() else "none reached"
        recall = np.mean(reached[has])
        share = f"{np.mean(reached):.1%}"
        print(f"| {name} | {kind} {threshold:.2f} | {share} | {precision} | {recall:.3f} |")


if __name__ == "__main__":
    main()
