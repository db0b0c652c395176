"""Which stretches of a comment a page shows. ``static/article/article.js`` chooses the same."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Answer = Mapping[str, Any]
"""A verdict as clients of the interface get it."""

PUBLISHED: Final = "publish"


def pieces(text: str, answer: Answer) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is to be marked; together they are the text."""
    found, at = [], 0
    for begin, end in _joined(_stretches(answer)):
        found += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return [piece for piece in (*found, (text[at:], False)) if piece[0]]


def quoted(text: str, answer: Answer) -> list[str]:
    """What the comment takes from the article, and what is not held against its author."""
    stretches = answer["context"]["quotations"]
    return [text[each["begin"] : each["end"]] for each in stretches]


def label(attribute: str) -> str:
    """The name of an attribute for people."""
    return attribute.replace("_", " ").capitalize()


def _stretches(answer: Answer) -> Iterator[tuple[int, int]]:
    """What made the rules fire that stop the comment.

    A rule that tells no stretch of its own has those that raised its score. A comment that is
    published has no marks: its readers would take them for blame.
    """
    if answer["action"] == PUBLISHED:
        return
    told = [*answer["reasons"], answer.get("nudge") or {}]
    for reason in told:
        attribute = reason.get("attribute")
        raised = [each for each in answer.get("spans", ()) if each["attribute"] == attribute]
        yield from ((each["begin"], each["end"]) for each in reason.get("spans") or raised)


def _joined(stretches: Iterator[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The same stretches in order, with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(stretches):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
