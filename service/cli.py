"""The command ``btl``: serve comments over HTTP, score them here, check, write the reference."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import click
import orjson

from service import dry_run
from service.api.schemas import Rules
from service.api.verdicts import verdict_members
from service.app import bare_app, create_app, policy_book
from service.batch.comparison import THRESHOLDS
from service.batch.old_scores import MOST_FAULTS
from service.compare import columns_of, run
from service.environment import read_settings, settings_page
from service.errors import (
    ArtefactError,
    BelowTheLineError,
    OldScoresError,
    PolicyError,
    SettingsError,
)
from service.lines import Comments, Line, LineReader, numbered_lines
from service.logs import make_log
from service.metrics import Metrics, share_between_processes
from service.moderation.languages import detector
from service.moderation.review import Moderator
from service.moderation.scorer import load_scorer
from service.openapi import describe
from service.parts import Model, parts
from service.policies.book import PolicyBook
from service.server import Server, shared_folder
from service.settings import SETTINGS, Settings

FAULTS = 1
NOTHING_DONE = 2


@click.group()
@click.version_option(package_name="below-the-line")
def main() -> None:
    """Score reader comments and say publish, hold or reject, and why.

    Settings are BTL_* environment variables: see docs/settings.md, or `btl check`.
    """


@main.command()
def serve() -> None:
    """Answer comments over HTTP until told to stop (SIGTERM, Ctrl-C)."""
    settings = _settings()
    with shared_folder() as shared:
        share_between_processes(shared)
        log = make_log(settings.log_level)
        try:
            app = create_app(settings, metrics=Metrics(shared=shared), log=log)
        except PolicyError as error:
            click.echo(error.sentence, err=True)
            sys.exit(NOTHING_DONE)
        with app.app_context():
            kept = parts()
            facts = _state(kept.model, kept.unavailable, kept.policies.default.version)
        Server(
            app,
            settings,
            shared=shared,
            announce=lambda url: click.echo(f"Below the Line serves {url} {facts}"),
        ).run()


@main.command()
@click.argument("texts", nargs=-1)
@click.option(
    "--file",
    "source",
    type=click.File("rb"),
    help="Read comments from a file; - is standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="The file has a JSON object on each line.")
@click.option("--explain", is_flag=True, help="Tell which stretches of a text raised a score.")
@click.option("--attribute", "attributes", multiple=True, help="Report this score; repeatable.")
def score(
    texts: tuple[str, ...],
    source: BinaryIO | None,
    *,
    as_json: bool,
    explain: bool,
    attributes: tuple[str, ...],
) -> None:
    """Score TEXTS, or each line of a file, and write one JSON verdict a line.

    A file has one comment a line; with --json, or when its name ends in .jsonl, one JSON object as
    for POST /v1/comments. A line that cannot be scored is reported and the others are scored.
    """
    if bool(texts) == (source is not None):
        message = "Give texts as arguments, or a file with --file, and not both."
        raise click.UsageError(message)
    settings = _settings()
    model = _model(settings)
    _check_attributes(attributes, model)
    reader = LineReader(
        rules=Rules(attributes=model.attributes, policies=_policies(settings).names),
        as_json=as_json or str(getattr(source, "name", "")).endswith(".jsonl"),
        explain=explain,
        attributes=attributes,
    )
    lines = numbered_lines(source) if source is not None else _arguments(texts)
    comments = Comments(lines=lines, reader=reader, complain=_complain)
    sys.exit(FAULTS if _score_comments(comments, _moderator(settings, model)) else 0)


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--text", default="", help="The column of the texts.")
@click.option("--score", "pairs", multiple=True, help="ATTRIBUTE=COLUMN of old scores; repeatable.")
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    type=click.FloatRange(0, 1),
    default=THRESHOLDS,
    show_default=True,
    help="An old threshold; repeatable.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A CSV file for both scores of each row, without its text.",
)
def compare(
    path: Path,
    *,
    text: str,
    pairs: tuple[str, ...],
    thresholds: tuple[float, ...],
    out: Path | None,
) -> None:
    """Compare the old Perspective scores in PATH with ours.

    PATH is CSV or JSON lines, gzipped or not. For each attribute this tells how alike the scores
    rank, what an old threshold holds now, and which threshold holds as many comments as before.
    """
    columns = columns_of(text, pairs)
    settings = _settings()
    model, found = _model(settings), detector(wanted=settings.detect_language)
    try:
        whole = run(path, columns, model, found, thresholds=thresholds, out=out)
    except OldScoresError as error:
        told = (f"  {fault.field} {fault.message}" for fault in error.faults[:MOST_FAULTS])
        click.echo("\n".join((error.sentence, *told)), err=True)
        whole = False
    sys.exit(0 if whole else FAULTS)


@main.command()
@click.argument("source", metavar="COMMENTS", type=click.File("rb"))
@click.option(
    "--policy",
    "new",
    required=True,
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="The file of the other policy; it may inherit from those beside it.",
)
@click.option("--lines", is_flag=True, help="Tell each line whose action changes, and why.")
def review(source: BinaryIO, *, new: Path, lines: bool) -> None:
    """Tell what another policy would change for COMMENTS, without changing anything.

    COMMENTS has a JSON object as for POST /v1/comments on each line; - is standard input.
    """
    settings = _settings()
    model = _model(settings)
    rules = Rules(attributes=model.attributes, policies=_policies(settings).names)
    comments = Comments(
        lines=numbered_lines(source),
        reader=LineReader(rules=rules, as_json=True),
        complain=_complain,
    )
    try:
        dry_run.run(comments, _moderator(settings, model), new, lines=lines)
    except PolicyError as error:
        click.echo(error.sentence, err=True)
        sys.exit(NOTHING_DONE)
    sys.exit(FAULTS if comments.faulty else 0)


@main.command()
def check() -> None:
    """Print the settings in force and the model's facts, or everything that is wrong."""
    settings = _settings(status=FAULTS)
    for setting in SETTINGS:
        told = setting.told(getattr(settings, setting.name)) or "(empty)"
        click.echo(f"{setting.variable:30} {told}")
    model = _model(settings, status=FAULTS)
    click.echo(f"{'model':30} {model.version}")
    click.echo(f"{'path':30} {model.path}")
    click.echo(f"{'attributes':30} {', '.join(model.attributes)}")
    for rulebook in _policies(settings, status=FAULTS).rulebooks.values():
        click.echo(f"{'policy':30} {rulebook.version}")


