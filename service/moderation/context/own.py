"""What is left of a comment once its quotations are taken out: the words that count."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.words import Stretch

_MARKS: Final = "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_GAP: Final = " "


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnText:
    """A comment without its quotations: ``text``, and where each piece of it stood.

    ``starts`` are places of the pieces in ``text``, ``begins`` and ``ends`` in the comment.
    """

    text: str
    starts: Sequence[int]
    begins: Sequence[int]
    ends: Sequence[int]

    def original(self, begin: int, end: int) -> Stretch:
        """A stretch of ``text`` as one of the comment."""
        return Stretch(begin=self._place(begin), end=self._place(end - 1) + 1)

    def _place(self, at: int) -> int:
        """Where a sign stood; a gap is put at the end of the piece before it."""
        piece = max(0, bisect_right(self.starts, at) - 1)
        return min(self.begins[piece] + at - self.starts[piece], max(self.ends[piece] - 1, 0))


def without(text: str, quotations: Iterable[Stretch]) -> OwnText:
    """A text without some stretches, which are in order; marks of quotation go with them."""
    pieces = [*_pieces(text, quotations)]
    starts, at = [], 0
    for begin, end in pieces:
        starts.append(at)
        at += end - begin + len(_GAP)
    return OwnText(
        text=_GAP.join(text[begin:end] for begin, end in pieces),
        starts=starts,
        begins=[begin for begin, _ in pieces],
        ends=[end for _, end in pieces],
    )


def _pieces(text: str, quotations: Iterable[Stretch]) -> Iterator[tuple[int, int]]:
    """What stands between the stretches; at least one piece, which may be empty."""
    done = 0
    for one in quotations:
        begin, end = one.begin, one.end
        while begin > done and text[begin - 1] in _MARKS:
            begin -= 1
        while end < len(text) and text[end] in _MARKS:
            end += 1
        if begin > done:
            yield done, begin
        done = end
    if done < len(text) or not done:
        yield done, len(text)
    elif done:
        yield len(text), len(text)
