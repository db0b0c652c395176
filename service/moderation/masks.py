"""Letters replaced by asterisks and the like: f**k, s#it, ni**er, *uck, c-nt, f*u*c*k."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.draft import ADDRESS, LEET, Change, Draft
from service.moderation.guesses import ANY, LONGEST, Guess, fitting, guess
from service.moderation.lexicon import Lexicon

_HEAVY: Final = "*#%@$!\u2022\xd7\u2217\u2731\u25cf\u25a0\u2588\u2605\u2606"
MASKS: Final = f"{_HEAVY}&"
"""The signs that stand for letters in masked words."""

_TOKEN: Final = re.compile(rf"(?<![^\W_])(?<!['`])[a-z0-9+|{MASKS}]++(?![^\W_])")
_DASHED: Final = re.compile(
    r"(?<![\w'-])[a-z]++(?:-{1,3}|_{1,3}|\u2013{1,3}|\u2014|\?|[\u2600-\u27bf\U0001f300-\U0001faff])"
    r"[a-z]++(?![\w'-])"
)
_MAYBE: Final = re.compile(
    rf"[+|{MASKS}_?\u2013\u2014\u2600-\u27bf\U0001f300-\U0001faff-]|[a-z]\.++[a-z]"
)
"""A sign of ``_TOKEN``, ``_DASHED`` or ``_DOTTED`` that may stand for letters."""

_MASK_SIGN: Final = re.compile(rf"[{MASKS}]")
_LETTERS: Final = {sign: ANY for sign in MASKS if sign not in "@$!&"}
_TAIL: Final = re.compile(rf"[{_HEAVY}]+$")
_CLOSING: Final = re.compile(r"[^\s*]\*+(?![^\W_])")
_OPENING: Final = re.compile(r"(?<![^\s(\[\"_>])\*{1,3}\w")
_SIGNS: Final = re.compile(rb"a[*$!+1]*[*~]|a[$!+]+[a$]|\*a")
_ENTITY: Final = re.compile(r"&#x?[0-9]")
_DOTTED: Final = re.compile(
    r"(?<![\w'.-])(?P<left>[a-z]{1,12}+)(?P<dots>\.{1,5}+)(?P<right>[a-z]{1,12}+)(?![\w'-]|\.\w)"
)
_SHORT: Final = 3
_COMMON: Final = 3_000
_CORE: Final = 60
_UNLIKELY: Final = 500
_MANY_MASKS: Final = 3
_MOST_MASKS: Final = 5
_STRAIN: Final = 2.0
_MOST_GUESSES: Final = 100


@dataclass(kw_only=True, slots=True)
class _Sheet:
    """What the signs in one text may mean: emphasis that opens or closes, a formula.

    ``guesses`` is how many tokens may still be read the slow way; a text in which a hundred
    masked words fit no list as they stand has been read well enough.
    """

    opens: bool
    closes: bool
    formula: bool
    guesses: int = _MOST_GUESSES


def masked(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words with signs for some letters, where a word that is often hidden fits."""
    if _SIGNS.search(draft.shape):
        sheet = _Sheet(
            opens=_OPENING.search(draft.signs) is not None,
            closes=_CLOSING.search(draft.signs) is not None,
            formula="=" in draft.signs,
        )
        for found in _TOKEN.finditer(draft.signs):
            if not found[0].isalnum() and len(found[0]) <= 2 * LONGEST:
                yield from _starred(draft, found, sheet, lexicon)
    if draft.has(b"a-", b"a~a"):
        for found in _DASHED.finditer(draft.signs):
            yield from _dashed(draft, found, lexicon)
    if draft.has(b"a.a", b"a.."):
        for found in _DOTTED.finditer(draft.signs):
            yield from _dotted(found, lexicon)


def may_be_masked(chunk: str) -> bool:
    """Whether a chunk has a sign that may stand for letters; ``masked`` reads none without."""
    return _MAYBE.search(chunk) is not None


