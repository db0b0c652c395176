"""Who signs as somebody else: staff, the author of the article, or the newsroom itself.

Two names are confusable where their skeletons are the same. A skeleton is what remains of a name
when letters that look alike are one letter (Unicode Technical Standard 39, section 4), with case,
accents, blanks, points and signs that nobody sees dropped.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from service.moderation.name_tables import latin_letters, name_tables
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
_SPLIT: Final = re.compile(r"[()\[\]{}<>|/,:;\u2013\u2014\u2022]+|\s[-@]\s?|@")
_BLANKS: Final = re.compile(r"[\s_.-]+")
_ENDS: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_FEWEST_LETTERS: Final = 3
_CACHED: Final = 4_096


def skeleton(name: str) -> str:
    """What confusable names have in common; empty where nothing of a name can be seen."""
    if name.isascii():
        bare = name.lower().translate(_ASCII)
    else:
        signs = folded(name.translate(_GREEK_CAPITALS)).translate(_BARRED)
        alike = signs.translate(latin_letters()).translate(_ALIKE)
        bare = "".join(sign for sign in alike if sign.isalnum())
    for drawn, letter in _DRAWN:
        bare = bare.replace(drawn, letter)
    return bare


def imitates(shapes: frozenset[str], others: Sequence[str]) -> bool:
    """Whether the shapes of a name show one of the others, or what can be taken for it."""
    return any(not shapes.isdisjoint(_skeletons(other)) for other in others)


def shapes_of(name: str) -> frozenset[str]:
    """The skeletons of a name: as it stands, without numbers at its ends, and without poses."""
    words, poses = plain_words(name), name_tables().poses
    kept = [word for word in words if word not in poses and word.strip("x")]
    forms = {name, _ENDS.sub("", name), "".join(words), "".join(kept), *_SPLIT.split(name)}
    return frozenset(map(skeleton, forms)) - {""}


@lru_cache(maxsize=_CACHED)
def bylines(author: str) -> tuple[str, ...]:
    """The names in what stands over an article: "By Jane Roe and John Doe, Political editor"."""
    bare = _BY.sub("", author, count=1) if _BY.match(author) else author
    return (author, *(part for part in _BYLINE.split(bare) if part.strip()))


def poses_as_staff(name: str) -> bool:
    """Whether a name claims a part in the newsroom: "Admin", "The Editor", "Sam (moderator)"."""
    words = _confused(plain_words(name))
    whole = _confused(filter(None, _BLANKS.split(name)))
    plain = name_tables().plain_roles
    if not plain.isdisjoint((*words, *whole, *_confused(["".join(words)]))):
        return True
    marked = (_confused(plain_words(found[1])) for found in _MARKED.finditer(name))
    return any(map(_is_role, (words, whole, *marked)))


def _is_role(words: Sequence[str]) -> bool:
    """Whether words name a part in the newsroom and nothing else."""
    roles, around = name_tables().roles, name_tables().around_roles
    return not roles.isdisjoint(words) and all(word in roles or word in around for word in words)


def _confused(words: Iterable[str]) -> list[str]:
    """Words, with a role in the place of one that has its skeleton."""
    roles = _roles_by_skeleton()
    return [roles.get(skeleton(word), word) for word in words]


@cache
def _roles_by_skeleton() -> dict[str, str]:
    """Each word of the tables of roles by its skeleton."""
    tables = name_tables()
    return {skeleton(word): word for word in sorted(tables.roles | tables.around_roles)}


@lru_cache(maxsize=_CACHED)
def _skeletons(other: str) -> frozenset[str]:
    """The skeletons by which a name of staff is known, also with the surname first.

    Kept, as staff are few; what readers call themselves is not.
    """
    bare = skeleton(other)
    if len(bare) < _FEWEST_LETTERS:
        return frozenset({bare} - {""})
    return frozenset({bare, "".join(map(skeleton, reversed(other.split())))})


_ASCII: Final = {
    code: None if not chr(code).translate(_ALIKE).isalnum() else chr(code).translate(_ALIKE)
    for code in range(128)
}
