"""The look at common English words: compiled and in Python it says the same of every text."""

import string
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.moderation import english
from service.moderation.english import EnglishWords
from service.moderation.languages import Detection, LibraryDetector
from service.moderation.lexicon import lexicon
from training.functional import read_cases
from training.generate import generate

BLANKS = [chr(code) for code in range(0x11000) if chr(code).isspace()]
ODD = [
    *(
        "",
        " ",
        "a",
        "the",
        "THE the The",
        "\u212aing \u212aNOW now",
        "I\u0307t is \u0130t",
        "\ud800 the",
    ),
    *(
        "the\ud800the",
        "die man was also",
        "the\x1cof\x1dand\x1eto\x1fin",
        "the\x00of",
        "\u03a3\u03a3 the",
    ),
    *(
        "x" * 200 + " the",
        "x" * 201 + " the of and",
        "the " + "x" * 201,
        "\u00e9" * 100,
        "\u00e9" * 101,
    ),
    *("the " * 5_000, "a b " * 4_000, "x" * 20_000, "\u6f22 \u5b57 " * 3_000),
]
WORDS = st.sampled_from([*list(lexicon().ranks)[:1_500], *lexicon().ranks][:3_000])
PIECES = st.one_of(WORDS, WORDS.map(str.title), st.text(max_size=3), st.sampled_from(BLANKS))


@pytest.fixture(scope="module")
def compiled() -> EnglishWords:
    """The look that is compiled here."""
    found = EnglishWords()
    if found._library is None:
        pytest.skip("english.c is not compiled here")
    return found


@pytest.fixture(scope="module")
def pure() -> EnglishWords:
    """The look in Python."""
    return EnglishWords(use_compiled=False)


def sentences() -> Iterator[str]:
    """Sentences of ours: as they are, shouted, cut, misspelt, backwards, and with other blanks."""
    ours = [one.text for one in generate()[::9]] + [case.text for case in read_cases()]
    yield from ours
    yield from map(str.upper, ours[::3])
    yield from (text[: at % 40] for at, text in enumerate(ours))
    yield from (text.replace("e", "oe", at % 4) for at, text in enumerate(ours))
    yield from (text[::-1] + text[: at % 25] for at, text in enumerate(ours))
    yield from (" ".join(ours[at : at + 60]) for at in range(0, len(ours), 60))
    yield from (
        text.replace(" ", BLANKS[at % len(BLANKS)])
        for at, text in enumerate(ours[: 40 * len(BLANKS)])
    )


def test_thousands_of_sentences_are_english_on_both_paths_or_on_none(
    compiled: EnglishWords, pure: EnglishWords
) -> None:
    """And there are many of either kind."""
    texts = list(sentences())

    found = compiled.tell(texts)

    assert found == pure.tell(texts)
    assert min(found.count(True), found.count(False)) > 1_000


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_told_alike(compiled: EnglishWords, pure: EnglishWords, text: str) -> None:
    """Empty, of one word, with letters that change when made small, halves of pairs, long."""
    found = compiled.tell([text])

    assert found == pure.tell([text])


@pytest.mark.parametrize("sign", [*string.punctuation, *BLANKS, "\x00", "\x7f", "\u200b", "\ufeff"])
def test_what_stands_between_words_parts_them_alike(
    compiled: EnglishWords, pure: EnglishWords, sign: str
) -> None:
    """Every blank that Python knows, and signs that are none."""
    texts = [
        f"the{sign}of",
        f"the of x{sign}y{sign}z u v w",
        f"{sign}the of and{sign}",
        sign,
        sign * 9,
    ]

    assert compiled.tell(texts) == pure.tell(texts)


def test_words_that_differ_in_their_last_letter_are_two_words(
    compiled: EnglishWords, pure: EnglishWords
) -> None:
    """Each pair of signs at the end of a word; a hash must not take one for the other."""
    signs = string.ascii_lowercase + string.digits
    texts = [
        f"the of to q{one} q{two} zz{one} zz{two} x{two} y{one} y" for one in signs for two in signs
    ]

    assert compiled.tell(texts) == pure.tell(texts)


@settings(max_examples=500, deadline=None)
@given(texts=st.lists(st.lists(PIECES, max_size=20).map(" ".join), max_size=4))
def test_any_texts_are_told_alike(
    compiled: EnglishWords, pure: EnglishWords, texts: list[str]
) -> None:
    """Many at once, in any script."""
    assert compiled.tell(texts) == pure.tell(texts)


def test_a_detector_without_the_compiled_part_finds_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine without a C compiler."""
    texts = [
        "The man in the street knows it.",
        "Was will die Regierung in Berlin",
        "\u0434\u0430",
        "",
    ]
    found = LibraryDetector().detect_all(texts)
    monkeypatch.setattr(english, "LIBRARY", "service.moderation._not_built")

    alone = LibraryDetector()

    assert alone._english._library is None
    assert [alone.detect(text) for text in texts] == found
    assert found[0] == Detection(languages=("en",), sure=True)
