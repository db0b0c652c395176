"""Letters drawn otherwise than by one upright sign: |< for k, () for o, and letters upside down."""

import re
from collections.abc import Iterator
from typing import Final

from service.moderation.draft import LEET, Change, Draft
from service.moderation.guesses import LONGEST
from service.moderation.lexicon import Lexicon

_DRAWN: Final = {
    "|\\/|": "m", "/\\/\\": "m", "\\/\\/": "w", "|\\|": "n", "|-|": "h", "|_|": "u", "|<": "k",
    "|)": "d", "|>": "p", "|3": "b", "|2": "r", "|=": "f", "|_": "l", "/\\": "a", "\\/": "v",
    "()": "o", "[]": "o", "(_)": "u",
}  # fmt: skip
_DRAWING: Final = re.compile("|".join(re.escape(drawn) for drawn in sorted(_DRAWN, key=len)[::-1]))
_TELLING: Final = ("|", "()", "[]", "(_)", "\\")
_MIXED: Final = re.compile(r"[a-z][|(]|[|(][a-z]")
_CHUNK: Final = re.compile(r"\S+")
_CORE: Final = re.compile(r"[a-z|(\[\\/$@!0-9].*[a-z0-9)\]|<>=\\/_$@]")
_LEAST: Final = 4
_FLIPPED: Final = dict(
    zip(
        "\u0250q\u0254p\u01dd\u025f\u0183\u0265\u1d09\u027e\u029el\u026fuodb\u0279s\u0287n\u028c\u028dx\u028ez",
        "abcdefghijklmnopqrstuvwxyz",
        strict=True,
    )
) | {"\u0131": "i", "\u0253": "g", "\u0261": "b", "\u05df": "l", "\u0283": "l"}
_UPSIDE_DOWN: Final = re.compile(
    "[\u0250\u0254\u01dd\u025f\u0183\u0265\u1d09\u027e\u029e\u026f\u0279\u0287\u028c\u028d\u028e]"
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def drawn(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Rude words with letters that are drawn with two signs or more, beside others that are not."""
    if not any(sign in draft.signs for sign in _TELLING) or not _MIXED.search(draft.signs):
        return
    for chunk in _CHUNK.finditer(draft.signs):
        core = _CORE.search(chunk[0]) if _MIXED.search(chunk[0]) else None
        if core and _LEAST <= len(core[0]) <= LONGEST:
            begin = chunk.start() + core.start()
            word, places = _read(core[0], begin)
            if len(word) >= _LEAST and len(word) < len(core[0]) and lexicon.is_rude(word):
                cells = list(zip(word, places, strict=True))
                yield Change(kind="leet", begin=begin, end=begin + len(core[0]), cells=cells)


def _read(signs: str, begin: int) -> tuple[str, list[int]]:
    """Signs with letters for drawings, and where each letter stands."""
    letters: list[str] = []
    places: list[int] = []
    done = 0
    while done < len(signs):
        found = _DRAWING.match(signs, done)
        letters.append(_DRAWN[found[0]] if found else LEET.get(signs[done], signs[done])[0])
        places.append(begin + done)
        done = found.end() if found else done + 1
    return "".join(letters), places


def flipped(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Rude words upside down: their letters turned, from the last to the first."""
    if draft.signs.isascii() or not _UPSIDE_DOWN.search(draft.signs):
        return
    for found in _WORD.finditer(draft.signs):
        if _UPSIDE_DOWN.search(found[0]) and len(found[0]) <= LONGEST:
            word = "".join(_FLIPPED.get(sign, sign) for sign in reversed(found[0]))
            if word in lexicon.hidden or lexicon.is_rude(word):
                yield draft.read(found.start(), word, "turned")
