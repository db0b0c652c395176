"""What skim.c is shown of a text: ASCII alone, with stand-ins for other signs."""

import re
import unicodedata
from typing import Final

from service.moderation.draft import shape_of
from service.moderation.masks import MASKS
from service.moderation.text import folded
from service.moderation.veils import accented

_FOREIGN: Final = "\x01"
_LATIN_END: Final = "\u0250"
_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_UNREAD: Final = "\uffff"
_STRANGE: Final = re.compile(
    "[^\x00-\x7f\xa0-\xac\xae-\u024f\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20c0\u2100-\u214f"
    "\u2190-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3000-\u3003\u3008-\u3011"
    "\ufe00-\ufe0f\ufffd\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)
"""Signs outside the blocks of Latin letters, punctuation and pictures."""

_BEYOND: Final = re.compile("[^\x00-\x7f]")


class _StandIns(dict[str, str]):
    """For each sign that is not ``_STRANGE`` ASCII signs of the classes of those it is folded to.

    skim.c asks for no more. ``_UNREAD`` stands for a sign that may be read as a letter.
    """

    def __missing__(self, sign: str) -> str:
        """Look at a sign for the first time; there are few thousand of them."""
        plain = folded(sign)
        seen = "".join(part if part.isascii() else _of_its_class(part) for part in plain)
        self[sign] = seen if _is_read(sign, plain) else _UNREAD
        return self[sign]


def _seen(found: re.Match[str]) -> str:
    """The stand-in for a sign of a text; what may mask letters must stand alone to have one.

    A selector, which nobody sees, must not stand behind a letter.
    """
    sign = found[0]
    stand_in = _STAND_INS[sign]
    if sign in MASKS:
        text, at = found.string, found.start()
        if text[at - 1 : at].strip() or text[at + 1 : at + 2].strip():
            return _UNREAD
    if not stand_in and found.string[found.start() - 1 : found.start()].isalpha():
        return _UNREAD
    return stand_in


def _of_its_class(sign: str) -> str:
    """The ASCII sign that gives its name to the class of another sign, see ``Draft``."""
    return shape_of(sign).decode().replace("~", "?")


def _is_read(sign: str, plain: str) -> bool:
    """Whether the steps see ASCII in a sign, or something that is part of no word."""
    if not plain:
        return sign in _SELECTORS
    if sign < _LATIN_END and sign.isalpha():
        return plain.isascii()
    return unicodedata.category(sign)[0] in "PSZ" and not any(
        part.isalnum() or part.isspace() or (part in MASKS and part != sign)
        for part in plain
        if not part.isascii()
    )


_STAND_INS: Final = _StandIns()


class _Aside(dict[str, str]):
    """For each sign of a folded text beyond ASCII the one that skim.c is shown for it."""

    def __missing__(self, sign: str) -> str:
        """Look at a sign for the first time; letters and masks are ``_FOREIGN``."""
        silent = unicodedata.category(sign)[0] in "PSZ" and sign not in MASKS
        self[sign] = _of_its_class(sign) if silent else _FOREIGN
        return self[sign]


_ASIDE: Final = _Aside()


def as_ascii(text: str) -> bytes | None:
    """A text as skim.c reads it, as long as the folded one; None where a sign has no stand-in."""
    if text.isascii():
        return text.encode()
    if _STRANGE.search(text) or any(True for _ in accented(text)):
        return None
    seen = _BEYOND.sub(_seen, text)
    return seen.encode() if seen.isascii() else None


def aside(signs: str) -> bytes:
    """A folded text as skim.c reads it where it is to list everything."""
    return _BEYOND.sub(lambda found: _ASIDE[found[0]], signs).encode()
