"""What it costs to read a comment beside its article, against the cost of scoring it.

``python benchmarks/relevance.py`` reads comments of about 320 characters under the article of the
page, which has been read before, and one article of 200,000 characters for the first time.
"""

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from service.moderation.context.reading import read_context  # noqa: E402 - after the path is set
from service.moderation.context.relevance import off_topic  # noqa: E402
from service.moderation.scorer import load_scorer  # noqa: E402
from service.moderation.words import Article, Comment  # noqa: E402

_PAGE: Final = tomllib.loads((ROOT / "service/web/article.toml").read_text(encoding="utf-8"))
_TEXT: Final = "\n\n".join([_PAGE["standfirst"], *_PAGE["paragraphs"]])
_COMMENTS: Final = {
    "quoting": "Biden called Putin a killer and said he will pay a price, and the ambassador went "
    "home. What did anyone expect? The report has 15 pages, and nobody who comments on it here has "
    "read more than the first. Sanctions have “an uneven record”, says the article, and I would "
    "like to see the figures for that before we have another round of them.",
    "own words": "My father worked in that trade for thirty years and would have told you that "
    "letters get lost, visits do not. Two people who share a table once a month find it harder to "
    "shout through a window. It is dull work, badly paid, and nobody claps. Then something goes "
    "wrong on a Friday night and suddenly everybody wants to know who has a number.",
}
_TIMES: Final = 2_000
_LONG: Final = 200_000


def main() -> None:
    """Print the median of each step in microseconds."""
    scorer = load_scorer(ROOT / "models")
    article = Article(title=_PAGE["title"], text=_TEXT)
    print(f"{'comment':<12}{'signs':>6}{'quotations':>12}{'relevance':>11}{'scores':>8}  (us)")
    for name, text in _COMMENTS.items():
        comment = Comment(text=text, article=article)
        costs = [
            _cost(lambda one=comment: read_context(one)),
            _cost(lambda one=comment: off_topic(one)),
            _cost(lambda one=comment: scorer.score(one.text)),
        ]
        print(f"{name:<12}{len(text):>6}{costs[0]:>12.0f}{costs[1]:>11.0f}{costs[2]:>8.0f}")
    long = (_TEXT * (_LONG // len(_TEXT) + 1))[:_LONG]
    fresh = iter([f"{long}{number}" for number in range(5)])
    cost = _cost(lambda: _first(next(fresh)), times=5)
    print(f"an article of {_LONG:,} signs, read for the first time: {cost / 1000:.0f} ms")


def _first(text: str) -> None:
    """Read a comment under an article that nobody has read yet."""
    comment = Comment(text=_COMMENTS["quoting"], article=Article(text=text))
    read_context(comment)
    off_topic(comment)


def _cost(act: Callable[[], object], times: int = _TIMES) -> float:
    """The median processor time of an act in microseconds."""
    if times == _TIMES:
        act()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1e6


if __name__ == "__main__":
    main()
