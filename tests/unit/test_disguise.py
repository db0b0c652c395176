"""The second reading as a whole: offsets, limits, and time that grows with the length only."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.moderation.disguise import undo
from service.moderation.lexicon import lexicon
from service.moderation.text import MAX_TEXT_BYTES, prepare
from service.moderation.words import EVASIONS

SIGNS = [
    *"fuckshitniger",
    *"0134579@$!|+(&*#%-_.,/~:'\"= \n",
    "\u0441",
    "\u0456",
    "\u03bf",
    "\u1d0b",
]
SIGNS += ["\u200b", "\u202e", "\u202c", "\u0336", "\u0301", "\U0001f602", "\U0001f1eb", "\uff46"]
SIGNS += ["fuck", "f**k", "sh1t", "you", "are", "idiot", "\u24d5", "\U0001f175", "\ufdfa", "\u00df"]
TEXTS = st.text(st.characters(codec=None), max_size=80)
DISGUISED = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)

HOSTILE = [
    *("a ", "a.", "a-", "a_", "a*", "a!", "a/", "a@", "a?", "a&", "a+", "a'", "(a", "a    "),
    *("f", "*", "-", " ", "ab", "aabb", "ab.cd", "1a", "f1 ", "0", "1l ", "a1!|", "deadbeef-"),
    *("f**k ", "f***** ", "n***y ", "z****q ", "*a ", "**a ", "x*y=", "fuuuuuuuck ", "fuuck"),
    *(
        "id iot ",
        "fu ck ",
        "youareanidiot",
        "you are ",
        "killall ",
        "vvcx ",
        "k1lly0urs3lf",
        "btich ",
    ),
    *("a://", "www.a", "#a", "fu\u0441k", "\u0441", "f \u0441 ", "\u0301\u0323\u0336", "a\u0336"),
    *("a" + "\u0301" * 9, "f\u200b", "\u200b", "\u202e", "\u202eab", "\U0001f1eb", "\uff46"),
    *("@a.", "f**k,a.com,", "f**k.", "u/f**k/", "\\f**k", "f**k@"),
    *("a\u0336!\u0336", "!\u0336", "a\u20d2 ", "\u202ea\u202c ", "a\u200d", "a\u20d2", "\u0336a"),
    *("a'b", "fu'", "mo'ron ", "&#102;", "&#102", "&", "f&#x75;ck ", "&uuml;", "toidi ", "kcuf"),
    *(
        "f..k ",
        "a..",
        "i...",
        "fxxk ",
        "xa",
        "axb ",
        "jt",
        "4SS ",
        "4SS,",
        "B1TCH35",
        "A1B2-",
        "b1tch=",
    ),
    *(
        "f,u,c,k",
        "f, ",
        "(f, u, c, k) ",
        "\xfc",
        "f\xfcck ",
        "\u0283",
        "50\xb5g ",
        "\u03bca",
        "f.k() ",
    ),
    *("f\U0001f602", "a\n", "\u1d0b", "\u24d5 ", "a\u00df", "\ufdfa"),
]


def plainer(one: str) -> str:
    """The second reading as a string."""
    prepared = undo(one).prepared
    assert prepared is not None
    return "".join(map(chr, prepared.codes[1:-1]))


@settings(max_examples=800, deadline=None)
@given(one=TEXTS | DISGUISED)
@example(one="f u c k")
@example(one="\u202ekcuf\u202c y\u200bo\u200bu")
def test_what_is_reported_lies_in_the_text_and_in_order(one: str) -> None:
    """Known kinds; begin before end, both within the text, sorted."""
    evasion = undo(one).evasion

    assert all(found.kind in EVASIONS for found in evasion)
    assert all(0 <= found.begin < found.end <= len(one) for found in evasion)
    assert list(evasion) == sorted(evasion, key=lambda found: (found.begin, found.end))


@settings(max_examples=800, deadline=None)
@given(one=TEXTS | DISGUISED)
def test_every_reported_word_stands_in_the_plainer_reading(one: str) -> None:
    """``plain`` is what was read there, where no other step had a say in it."""
    undone = undo(one)
    prepared = undone.prepared or prepare(one)
    read = "".join(map(chr, prepared.codes[1:-1]))

    if [found.kind for found in undone.evasion] in (["apart"], ["masked"], ["leet"]):
        assert "".join(map(chr, prepare(undone.evasion[0].plain).codes[1:-1])) in read


@settings(max_examples=800, deadline=None)
@given(one=TEXTS | DISGUISED)
def test_the_way_back_never_leaves_the_text_nor_turns_round(one: str) -> None:
    """As for the first reading: spans of the second are offsets in the original too."""
    prepared = undo(one).prepared
    if prepared is None:
        return

    assert prepared.origins.shape == (len(prepared.codes) - 1,)
    assert np.all(np.diff(prepared.origins) >= 0)
    assert prepared.origins[0] >= 0
    assert prepared.origins[-1] <= len(one)


@settings(max_examples=300, deadline=None)
@given(one=TEXTS | DISGUISED)
def test_undoing_is_the_same_every_time(one: str) -> None:
    """Neither caches nor the order of sets show."""
    first, second = undo(one), undo(one)

    assert first.evasion == second.evasion
    assert (first.prepared is None) == (second.prepared is None)


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(["the", "mayor", "has", "a", "plan", "I", "like", "it"])))
def test_plain_words_have_no_second_reading(words: list[str]) -> None:
    """Nothing to undo is told by None, so that most comments are scored once."""
    undone = undo(" ".join(words))

    assert undone.prepared is None
    assert undone.evasion == ()


@pytest.mark.parametrize(
    ("written", "kind", "plain"),
    [
        ("f\u200bu\u200bc\u200bk", "invisible", "fuck"),
        ("\u202ekcuf\u202c", "turned", "fuck"),
        ("i\u0336d\u0336i\u0336o\u0336t\u0336", "marks", "idiot"),
        ("\uff46\uff55\uff43\uff4b", "styled", "fuck"),
        ("\U0001d4bb\U0001d4ca\U0001d4b8\U0001d4c0", "styled", "fuck"),
        ("\u24d5\u24e4\u24d2\u24da", "styled", "fuck"),
        ("\U0001f175\U0001f184\U0001f172\U0001f17a", "styled", "fuck"),
        ("\U0001f1eb\U0001f1fa\U0001f1e8\U0001f1f0", "styled", "fuck"),
    ],
)
def test_what_the_eye_or_the_first_reading_undoes_is_reported(
    written: str, kind: str, plain: str
) -> None:
    """One report for the whole word, with offsets in the text as it was sent."""
    word = written.strip("\u202e\u202c")
    text = f"a {written} b"

    (found,) = undo(text).evasion

    assert (found.kind, found.plain) == (kind, plain)
    assert (found.begin, found.end) == (text.index(word), text.index(word) + len(word))


@pytest.mark.parametrize(
    ("text", "word", "where"),
    [
        ("k i l l   y o u   now", "kill", "k i l l"),
        ("a m o r o n", "moron", "m o r o n"),
        ("\u202eera uoy t0idi\u202c  now", "idiot", "t0idi"),
        ("s\u0336h\u03361\u0336t\u0336  x", "shit", "s\u0336h\u03361\u0336t\u0336"),
        ("sh1t\u200b \u200b x", "shit", "sh1t"),
        ("you sh1t\u0336\u0301", "shit", "sh1t\u0336\u0301"),
        ("fuuuckyooou", "fuck", "fuuuck"),
    ],
)
def test_a_word_of_the_plainer_reading_is_put_exactly_where_it_stands(
    text: str, word: str, where: str
) -> None:
    """As the spans of the scores are: no outer blanks, and each sign with all its marks."""
    undone = undo(text)
    assert undone.prepared is not None
    at = "".join(map(chr, undone.prepared.codes)).index(word)

    begin, end = undone.original(*undone.prepared.original(at, at + len(word)))

    assert text[begin:end] == where


def test_flags_side_by_side_are_flags() -> None:
    """Pairs of the same letters that make no rude word."""
    assert undo("\U0001f1fa\U0001f1f8\U0001f1ec\U0001f1e7\U0001f1eb\U0001f1f7").evasion == ()


def test_offsets_count_code_points_of_the_original() -> None:
    """Signs that fold to several, or to none, do not shift them."""
    text = "\ufb03 \U0001f602\u00ad \u200b sh1t and f**k"

    evasion = undo(text).evasion

    assert [text[found.begin : found.end] for found in evasion] == ["sh1t", "f**k"]
    assert [found.plain for found in evasion] == ["shit", "fuck"]


def test_disguises_may_be_combined() -> None:
    """Each step leaves its reading to the next."""
    assert plainer("y\u200bo\u200bu f \u03c5 \u0441 k 1 n g \uff491d10t") == "you fucking idiot"


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_time_grows_with_the_length_only(unit: str) -> None:
    """Ten times the text takes about ten times as long, for what would upset each rule."""
    long = (unit * MAX_TEXT_BYTES)[: MAX_TEXT_BYTES // len(unit.encode()) * len(unit)]
    short = long[: len(long) // 10]
    undo(short)

    ratio = _seconds(lambda: undo(long)) / _seconds(lambda: undo(short))

    assert ratio < 30


def test_time_grows_with_the_length_only_where_every_word_is_a_slip() -> None:
    """Each of them is compared with the words near it."""
    long = " ".join(lexicon().slips)[:MAX_TEXT_BYTES]
    short = long[: len(long) // 10]
    undo(short)

    ratio = _seconds(lambda: undo(long)) / _seconds(lambda: undo(short))

    assert ratio < 30


def test_what_is_only_stretched_or_run_together_is_read_beside_a_hidden_word() -> None:
    """By itself it comes through untouched."""
    assert undo("waaay offsite").prepared is None
    assert plainer("waaay offsite, you m0ron") == "way off site, you moron"


def _seconds(work: Callable[[], object]) -> float:
    """The least processor time of five runs: what others do on the machine does not count."""
    times = []
    for _ in range(5):
        begin = time.thread_time()
        work()
        times.append(time.thread_time() - begin)
    return min(times)
