"""Letters set apart: i d i o t, f.u.c.k, k 1 l l  y o u r s e l f, fu.ck, id iot."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from service.moderation.codes import is_listed
from service.moderation.draft import ADDRESS, LEET, Change, Draft, spelt
from service.moderation.guesses import ANY, LONGEST, Guess, guess
from service.moderation.lexicon import Lexicon

_GAP: Final = r"(?:[^\w@$!*\[\]{}()]|_)"
_APART: Final = re.compile(
    rf"(?<![^\W_])(?<![@$!*])[a-z0-9@$!*](?:{_GAP}{{1,6}}+[a-z0-9@$!*](?![^\W_]|[@$*]))+"
)
_BOXED: Final = re.compile(r"(?:(?<!\w)[(\[{][a-z0-9@$!*][)\]}][ ]{0,2}){3,}+")
_BRACKETED: Final = re.compile(
    r"(?<![^\W_])([a-z]{1,12}+)\(([a-z]{1,12}+)\)([a-z]{1,12}+)(?![^\W_])"
)
_CUT: Final = re.compile(
    r"(?<![^\W_])(?<!['`])[a-z]{1,12}+(?:(?:[^\w\s'`\[\]{}()]|_){1,3}+[a-z]{1,12}+){1,6}(?![^\W_])"
)
_TORN: Final = re.compile(r"(?<![^\s\"(])([a-z]{1,12}+)[ ]{1,2}+(?=([a-z]{1,12}+)(?![\w'-]))")
_AFTER: Final = re.compile(r"[ ]{1,2}([a-z]{1,12}+)(?![\w'-])")
_BEFORE: Final = re.compile(r"([a-z]{1,12})[ ]{1,2}$")
_REACH: Final = 14
_PART: Final = re.compile(r"[a-z]+")
_UNITS: Final = bytes.maketrans(b"a1$!*-.'~+", b"aaaaa     ")
_CUT_SHAPES: Final = (
    b"a-a",
    b"a.a",
    b"a*a",
    b"a--a",
    b"a..a",
    b"a...a",
    b"a**a",
    b"a$a",
    b"a~a",
    b"a~~a",
    b"a+a",
)
_BOX_SHAPES: Final = (b"+a.", b".a.")
_LEAST: Final = 3
_CERTAIN: Final = 4
_SAYABLE: Final = 5
_ALONE: Final = ("a", "i", "u")
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz qwerty asdfgh"

Unit = tuple[str, int]
"""A single sign and where it stands."""


def apart(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words of which every letter stands by itself."""
    if not _has_lone_signs(draft):
        return
    for found in _APART.finditer(draft.signs):
        yield from _set_apart(draft, found, lexicon)
    for found in _BOXED.finditer(draft.signs) if draft.has(*_BOX_SHAPES) else ():
        for change in _set_apart(draft, found, lexicon):
            yield replace(change, begin=change.begin - 1, end=change.end + 1)


def _set_apart(draft: Draft, found: re.Match[str], lexicon: Lexicon) -> Iterator[Change]:
    """The words among single signs."""
    units = [
        (draft.signs[at], at)
        for at in range(found.start(), found.end())
        if draft.signs[at].isalnum() or draft.signs[at] in "@$!*"
    ]
    if is_listed(draft.signs, found.start(), found[0]):
        return
    if sum(sign.isalpha() for sign, _ in units) >= _LEAST - ("*" in found[0]):
        yield from _rejoined(draft, units, lexicon)


def _has_lone_signs(draft: Draft) -> bool:
    """Whether three signs in a row stand alone."""
    units = draft.shape.translate(_UNITS).split()
    return b" a a a " in b" %b " % b" ".join(units)


def _rejoined(draft: Draft, units: Sequence[Unit], lexicon: Lexicon) -> Iterator[Change]:
    """The words that single signs make, by their wider gaps or else all together."""
    groups = _grouped(units)
    read = [_read(draft, group, lexicon) for group in groups]
    if len(groups) > 1 and not any(read):
        groups, read = [list(units)], [_read(draft, units, lexicon)]
    hides = any(change.kind for changes in read for change in changes)
    for group, changes in zip(groups, read, strict=True):
        yield from changes or (_beside(group, lexicon) if hides else ())


