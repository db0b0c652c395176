"""What folding undoes and only needs reporting: where it is found, and what is no disguise."""

import pytest

from service.moderation.disguise import undo, undo_in_full
from service.moderation.lexicon import lexicon
from service.moderation.text import prepare

WORDS = ["moron", "wanker", "bastard", "slut", "retard", "cunt"]
AROUND = ["{}", "an {}!", "({})", "x  {}  y", "\u201c{}\u201d, no", "\n{}\n", "you\u2014{}."]


def heaped(word: str, marks: str) -> str:
    """The word with the same marks on each letter."""
    return "".join(letter + marks for letter in word)


@pytest.mark.parametrize("frame", AROUND)
@pytest.mark.parametrize(
    "marks",
    ["\u0336", "\u0337", "\u0301\u0323", "\u0300\u0327\u0336", "\u20d2", "\u0489", "\u1dc4\u0335"],
)
def test_marks_are_reported_with_the_word_alone_and_all_of_them(frame: str, marks: str) -> None:
    """No sign around it, no mark of its last letter left out, and none in the plain word."""
    for word in WORDS:
        written = heaped(word, marks)
        text = frame.format(written)

        (found,) = undo(text).evasion

        assert (found.kind, found.plain) == ("marks", word)
        assert text[found.begin : found.end] == written
        assert word in "".join(map(chr, (undo(text).prepared or prepare(text)).codes))


@pytest.mark.parametrize(
    "word",
    [
        *(
            "\u1ecd\u0300r\u1ecd\u0300",
            "\u1eb9\u0300k\u1ecd\u0301",
            "Nguy\u1ec5n",
            "a\u0308rgerlich",
            "g\u0303uara",
        ),
        *("\u0105\u0301", "AB\u20d7", "s\u0327ehir", "chi\u030dt-e lo\u030dh", "x\u0305"),
    ],
)
def test_marks_that_a_language_or_a_formula_puts_on_letters_are_no_disguise(word: str) -> None:
    """Yoruba, Vietnamese, Guarani, Navajo, Taiwanese, a vector, a mean."""
    undone = undo(f"see {word} here")

    assert undone.evasion == ()
    assert undone.prepared is None


UNSEEN = ["\xad", "\u200b", "\u2060", "\u2064", "\ufeff", "\u061c", "\u180e", "\u3164", "\u2800"]
UNSEEN += ["\ufe0f", "\ufe00", "\U000e0041", "\u034f", "\u206a", "\ufff9", "\u2b74", "\xad\u200b"]


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_every_sign_that_nobody_sees_is_reported_inside_a_rude_word(sign: str) -> None:
    """Between any two of its letters, once or everywhere."""
    for word in WORDS:
        for written in (sign.join(word), word[:1] + sign + word[1:], word[:-1] + sign + word[-1:]):
            text = f"x {written}, y"

            (found,) = undo(text).evasion

            assert (found.kind, found.plain) == ("invisible", word)
            assert text[found.begin : found.end] == written


@pytest.mark.parametrize(
    "word",
    [
        *(
            "gov\xadern\xadment",
            "hap\xadpi\xadness",
            "Scun\xadthorpe",
            "as\xadsas\xadsin",
            "ta\xadble",
        ),
        *("Bundes\xadregierung", "Ent\xadschei\xaddun\xadgen", "d\xe9\xadve\xadlop\xadpement"),
        *("\u043f\u0440\u0430\xad\u0432\u0438", "\xadword", "word\xad", "one\xad two", "\xad\xad"),
    ],
)
def test_soft_hyphens_between_syllables_of_a_harmless_word_are_typesetting(word: str) -> None:
    """They show at the end of a line only, and are copied with the text."""
    assert undo(f"the {word} said").evasion == ()


@pytest.mark.parametrize(
    "word", ["h\xadouse", "hous\xade", "strengt\xadhs", "ha\xad\xadppy", "pr\xadice"]
)
def test_soft_hyphens_where_no_typesetter_puts_them_are_reported(word: str) -> None:
    """A letter alone, or a syllable without a vowel."""
    assert [found.kind for found in undo(f"the {word} said").evasion] == ["invisible"]


@pytest.mark.parametrize("end", ["\u202c", "\u2069", "\n", ""])
@pytest.mark.parametrize("pad", ["", " ", "  "])
def test_turned_words_are_reported_without_the_signs_that_turn_them(end: str, pad: str) -> None:
    """Whatever ends the override, and whatever blanks it holds."""
    for word in WORDS:
        text = f"you \u202e{pad}{word[::-1]}{pad}{end}"

        (found,) = undo(text).evasion

        assert (found.kind, found.plain) == ("turned", word)
        assert text[found.begin : found.end] == word[::-1]


