"""Where addresses stand in a text: links, hosts, mail, handles and paths hide no word.

An asterisk in an address is no mask, and a letter of another script in it leads elsewhere: whoever
changed one would only break it. An address ends where blanks begin.
"""

import re
from bisect import bisect_right
from typing import Final

_LABEL: Final = r"[\w*#$!%-]"
_TOP: Final = (
    "com|org|net|edu|gov|mil|info|biz|co|uk|ie|io|eu|de|fr|nl|ru|ch|se|pl|ca|au|nz|jp|cn|br|xyz|dev"
    "|tv|cc|gg|ly|fm|dk|fi|es|pt|gr|cz|hu|mx|kr|tw|hk|sg|za|app|blog|html?|php|example|test|local"
)
_ADDRESS: Final = re.compile(
    r"(?<=[a-z])://\S*"
    r"|(?<!\w)www\.\S*"
    rf"|(?<![\w*#$!%.+-])(?:{_LABEL}|[.+])++@{_LABEL}++(?:\.{_LABEL}++)+(?:[/:?#]\S*)?"
    rf"|(?<![\w*#$!%.-])(?:{_LABEL}++\.)+(?:{_TOP})(?![\w*])(?:[/:?#]\S*)?"
    r"|(?<![^\s(\[\"'])(?:~|\.{1,2}|[a-z]:)?[/\\](?:[^\s/\\][/\\])?[^\s/\\]{2,}+[/\\]\S*"
    rf"|(?<![\w/])/?[ur]/{_LABEL}(?:{_LABEL}|\.)++"
    r"|(?<![\w.@$!*])@[\w*.-]*[\w*]",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(r"\s")
_AT: Final = "@"


class Addresses:
    """The addresses of one text, found when somebody asks for them.

    Asked about stretches in order it takes time in proportion to the length of the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._begin = self._end = 0
        self._begins: list[int] = []
        self._ends: list[int] = []

    def hold(self, begin: int, end: int) -> bool:
        """Whether a stretch of the text lies in an address, wholly or in part.

        What begins with the sign of a handle may be a word, as in "@ss": only what stands behind
        the sign is part of a handle.
        """
        if not self._begin <= begin <= end <= self._end:
            self._look_around(begin, end)
        place = bisect_right(self._ends, begin)
        if place == len(self._ends) or self._begins[place] >= end:
            return False
        return self._begins[place] != begin or self._text[begin] != _AT

    def _look_around(self, begin: int, end: int) -> None:
        """Find the addresses between the blanks around a stretch."""
        while begin and not self._text[begin - 1].isspace():
            begin -= 1
        after = _BLANK.search(self._text, end)
        self._begin, self._end = begin, after.start() if after else len(self._text)
        found = [one.span() for one in _ADDRESS.finditer(self._text, self._begin, self._end)]
        self._begins = [first for first, _ in found]
        self._ends = [last for _, last in found]
