"""Writing that a right-to-left override turns round: what a reader sees, and where it stands.

Only an override changes the order of Latin letters; embeddings and isolates do not, and letters of
a script that runs from right to left stay as they are in any of them (Unicode TR 9).
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from service.moderation.text import exact

_OVERRIDE: Final = re.compile("(?<=\u202e)[^\u202c\u202e\u2069\n\r\u2029]+")
_GRAPHEME: Final = re.compile(
    "[^\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]?"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]*",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A text in the order in which it is seen, as long as the text.

    ``begins`` and ``ends`` tell which stretches of it were turned round, in order.
    """

    text: str
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def original(self, begin: int, end: int) -> tuple[int, int]:
        """Where the words of a stretch of the view stand in the text as it was sent.

        Exactly: see ``text.exact``. A stretch that is turned round in part takes all that is
        turned round with it.
        """
        begin, end = exact(self.text, begin, end)
        place = bisect_right(self.ends, begin)
        if place == len(self.ends) or self.begins[place] >= end:
            return begin, end
        first, last = self.begins[place], self.ends[place]
        if first <= begin and end <= last:
            return first + last - end, first + last - begin
        while place + 1 < len(self.ends) and self.begins[place + 1] < end:
            place += 1
        return min(begin, first), max(end, self.ends[place])


def seen(text: str) -> View:
    """A text with everything that an override turns round put the right way round. Linear."""
    if "\u202e" not in text:
        return View(text=text)
    turned = [found for found in _OVERRIDE.finditer(text) if any(map(_turns, found[0]))]
    pieces: list[str] = []
    done = 0
    for found in turned:
        pieces += [text[done : found.start()], *reversed(_GRAPHEME.findall(found[0]))]
        done = found.end()
    return View(
        text="".join([*pieces, text[done:]]),
        begins=tuple(found.start() for found in turned),
        ends=tuple(found.end() for found in turned),
    )


def _turns(sign: str) -> bool:
    """Whether it is a letter that runs from left to right by itself."""
    return sign.isalpha() and unicodedata.bidirectional(sign) == "L"