def test_what_is_disguised_in_turned_words_is_found_where_it_stands() -> None:
    """Offsets run the other way there, and each sign stays whole."""
    text = "x \u202e" + "u\u0336o\u0336y\u0336 era t0idi na" + "\u202c y sl\u200but"

    found = {(one.kind, one.plain, text[one.begin : one.end]) for one in undo(text).evasion}

    assert found == {
        ("turned", "an idi0t are you", "u\u0336o\u0336y\u0336 era t0idi na"),
        ("leet", "idiot", "t0idi"),
        ("marks", "you", "u\u0336o\u0336y\u0336"),
        ("invisible", "slut", "sl\u200but"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "\u202e\u05e9\u05dc\u05d5\u05dd\u202c and \u202b\u05e9\u05dc\u05d5\u05dd\u202c",
        "\u2067\u0645\u0631\u062d\u0628\u0627\u2069 said \u2066Ali\u2069 to \u202aBob\u202c",
        "on \u202e123-456\u202c and \u202d2026\u202c",
        "\u200f\u0639\u0631\u0628\u064a\u200f (Arabic)",
    ],
)
def test_what_bidirectional_signs_are_made_for_is_no_disguise(text: str) -> None:
    """Words of scripts from right to left, quotations and numbers among them."""
    assert undo(text).evasion == ()
    assert undo(text).prepared is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("\ufb00uck", "fuck"),
        ("fa\ufb06ard", None),
        ("ba\ufb06ard", "bastard"),
        ("\ufb06upid", "stupid"),
        ("fuck\ufb00", None),
        ("\ufb00uckers", "fuckers"),
        ("\ufb01ucking", None),
        ("of\ufb01ce", None),
        ("o\ufb03ce", None),
        ("\ufb02our", None),
        ("e\ufb00ort", None),
    ],
)
def test_ligatures_are_a_style_in_rude_words_and_typesetting_in_others(
    written: str, plain: str | None
) -> None:
    """Never stretched letters, however often a letter comes with them."""
    evasion = undo(f"the {written} said").evasion

    assert [(found.kind, found.plain) for found in evasion] == [("styled", plain)] * bool(plain)


@pytest.mark.parametrize(
    "written", ["f\U0001d4caux", "\U0001d4bbuck", "fu\u24d2\u24da", "\uff46uck"]
)
def test_a_word_styled_in_part_is_reported_as_a_whole(written: str) -> None:
    """One letter is enough in a rude word, and in others it may be a symbol."""
    reported = [(found.begin, found.end, found.kind) for found in undo(f"x {written}!").evasion]

    assert reported == [(2, 2 + len(written), "styled")] * (not written.endswith("ux"))


ACCENTS = [
    *(
        "f\xfcck y\xf6u",
        "you \xefdi\xf6t",
        "\xcfDI\xd6T",
        "a st\xfcpid m\xf6r\xf6n",
        "b\xeftch\xebs",
        "wh\xf3r\xe9",
    ),
    *(
        "fu\u0308ck",
        "\xe4ssh\xf6le",
        "\u1e25\xe4 sl\u1ee5t",
        "cu\u0144t",
        "r\xe8tard\xebd",
        "w\xe0nker\u0161",
    ),
]


@pytest.mark.parametrize("text", ACCENTS)
def test_accents_that_no_language_puts_on_a_rude_word_are_reported(text: str) -> None:
    """The word is read without them already; both ways to write them."""
    (found, *_) = undo(text).evasion

    assert found.kind == "marks"
    assert found.plain in lexicon().telling
    assert undo(text).evasion == undo_in_full(text).evasion


@pytest.mark.parametrize(
    "text",
    [
        "caf\xe9, na\xefve, M\xfcller, Zo\xeb, Fran\xe7ois, jalape\xf1o, Bront\xeb, d\xe9j\xe0 vu",
        "quel cr\xe9tin, un imb\xe9cile, le p\xe9dophile, le p\xe9nis; Mor\xf3n de la Frontera",
        "Der L\xf6ser ist gem\xe4ss Schl\xfcssel; sk\xe4nk mig, f\xe5glar, sl\xf6t",
        "\u0161pik, dob\u0159e, \u010do\u010dka",
        "\u015fey, \xe7ok g\xfczel, \u0131\u015f\u0131k, s\u0131k, fikir",
        "di\u011fer, a\u011fa\xe7, g\xf6t\xfcr",
        "Ti\u1ebfng Vi\u1ec7t: c\xfam, ph\xfac, \u0111\u1ecbt",
        "th\u1ed1t, t\xedt, b\xedch, d\u1ee5c",
        "pornogr\xe1f, homog\xe9n, cump\u0103r, slutf\xf6rt, pora\u017eka, fa\u0161ist, rass\xe9",
    ],
)
def test_accents_of_a_language_are_no_disguise(text: str) -> None:
    """French, Spanish, German, Swedish, Czech, Turkish, Vietnamese, Hungarian, Romanian."""
    assert undo(text).evasion == ()
    assert undo(text).prepared is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("\u0192\u028ac\u03ba", "fuck"),
        ("\u0192uck", "fuck"),
        ("\u0283hit", "shit"),
        ("b\u026at\u0188h", "bitch"),
        ("m\u0254r\u0254n", "moron"),
        ("\u026adi\u0275t", "idiot"),
        ("w\u0250\u014bker", "wanker"),
        ("\u0257ickhea\u0256", "dickhead"),
        ("c\u0289\u0272t", "cunt"),
        ("s\u026dut", "slut"),
    ],
)
def test_letters_of_phonetic_writing_are_read_in_rude_words(written: str, plain: str) -> None:
    """And reported as letters that look like others."""
    (found,) = undo(f"you {written}!").evasion

    assert (found.kind, found.plain) == ("lookalikes", plain)