def _starred(
    draft: Draft, found: re.Match[str], sheet: _Sheet, lexicon: Lexicon
) -> Iterator[Change]:
    """A token with stars or the like, without those around it that only stress it."""
    token, begin = found[0], found.start()
    if _ENTITY.search(token):
        return
    lead = len(token) - len(token.lstrip("*"))
    tail = len(token) - len(token.rstrip("*!"))
    if lead and (tail or (begin and not draft.signs[begin - 1].isspace())):
        token, begin = token[lead : len(token) - min(lead, tail)], begin + lead
    elif (lead and (sheet.closes or not _is_headless(token, lead, lexicon))) or (
        tail and sheet.opens
    ):
        return
    token = token.rstrip("!")
    read = _read(token, sheet, lexicon) if _is_word(token) else None
    if read:
        cells = [(sign, begin + at) for sign, at in zip(read.word, read.places, strict=True)]
        yield Change(kind="masked", begin=begin, end=begin + len(token), cells=cells)


def _is_headless(token: str, lead: int, lexicon: Lexicon) -> bool:
    """Whether what follows leading stars is the rest of a word: *uck, ****ing, ***hole."""
    rest = token[lead:]
    return rest.isalpha() and len(rest) > 1 and (lead >= _SHORT or not lexicon.knows(rest))


def _is_word(token: str) -> bool:
    """Whether a token has letters and masks, and begins as a word does."""
    letters = _MASK_SIGN.sub("", token)
    return (
        not token.isalnum()
        and bool(letters)
        and not letters.isdigit()
        and len(token) <= LONGEST
        and (token[0].isalpha() or token[0] == "*")
    )


def _read(token: str, sheet: _Sheet, lexicon: Lexicon) -> Guess | None:
    """How a token with masks is read, or None."""
    letters = _MASK_SIGN.sub("", token)
    if "*".join(letters) == token and (letters in lexicon.hidden or lexicon.is_rude(letters)):
        places = tuple(range(0, len(token), 2))
        return Guess(word=letters, places=places, strain=0.0, order=0)
    read = _likeliest(token, sheet, lexicon)
    if read is None:
        return None
    if min(len(read.word), len(token)) <= _SHORT and not _is_short(token, read, sheet):
        return None
    return read if _is_meant(token, letters, read, lexicon) else None


def _likeliest(token: str, sheet: _Sheet, lexicon: Lexicon) -> Guess | None:
    """The word that fits a mask for each letter, or else the one that fits with least strain.

    The signs @, $, ! and & are read as the letters that they look like, if that makes a word.
    """
    alike = [_LETTERS.get(sign) or LEET.get(sign, sign) for sign in token]
    masks = [ANY if sign in MASKS else letters for sign, letters in zip(token, alike, strict=True)]
    for choices in (alike, masks) if alike != masks else (masks,):
        read = _fit(choices, sheet, lexicon)
        if read and read.strain <= _STRAIN:
            return read
    return None


def _fit(choices: Sequence[str], sheet: _Sheet, lexicon: Lexicon) -> Guess | None:
    """The word that fits these choices of letters, where some are masked."""
    masks = choices.count(ANY)
    exact = fitting(choices, lexicon.shelves)
    if exact and (masks < _MANY_MASKS or exact.order < _UNLIKELY or masks > _MOST_MASKS):
        return exact
    if not masks or masks > _MOST_MASKS or not sheet.guesses:
        return exact
    sheet.guesses -= 1
    return guess(choices, lexicon.tree)


def _is_short(token: str, read: Guess, sheet: _Sheet) -> bool:
    """Whether a short token is a masked word rather than a product or a musical key."""
    if sheet.formula or len(read.word) < _SHORT:
        return False
    signs = set(_MASK_SIGN.findall(token))
    return signs <= set("*@$") and ("*" in signs or not read.strain)


