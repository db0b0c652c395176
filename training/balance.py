"""Sentences that are made rather than found: our own, and HolisticBias's, as training rows."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from training.apart import apart
from training.config import Balance, Config
from training.examples import Example, SourceReport
from training.generate import SENTENCES, Generated, generate
from training.holistic import holistic
from training.labels import Faults
from training.measure import EVEN

_HOLISTIC_FILES = ("descriptors", "nouns", "sentence_templates")


def read_balance(config: Config, folder: Path) -> tuple[list[Example], list[SourceReport]]:
    """What the configuration's ``[balance]`` asks for; nothing where it asks for nothing.

    Raises TrainingDataError where HolisticBias's files are named and not there.
    """
    if config.balance is None:
        return [], []
    parts = [_own()] if config.balance.sentences else []
    if config.balance.holisticbias:
        parts.append(_holistic(config.balance, folder / config.balance.holisticbias))
    examples: list[Example] = []
    for number, (sentences, _) in enumerate(parts, len(config.sources)):
        examples += _examples(sentences, number, config.attributes, config.balance.harmless_terms)
    return examples, [report for _, report in parts]


def _examples(
    sentences: Sequence[Generated], source: int, attributes: Sequence[str], spared: float
) -> list[Example]:
    """Sentences as rows that are learnt from and never measured on.

    Harmless ones that name a term of identity count ``spared`` times as much.
    """
    return [
        Example(
            text=one.text,
            source=source,
            labels={name: label for name, label in one.labels.items() if name in attributes},
            natural=False,
            group=one.group,
            weight=spared if one.term and max(one.labels.values()) < EVEN else 1.0,
        )
        for one in sentences
    ]


def _own() -> tuple[Sequence[Generated], SourceReport]:
    """Our own sentences, without those that know a stretch of what measures."""
    made = apart(generate())
    files = sorted(SENTENCES.glob("*.toml"))
    return made, _report("own_sentences", "training/sentences", "MIT", files, len(made))


def _holistic(balance: Balance, folder: Path) -> tuple[Sequence[Generated], SourceReport]:
    """Sentences made of HolisticBias's words."""
    files = [folder / f"v1.1_{name}.json" for name in _HOLISTIC_FILES]
    faults = Faults()
    for file in files:
        if not file.is_file():
            faults.add(
                file.name,
                f"There is no such file in {folder}: put HolisticBias's files there, or remove "
                "holisticbias from [balance] in the configuration.",
            )
    faults.refuse()
    made = holistic(*files, most=balance.holistic_most)
    return made, _report("holisticbias", folder.name, "CC BY-SA 4.0", files, len(made))


def _report(name: str, file: str, licence: str, files: Sequence[Path], rows: int) -> SourceReport:
    """What the manifest says of it; the fingerprint is that of the files end to end."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return SourceReport(name=name, file=file, licence=licence, sha256=digest, rows=rows, empty=0)
