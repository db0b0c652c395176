"""A comment read beside its article and the comment that it answers."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from service.moderation.context.own import OwnText, without
from service.moderation.context.quotation import quoted
from service.moderation.context.source import Source, source
from service.moderation.context.tokens import Tokens, tokens
from service.moderation.words import Article, Comment, Stretch

_PART: Final = "\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadContext:
    """A comment's own words, and what it quotes.

    ``own`` is the comment with its own words as its text, which is all of it where ``apart`` is
    None; ``apart`` leads back to the text as it was sent. ``words`` are those of the text as sent,
    None where it stands beside nothing.
    """

    own: Comment
    words: Tokens | None = None
    quotations: tuple[Stretch, ...] = ()
    apart: OwnText | None = None

    def original(self, one: Stretch) -> Stretch:
        """A stretch of the own words as one of the text as it was sent."""
        return self.apart.original(one.begin, one.end) if self.apart is not None else one


def article_source(article: Article) -> Source | None:
    """An article's title and text as a source; None where there is no text."""
    return _source(article.title, article.text) if article.text else None


@lru_cache(maxsize=64)
def _source(title: str, text: str) -> Source:
    """Many comments stand under one article, so the last sources are kept."""
    return source(f"{title}{_PART}{text}" if title else text)


def read_context(comment: Comment) -> ReadContext:
    """Find what a comment takes from its article or parent.

    Linear in the length of the comment and, the first time that it is read, of the article.
    """
    article, parent = article_source(comment.article), comment.parent.text
    if article is None and not parent:
        return ReadContext(own=comment)
    words = tokens(comment.text)
    taken = quoted(words, article, is_parent=False) if article is not None else []
    if parent:
        taken += quoted(words, _source("", parent), is_parent=True)
    if not taken:
        return ReadContext(own=comment, words=words)
    quotations = _stretches(words, taken)
    apart = without(comment.text, quotations)
    own = replace(comment, text=apart.text)
    return ReadContext(own=own, words=words, quotations=quotations, apart=apart)


def _stretches(words: Tokens, taken: list[tuple[int, int]]) -> tuple[Stretch, ...]:
    """Runs of words as stretches of the text, in order, those that overlap or touch as one."""
    merged: list[list[int]] = []
    for begin, end in sorted(taken):
        if merged and begin <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([begin, end])
    return tuple(
        Stretch(begin=words.begins[begin], end=words.ends[end - 1]) for begin, end in merged
    )
