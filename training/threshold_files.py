"""What ``btl-train thresholds`` reads and writes: comments in, a policy and its figures out."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np

from service.errors import ConfigError, Fault
from service.moderation.scorer import LinearScorer
from training.charts import CANDIDATE, Line, curves
from training.config import LabelRule, Source
from training.labels import Faults, read_label
from training.rows import read_rows
from training.thresholds import Figure, Proposal, Sample

_AT_ONCE: Final = 2_000
_EVEN: Final = 0.5


def columns(pairs: tuple[str, ...], *, option: str) -> dict[str, str]:
    """``ATTRIBUTE=COLUMN`` pairs by attribute; raises ConfigError."""
    found = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not sign or not name.isupper() or not column:
            message = f"Write {option} ATTRIBUTE=COLUMN, such as {option} TOXICITY=toxicity."
            raise ConfigError(message, faults=(Fault(field=option, message=message),))
        found[name] = column
    return found


def read_sample(path: Path, text: str, labels: Mapping[str, str], scorer: LinearScorer) -> Sample:
    """The comments of a file, scored; without labels their scores say how bad they are.

    Raises TrainingDataError with each row at fault.
    """
    rules = {name: LabelRule(column=column) for name, column in labels.items()}
    texts, worst = _read(path, text, rules)
    scores = np.array(
        [
            list(scored.scores.values())
            for at in range(0, len(texts), _AT_ONCE)
            for scored in scorer.score_all(texts[at : at + _AT_ONCE])
        ]
    )
    deserved = np.array(worst) >= _EVEN if rules else scores.max(axis=1)
    return Sample(
        attributes=scorer.attributes,
        scores=scores,
        deserved=deserved.astype(np.float64),
        labelled=bool(rules),
    )


def _read(path: Path, text: str, rules: Mapping[str, LabelRule]) -> tuple[list[str], list[float]]:
    """The texts of a file, and the highest label of each; 0 where no label is asked for."""
    faults = Faults()
    source = Source(name="comments", file=path.name, text=text, licence="", labels=rules)
    texts, worst = [], []
    for place, cells in read_rows(path, source, faults):
        values = [read_label(rule, cells, place, faults) for rule in rules.values()]
        known = [value for value in values if value is not None]
        if cells[text].strip() and (known or not rules):
            texts.append(cells[text])
            worst.append(max(known, default=0.0))
    if not texts:
        faults.add(path.name, "No row has a text and a label: look at --text and --label.")
    faults.refuse()
    return texts, worst


def write(proposal: Proposal, out: Path, name: str, *, command: str, model: str) -> list[Path]:
    """The policy, its figures and the curve of the trade-off, in a folder."""
    read = proposal.expected["bad ones among the stopped"].value
    shares = proposal.expected
    stopped = shares["share that people read"].value + shares["share rejected"].value
    line = Line(name="comments", style=CANDIDATE, points=proposal.curve, marked=[(stopped, read)])
    picture = curves(
        [line],
        title="Bad comments that are stopped, by the share of all comments that is",
        across="share of comments held or rejected",
        up="share of bad comments among them",
        diagonal=True,
    )
    texts = {
        f"{name}.toml": policy(proposal, command=command, model=model),
        f"{name}.json": json.dumps(asdict(proposal), indent=2) + "\n",
        f"{name}.svg": picture,
    }
    out.mkdir(parents=True, exist_ok=True)
    for file, content in texts.items():
        (out / file).write_text(content, encoding="utf-8")
    return [out / file for file in texts]


def policy(proposal: Proposal, *, command: str, model: str) -> str:
    """The policy's file: what is not said there is inherited from the default."""
    lines = [f"# Proposed by `{command}`", f"# for model {model}. Expected, with 95 % intervals:"]
    lines += [f"#   {name}: {told(figure)}" for name, figure in proposal.expected.items()]
    lines += ['inherits = "default"', "", "[thresholds]"]
    lines += [
        f"{name} = {{ hold = {each.hold:.4f}, reject = {each.reject:.4f} }}"
        for name, each in proposal.thresholds.items()
    ]
    return "\n".join(lines) + "\n"


def told(figure: Figure) -> str:
    """A share with its interval."""
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
