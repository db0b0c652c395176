"""The model card: what a version is for, what it was trained on, and how good it is."""

from typing import Final

from service.moderation.artefact import Manifest

_CARD: Final = """# Model {version}

Scores English reader comments for {attributes}. Each score is a probability,
calibrated on comments drawn as they came. It is meant to help moderators; it may punish a
quotation or a slur that is only reported, misses insults in polite words, and knows no other
language.

## Trained on

| source | rows | licence |
|---|---|---|
{sources}

{texts} distinct texts; {repeated} rows repeated a text, and
{disagreeing} texts had labels that disagree (settled by their mean).

## Measured on {test} texts kept aside

`natural` rows came as they were; `all` mixes sources, so its calibration means nothing by itself.

| attribute/rows | rows | positive | ROC AUC (95 % interval) | average precision | Brier | ECE |
|---|---|---|---|---|---|---|
{figures}
"""


def write_card(manifest: Manifest) -> str:
    """The card as Markdown, made from the manifest alone."""
    sources = "\n".join(
        f"| {source['name']} | {source['rows']} | {source['licence']} |"
        for source in manifest.sources
    )
    figures = "\n".join(_figures(name, found) for name, found in manifest.metrics.items())
    return _CARD.format(
        attributes=", ".join(manifest.attributes),
        version=manifest.version,
        sources=sources,
        figures=figures,
        **manifest.counts,
    )


def _figures(name: str, found: object) -> str:
    """One line of the table, or that there was nothing to measure on."""
    if not isinstance(found, dict):
        return f"| {name} | one side only: not measured | | | | | |"
    return (
        f"| {name} | {found['rows']} | {found['positive']} | {found['auc']} "
        f"({found['auc_low']} to {found['auc_high']}) | {found['average_precision']} "
        f"| {found['brier']} | {found['ece']} |"
    )
