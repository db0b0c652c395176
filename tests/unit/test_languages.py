"""Which language a text is in; an English comment is hardly ever taken for another one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.moderation.languages import FOUND, Detection, FixedDetector, LibraryDetector, primary

ENGLISH = [
    "The council has wasted our money again, and nobody will be held to account for it.",
    "Well said!",
    "lol",
    "wtf is wrong with you",
    "you idiot",
    "FUCK YOU",
    "f u c k  y o u",
    "1d10t",
    "y\u043eu ar\u0435 an idi\u043et",
    "\U0001d4ce\U0001d4f8\U0001d4fe \U0001d4f2\U0001d4ed\U0001d4f2\U0001d4f8\U0001d4fd",
    "OMG OMG OMG OMG OMG",
    "cunt cunt cunt cunt cunt",
    "smh ppl dont even kno",
    "Angela Merkel, Emmanuel Macron and Giorgia Meloni met in Paris.",
    "The French say 'c'est la vie, mon ami, il faut que jeunesse se passe' and move on with it.",
    "https://www.beispiel.example/der/artikel/ueber/das/wetter",
    "@hansdampf @wilde_hilde agreed",
    "P O L I T I C S  I S  A  C I R C U S",
    "xD :) ;-)",
    "10/10",
    "Putin \u043d\u0435 \u0431\u043e\u0438\u0442\u0441\u044f, lol what a clown that man is",
]
LOOKALIKES = str.maketrans("aeopcxyi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456")
"""Cyrillic letters that look like Latin ones."""

SPELT_ALIKE = [
    "Was will die Regierung in Berlin",
    "Wat een domme idioot is die man toch",
    "Is die man in de war of over de top",
    "Me has dado un final normal, no",
]
OTHERS = {
    "de": "Das ist doch v\u00f6lliger Unsinn, was die Regierung da schon wieder beschlossen hat.",
    "fr": "Encore une fois, ce sont toujours les m\u00eames qui paient pour les autres.",
    "es": "Siempre pagan los mismos y nadie en el gobierno hace nada para cambiarlo.",
    "it": "Sono sempre gli stessi che pagano, e nessuno al governo fa niente per cambiare.",
    "pt": "S\u00e3o sempre os mesmos que pagam e ningu\u00e9m no governo faz nada para mudar isso.",
    "nl": "Het zijn altijd dezelfde mensen die betalen, en niemand doet er iets aan.",
    "pl": "Zawsze p\u0142ac\u0105 ci sami ludzie i nikt w rz\u0105dzie nic z tym nie robi.",
    "sv": "Det \u00e4r alltid samma personer som betalar, och ingen g\u00f6r n\u00e5got.",
    "ru": (
        "\u0412\u0441\u0435\u0433\u0434\u0430 \u043f\u043b\u0430\u0442\u044f\u0442 "
        "\u043e\u0434\u043d\u0438 \u0438 \u0442\u0435 \u0436\u0435 \u043b\u044e\u0434\u0438."
    ),
    "zh": "\u603b\u662f\u540c\u6837\u7684\u4eba\u5728\u4ed8\u94b1\u3002",
    "ja": "\u3044\u3064\u3082\u540c\u3058\u4eba\u304c\u6255\u3063\u3066\u3044\u308b\u3002",
    "ko": "\ud56d\uc0c1 \uac19\uc740 \uc0ac\ub78c\ub4e4\uc774 \ub3c8\uc744 \ub0b8\ub2e4.",
    "ar": "\u062f\u0627\u0626\u0645\u0627 \u0646\u0641\u0633 \u0627\u0644\u0646\u0627\u0633 "
    "\u064a\u062f\u0641\u0639\u0648\u0646 \u0627\u0644\u062b\u0645\u0646.",
    "hi": "\u0939\u092e\u0947\u0936\u093e \u0935\u0939\u0940 \u0932\u094b\u0917 "
    "\u092a\u0948\u0938\u0947 \u0926\u0947\u0924\u0947 \u0939\u0948\u0902\u0964",
}


@pytest.fixture(scope="module")
def detector() -> LibraryDetector:
    """The detector that ships."""
    return LibraryDetector()


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_surely_another_language(detector: LibraryDetector, text: str) -> None:
    """Short, shouted, misspelt, disguised, or with names and foreign words in it."""
    found = detector.detect(text)

    assert not found.sure or found.languages[0] == "en"


@pytest.mark.parametrize("text", [one for one in ENGLISH if one.isascii()])
def test_english_in_letters_that_look_alike_is_not_surely_another_language(
    detector: LibraryDetector, text: str
) -> None:
    """Whoever hides words so must not be taken for a foreigner, whom nobody scores."""
    found = detector.detect(text.translate(LOOKALIKES))

    assert not found.sure or found.languages[0] == "en"


@pytest.mark.parametrize("text", SPELT_ALIKE)
def test_words_that_others_spell_alike_make_no_english(
    detector: LibraryDetector, text: str
) -> None:
    """However many there are of them."""
    found = detector.detect(text)

    assert found.languages[0] != "en" or not found.sure


@pytest.mark.parametrize(
    "text",
    [
        "Yeh sarkar kuch nahi karti, sirf baatein karti hai",
        "kya kar rahe ho bhai",
        "BAHUT ACCHA BHAI",
        "Bhai yeh movie bilkul acchi nahi thi, paisa waste mat karo",
        "Tum log hamesha aise hi bolte ho",
        "mujhe nahi pata woh kahan hai",
    ],
)
def test_hindi_in_latin_letters_is_surely_hindi(detector: LibraryDetector, text: str) -> None:
    """Which the library does not know; its letters are part of the tag, as Google had it."""
    assert detector.detect(text) == Detection(languages=("hi-Latn",), sure=True)


@pytest.mark.parametrize(
    "text",
    [
        "hai",
        "Kya Jones and Mera Patel won again",
        "Kuch Kuch Hota Hai is the best film that Shah Rukh Khan made",
        "arre yaar, what a waste of money this council is",
        "thi shi tha",
    ],
)
def test_a_few_words_of_hindi_make_no_hindi(detector: LibraryDetector, text: str) -> None:
    """Readers of English quote films, names and each other, and misspell."""
    found = detector.detect(text)

    assert "hi-Latn" not in found.languages or not found.sure


@pytest.mark.parametrize(
    "text",
    [
        "\u0924\u0941\u092e \u092a\u093e\u0917\u0932 \u0939\u094b",
        "\u0e04\u0e38\u0e13\u0e42\u0e07\u0e48",
        "\u09a4\u09c1\u09ae\u09bf \u09aa\u09be\u0997\u09b2",
    ],
    ids=["hi", "th", "bn"],
)
def test_vowels_that_are_signs_are_part_of_a_word(detector: LibraryDetector, text: str) -> None:
    """So that three short words are enough to tell."""
    assert detector.detect(text).sure


@pytest.mark.parametrize(
    "text",
    [
        "Courtois, Carvajal, Alaba, Mendy, Kroos, Modric, Valverde, Benzema",
        "Badenoch, Scholes, Farage, Patel, Sanchez",
        "Adrien Holboth, Julia Kovacs, Anita Salata, Dora Barkaszi",
        "O'Brien, Szczesny, Lewandowski and Kowalczyk",
        "Sch\u00e4uble, Lindner, Baerbock, S\u00f6der",
    ],
)
def test_names_are_in_no_language(detector: LibraryDetector, text: str) -> None:
    """A reader of English lists whom he wants to see play."""
    assert not detector.detect(text).sure


@pytest.mark.parametrize(("language", "text"), OTHERS.items(), ids=OTHERS.keys())
def test_a_sentence_in_another_language_is_surely_in_it(
    detector: LibraryDetector, language: str, text: str
) -> None:
    """In Latin letters or others."""
    found = detector.detect(text)

    assert (found.languages[0], found.sure) == (language, True)


def test_a_plain_english_sentence_is_surely_english(detector: LibraryDetector) -> None:
    """The common case."""
    assert detector.detect(ENGLISH[0]) == Detection(languages=("en",), sure=True)


@pytest.mark.parametrize("text", ["", " ", "123 !?", "\U0001f600", "https://a.example", "\ud800"])
def test_where_there_is_nothing_to_go_by_nothing_is_said(
    detector: LibraryDetector, text: str
) -> None:
    """The tag of an undetermined language, and not sure."""
    assert detector.detect(text) == Detection(languages=("und",), sure=False)


@given(st.text())
def test_any_text_has_some_languages(text: str) -> None:
    """Of those that are told apart, likeliest first, and always the same."""
    detector = LibraryDetector()

    found = detector.detect(text)

    assert found == detector.detect(text)
    assert found.languages
    assert {*found.languages} <= {*FOUND, "hi-Latn", "und"}


@pytest.mark.parametrize(
    "piece", ["a", "\u0430 ", "&#1;", "@", "x'", "http://", "&#", "a@", "der die ", "\u4e2d"]
)
def test_time_grows_with_the_length_alone(detector: LibraryDetector, piece: str) -> None:
    """Four times the text takes at most sixteen times the processor; machines are shared."""

    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        taken = []
        for _ in range(5):
            start = time.thread_time()
            detector.detect(text)
            taken.append(time.thread_time() - start)
        return min(taken)

    short, long = seconds(10_000), seconds(40_000)

    assert long <= 16 * short + 0.02


def test_a_fixed_detector_finds_what_it_was_told() -> None:
    """For installations of one language."""
    assert FixedDetector("fr").detect("hello") == Detection(languages=("fr",), sure=True)


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), (" pt-BR ", "pt")]
)
def test_a_tag_has_its_language_without_region(tag: str, language: str) -> None:
    """In lower case."""
    assert primary(tag) == language
