"""Letters written as HTML has them, by their numbers or names: &#102;uck, f&#x75;ck, f&uuml;ck."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from service.moderation.draft import Change, Draft
from service.moderation.guesses import LONGEST
from service.moderation.lexicon import Lexicon
from service.moderation.text import folded

_ENTITY: Final = re.compile(r"&(?:#(?:x[0-9a-f]{1,6}|[0-9]{1,7});?|[a-z]{2,8};)")
_WRITTEN: Final = re.compile(rf"(?:[a-z]|{_ENTITY.pattern})+")
_PIECE: Final = re.compile(rf"{_ENTITY.pattern}|[a-z]")
_WIDEST: Final = 11
_LEAST: Final = 3


def decoded(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words that people hide, with entities for some of their letters or unseen ones between them.

    "AT&amp;T" and "don&#39;t" were pasted so, and are left alone.
    """
    if "&" not in draft.signs:
        return
    for found in _WRITTEN.finditer(draft.signs):
        if "&" in found[0] and len(found[0]) <= LONGEST * _WIDEST:
            cells = [
                (sign, found.start() + piece.start())
                for piece in _PIECE.finditer(found[0])
                for sign in _sign_of(piece[0], lexicon)
            ]
            word = "".join(sign for sign, _ in cells)
            if len(word) >= _LEAST and _is_hidden(word, lexicon):
                yield Change(kind="leet", begin=found.start(), end=found.end(), cells=cells)


def _sign_of(piece: str, lexicon: Lexicon) -> str:
    """What a letter or an entity is read as: a Latin letter for one that looks like it."""
    if not piece.startswith("&"):
        return piece
    return folded(unescape(piece)).translate(lexicon.lookalikes)


def _is_hidden(word: str, lexicon: Lexicon) -> bool:
    """Whether people hide a word, however it is spelt."""
    return word.isalpha() and (
        word in lexicon.hidden or word in lexicon.respelt or lexicon.is_rude(word)
    )
