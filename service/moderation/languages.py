"""Which language a text is in: a look at common English words, and a library for all the rest.

A wrong guess would keep an English reader's comment from being scored, so the detector is sure of
another language only where all that it has seen says so (``docs/decisions/0013``).
"""

import io
import lzma
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from service.moderation.english import EnglishWords
from service.moderation.latin_hindi import TAG, is_hindi
from service.moderation.lexicon import lexicon
from service.moderation.text import folded
from service.moderation.words import UNDETERMINED

ENGLISH: Final = "en"
FOUND: Final = (
    *("ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi"),
    *("hr", "hu", "id", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sr", "sv"),
    *("ta", "th", "tr", "uk", "ur", "vi", "zh"),
)
"""The languages that are told apart (ISO 639-1): those of news sites with many readers."""

_FREQUENT: Final = 5_000
_TOO_ENGLISH: Final = 0.34
_ALL_KNOWN: Final = 0.7
_FEWEST: Final = 4
_SURE: Final = 0.6
_SURE_SCRIPT: Final = 0.5
_TIMES_ENGLISH: Final = 10.0
_MENTIONED: Final = 0.1
_MOST: Final = 3
_LATIN_END: Final = "\u0250"
_MOSTLY_OTHER: Final = 0.3
_MIXED: Final = 0.2
_ALL_NAMES: Final = 0.9
_LISTED: Final = 0.25
_JOINING: Final = frozenset({"and", "or"})
_ENGLISH_WORDS: Final = 3
_ENGLISH_SHARE: Final = 0.6

_NO_WORDS: Final = ("@", "://", "www.")
_ENTITY: Final = re.compile(r"&#?\w{1,10};")
_SIGNS: Final = "\u0900-\u0963\u0971-\u0d7f\u0e31-\u0e4e"
"""Where scripts of India and Thailand have their vowel signs, which are no letters to ``re``."""

_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]++|[{_SIGNS}]++)++(?:['\u2019][^\W\d_]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """What was found out about a text's language.

    ``languages`` are tags (ISO 639-1), likeliest first, or ``und`` alone where there is nothing to
    go by; ``sure`` says whether the first is certain enough to act on.
    """

    languages: tuple[str, ...]
    sure: bool


class Detector(Protocol):
    """Whatever finds out the language of a text."""

    def detect(self, text: str) -> Detection:
        """The languages that a text may be in; never raises."""

    def detect_all(self, texts: Sequence[str]) -> Sequence[Detection]:
        """The languages that each of many texts may be in, as it would be alone."""


class FixedDetector:
    """A detector that always finds the same: for installations of one language, and for tests."""

    def __init__(self, *languages: str, sure: bool = True) -> None:
        self._found = Detection(languages=languages, sure=sure)

    def detect(self, text: str) -> Detection:  # noqa: ARG002 - whatever it says
        """The same for every text."""
        return self._found

    def detect_all(self, texts: Sequence[str]) -> list[Detection]:
        """The same for each text."""
        return [self._found] * len(texts)


NO_DETECTOR: Final = FixedDetector(UNDETERMINED, sure=False)
"""The detector of whoever takes every comment for one in a language that the scorer knows."""


class LibraryDetector:
    """Finds languages with py3langid, where common words do not tell at once; safe for threads.

    Its model takes half a second to load, and some 50 MB that processes share.
    """

    def __init__(self) -> None:
        self._identifier = _identifier()
        self._english = EnglishWords()
        self._ranks = lexicon().ranks

    def detect(self, text: str) -> Detection:
        """The languages that a text may be in."""
        return self.detect_all([text])[0]

    def detect_all(self, texts: Sequence[str]) -> list[Detection]:
        """The languages that each text may be in.

        English, sure, where enough of its words are common English ones. Not sure where only
        letters that look like those of another script make it English.
        """
        told = zip(texts, self._english.tell(texts), strict=True)
        return [_ENGLISH if is_english else self._found(text) for text, is_english in told]

    def _found(self, text: str) -> Detection:
        """The languages that a text may be in whose words do not tell at once."""
        if not text.isascii():
            plain = folded(text).translate(lexicon().lookalikes)
            if self._english.tell([plain])[0]:
                return _LIKELY_ENGLISH
        return self._looked_up(text)

    def _looked_up(self, text: str) -> Detection:
        """What the library finds in the words of a text, without addresses and signs."""
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        words = _WORD.findall(_ENTITY.sub(" ", " ".join(filter(_has_words, plain.split()))))
        if not words:
            return _NOTHING
        if is_hindi({word.lower() for word in words}):
            return _HINDI
        ranked = self._identifier.rank(" ".join(words))
        found = dict(ranked)
        first, share = ranked[0]
        likely = [name for name, each in ranked[:_MOST] if each >= _MENTIONED] or [first]
        return Detection(
            languages=tuple(likely),
            sure=share >= _SURE_SCRIPT
            if first == ENGLISH
            else self._is_foreign(words, share, found[ENGLISH]) and not _are_names(plain, words),
        )

    def _has_english(self, words: list[str]) -> bool:
        """Whether among words in other letters some are English: those around a quotation."""
        latin = [word.lower() for word in words if word.isascii()]
        known = sum(word in self._ranks for word in latin)
        return len(latin) >= _ENGLISH_WORDS and known >= _ENGLISH_SHARE * len(latin)

    def _is_foreign(self, words: list[str], share: float, english: float) -> bool:
        """Whether words are surely not English, given the probabilities of both languages."""
        if _is_mixed(words):
            return False
        letters = sum(map(len, words))
        latin = sum(sign < _LATIN_END for word in words for sign in word)
        if latin < _MOSTLY_OTHER * letters:
            enough = share >= _SURE_SCRIPT and letters >= _FEWEST
            return enough and not self._has_english(words)
        ranks = [self._ranks.get(word.lower(), len(self._ranks)) for word in words]
        frequent = sum(rank < _FREQUENT for rank in ranks)
        known = sum(rank < len(self._ranks) for rank in ranks)
        return (
            len({word.lower() for word in words}) >= _FEWEST
            and frequent <= _TOO_ENGLISH * len(words)
            and known <= _ALL_KNOWN * len(words)
            and share >= _SURE
            and share >= _TIMES_ENGLISH * english
        )


def detector(*, wanted: bool) -> Detector:
    """The detector that ships, or where none is wanted one that finds nothing."""
    return LibraryDetector() if wanted else NO_DETECTOR


def primary(tag: str) -> str:
    """The language of a BCP 47 tag without script and region, in lower case."""
    return tag.strip().replace("_", "-").partition("-")[0].lower()


_ENGLISH: Final = Detection(languages=(ENGLISH,), sure=True)
_LIKELY_ENGLISH: Final = Detection(languages=(ENGLISH,), sure=False)
_NOTHING: Final = Detection(languages=(UNDETERMINED,), sure=False)
_HINDI: Final = Detection(languages=(TAG,), sure=True)


def _is_mixed(words: list[str]) -> bool:
    """Whether one word in five, and two or more, mix Latin letters with others: a disguise."""
    mixed = sum(0 < sum(sign < _LATIN_END for sign in word) < len(word) for word in words)
    return mixed > 1 and mixed >= _MIXED * len(words)


def _are_names(text: str, words: list[str]) -> bool:
    """Whether a text is a list of names, which are in no language.

    Nine words in ten begin with a capital letter, but for "and", and one in four ends with a comma.
    """
    listed = [word for word in words if word not in _JOINING]
    names = sum(word[0].isupper() and not word.isupper() for word in listed)
    return names >= _ALL_NAMES * len(listed) and text.count(",") >= _LISTED * len(words)


def _has_words(piece: str) -> bool:
    """Whether a piece between blanks is no address, name of a user or tag."""
    return not piece.startswith("#") and not any(mark in piece for mark in _NO_WORDS)


@cache
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    """The library's model, for the languages that are told apart, loaded once a process.

    Read here, since the library unpacks it into a file, for which a container may have no room.
    """
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed, np.load(io.BytesIO(packed.read())) as data:
        columns = np.flatnonzero(np.isin(data["classes"], FOUND))
        return LanguageIdentifier(
            data["ptc"][:, columns],
            data["pc"][columns],
            data["classes"][columns].tolist(),
            _whole_numbers(data["nextmove"]),
            data["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_whole_numbers(data["nextmove_row"]),
        )


def _whole_numbers(numbers: npt.NDArray[Any]) -> "array[int]":
    """The same numbers in the kind of array that is quickest to read one by one."""
    return array(numbers.dtype.char, numbers.tobytes())
