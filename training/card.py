"""The model card: what a version is for, what it was trained on, and how good it is.

Its sections are those of Mitchell and others 2019, "Model Cards for Model Reporting". All of it is
made from the manifest and, once there is one, from an evaluation: nobody edits a card.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from service.moderation.artefact import Manifest
from service.moderation.features import bucket_count
from service.moderation.policy import DEFAULT_POLICY
from training.card_figures import figures, measured_on, table
from training.card_prose import (
    CAVEATS,
    DETAILS,
    ETHICS,
    FACTORS,
    INTENDED,
    KNOWN,
    METRICS,
    UNMEASURED,
)
from training.targets import Evaluation

FEW: Final = 50
"""With fewer positive natural rows kept aside, a card calls an attribute's figures soft."""

_NATURAL: Final = "/natural"


def write_card(manifest: Manifest, evaluation: Evaluation | None = None) -> str:
    """The card as Markdown; the same manifest and figures always give the same card.

    ``evaluation`` is what ``evaluation.json`` holds, of which only what was measured of this
    version is told.
    """
    parts = [
        f"# Model {manifest.version}",
        *(f"## {title}\n\n{section(manifest, evaluation)}" for title, section in _SECTIONS),
    ]
    return "\n\n".join(parts) + "\n"


def _details(manifest: Manifest, _: Evaluation | None) -> str:
    """What it is, when it was made and by what."""
    return DETAILS.format(
        **manifest.features,
        attributes=", ".join(manifest.attributes),
        buckets=bucket_count(manifest.features),
        commit=manifest.git_commit or "unknown",
        created=manifest.created,
        libraries=", ".join(f"{name} {number}" for name, number in manifest.libraries.items()),
        seed=manifest.seed,
        sha256=manifest.sha256,
    )


def _intended(_: Manifest, __: Evaluation | None) -> str:
    """What it is for, and what not."""
    return INTENDED


def _factors(_: Manifest, __: Evaluation | None) -> str:
    """What figures may depend on."""
    return FACTORS


def _metrics(manifest: Manifest, _: Evaluation | None) -> str:
    """What the figures mean, and from which scores on something is done."""
    policy = DEFAULT_POLICY
    limits = {name: policy.thresholds.get(name, policy.otherwise) for name in manifest.attributes}
    rows = [(name, f"{each.hold:.2f}", f"{each.reject:.2f}") for name, each in limits.items()]
    return f"{METRICS}\n\n{table(('attribute', 'held from', 'rejected from'), rows)}"


def _evaluation_data(manifest: Manifest, evaluation: Evaluation | None) -> str:
    """Which texts it was measured on."""
    aside = (
        f"- {manifest.counts['test']} texts kept aside of the training data, chosen by each text\n"
        "  (or its group) alone, never trained on. The `natural` ones among them came as they were."
    )
    if evaluation is None:
        return f"{aside}\n- Nothing else."
    return f"{aside}\n{measured_on(evaluation, manifest.version)}"


def _training_data(manifest: Manifest, _: Evaluation | None) -> str:
    """The sources, and what became of their rows."""
    rows = [
        (
            source["name"],
            source["rows"],
            source["licence"],
            KNOWN.get(str(source["name"]), "a source of whoever trained this version"),
        )
        for source in manifest.sources
    ]
    counts = manifest.counts
    return (
        f"{table(('source', 'rows', 'licence', 'what'), rows)}\n\n"
        f"{counts['texts']} distinct texts, {counts['natural']} of them drawn as they came; "
        f"{counts['repeated']} rows repeated a text, and\n{counts['disagreeing']} texts had labels "
        "that disagree (settled by their mean). The manifest has each file's SHA-256."
    )


def _quantitative(manifest: Manifest, evaluation: Evaluation | None) -> str:
    """The figures by attribute, and all that an evaluation has found."""
    rows = [_figures(name, found) for name, found in manifest.metrics.items()]
    columns = (
        *("attribute/rows", "rows", "positive", "ROC AUC (95 % interval)"),
        *("average precision", "Brier", "ECE"),
    )
    by_attribute = (
        "### By attribute, on texts kept aside\n\n"
        "`all` mixes sources, so that its calibration means nothing by itself.\n\n"
        f"{table(columns, rows)}"
    )
    if evaluation is None:
        return f"{by_attribute}\n\n{UNMEASURED.format(version=manifest.version)}"
    return f"{by_attribute}\n\n{figures(evaluation, manifest.version)}"


def _figures(name: str, found: object) -> tuple[object, ...]:
    """One line of the table, or that there was nothing to measure on."""
    if not isinstance(found, dict):
        return (name, "one side only: not measured", *[""] * 5)
    auc = f"{found['auc']} ({found['auc_low']} to {found['auc_high']})"
    others = (found[figure] for figure in ("average_precision", "brier", "ece"))
    return (name, found["rows"], found["positive"], auc, *others)


def _ethics(_: Manifest, __: Evaluation | None) -> str:
    """Whom it may harm, and what was done about it."""
    return ETHICS


def _caveats(manifest: Manifest, _: Evaluation | None) -> str:
    """What to mind, with the attributes of which little is known."""
    natural = {name: _natural(manifest.metrics, name) for name in manifest.attributes}
    unknown = [name for name, positive in natural.items() if positive is None]
    soft = [
        f"{name} ({positive})"
        for name, positive in natural.items()
        if positive is not None and positive < FEW
    ]
    told = [CAVEATS]
    if unknown:
        told.append(
            f"- No natural rows kept aside show both sides of {', '.join(unknown)}: nothing tells "
            "how well its scores\n  keep what they promise."
        )
    if soft:
        told.append(
            "- Figures on natural rows rest on few positive comments, and are soft, for "
            f"{', '.join(soft)}."
        )
    return "\n".join(told)


def _natural(metrics: Mapping[str, Any], attribute: str) -> int | None:
    """How many positive natural rows an attribute was measured on; None where it was not."""
    found = metrics.get(f"{attribute}{_NATURAL}")
    return int(found["positive"]) if found else None


def _changes(manifest: Manifest, _: Evaluation | None) -> str:
    """What the configuration says is new."""
    return manifest.changes.strip() if manifest.changes else "The configuration does not say."


_SECTIONS: Final[tuple[tuple[str, Callable[[Manifest, Evaluation | None], str]], ...]] = (
    ("Model details", _details),
    ("Intended use", _intended),
    ("Factors", _factors),
    ("Metrics", _metrics),
    ("Evaluation data", _evaluation_data),
    ("Training data", _training_data),
    ("Quantitative analyses", _quantitative),
    ("Ethical considerations", _ethics),
    ("Caveats and recommendations", _caveats),
    ("What changed", _changes),
)
"""The sections in their order: title, and what writes it."""
