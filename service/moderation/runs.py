"""Letters said again and again, and words run together: fuuuuck, youareanidiot."""

import re
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Final

from service.moderation.draft import Cells, Change, Draft, spelt
from service.moderation.guesses import LONGEST, guess
from service.moderation.lexicon import Lexicon
from service.moderation.speech import ARTICLES, FUNCTION, tie

_WORD: Final = re.compile(r"(?<![\w/=&?%])[a-z]{3,}+(?![\w/=])")
_THREE: Final = re.compile(r"([a-z])\1\1")
_INNER_TWO: Final = re.compile(r"([a-z])\1+[a-z]")
_REPEATED: Final = re.compile(r"([a-z])\1+")
_MOST_REPEATED: Final = 4
_LONGEST_STRETCH: Final = 400
_LONG: Final = re.compile(r"(?<![\w/=&?%@.])[a-z]{7,60}+(?![\w/=]|\.\w)")
_LEAST: Final = 4
THREATS: Final = frozenset({"murder", "murderer", "shoot", "bomb", "suicide", "hang"})
"""Words that threaten, and are rude in no other way."""

_COMMON: Final = 12_000
_FREQUENT: Final = 3_000
_ALSO_NAMES: Final = frozenset(
    {"dick", "cock", "cocks", "dicks", "tits", "homo", "homos", "dyke", "dykes", "anal", "arse"}
)
_RARE: Final = 1_000_000
_PARTICIPLE: Final = "ing"
_GLUE: Final = frozenset(
    {
        *("you", "your", "yourself", "off", "all", "them", "they", "their", "those"),
        *("these", "this", "him", "her", "his", "me", "my", "it", "go", "must", "should"),
    }
)
_BEFORE: Final = frozenset(
    {
        *("a", "an", "the", "that", "what", "such", "another", "most", "more"),
        *("is", "are", "was", "were", "being", "be", "as", "not", "and"),
    }
)


