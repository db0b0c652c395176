"""Every disguise hides a word, always in the same way, and leaves it to be recognised."""

import string
import unicodedata

import pytest

from training.disguises import DISGUISES, joined

WORDS = (
    *("idiot", "moron", "bastard", "wanker", "cretin", "scum", "dumb", "pig", "fuck", "cunt"),
    *("Twat", "arsehole", "wop", "boob"),
)
# The word itself after NFKC, without marks, signs and invisible characters.
UNDONE_BY_UNICODE = (
    *("spaced", "dotted", "hyphenated", "zero_width", "soft_hyphens", "full_width", "styled"),
    *("script", "circled", "marks", "accented", "capitals", "alternating"),
)


@pytest.mark.parametrize("name", DISGUISES)
@pytest.mark.parametrize("word", WORDS)
def test_a_disguise_changes_every_word(name: str, word: str) -> None:
    """Or its cases would be those of the plain word."""
    assert DISGUISES[name](word) != word


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_is_the_same_each_time(name: str) -> None:
    """Nothing is drawn by lot."""
    assert DISGUISES[name]("scoundrel") == DISGUISES[name]("scoundrel")


@pytest.mark.parametrize("name", DISGUISES)
def test_no_disguise_makes_one_word_out_of_two(name: str) -> None:
    """Different words stay different, so that no two cases become the same."""
    assert len({DISGUISES[name](word) for word in WORDS}) == len(WORDS)


@pytest.mark.parametrize("name", UNDONE_BY_UNICODE)
def test_the_letters_of_the_word_are_still_there(name: str) -> None:
    """A reader sees the word, and so does whoever takes the ornaments off."""
    plain = unicodedata.normalize("NFKD", DISGUISES[name]("bastard")).lower()

    assert "".join(letter for letter in plain if letter in string.ascii_lowercase) == "bastard"


@pytest.mark.parametrize(
    ("name", "word", "disguised"),
    [
        ("leet", "idiot", "1d107"),
        ("leet", "dumb", "dvm8"),
        ("symbols", "bastard", "b@$t@rd"),
        ("spaced", "idiot", "i d i o t"),
        ("dotted", "idiot", "i.d.i.o.t"),
        ("hyphenated", "scum", "s-c-u-m"),
        ("zero_width", "pig", "p\u200bi\u200cg"),
        ("soft_hyphens", "moron", "mo\u00adron"),
        ("lookalikes", "cap", "\u0441\u0430\u0440"),
        ("greek", "pox", "\u03c1\u03bf\u03c7"),
        ("full_width", "Pig", "\uff30\uff49\uff47"),
        ("styled", "pig", "\U0001d429\U0001d422\U0001d420"),
        ("marks", "pig", "p\u0336i\u0301g\u0323"),
        ("masked", "bastard", "b*stard"),
        ("starred", "bastard", "ba***rd"),
        ("starred", "fuck", "f**k"),
        ("stretched", "idiot", "idiiiiiot"),
        ("doubled", "idiot", "idiiot"),
        ("omitted", "bastard", "bstard"),
        ("swapped", "idiot", "idoit"),
        ("alternating", "idiot", "iDiOt"),
        ("capitals", "idiot", "IDIOT"),
    ],
)
def test_a_disguise_looks_as_people_write_it(name: str, word: str, disguised: str) -> None:
    """One example of each."""
    assert DISGUISES[name](word) == disguised


def test_words_are_run_together() -> None:
    """Which says nothing of a single one."""
    assert joined("you utter fool") == "youutterfool"
    assert joined("fool") == "fool"
