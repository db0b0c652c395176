"""Ways people hide one rude word from a filter, each a pure function from a word to its disguise.

``training.functional`` makes cases with them, and robustness is measured with them. Nothing here is
random: the same word always comes out the same, and every word with a vowel inside it changes.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

_VOWELS: Final = "aeiouAEIOU"

# The swaps that everybody makes, and those that are made where a word has none of the others.
_DIGITS: Final = str.maketrans("aeiostAEIOST", "431057431057")
_RARER_DIGITS: Final = str.maketrans("bglzuBGLZU", "8912v8912V")
_SYMBOLS: Final = str.maketrans("aisAIS", "@!$@!$")
_RARER_SYMBOLS: Final = str.maketrans("ceotuCEOTU", "(&*+*(&*+*")
_CYRILLIC: Final = str.maketrans(
    "acdehijopsxyACEHIJOPSXY",
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u043e\u0440\u0455\u0445\u0443"
    "\u0410\u0421\u0415\u041d\u0406\u0408\u041e\u0420\u0405\u0425\u04ae",
)
_RARER_CYRILLIC: Final = str.maketrans("kmnrtuw", "\u043a\u043c\u043f\u0433\u0442\u0446\u051d")
_GREEK: Final = str.maketrans(
    "aeiknoptuvxy", "\u03b1\u03b5\u03b9\u03ba\u03b7\u03bf\u03c1\u03c4\u03c5\u03bd\u03c7\u03b3"
)
_RARER_GREEK: Final = str.maketrans("bcdlmsw", "\u03b2\u03f2\u03b4\u03b9\u03bc\u03c2\u03c9")
_ACCENTED: Final = str.maketrans("aeiouyAEIOUY", "áèîöûýÁÈÎÖÛÝ")
_RARER_ACCENTED: Final = str.maketrans("cdnrst", "çďñřšť")

_ZERO_WIDTH: Final = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_MARKS: Final = ("\u0336", "\u0301", "\u0323", "\u0308", "\u0327")

_FULL_WIDTH_A: Final = ("\uff41", "\uff21")
_BOLD_A: Final = ("\U0001d41a", "\U0001d400")
_SCRIPT_A: Final = ("\U0001d4ea", "\U0001d4d0")
_CIRCLED_A: Final = ("\u24d0", "\u24b6")


def leet(word: str) -> str:
    """Digits for the letters they look like: "1d107"."""
    return _translated(word, _DIGITS, _RARER_DIGITS)


def symbols(word: str) -> str:
    """Signs for the letters they look like: "b@$tard"."""
    return _translated(word, _SYMBOLS, _RARER_SYMBOLS)


def spaced(word: str) -> str:
    """A space between all letters: "i d i o t"."""
    return " ".join(word)


def dotted(word: str) -> str:
    """A full stop between all letters: "i.d.i.o.t"."""
    return ".".join(word)


def hyphenated(word: str) -> str:
    """A hyphen between all letters: "i-d-i-o-t"."""
    return "-".join(word)


def zero_width(word: str) -> str:
    """An invisible character between all letters, of five kinds in turn."""
    return _woven(word, _ZERO_WIDTH, last=False)


def soft_hyphens(word: str) -> str:
    """One soft hyphen, which shows at the end of a line only, in the middle of the word."""
    middle = len(word) // 2
    return f"{word[:middle]}\u00ad{word[middle:]}"


def lookalikes(word: str) -> str:
    """Cyrillic letters for the Latin ones that are drawn alike."""
    return _translated(word, _CYRILLIC, _RARER_CYRILLIC)


def greek(word: str) -> str:
    """Greek small letters for the Latin ones that are drawn nearly alike."""
    return _translated(word.lower(), _GREEK, _RARER_GREEK)


def full_width(word: str) -> str:
    """The wide letters of East Asian typesetting."""
    return _restyled(word, _FULL_WIDTH_A)


def styled(word: str) -> str:
    """Mathematical bold letters, as "fancy text" pages make them."""
    return _restyled(word, _BOLD_A)


def script(word: str) -> str:
    """Mathematical bold script letters."""
    return _restyled(word, _SCRIPT_A)


def circled(word: str) -> str:
    """Letters in circles."""
    return _restyled(word, _CIRCLED_A)


def marks(word: str) -> str:
    """A combining mark on every letter, of five kinds in turn."""
    return _woven(word, _MARKS, last=True)


def accented(word: str) -> str:
    """Vowels with accents that the word does not have: "îdîöt"."""
    return _translated(word, _ACCENTED, _RARER_ACCENTED)


def masked(word: str) -> str:
    """An asterisk for the first vowel inside the word: "b*stard"."""
    place = _inner_vowel(word)
    return f"{word[:place]}*{word[place + 1 :]}"


def starred(word: str) -> str:
    """Two asterisks in the middle, and more in a long word: "id**t", "ba***rd"."""
    inner = max(1, len(word) // 2 - (len(word) < 5))  # noqa: PLR2004 - "f**k", not "f*ck"
    inner = max(inner, min(2, len(word) - 2))
    begin = (len(word) - inner) // 2
    return f"{word[:begin]}{'*' * inner}{word[begin + inner :]}"


def stretched(word: str) -> str:
    """The first vowel inside the word, five times: "idiiiiiot"."""
    place = _inner_vowel(word)
    return f"{word[:place]}{word[place] * 5}{word[place + 1 :]}"


def doubled(word: str) -> str:
    """The middle letter twice: "idiiot"."""
    place = len(word) // 2
    return f"{word[:place]}{word[place]}{word[place:]}"


def omitted(word: str) -> str:
    """The first vowel inside the word left out: "bstard"."""
    place = _inner_vowel(word)
    return word[:place] + word[place + 1 :]


def swapped(word: str) -> str:
    """Two neighbours inside the word that differ, in each other's place: "idoit"."""
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    inner = [place for place in places if place < len(word) - 2]
    if not places:
        return word[::-1]
    place = inner[len(inner) // 2] if inner else places[0]
    return f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"


def alternating(word: str) -> str:
    """Small letters and capitals in turn: "iDiOt"."""
    return "".join(
        letter.upper() if place % 2 else letter.lower() for place, letter in enumerate(word)
    )


def capitals(word: str) -> str:
    """All capitals, which may be a whole phrase."""
    return word.upper()


def joined(phrase: str) -> str:
    """The words of a phrase run together; it does nothing to a single word."""
    return "".join(phrase.split())


DISGUISES: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        disguise.__name__: disguise
        for disguise in (
            leet,
            symbols,
            spaced,
            dotted,
            hyphenated,
            zero_width,
            soft_hyphens,
            lookalikes,
            greek,
            full_width,
            styled,
            script,
            circled,
            marks,
            accented,
            masked,
            starred,
            stretched,
            doubled,
            omitted,
            swapped,
            alternating,
            capitals,
        )
    }
)
"""Every disguise of one word, by name; ``joined`` needs two words and is not among them."""


def _translated(word: str, common: dict[int, int], rarer: dict[int, int]) -> str:
    """The word by one table of letters, and by the other where the first changes nothing."""
    changed = word.translate(common)
    return word.translate(rarer) if changed == word else changed


def _woven(word: str, signs: tuple[str, ...], *, last: bool) -> str:
    """The word with a sign after each letter, in turn, and after the last only where asked."""
    ends = len(word) if last else len(word) - 1
    return "".join(
        letter + signs[place % len(signs)] if place < ends else letter
        for place, letter in enumerate(word)
    )


def _restyled(word: str, first: tuple[str, str]) -> str:
    """The word in another alphabet of 26 letters, given by its small and its capital A."""

    def restyled(letter: str) -> str:
        if not (letter.isascii() and letter.isalpha()):
            return letter
        a, other = ("a", first[0]) if letter.islower() else ("A", first[1])
        return chr(ord(letter) - ord(a) + ord(other))

    return "".join(map(restyled, word))


def _inner_vowel(word: str) -> int:
    """Where the first vowel after the first letter and before the last is, or the middle."""
    inner = range(1, len(word) - 1)
    return next((place for place in inner if word[place] in _VOWELS), len(word) // 2)
