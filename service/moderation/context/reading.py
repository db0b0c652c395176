"""A comment read beside its article and the comment that it answers."""

from dataclasses import dataclass, replace
from typing import Final

from service.moderation.context.own import OwnText, without
from service.moderation.context.quotation import quoted
from service.moderation.context.source import source
from service.moderation.context.tokens import Tokens, tokens
from service.moderation.words import Comment, Stretch

_PART: Final = "\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadContext:
    """A comment's own words, and what it quotes.

    ``own`` is the comment with its own words as its text, which is all of it where ``apart`` is
    None; ``apart`` leads back to the text as it was sent.
    """

    own: Comment
    quotations: tuple[Stretch, ...] = ()
    apart: OwnText | None = None

    def original(self, one: Stretch) -> Stretch:
        """A stretch of the own words as one of the text as it was sent."""
        return self.apart.original(one.begin, one.end) if self.apart is not None else one


def article_text(comment: Comment) -> str:
    """The title and the text of a comment's article; empty where there is no text."""
    article = comment.article
    return f"{article.title}{_PART}{article.text}" if article.text else ""


def read_context(comment: Comment) -> ReadContext:
    """Find what a comment takes from its article or parent.

    Linear in the length of the comment and, the first time that it is read, of the article.
    """
    article, parent = article_text(comment), comment.parent.text
    if not article and not parent:
        return ReadContext(own=comment)
    words = tokens(comment.text)
    taken = quoted(words, source(article), is_parent=False) if article else []
    if parent:
        taken += quoted(words, source(parent), is_parent=True)
    if not taken:
        return ReadContext(own=comment)
    quotations = _stretches(words, taken)
    apart = without(comment.text, quotations)
    return ReadContext(own=replace(comment, text=apart.text), quotations=quotations, apart=apart)


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