def _beside(units: Sequence[Unit], lexicon: Lexicon) -> Iterator[Change]:
    """A short word beside a hidden one, which was hidden with it."""
    choices = [LEET.get(sign, sign) for sign, _ in units]
    words = ("".join(choice[at] for choice in choices) for at in (0, -1))
    word = next((word for word in words if lexicon.knows(word)), None)
    if word:
        places = [place for _, place in units]
        cells = spelt([word], places)
        yield Change(kind="apart", begin=places[0], end=places[-1] + 1, cells=cells)


def _grouped(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units parted where the gap is wider than the narrowest."""
    gaps = [after[1] - before[1] for before, after in pairwise(units)]
    narrow = min(gaps)
    groups = [[units[0]]]
    for unit, gap in zip(units[1:], gaps, strict=True):
        if gap > narrow:
            groups.append([])
        groups[-1].append(unit)
    return groups


def _read(draft: Draft, units: Sequence[Unit], lexicon: Lexicon) -> list[Change]:
    """The words of one group of units."""
    if len(units) < _LEAST:
        return []
    whole, units = _without_lone_words(units, lexicon)
    places = [place for _, place in units]
    choices = _choices(units)
    dotted = draft.signs[places[0] + 1] in ".,"
    if whole and whole.strain < 1 and (whole.word in lexicon.telling or not dotted):
        cells = [(letter, places[at]) for letter, at in zip(whole.word, whole.places, strict=True)]
        return [Change(kind="apart", begin=places[0], end=places[-1] + 1, cells=cells)]
    return [] if ANY in choices else _spelt_out(draft, units, choices, lexicon)


def _choices(units: Sequence[Unit]) -> list[str]:
    """The letters that each unit may stand for."""
    return [ANY if sign == "*" else LEET.get(sign, sign) for sign, _ in units]


def _without_lone_words(
    units: Sequence[Unit], lexicon: Lexicon
) -> tuple[Guess | None, Sequence[Unit]]:
    """What units are read as, and those that it is read from.

    "a", "i" or "u" before or behind them is left out where the rest is a word that people hide and
    the whole is none.
    """
    if len(units) > LONGEST:
        return None, units
    whole = guess(_choices(units), lexicon.tree)
    if whole and not whole.strain and lexicon.knows(whole.word):
        return whole, units
    first, last = units[0][0] in _ALONE, units[-1][0] in _ALONE
    for begin, end in ((first, 0), (0, last), (first, last)):
        rest = units[begin : len(units) - end]
        if len(rest) < _LEAST or len(rest) == len(units) or "*" in (rest[0][0], rest[-1][0]):
            continue
        read = guess(_choices(rest), lexicon.tree)
        same = read and whole and read.word == whole.word
        if read and not read.strain and (same or _is_certain(read.word, lexicon)):
            return read, rest
    return whole, units


def _is_certain(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is long enough, and rude enough, to be meant wherever it comes to light."""
    return len(word) >= _CERTAIN and word in lexicon.telling


def _spelt_out(
    draft: Draft, units: Sequence[Unit], choices: Sequence[str], lexicon: Lexicon
) -> list[Change]:
    """The words of units that are no hidden word as a whole."""
    places = [place for _, place in units]
    for at in (0, -1):
        letters = "".join(choice[at] for choice in choices)
        if lexicon.is_rude(letters):
            return [_as_one(letters, places)]
        changes = list(_words(draft, letters, places, lexicon))
        if changes:
            return changes
    first = int(units[0][0] in "ai")
    letters = "".join(sign for sign, _ in units[first:])
    gaps = {draft.signs[before + 1 : after] for before, after in pairwise(places[first:])}
    if len(gaps) > 1 or gaps & {".", ","} or not _is_sayable(letters):
        return []
    return [_as_one(letters, places[first:])]


def _as_one(letters: str, places: Sequence[int]) -> Change:
    """All units as one word."""
    cells = spelt([letters], places)
    return Change(kind="apart", begin=places[0], end=places[-1] + 1, cells=cells)


def _is_sayable(letters: str) -> bool:
    """Whether letters look like a word that is in no list, rather than an alphabet or a code."""
    if len(letters) < _SAYABLE or not letters.isalpha() or letters[:3] in _ALPHABET:
        return False
    vowels = sum(letter in "aeiouy" for letter in letters)
    return (
        vowels * 5 > len(letters)
        and vowels * 4 < 3 * len(letters)
        and (5 * len(set(letters)) > 3 * len(letters))
    )


def _words(draft: Draft, letters: str, places: Sequence[int], lexicon: Lexicon) -> Iterator[Change]:
    """Words among letters: all of them, or those that are often hidden and leave no doubt."""
    words = lexicon.parted(letters, loose=True) or []
    if _is_speech(words, draft.signs[places[0] + 1], lexicon):
        begin, end = int(words[0] in _ALONE), len(words) - (words[-1] in _ALONE)
        places = places[begin : len(places) - (len(words) - end)]
        kind = "apart" if lexicon.hidden.intersection(words) else ""
        cells = spelt(words[begin:end], places)
        yield Change(kind=kind, begin=places[0], end=places[-1] + 1, cells=cells)
        return
    done = 0
    for word in words:
        if _is_certain(word, lexicon):
            at = places[done : done + len(word)]
            yield Change(kind="apart", begin=at[0], end=at[-1] + 1, cells=spelt([word], at))
        done += len(word)


def _is_speech(words: Sequence[str], separator: str, lexicon: Lexicon) -> bool:
    """Whether letters apart are words rather than initials or a list: U.S.A., a, b, c."""
    if not all(lexicon.knows(word) or word in _ALONE for word in words):
        return False
    long = [word for word in words if len(word) >= _CERTAIN]
    hidden = [word for word in long if word in lexicon.hidden]
    if separator in ".,":
        return bool(hidden)
    return bool(long) and len(words) <= 2 * len(long) + bool(hidden)


def cut(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words cut by a sign or by a blank into parts of which one is no word."""
    if draft.has(*_CUT_SHAPES):
        for found in _CUT.finditer(draft.signs):
            letters = "".join(_PART.findall(found[0]))
            parts = _PART.findall(found[0])
            listed = is_listed(draft.signs, found.start(), found[0])
            if not listed and _is_torn(letters, parts, found[0], lexicon):
                yield _mended(draft, found.start(), found.end(), letters)
    if draft.has(b"a+a"):
        yield from _bracketed(draft, lexicon)
    if lexicon.halves.isdisjoint(draft.strangers):
        return
    for found in _TORN.finditer(draft.signs):
        left, right = found.groups()
        letters = left + right
        if letters in lexicon.telling and _are_halves(left, right, lexicon):
            yield _mended(draft, found.start(), found.end(2), letters)


def _bracketed(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Rude words with letters in brackets inside them: f(u)ck."""
    for found in _BRACKETED.finditer(draft.signs):
        left, inner, right = found.groups()
        if lexicon.is_rude(left + inner + right):
            yield _mended(draft, found.start(), found.end(), left + inner + right)


def may_be_torn(signs: str, begin: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a word and the one before or behind it together are a telling one."""
    word = signs[begin:end]
    after = _AFTER.match(signs, end)
    if after and word + after[1] in lexicon.telling:
        return True
    before = _BEFORE.search(signs, max(0, begin - _REACH), begin)
    return before is not None and before[1] + word in lexicon.telling


def _are_halves(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether the longer part is no word by itself, or neither is."""
    longer, shorter = sorted((left, right), key=len, reverse=True)
    if len(longer) < _LEAST or (lexicon.knows(longer) and len(shorter) > 1):
        return not (lexicon.knows(left) or lexicon.knows(right))
    return not lexicon.knows(longer)


def _is_torn(letters: str, parts: Sequence[str], whole: str, lexicon: Lexicon) -> bool:
    """Whether parts are pieces of one word, rather than words of their own: ass-hole."""
    if all(map(lexicon.knows, parts)) or ADDRESS.search(whole.replace("_", "").replace("/", "")):
        return False
    if letters in lexicon.telling:
        return True
    loose = "." not in whole or not any(map(lexicon.knows, parts))
    return letters in lexicon.hidden and loose and max(map(len, parts)) > 1


def _mended(draft: Draft, begin: int, end: int, letters: str) -> Change:
    """A word without what cut it."""
    places = [at for at in range(begin, end) if draft.signs[at].isalpha()]
    return Change(kind="apart", begin=begin, end=end, cells=spelt([letters], places))
