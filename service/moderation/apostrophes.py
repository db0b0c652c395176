"""Rude words cut by an apostrophe where English has none: mo'ron, f'uck."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from service.moderation.draft import Change, Draft, spelt
from service.moderation.lexicon import Lexicon

_CUT: Final = re.compile(
    r"(?<![^\W_])(?<!['`])[a-z]{1,12}+(?:['`][a-z]{1,12}+){1,6}(?![^\W_]|['`]\w)"
)
_PART: Final = re.compile(r"[a-z]+")
_CONTRACTED: Final = frozenset({"s", "t", "d", "m", "re", "ve", "ll"})
_LEAST: Final = 4


def quoted(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words that are rude without the apostrophes in them, and neither contracted nor a name."""
    if not draft.has(b"a'a"):
        return
    for found in _CUT.finditer(draft.signs):
        parts = _PART.findall(found[0])
        word = "".join(parts)
        if word in lexicon.telling and _is_cut(parts, lexicon):
            begin = found.start()
            places = [begin + at for at, sign in enumerate(found[0]) if sign.isalpha()]
            cells = spelt([word], places)
            yield Change(kind="apart", begin=begin, end=found.end(), cells=cells)


def _is_cut(parts: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether an apostrophe is none that English, French or a name has: who're, l'ass, O'Dick."""
    return (
        parts[-1] not in _CONTRACTED
        and sum(map(len, parts)) >= _LEAST
        and not (len(parts[0]) == 1 and lexicon.knows(parts[1]))
    )