@main.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs"),
    show_default=True,
    help="The folder to write into.",
)
def docs(folder: Path) -> None:
    """Write openapi.json and settings.md from the code."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in reference().items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"wrote {folder / name}")


def reference() -> dict[str, str]:
    """The documents that are made from the code, by file name."""
    document = describe(bare_app(Settings()))
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return {
        "openapi.json": orjson.dumps(document, option=options).decode(),
        "settings.md": settings_page(),
    }


def _moderator(settings: Settings, model: Model) -> Moderator:
    """A moderator that decides as the service would."""
    found = detector(wanted=settings.detect_language)
    return Moderator(scorer=model, rules=_policies(settings), detector=found)


def _check_attributes(attributes: Iterable[str], model: Model) -> None:
    """End with a usage error where an attribute is asked for that the model has not."""
    if unknown := set(attributes) - set(model.attributes):
        message = f"The model has no {min(unknown)}; it has {', '.join(model.attributes)}."
        raise click.BadParameter(message, param_hint="--attribute")


def _score_comments(comments: Comments, moderator: Moderator) -> int:
    """Write a verdict for each line that has a comment, and return how many have none."""
    for _, comment in comments:
        verdict = verdict_members(moderator.review(comment))
        sys.stdout.buffer.write(orjson.dumps(verdict, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    return comments.faulty


def _complain(number: int, error: BelowTheLineError) -> None:
    """Say which line is at fault, where in it, and what to do."""
    if not error.faults:
        click.echo(f"line {number}: {error.sentence}", err=True)
    for fault in error.faults:
        field = f" {fault.field}:" if fault.field else ""
        click.echo(f"line {number}:{field} {fault.message}", err=True)


def _arguments(texts: Iterable[str]) -> Iterator[Line]:
    """Texts from the command line, numbered like lines."""
    for number, text in enumerate(texts, start=1):
        yield Line(number=number, content=text.encode("utf-8", "surrogateescape"))


def _settings(*, status: int = NOTHING_DONE) -> Settings:
    """The settings, or an end with everything that is wrong with them."""
    try:
        return read_settings()
    except SettingsError as error:
        click.echo(error.sentence, err=True)
        sys.exit(status)


def _model(settings: Settings, *, status: int = NOTHING_DONE) -> Model:
    """The current model, or an end with the sentence that says what to do."""
    try:
        return load_scorer(settings.models, use_compiled=settings.compiled)
    except ArtefactError as error:
        click.echo(error.sentence, err=True)
        sys.exit(status)


def _policies(settings: Settings, *, status: int = NOTHING_DONE) -> PolicyBook:
    """The policies, or an end with everything that is wrong with them."""
    try:
        return policy_book(settings)
    except PolicyError as error:
        click.echo(error.sentence, err=True)
        sys.exit(status)


def _state(model: Model | None, unavailable: str, policy: str) -> str:
    """What a service scores with, in the words that end the line at its start."""
    if model is None:
        return f"WITHOUT A MODEL: every request for a score is answered 503. {unavailable}"
    return f"with model {model.version} and policy {policy}"
