"""The port behind which articles are kept, so that comments need only name theirs."""

from dataclasses import dataclass, replace
from typing import Protocol

from service.errors import ArticlesUnavailableError
from service.moderation.words import Article, ArticleSource, Comment


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """An article as it is kept: how many bytes it takes, and the second since 1970 when it ends."""

    article: Article
    bytes: int
    expires: float


class Articles(Protocol):
    """Whatever keeps articles by their ids, for a while and within bounds.

    Every method raises ArticlesUnavailableError where it cannot reach what it keeps.
    """

    def put(self, article: Article) -> Registered:
        """Keep an article under its id, in the place of an earlier one.

        Others that are older may have to go for it. Raises ArticleTooLargeError for one that is
        larger than all the room there is.
        """

    def find(self, id_: str) -> Registered | None:
        """The article of an id; None where there is none, or none any more."""

    def drop(self, id_: str) -> bool:
        """Forget an article; whether there was one."""


Placed = tuple[Comment, ArticleSource]
"""A comment with the article that it names, and where that comes from."""


class NoArticles:
    """The articles of whoever keeps none."""

    def put(self, article: Article) -> Registered:
        """Keep nothing."""
        return Registered(article=article, bytes=0, expires=0.0)

    def find(self, _: str) -> Registered | None:
        """Know none."""
        return None

    def drop(self, _: str) -> bool:
        """Know none."""
        return False


def placed(comment: Comment, articles: Articles) -> Placed:
    """A comment with the article that it names, and where that comes from.

    What the request says of the article goes before what was registered. An article that cannot be
    found leaves the comment without context, which never makes its verdict milder.
    """
    article = comment.article
    if article.text or not article.id:
        return comment, ArticleSource.SENT if article.text else ArticleSource.NONE
    try:
        found = articles.find(article.id)
    except ArticlesUnavailableError:
        return comment, ArticleSource.UNAVAILABLE
    if found is None:
        return comment, ArticleSource.UNKNOWN
    whole = Article(
        id=article.id,
        url=article.url or found.article.url,
        title=article.title or found.article.title,
        text=found.article.text,
        author=article.author or found.article.author,
        section=article.section or found.article.section,
        site=article.site or found.article.site,
    )
    return replace(comment, article=whole), ArticleSource.REGISTERED
