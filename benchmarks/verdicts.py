"""What reading the article changes, and what verdicts cost beside scores alone.

``python benchmarks/verdicts.py DATA`` decides the comments of NeutralNews (``DATA`` holds its two
files) without and with their articles, tells how actions move, and compares comments a second on
one core: scores alone, with the policy, with names and context, and with copies, in one run.
"""

import csv
import gzip
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import click

from service.moderation.copies import NoCopies
from service.moderation.review import Moderator
from service.moderation.rulebook import OneRulebook, Rulebook
from service.moderation.scorer import load_scorer
from service.moderation.words import Action, Article, Author, Comment
from service.policies.files import read_policies
from service.storage.copies import MemoryCopies

ROOT = Path(__file__).parents[1]
FIELD = 1 << 27  # characters of the longest article
AT_ONCE = 1_000
ROUNDS = 3
BUSIEST = 10  # articles, under whose comments speed is measured


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--speed", is_flag=True, help="Compare comments a second alone.")
def main(data: Path, *, speed: bool) -> None:
    """Read DATA and print both tables."""
    csv.field_size_limit(FIELD)
    comments = read(data)
    scorer = load_scorer(ROOT / "models")
    for name, policy in read_policies(ROOT / "policies").items():
        if not policy.sections and not speed:
            rules = OneRulebook(rulebook=Rulebook(policy=policy))
            moved(name, Moderator(scorer=scorer, rules=rules), comments)
    busiest = Counter(one.article.id for one in comments).most_common(BUSIEST)
    wanted = {name for name, _ in busiest}
    comments = [one for one in comments if one.article.id in wanted]
    bare = [replace(one, article=Article(), author=Author()) for one in comments]
    alone = Moderator(scorer=scorer)
    rates(
        {
            "scores alone": lambda: scorer.score_all([one.text for one in comments]),
            "with the policy": lambda: decide(alone, bare),
            "with articles and names": lambda: decide(alone, comments),
            "with articles, names and copies": lambda: decide(
                replace(alone, copies=MemoryCopies()), comments
            ),
        },
        len(comments),
    )


def read(data: Path) -> list[Comment]:
    """The comments with their articles, each signed by a name of a few."""
    articles = {
        row["id"]: Article(id=row["id"], title=row["title"], text=row["text"], url=row["url"])
        for row in rows(data / "neutralnews_articles.csv.gz")
    }
    return [
        Comment(
            text=row["text"],
            article=articles.get(row["article_id"], Article()),
            author=Author(name=f"Robin Example {number % 997}"),
        )
        for number, row in enumerate(rows(data / "neutralnews_comments.csv.gz"))
    ]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gzipped CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def decide(moderator: Moderator, comments: Sequence[Comment]) -> list[Action]:
    """The actions on all comments, a thousand at a time."""
    return [
        verdict.action
        for at in range(0, len(comments), AT_ONCE)
        for verdict in moderator.review_all(comments[at : at + AT_ONCE])
    ]


def moved(name: str, moderator: Moderator, comments: Sequence[Comment]) -> None:
    """How actions move once the articles are given, and which findings come with them."""
    assert isinstance(moderator.copies, NoCopies)  # noqa: S101 - else the second run finds the first
    without = decide(moderator, [replace(one, article=Article()) for one in comments])
    given, codes, quoting = [], Counter[str](), 0
    for at in range(0, len(comments), AT_ONCE):
        for verdict in moderator.review_all(comments[at : at + AT_ONCE]):
            given.append(verdict.action)
            codes.update({one.code for one in verdict.reasons})
            quoting += bool(verdict.context.quotations)
    moves = Counter(zip(without, given, strict=True))
    print(f"\npolicy {name}: {len(comments):,} comments, {quoting:,} quote their article")
    print(f"{'not given':10}" + "".join(f"{f'-> {one}':>12}" for one in Action))
    for before in Action:
        print(f"{before:10}" + "".join(f"{moves[before, after]:>12,}" for after in Action))
    print("; ".join(f"{code} {many:,}" for code, many in codes.most_common()))


def rates(ways: dict[str, Callable[[], object]], comments: int) -> None:
    """Comments a second of each way, in turn, and each beside the first."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begin = time.process_time()
            way()
            seconds[name].append(time.process_time() - begin)
    first = median(next(iter(seconds.values())))
    print(f"\n{'on one core':34}{'comments/s':>12}{'beside scores':>16}")
    for name, took in seconds.items():
        print(f"{name:34}{comments / median(took):>12,.0f}{first / median(took):>15.0%}")


if __name__ == "__main__":
    main()