def _is_meant(token: str, letters: str, read: Guess, lexicon: Lexicon) -> bool:
    """Whether a token is no footnote, no emphasis and no ordinary word with a sign behind it."""
    strained = read.strain and not token.startswith("***")
    if token[0] == "*" and (strained or read.word not in lexicon.telling):
        return False
    tail = _TAIL.search(token)
    if tail is None:
        return "*" in token or "#" in token or (_is_grawlix(token) and read.word in lexicon.telling)
    stem = token[: tail.start()]
    if "*" not in tail[0] and "#" not in tail[0]:
        return len(tail[0]) >= _SHORT and len(set(tail[0])) > 1
    if len(tail[0]) >= _SHORT or not stem.isalpha():
        return len(stem) > 1 or read.order < _CORE
    return _is_cut_short(token, stem, letters, read, lexicon)


def _is_cut_short(token: str, stem: str, letters: str, read: Guess, lexicon: Lexicon) -> bool:
    """Whether one or two stars end a rude word, rather than point to a footnote: fu**, cats*."""
    if read.strain or read.word not in lexicon.telling:
        return False
    if len(stem) == 1:
        return token == "a**"  # noqa: S105 - no password
    return len(letters) > 1 and lexicon.ranks.get(stem, _COMMON) >= _COMMON


def _is_grawlix(token: str) -> bool:
    """Whether its signs are no part of a name such as P&SS or C\u2022T."""
    signs = set(_MASK_SIGN.findall(token))
    return len(signs) > 1 or not signs <= set("&\u2022")


def _dashed(draft: Draft, found: re.Match[str], lexicon: Lexicon) -> Iterator[Change]:
    """A word with dashes or a picture for letters, of which the parts are no words: f-ck, m?ron."""
    if not _SHORT < len(found[0]) <= LONGEST or ADDRESS.search(found[0].replace("_", "")):
        return
    parts = re.findall(r"[a-z]+", found[0])
    if all(map(lexicon.knows, parts)) or "".join(parts) in lexicon.telling:
        return
    choices = [sign if sign.isalpha() else ANY for sign in found[0]]
    read = fitting(choices, lexicon.shelves)
    if read and read.word in lexicon.telling:
        yield draft.read(found.start(), read.word, "masked")


def _dotted(found: re.Match[str], lexicon: Lexicon) -> Iterator[Change]:
    """A rude word with dots for some letters, mostly one for each: f..k, i...t, b.tch, sh..t.

    Words on both sides of dots are a sentence that breaks off, and the same letters are a stammer.
    """
    left, right = found["left"], found["right"]
    whole = found[0]
    if not _SHORT < len(whole) <= LONGEST or right.startswith(left) or ADDRESS.search(whole):
        return
    if all(len(part) > 1 and lexicon.knows(part) for part in (left, right)):
        return
    if len(found["dots"]) == 1 and any(map(lexicon.knows, (left, right))):
        return
    if left + right in lexicon.telling:
        return
    size = len(found["dots"])
    for masks in range(size, 0 if size <= _MANY_MASKS else size - 1, -1):
        word = _behind_dots(left, masks, right, lexicon, exact=masks == size)
        if word:
            begin, behind = found.start(), found.start("right")
            places = [*range(begin, begin + len(left) + masks), *range(behind, found.end())]
            cells = list(zip(word, places, strict=True))
            yield Change(kind="masked", begin=begin, end=found.end(), cells=cells)
            return


def _behind_dots(left: str, masks: int, right: str, lexicon: Lexicon, *, exact: bool) -> str | None:
    """The rude word with so many letters between two parts, a frequent one unless it is short."""
    if masks == 1 and len(left) + len(right) < _SHORT:
        return None
    read = fitting([*left, *(ANY * masks), *right], lexicon.shelves)
    if read is None or read.word not in lexicon.telling:
        return None
    return read.word if read.order < _CORE or (exact and masks < _MANY_MASKS) else None
