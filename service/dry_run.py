"""``btl review``: what another policy would change, told in a table and line by line."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from service.batch.dry_run import Change, Tally, decided_twice
from service.moderation.review import Moderator
from service.moderation.rulebook import OneRulebook, Rulebook
from service.moderation.words import Action, Comment
from service.policies.files import read_policy

MOST_RULES = 12
"""Rules that are told as reasons for changes."""


def run(comments: Iterable[tuple[int, Comment]], now: Moderator, new: Path, *, lines: bool) -> None:
    """Decide comments by the policies in force and by the one in a file, and tell the difference.

    Raises PolicyError where the file has faults.
    """
    rulebook = Rulebook(policy=read_policy(new))
    then = replace(now, rules=OneRulebook(rulebook=rulebook))
    tally = Tally()
    for change in decided_twice(comments, now, then):
        tally.take(change)
        if lines and change.before != change.after:
            click.echo(_line(change))
    _tell(tally, rulebook.version)


def _line(change: Change) -> str:
    """One comment whose action changes."""
    why = [*(f"+ {one}" for one in change.new), *(f"- {one}" for one in change.gone)]
    return f"line {change.number}: {change.before} -> {change.after}  {', '.join(why)}"


def _tell(tally: Tally, version: str) -> None:
    """The table, and the rules that make the difference."""
    click.echo(f"{tally.comments:,} comments; {version} changes {tally.changed:,} of them")
    click.echo(f"{'now':10}" + "".join(f"{f'-> {after}':>14}" for after in Action))
    for before in Action:
        row = "".join(f"{tally.moves[before, after]:>14,}" for after in Action)
        click.echo(f"{before:10}{row}")
    for title, counted in (("new", tally.new), ("gone", tally.gone)):
        for rule, many in counted.most_common(MOST_RULES):
            click.echo(f"{title:5} {many:>8,}  {rule}")
