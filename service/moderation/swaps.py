"""Letters of other scripts, digits and signs in the place of letters: fu\u0441k, sh1t, b!tch."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from service.moderation.draft import ADDRESS, LEET, Cells, Change, Draft
from service.moderation.guesses import LONGEST, Guess, guess
from service.moderation.lexicon import Lexicon
from service.moderation.runs import parted_speech

_RUN: Final = re.compile(r"[^\W_]+(?:[*@$!|][^\W_]+)*")
_LONE: Final = re.compile(r"(?<!\w)\w(?:[ .\-_*]{1,2}\w(?!\w))+")
_LATIN: Final = re.compile(r"[a-z\u0250-\u02af\u1d00-\u1dbf\ua720-\ua7ff]")
_IPA: Final = re.compile(r"[\u0250-\u02af]")
_SOUNDED: Final = frozenset("/[]")
_LATIN_END: Final = "\u036f"
_LEET: Final = re.compile(r"[a-z0-9@$!|+(&\u20ac\xa1\xa2\xa3\xa7]++")
_MEASURE: Final = re.compile(
    r"\d+(?:st|nd|rd|th|s|am|pm|[kmbgxdpl]|bn|mm|cm|km|kg|mg|ml|ft|in|lbs?|oz|mins?|hrs?|secs?"
    r"|yrs?|yo|px|[kmgt]b|mph|kph|mpg|bhp|hp|k?w|k?wh|fm|ish|plus|gal|sec|hits?|die[ds]?|dead"
    r"|shot|sex|gas|bit|ass|hats|set|boot|sit|lie|lies|lb|bits?|eggs?|all|is)"
)
_GREEK: Final = "\u0370-\u03ff"
_UNIT: Final = re.compile(
    r"\d*\u03bc(?:[acfghjklmnstvw]|mol|gal|sv|bar|pa|hz|ci|gy|iu|eq|sec|rad|kat)[\d\u2070-\u2079\xb2\xb3]?"
)
_SYMBOL: Final = re.compile(rf"[a-z0-9]+[{_GREEK}]|[{_GREEK}][a-z0-9]+")
_TOGETHER: Final = re.compile(r"[a-z0-9@$]+(?<!\d)")
_MASKED: Final = re.compile(r"\S[#%*^~](?=[a-z0-9@$!|+(&])")
_ALSO: Final = {"v": "vu", "z": "zs"}
_HEX: Final = re.compile(r"[0-9a-f]+")
_MIXED: Final = re.compile(rb"a[1$+]|[1$+]a|!a|!\$|\$!")
_MOST_READINGS: Final = 64
_SHORT: Final = 3
_LONG: Final = 7
_COMMON: Final = 1_000


def lookalikes(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Letters of other scripts in a word that is otherwise Latin, or would be (UTS 39)."""
    if draft.signs.isascii():
        return
    is_latin = _is_latin_text(draft.signs, lexicon)
    for shape in (_LONE, _RUN):
        for found in shape.finditer(draft.signs):
            word = found[0]
            if len(word) < 2 or word.isascii():  # noqa: PLR2004 - a letter alone is no word
                continue
            if not (_LATIN.search(word) or is_latin):
                continue
            plain = _in_latin(word, lexicon)
            if (
                plain
                and plain != word
                and not _is_sounded(draft, found)
                and _is_likely(plain, word, lexicon, is_latin=is_latin)
            ):
                yield draft.read(found.start(), plain, "lookalikes")


def _is_sounded(draft: Draft, found: re.Match[str]) -> bool:
    """Whether a word stands as dictionaries give its sound: between slashes or in brackets."""
    return _IPA.search(found[0]) is not None and (
        draft.signs[found.start() - 1 : found.start()] in _SOUNDED
        and draft.signs[found.end() : found.end() + 1] in _SOUNDED
    )


def _is_likely(plain: str, word: str, lexicon: Lexicon, *, is_latin: bool) -> bool:
    """Whether a word was meant in Latin letters, and its author's keyboard did not slip."""
    if not _LATIN.search(word):
        return plain in lexicon.hidden
    if _UNIT.fullmatch(word):
        return False
    if _SYMBOL.fullmatch(word):
        return len(word) > _SHORT and lexicon.knows(plain)
    return is_latin or len(word) != len(plain) or not plain.isalpha() or lexicon.knows(plain)


def _is_latin_text(signs: str, lexicon: Lexicon) -> bool:
    """Whether a text has Latin letters, and no others but those that look like them."""
    others = {sign for sign in set(signs) if sign > _LATIN_END and sign.isalpha()}
    return (
        bool(_LATIN.search(signs))
        and bool(others)
        and all(ord(sign) in lexicon.lookalikes for sign in others)
    )


def _in_latin(word: str, lexicon: Lexicon) -> str | None:
    """A word in Latin letters only, or None where it is not made of letters that look like them."""
    plain = word.translate(lexicon.lookalikes)
    if plain.isascii() and not _is_phonetic(word) and (lexicon.knows(plain) or not plain.isalpha()):
        return plain
    choices = [
        lexicon.lookalikes.get(ord(sign), "") + lexicon.nearly_alike.get(sign, "") or sign
        for sign in word
    ]
    if all(choice.isascii() for choice in choices):
        read = guess(choices, lexicon.tree)
        if read and len(read.word) == len(word) and _is_swap(word, read.word, lexicon):
            return read.word
    return plain if plain.isascii() and not _is_phonetic(word) else None


def _is_phonetic(word: str) -> bool:
    """Whether it may be phonetic writing: ordinary and special Latin letters mixed."""
    return not any("\u0370" <= sign < "\u1d00" for sign in word) and any(
        sign.isascii() for sign in word
    )


