"""Who signs as somebody else: staff, the author of the article, or the newsroom itself.

Two names are confusable where their skeletons are the same. A skeleton is what remains of a name
when letters that look alike are one letter (Unicode Technical Standard 39, section 4), with case,
accents, blanks, points and signs that nobody sees dropped.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from service.moderation.lexicon import lexicon
from service.moderation.name_tables import name_tables
from service.moderation.name_words import plain_words
from service.moderation.text import folded

_GREEK_CAPITALS: Final = str.maketrans(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABEZHIKMNOPTYX",
)
_BARRED: Final = str.maketrans(
    {
        "\u0142": "l",
        "\xf8": "o",
        "\u0111": "d",
        "\u0127": "h",
        "\u0131": "i",
        "\xe6": "ae",
        "\u0153": "oe",
    }
)
_ALIKE: Final = str.maketrans("i1|!0345@$7", "llll" + "oeas" + "ast")
_DRAWN: Final = (("rn", "m"), ("vv", "w"))
_BYLINE: Final = re.compile(
    r"\s*(?:[,;&+/|\u2022]|\s(?:and|und|et|y|e|en|och|og|i|with|for|of)\s)\s*"
)
_BY: Final = re.compile(r"\s*(?:by|von|par|por|di|da|door|av)\s*[:\s]\s*", re.IGNORECASE)
_MARKED: Final = re.compile(r"[(\[{<|/:\u2013\u2014\u2022*~,-]+\s*([^()\[\]{}<>|/:*~,-]+)")
_FEWEST_LETTERS: Final = 3
_TELLING_LETTERS: Final = 8


def skeleton(name: str) -> str:
    """What confusable names have in common; empty where nothing of a name can be seen."""
    signs = folded(name.translate(_GREEK_CAPITALS)).translate(_BARRED)
    alike = signs.translate(_lookalikes()).translate(_ALIKE)
    bare = "".join(sign for sign in alike if sign.isalnum())
    for drawn, letter in _DRAWN:
        bare = bare.replace(drawn, letter)
    return bare


def imitates(name: str, others: Sequence[str]) -> bool:
    """Whether a name is one of the others, or can be taken for one, perhaps dressed up a little."""
    shapes = set(_shapes(name))
    return any(_is_taken_for(shapes, other) for other in others)


def bylines(author: str) -> list[str]:
    """The names in what stands over an article: "By Jane Roe and John Doe, Political editor"."""
    bare = _BY.sub("", author, count=1) if _BY.match(author) else author
    return [author, *(part for part in _BYLINE.split(bare) if part.strip())]


def poses_as_staff(name: str) -> bool:
    """Whether a name claims a part in the newsroom: "Admin", "The Editor", "Sam (moderator)"."""
    tables, words = name_tables(), plain_words(name)
    read = {*words, "".join(words), *(_unlike(word) for word in _confusable_words(name))}
    if tables.plain_roles & read:
        return True
    marked = (plain_words(found[1]) for found in _MARKED.finditer(name))
    return _is_role(words) or _is_role([*_confusable_words(name)]) or any(map(_is_role, marked))


def _is_role(words: Sequence[str]) -> bool:
    """Whether words name a part in the newsroom and nothing else."""
    tables = name_tables()
    read = [_unlike(word) for word in words]
    return any(word in tables.roles for word in read) and all(
        word in tables.roles or word in tables.around_roles for word in read
    )


def _confusable_words(name: str) -> Iterator[str]:
    """The words of a name as skeletons."""
    return (bare for bare in map(skeleton, re.split(r"[\s_.-]+", name)) if bare)


def _unlike(word: str) -> str:
    """The role whose skeleton a word has, or the word."""
    return _roles_by_skeleton().get(skeleton(word), word)


@cache
def _roles_by_skeleton() -> dict[str, str]:
    """Each word of the tables of roles by its skeleton."""
    tables = name_tables()
    return {skeleton(word): word for word in sorted(tables.roles | tables.around_roles)}


def _is_taken_for(shapes: set[str], other: str) -> bool:
    """Whether one of the shapes of a name is the skeleton of another."""
    wanted = skeleton(other)
    if len(wanted) < _FEWEST_LETTERS:
        return bool(wanted) and wanted in shapes
    turned = "".join(map(skeleton, reversed(other.split())))
    return wanted in shapes or turned in shapes


def _shapes(name: str) -> Iterator[str]:
    """The skeletons of a name: as it stands, without numbers at its ends, and without poses."""
    yield skeleton(name)
    yield skeleton(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", name))
    words = plain_words(name)
    yield "".join(map(skeleton, words))
    poses = name_tables().poses
    kept = [word for word in words if word not in poses and word.strip("x")]
    if kept and len(kept) < len(words):
        yield "".join(map(skeleton, kept))
    for found in re.split(r"[()\[\]{}<>|/,:;\u2013\u2014\u2022]+|\s[-@]\s?|@", name):
        yield skeleton(found)


@cache
def _lookalikes() -> dict[int, str]:
    """Code points of other scripts to the Latin letters that they look like."""
    words = lexicon()
    nearly = {
        ord(sign): letters[0]
        for sign, letters in words.nearly_alike.items()
        if not "\u0400" <= sign <= "\u052f"  # Cyrillic letters that only rude words use so
    }
    return nearly | dict(words.lookalikes)