def stretched(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Letters said three times or more, where saying them once or twice makes a word."""
    wanted = {word for word in draft.strangers if _INNER_TWO.search(word) or _THREE.search(word)}
    if not wanted:
        return
    for found in _WORD.finditer(draft.signs):
        if found[0] in wanted and len(found[0]) <= _LONGEST_STRETCH:
            kept = _kept(found[0], lexicon)
            if kept:
                cells = [(found[0][at], found.start() + at) for at in kept]
                word = "".join(sign for sign, _ in cells)
                kind = "stretched" if lexicon.is_rude(word) or word in THREATS else ""
                yield Change(kind=kind, begin=found.start(), end=found.end(), cells=cells)


def _kept(word: str, lexicon: Lexicon) -> list[int] | None:
    """Which letters of a stretched word to keep."""
    runs = list(_REPEATED.finditer(word))
    dropped = {at for run in runs for at in range(run.start() + 2, run.end())}
    twice = [at for at in range(len(word)) if at not in dropped]
    kept = _hidden(word, twice, lexicon) if len(twice) <= LONGEST else None
    if kept:
        return kept
    once = _said_once(word)
    if dropped and lexicon.is_rude("".join(word[at] for at in once)):
        return once
    if not dropped or len(runs) > _MOST_REPEATED:
        return None
    for sizes in product((1, 2), repeat=len(runs)):
        spare = {
            at
            for run, size in zip(runs, sizes, strict=True)
            for at in range(run.start() + size, run.end())
        }
        kept = [at for at in range(len(word)) if at not in spare]
        if lexicon.knows("".join(word[at] for at in kept)):
            return kept
    return None


def _hidden(word: str, twice: list[int], lexicon: Lexicon) -> list[int] | None:
    """Which letters to keep for a word that people hide, out of those said once or twice.

    None where it is no such word; "goood" is good rather than god, as that is more frequent.
    """
    letters = "".join(word[at] for at in twice)
    stretched = len(letters) < len(word)
    read = guess(letters, lexicon.tree)
    if read is None or not (stretched or read.word in lexicon.telling):
        return None
    if len(read.word) < _LEAST - stretched:
        return None
    if lexicon.ranks.get(letters, _RARE) < lexicon.ranks.get(read.word, _RARE):
        return twice
    return [twice[at] for at in read.places]


def joined(draft: Draft, lexicon: Lexicon) -> Iterator[Change]:
    """Words run together, where one of them addresses somebody or each is often disguised."""
    if not any(len(word) > 6 for word in draft.strangers):  # noqa: PLR2004 - as _LONG has it
        return
    for found in _LONG.finditer(draft.signs):
        if found[0] not in draft.strangers:
            continue
        kept = _said_once(found[0])
        words = parted_speech("".join(found[0][at] for at in kept), lexicon)
        if words:
            cells: Cells = spelt(words, [found.start() + at for at in kept], apart=False)
            kind = "joined" if lexicon.hidden.intersection(words) else ""
            yield Change(kind=kind, begin=found.start(), end=found.end(), cells=cells)


def reads_otherwise(word: str, lexicon: Lexicon) -> bool:
    """Whether a stranger may be read as another word here, or as several, wherever it stands."""
    if (_INNER_TWO.search(word) or _THREE.search(word)) and _kept(word, lexicon):
        return True
    said = "".join(word[at] for at in _said_once(word))
    return _LONG.fullmatch(word) is not None and bool(parted_speech(said, lexicon))


def reads_openly(word: str, lexicon: Lexicon) -> bool:
    """Whether all that a stranger is read as here hides nothing, wherever the stranger stands."""
    if _INNER_TWO.search(word) or _THREE.search(word):
        kept = _kept(word, lexicon)
        if kept:
            plain = "".join(word[at] for at in kept)
            return lexicon.knows(plain) and _is_said_openly(plain, lexicon)
    said = "".join(word[at] for at in _said_once(word))
    parts = parted_speech(said, lexicon) if _LONG.fullmatch(word) else None
    return all(_is_said_openly(part, lexicon) for part in parts or ())


def _is_said_openly(word: str, lexicon: Lexicon) -> bool:
    """Whether nobody hides a word, so that it makes no difference how it is written."""
    hidden = word in lexicon.hidden or word in lexicon.groups or word in THREATS
    return not hidden and not lexicon.is_rude(word)


def _said_once(word: str) -> list[int]:
    """The places of a word's letters without those said three times or more."""
    dropped = {
        at
        for run in _REPEATED.finditer(word)
        if run.end() - run.start() > 2  # noqa: PLR2004 - no English word has three
        for at in range(run.start() + 1, run.end())
    }
    return [at for at in range(len(word)) if at not in dropped]


def parted_speech(letters: str, lexicon: Lexicon) -> list[str] | None:
    """The words of a sentence run together, or None for a name's syllables."""
    words = lexicon.parted(letters)
    return words if words and _speaks(words, lexicon) else None


def _speaks(words: list[str], lexicon: Lexicon) -> bool:
    """Whether words are a sentence run together rather than a name's syllables."""
    if len(words) < 2:  # noqa: PLR2004 - one word is not run together
        return False
    if all(word in lexicon.hidden and len(word) > _LEAST for word in words):
        return True
    if _names(words, lexicon) or _insults(words, lexicon) or _swears(words, lexicon):
        return True
    if sum(map(len, words)) < 3 * len(words) or _may_be_name(words, lexicon):
        return False
    common = all(word in lexicon.hidden or lexicon.ranks.get(word, 0) < _COMMON for word in words)
    return common and any(word in _GLUE for word in words) and max(map(len, words)) >= _LEAST


def _may_be_name(words: list[str], lexicon: Lexicon) -> bool:
    """Whether two words may be somebody's name: Hiscock."""
    hidden = lexicon.hidden.intersection(words)
    return len(words) == 2 and bool(hidden) and hidden <= _ALSO_NAMES  # noqa: PLR2004 - as it says


def _insults(words: list[str], lexicon: Lexicon) -> bool:
    """Whether frequent words, tied together as English ties them, have a rude one among them.

    Words of one or two letters must be those that sentences are made of: Takeshita is no insult.
    """
    return (
        len(words) > 2  # noqa: PLR2004 - two are for ``_names``
        and words[-1] not in ARTICLES
        and not lexicon.telling.isdisjoint(words)
        and all(_is_plain(word, lexicon) for word in words)
        and _are_tied(words, lexicon)
    )


def _are_tied(words: list[str], lexicon: Lexicon) -> bool:
    """Whether the ties between words make a sentence, rather than a name: bitch in lifestyle.

    One tie to a blunt word is enough: what stands before it, or a particle behind it, or at the
    beginning whom it is about: fuck the police.
    """
    if _is_blunt(words[0], lexicon) and words[1] in {*_GLUE, "the"}:
        return True
    pairs = list(pairwise(words))
    ties = [tie(before, word) for before, word in pairs]
    if len(words) > 3 and sum(map(bool, ties)) > 1:  # noqa: PLR2004 - a sentence
        named = words[-1] in lexicon.telling and ties[-1] >= 1
        return named or any(_is_blunt(word, lexicon) for word in words)
    return any(
        one and (_is_blunt(word, lexicon) or (_is_blunt(before, lexicon) and one > 1))
        for one, (before, word) in zip(ties, pairs, strict=True)
    )


def _is_blunt(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is rude and no part of names."""
    return word in lexicon.telling and len(word) >= _LEAST and word not in _ALSO_NAMES


def _is_plain(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is frequent for its length, or rude."""
    if len(word) < 3 or word in FUNCTION:  # noqa: PLR2004 - syllables
        return word in FUNCTION
    most = _COMMON if len(word) > 3 else _FREQUENT  # noqa: PLR2004 - as above
    return word in lexicon.hidden or lexicon.ranks.get(word, _RARE) < most


def _swears(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a rude participle stands before a frequent word: fuckinghell, fuckinggreat.

    Nouns and adjectives there make compounds and hashtags: bitchcraft, stupidgame.
    """
    first, *rest = words
    return (
        first.endswith(_PARTICIPLE)
        and len(first) > _LEAST + 1
        and _is_blunt(first, lexicon)
        and all(len(word) > 1 and lexicon.ranks.get(word, _RARE) < _FREQUENT for word in rest)
    )


def _names(words: list[str], lexicon: Lexicon) -> bool:
    """Whether words are a frequent one and a rude name: anidiot, utterlystupid, holyshit."""
    *first, last = words
    if not _is_blunt(last, lexicon):
        return False
    if len(first) > 1 or len(last) == _LEAST:
        return all(
            len(word) > 2 and lexicon.ranks.get(word, _RARE) < _FREQUENT and word not in FUNCTION  # noqa: PLR2004 - no syllable
            for word in first
        )
    return first[0] in _BEFORE or (
        len(first[0]) > 2 and lexicon.ranks.get(first[0], _RARE) < _COMMON  # noqa: PLR2004 - as above
    )
