"""Which mixtures of letters and digits are codes: licence keys, part numbers, sizes.

Folding drops the case that tells most of them, so they are looked for in the text as it was sent.
"""

import re
from typing import Final

from service.moderation.lexicon import lexicon

_AROUND: Final = 48
_SHORT: Final = 3
_LONG: Final = 6
_NEAR: Final = 2
_LEAST_GROUPS: Final = 2
_KEY: Final = re.compile(r"\W*[A-Za-z0-9]{2,8}(?:[-.:][A-Za-z0-9]{2,8})+\W*")
_GROUP: Final = re.compile(r"[A-Za-z0-9]+")
_LABEL: Final = re.compile(
    r"\b(?:keys?|codes?|serial|model|part|parts|sku|ref|reference|licen[cs]e|plates?|reg|registration"
    r"|flight|version|voucher|coupon|promo|product|batch|lot|order|invoice|ticket"
    r"|booking|gate|bay|locker|isbn|id|no\.|nr|number|type|vin|pin|password|token|firmware"
    r"|build|catalogue|catalog|size)s?"
    r"(?:[ .#-]{0,2}(?:keys?|codes?|numbers?|no|nr|plates?|id|ids|was|is|called|named))?"
    r"[ .:#=\"'`(\u201c\u2018]{1,4}$",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"(?<![^\W_])(?:(?:key|code|token|password|hash)[\"']?\s?[:=]|commit|sha-?[0-9]{0,3}) ?[\"'`]?$"
    r"|=[\"'`]?$|= [\"'`]$",
    re.IGNORECASE,
)
_EDGED: Final = re.compile(r"[0-9]{2,}[A-Z].*|.*[A-Z][0-9]{2,}", re.DOTALL)
_NUMBERED: Final = re.compile(r"[A-Z][0-9]{2,}")
_WORD: Final = re.compile(r"(?<![\w-])[^\W\d_]{2,}(?![\w-])")
_BEFORE: Final = re.compile(r"([^\W\d_]+)[ ,]{1,2}$")
_ALIKE_BEFORE: Final = re.compile(r"(?<!\w)([0-9]{1,3}[A-Za-z]{1,3})(?: ?[,;/|\n]| and| or) ?$")
_ALIKE_AFTER: Final = re.compile(r"(?: ?[,;/|\n]| and| or) ?([0-9]{1,3}[A-Za-z]{1,3})(?!\w)")
_HEAD: Final = re.compile(r"\s{0,2}(?:[:=|\t\u2013\u2014]|- |x ?[0-9])")
_COMMAS: Final = re.compile(r"[a-z](?:, ?[a-z])+")
_ARGUMENTS: Final = re.compile(r"[(\[{]$|[\w\"'], ?$")
_DECLARED: Final = re.compile(
    r"\b(?:lambda|int|var|let|const|char|float|double|long|bool|auto|unsigned|global|nonlocal) $"
)
_CALLED: Final = re.compile(
    r"\(\)|\(\w[^()\s]{0,40},[^()]{0,40}\)| ?[-+*/|&:]?=(?!=) ?(?:[0-9\"'(\[]|\w(?!\w))"
)
_EQUALS: Final = re.compile(r"(?<!\w)\w ?= ?$")
_REACH: Final = 16
_CLOSES: Final = frozenset(")]}")
_ASSIGNED: Final = re.compile(r" ?:?=| in [a-z]")
_ADDRESSED: Final = frozenset({"you", "your", "u", "ur", "ya", "youre", "these", "those", "re"})


def is_code(text: str, begin: int, end: int) -> bool:
    """Whether a stretch that may be read as a word is a code, or part of one."""
    written = text[begin:end]
    if not any(map(str.isdigit, written)):
        return False
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    if _GIVEN.search(before) or _is_key(before, written, after):
        return True
    short = len(written) <= _SHORT
    if short and _is_entry(before, after):
        return True
    if not written.isupper():
        return False
    if _LABEL.search(before):
        return True
    edged = len(written) >= _LONG and _EDGED.fullmatch(written) is not None
    numbered = edged or _NUMBERED.fullmatch(written) is not None
    return (short or numbered) and not _is_shouted(before, after) and not _is_addressed(before)


def is_listed(signs: str, begin: int, letters: str) -> bool:
    """Whether single letters with commas are names in code: g(f, u, c, k), for a, b in c.

    ``letters`` is what stands at ``begin`` of the folded text, with what parts them.
    """
    names = _COMMAS.match(letters)
    if names is None:
        return False
    end = begin + names.end()
    before = signs[max(0, begin - _REACH) : begin]
    if _ASSIGNED.match(signs, end) or _DECLARED.search(before):
        return True
    return _ARGUMENTS.search(before) is not None and signs[end : end + 1] in _CLOSES


def is_name(signs: str, begin: int, end: int) -> bool:
    """Whether a stretch without blanks is called, given a value or part of a formula."""
    if " " in signs[begin:end]:
        return False
    formula = _EQUALS.search(signs[max(0, begin - _REACH) : begin])
    return formula is not None or _CALLED.match(signs, end) is not None


def _is_key(before: str, written: str, after: str) -> bool:
    """Whether it is one of several groups of letters and digits, joined as keys are."""
    left = before.rsplit(maxsplit=1)[-1] if before.strip() and not before[-1].isspace() else ""
    right = after.split(maxsplit=1)[0] if after.strip() and not after[0].isspace() else ""
    chunk = f"{left}{written}{right}"
    if not _KEY.fullmatch(chunk):
        return False
    groups = _GROUP.findall(chunk)
    if sum(any(map(str.isdigit, group)) for group in groups) < _LEAST_GROUPS:
        return False
    if len(groups) > _LEAST_GROUPS:
        return chunk.isupper() or len(set(map(len, groups))) == 1
    return chunk.isupper() and any(map(_EDGED.fullmatch, groups))


def _is_entry(before: str, after: str) -> bool:
    """Whether a short one stands in a list of its like, or heads a line as an entry."""
    alike = [_ALIKE_BEFORE.search(before), _ALIKE_AFTER.match(after)]
    if any(alike):
        return True
    heads = not before or before.endswith("\n")
    return heads and _HEAD.match(after) is not None


def _is_shouted(before: str, after: str) -> bool:
    """Whether the words around are in capitals too, so that capitals tell nothing."""
    near = [*_WORD.findall(before)[-_NEAR:], *_WORD.findall(after)[:_NEAR]]
    return bool(near) and all(map(str.isupper, near))


def _is_addressed(before: str) -> bool:
    """Whether somebody is called so: the word before speaks to people or is rude itself."""
    found = _BEFORE.search(before)
    if found is None:
        return False
    word = found[1].lower()
    return word in _ADDRESSED or word in lexicon().hidden
