"""Make a version the current one: after it has loaded, and if it is not worse than the current one.

Whoever overrules a gate says why, and the reason stays in the version's manifest.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from service.errors import ArtefactError, Fault, TrainingFailedError
from service.moderation.artefact import Manifest, current_version
from service.moderation.scorer import LinearScorer, load_version
from training.gates import Gate, Outcome, standing_in_the_way
from training.noise import signed

SHORTEST_REASON: Final = 10
"""How many characters a reason for overruling has at least, blanks around it not counted."""

SMALL: Final = 0.001
"""A loss below this is called small, which is for people to weigh: it is refused all the same."""

_DIGITS: Final = 4

Compare = Callable[[LinearScorer, LinearScorer], tuple[Gate, ...]]
"""What puts a candidate through the gates, against the current model."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Promotion:
    """A version that was made current, and what it had to pass.

    ``previous`` is the version that was current, None where there was none; ``unmatched`` says
    why there was nothing to compare with, where that is so. ``overruled`` gates did not pass;
    ``unmeasured`` are all comparisons that could not be made, those among the overruled as well.
    """

    version: str
    previous: str | None
    because: str | None = None
    overruled: tuple[Gate, ...] = ()
    unmeasured: tuple[Gate, ...] = ()
    unmatched: str | None = None


def promote(
    models: Path, version: str, *, compare: Compare, because: str | None = None
) -> Promotion:
    """Point ``models/current`` at a version, atomically, once its manifest says how it got there.

    Raises ArtefactError where the version does not load, and TrainingFailedError where a gate
    refuses it and ``because`` gives no reason, or where nothing can be written; the current one
    then stays.
    """
    reason = _checked(because)
    candidate = load_version(models / version)
    previous, current, unmatched = _current(models)
    if current is not None and previous == version:
        return Promotion(version=version, previous=version, unmatched="It is current already.")
    gates = () if current is None else compare(candidate, current)
    overruled = standing_in_the_way(gates)
    if overruled and reason is None:
        raise _refusal(version, str(previous), overruled)
    promotion = Promotion(
        version=version,
        previous=previous,
        because=reason,
        overruled=overruled,
        unmeasured=tuple(gate for gate in gates if gate.outcome is Outcome.NOT_MEASURED),
        unmatched=unmatched,
    )
    _make_current(models, candidate.manifest, promotion)
    return promotion


def told(gate: Gate) -> str:
    """What was compared, with the figures of both models and the interval of their difference.

    Or why there are none.
    """
    if gate.candidate is None or gate.current is None or gate.low is None or gate.high is None:
        return f"{gate.compared}: {gate.remark}"
    return (
        f"{gate.compared}: candidate {gate.candidate:.4f}, current {gate.current:.4f}, "
        f"difference {signed(gate.low, _DIGITS)} to {signed(gate.high, _DIGITS)}"
    )


def _checked(because: str | None) -> str | None:
    """The reason without blanks around it; TrainingFailedError where it says too little."""
    if because is None:
        return None
    reason = because.strip()
    if len(reason) < SHORTEST_REASON:
        message = (
            f"--because takes a reason of {SHORTEST_REASON} characters or more, which goes into "
            'the version\'s manifest: say why, for example "rolling back: too many false alarms".'
        )
        raise TrainingFailedError(message)
    return reason


def _current(models: Path) -> tuple[str | None, LinearScorer | None, str | None]:
    """The current version's name, its model, and why there is none to compare with."""
    name = None
    try:
        name = current_version(models)
        return name, load_version(models / name), None
    except ArtefactError as error:
        return name, None, f"There is nothing to compare with. {error.sentence}"


def _refusal(version: str, previous: str, obstacles: Sequence[Gate]) -> TrainingFailedError:
    """What stands in the way, each gate with its figures, and what can be done."""
    worse = list(dict.fromkeys(g.name for g in obstacles if g.outcome is Outcome.REFUSED))
    unknown = list(dict.fromkeys(g.name for g in obstacles if g.outcome is Outcome.NOT_MEASURED))
    sentences = []
    if worse:
        sentences.append(f"{version} is worse than {previous} beyond noise in {', '.join(worse)}.")
    if unknown:
        sentences.append(f"Nobody knows whether it is worse in {', '.join(unknown)}.")
    if worse and all(_is_small(gate) for gate in obstacles):
        sentences.append(f"Each loss is under {SMALL}: whether that matters is for you to say.")
    missing = "give what is missing with --config and --data, " if unknown else ""
    sentences.append(
        f"{previous} stays current. Train a better one, {missing}or overrule with "
        '--because "the reason".'
    )
    faults = tuple(Fault(field=gate.name, message=told(gate)) for gate in obstacles)
    return TrainingFailedError(" ".join(sentences), faults=faults)


def _is_small(gate: Gate) -> bool:
    """Whether a refused gate's figures differ by little."""
    if gate.candidate is None or gate.current is None:
        return False
    return abs(gate.candidate - gate.current) < SMALL


def _make_current(models: Path, manifest: Manifest, promotion: Promotion) -> None:
    """Write the manifest, then the pointer, each in one step."""
    entry = _record(promotion, manifest.promotion)
    written = json.dumps(replace(manifest, promotion=entry).to_json(), indent=2, ensure_ascii=True)
    try:
        _replace(models / promotion.version / "manifest.json", f"{written}\n")
        _replace(models / "current", f"{promotion.version}\n")
    except OSError as error:
        message = (
            f"Nothing can be written to {models} ({error.strerror}): make room there, or see to "
            "its permissions, and promote again."
        )
        raise TrainingFailedError(message) from error


def _record(promotion: Promotion, before: Mapping[str, object] | None) -> dict[str, object]:
    """What a manifest says of this promotion; ``before`` is what it said of those before it.

    They stand under ``earlier``, the first one first.
    """
    past = dict(before) if before else {}
    earlier = past.pop("earlier", [])
    return {
        "at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "previous": promotion.previous,
        "because": promotion.because,
        "overruled": [_entry(gate) for gate in promotion.overruled],
        "not_measured": [told(gate) for gate in promotion.unmeasured],
        "unmatched": promotion.unmatched,
        "earlier": [*(earlier if isinstance(earlier, list) else []), *([past] if past else [])],
    }


def _entry(gate: Gate) -> dict[str, object]:
    """An overruled gate as numbers for programs and as a line for people."""
    return {**asdict(gate), "told": f"{gate.name}: {told(gate)}"}


def _replace(path: Path, content: str) -> None:
    """Write a file beside its place, see it on disk, and put it into its place in one step."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
