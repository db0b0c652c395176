"""The stretches of a comment that are scored one by one where spans are asked for."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

MOST: Final = 1_000
"""Stretches of one comment; the last of them is all the rest."""

_END: Final = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s+|[\u3002\uff01\uff1f]\s*|\n\s*")


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence or line begins and ends in code points, without the blanks around it."""
    begin = len(text) - len(text.lstrip())
    for number, end in enumerate(_END.finditer(text, begin), start=1):
        stop = end.start() + len(end.group().rstrip())
        if number == MOST:
            break
        if end.end() < len(text):
            yield begin, stop
            begin = end.end()
    last = len(text.rstrip())
    yield (begin, last) if begin < last else (0, len(text))


class Utf16:
    """Places in a text in UTF-16 code units, which is what JavaScript and the protocol count in."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [at for at, one in enumerate(text) if one > "\uffff"]

    def __call__(self, place: int) -> int:
        """The code units before a place in code points."""
        if not self._wide:
            return place
        return place + bisect_left(self._wide, place)