def _is_swap(word: str, plain: str, lexicon: Lexicon) -> bool:
    """Whether a rude word is meant, where Latin letters have marks of their own: sharp s, l bar."""
    return plain in lexicon.telling or any(sign >= "\u0250" for sign in word)


def leet(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Digits and signs for letters, in words that mix them with letters."""
    doubtful = []
    sure = False
    for begin, end in _mixed_chunks(draft):
        for found in _LEET.finditer(draft.signs, begin, end):
            if found[0].isalpha() or _MASKED.match(draft.signs, max(found.start() - 2, 0)):
                continue
            change = _undone(draft, found, lexicon)
            if change:
                sure = True
                yield change
            else:
                doubtful.append((found.start(), found[0]))
    for begin, written in doubtful if sure else ():
        word = written.rstrip("!(&|+")
        plain = _shortly_spelt(word, lexicon)
        if plain:
            yield draft.read(begin, plain, "leet")


def _mixed_chunks(draft: Draft) -> Iterator[tuple[int, int]]:
    """What stands between blanks, mixes letters with digits or leet signs, and is no address."""
    done = 0
    for found in _MIXED.finditer(draft.shape):
        if found.start() < done:
            continue
        begin = draft.signs.rfind(" ", done, found.end()) + 1 or done
        end = draft.signs.find(" ", found.end())
        done = len(draft.signs) if end < 0 else end
        if not ADDRESS.search(draft.signs[begin:done]):
            yield begin, done


def _undone(draft: Draft, found: re.Match[str], lexicon: Lexicon) -> Change | None:
    """How a run of letters, digits and leet signs is read, with or without signs at its ends."""
    whole = found[0]
    word = whole.rstrip("!(&|+")
    bare = word.lstrip("(|!+&")
    first = bare if word[:1] == "(" and ")" in draft.signs else word
    for part in dict.fromkeys((whole if whole[-1] in "+!&" else first, first, bare)):
        begin = found.start() + whole.index(part)
        cells = _spelt(part, begin, lexicon)
        if cells:
            return Change(kind="leet", begin=begin, end=begin + len(part), cells=cells)
    return None


def _spelt(word: str, begin: int, lexicon: Lexicon) -> Cells | None:
    """A word with its digits read as letters, if that is a word and it was none."""
    letters = sum(sign.isalpha() for sign in word)
    strange = len(word) - letters
    if not strange or not letters or len(word) > LONGEST or _MEASURE.fullmatch(word):
        return None
    if word[0] in "$\u20ac\xa3" and word[1].isdigit():
        return None
    choices = [_ALSO.get(sign) or LEET.get(sign, sign) for sign in word]
    read = guess(choices, lexicon.tree)
    if read and _is_hidden(read, word, letters, lexicon):
        return [(sign, begin + at) for sign, at in zip(read.word, read.places, strict=True)]
    plain = _otherwise_spelt(word, letters, lexicon) if read is None else None
    return [(sign, begin + at) for at, sign in enumerate(plain)] if plain else None


def _otherwise_spelt(word: str, letters: int, lexicon: Lexicon) -> str | None:
    """A word that is in no list of hidden words."""
    choices = [LEET.get(sign, sign) for sign in word]
    if len(word) >= _LONG and _TOGETHER.fullmatch(word):
        plain = _run_together(choices, lexicon)
        if plain:
            return plain
    inner = word[0].isalpha() and word[-1].isalpha() and letters >= _SHORT
    if not inner or len(word) > 2 * letters or _HEX.fullmatch(word) or set(word) & set("&(|+"):
        return None
    return _likeliest(choices, lexicon)


def _is_hidden(read: Guess, word: str, letters: int, lexicon: Lexicon) -> bool:
    """Whether a word was hidden rather than a model numbered: A55, F4G."""
    plain = read.word
    digits = sum(sign.isdigit() for sign in word)
    if word.startswith("@") and (len(plain) != len(word) or plain not in lexicon.telling):
        return False
    if len(plain) != len(word) and plain not in lexicon.telling:
        return False
    if len(plain) > _SHORT:
        return letters > 1 or digits < len(word) - 1 or plain in lexicon.telling
    return digits < len(word) - 1 and (digits == 0 or not word[-1].isdigit())


def _likeliest(choices: Sequence[str], lexicon: Lexicon) -> str | None:
    """The most frequent English word that fits."""
    readings = 1
    for choice in choices:
        readings *= len(choice)
    if readings > _MOST_READINGS:
        return None
    known = [word for word in map("".join, product(*choices)) if lexicon.knows(word)]
    return min(known, key=lambda word: lexicon.ranks[word], default=None)


def _run_together(choices: Sequence[str], lexicon: Lexicon) -> str | None:
    """Letters that stand for words run together, each sign by its first or by its last choice."""
    for at in (0, -1):
        letters = "".join(choice[at] for choice in choices)
        if lexicon.is_rude(letters) or lexicon.hidden.intersection(
            parted_speech(letters, lexicon) or ()
        ):
            return letters
    return None


def reads_shortly(chunk: str, lexicon: Lexicon) -> bool:
    """Whether a chunk has a common word in leet, if it stands beside others in leet."""
    found = _LEET.findall(chunk)
    return any(_shortly_spelt(one.rstrip("!(&|+"), lexicon) for one in found)


def _shortly_spelt(word: str, lexicon: Lexicon) -> str | None:
    """A common word in leet beside others: y0u, 4re, @nd, 1s."""
    if (
        word.isalpha()
        or not any(map(str.isalpha, word))
        or len(word) > LONGEST
        or _MEASURE.fullmatch(word)
    ):
        return None
    plain = _likeliest([LEET.get(sign, sign) for sign in word], lexicon)
    return plain if plain and lexicon.ranks[plain] < _COMMON else None
