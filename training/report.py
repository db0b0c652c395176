"""The evaluation as one HTML page for engineers and editors: no network, no script, no other file.

``training/report.html`` is the template; comments in the evaluation are hostile text, so it
escapes everything but our own drawings.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from service.errors import TrainingFailedError
from training.charts import require_matplotlib
from training.reporting.bias import bias
from training.reporting.disguise import disguise
from training.reporting.functions import functions
from training.reporting.mistakes import mistakes, showable
from training.reporting.parts import Drawing, Scorer, Section, read_scorers
from training.reporting.probability import calibration, review_load
from training.reporting.quality import quality, spans, speed
from training.reporting.rows import remarks, rows
from training.reporting.verdict import verdict
from training.targets import Evaluation

FORMAT: Final = 1
"""The format of evaluations that this module reads."""

TEMPLATE: Final = Path(__file__).with_name("report.html")


def render(evaluation: Evaluation) -> str:
    """The page. TrainingFailedError for another format, or where matplotlib is not installed."""
    if evaluation.get("format") != FORMAT:
        message = (
            f"The evaluation has format {evaluation.get('format')!r} and this version reads "
            f"{FORMAT}. Run btl-train evaluate again."
        )
        raise TrainingFailedError(message)
    require_matplotlib()
    scorers = read_scorers(evaluation)
    sentence, table = verdict(evaluation, scorers)
    page = _template().render(
        candidate=evaluation["candidate"],
        facts=_facts(evaluation, scorers),
        sentence=sentence,
        table=table,
        remarks=remarks(evaluation),
        compared=any(scorer.kind == "current" for scorer in scorers),
        sections=_sections(evaluation, scorers),
    )
    return showable(f"{page.strip()}\n")


def _sections(evaluation: Evaluation, scorers: tuple[Scorer, ...]) -> list[Section]:
    """The sections in their order."""
    compared = (quality, calibration, review_load, bias, disguise, functions, speed, spans, rows)
    return [*(section(evaluation, scorers) for section in compared), mistakes(evaluation)]


def _facts(evaluation: Evaluation, scorers: tuple[Scorer, ...]) -> list[tuple[str, str]]:
    """What was compared, when and how: a name and a value each."""
    peers = ", ".join(scorer.name for scorer in scorers if scorer.kind == "peer")
    created = datetime.fromisoformat(evaluation["created"])
    return [
        ("Candidate", evaluation["candidate"]),
        ("Current version", _current(evaluation)),
        ("Peers", peers or "none were installed"),
        ("Configuration", evaluation["configuration"]),
        ("Measured", f"{created:%d %B %Y, %H:%M} {created.tzname() or ''}".strip()),
    ]


def _current(evaluation: Evaluation) -> str:
    """The version that the candidate is compared with, or why there is none."""
    current = evaluation.get("current")
    if current == evaluation["candidate"]:
        return "the candidate itself, so that there is no other version to compare it with"
    return current or "none: there is nothing to compare with"


def _template() -> Template:
    """The template, which escapes all that it is given but drawings."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["drawn"] = _drawn
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def _drawn(drawing: Drawing) -> Markup:
    """A drawing as it is: matplotlib has escaped the names in it."""
    return Markup(drawing.svg)  # noqa: S704 - SVG of our own making
