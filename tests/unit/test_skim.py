"""The quick look: what it waves through hides nothing, and without it the outcome is the same."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise, product
from string import ascii_lowercase

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.moderation import skim
from service.moderation.disguise import Undone, undo, undo_in_full
from service.moderation.lexicon import lexicon
from service.moderation.roots import may_hide
from service.moderation.runs import reads_openly
from service.moderation.skim import Skimmer, hides_nothing, skimmer
from service.moderation.text import MAX_TEXT_BYTES
from training.disguises import DISGUISES
from training.functional import read_cases
from training.generate import generate

RUDE = sorted(lexicon().telling)
FRAMES = (
    "You {}, go away.",
    "{}",
    "\u201cNo\u201d \u2013 said the {}\u2026",
    "id est, {} (sic) \u2022 so",
)
HARMLESS = "The mayor\u2019s caf\u00e9 \u2013 sooo good since Brexit\u2026 \u2764\ufe0f on the 10th"

PARTS = [
    *("fuck", "fu", "ck", "id", "iot", "nig", "ger", "urself", "youareanidiot", "killl", "bicth"),
    *("waaay", "myspace", "thankyou", "as", "hole", "you", "are", "to", "it", "\u0441", "\u200b"),
    *("mo'ron", "'", "&#102;", "&#x75;", "&shy;", "toidi", "fxxk", "idxot", "..", "i...t", "\xb5g"),
    *("f\xfcck", "B1TCH35", "4SS", "4ss", "fwck", "id'iot", "(f,u,c,k)", "\u028a", "fuckinghell"),
    *"aeiou fkst .-_*!?$@#1037+|&,'\"()/=<>[]{}\\^%`~\n\t\x00",
    *"\xa0\xad\xa3\xa7\xa1\xd7\xb0\xae\xb4\xbd\xe9\xc9\xdf\u2014\u2013\u2026\u2018\u2019\u201c\u201d",
    *"\u2022\u2605\u20ac\u2122\u2192\u2764\ufe0f\u0336\u24d5\U0001f44d\U0001f3fd\U0001f175\U0001f1eb",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=24).map("".join)
WORDS = st.lists(st.sampled_from(sorted(lexicon().halves)) | st.sampled_from(PARTS), max_size=9)

ODDLY = str.maketrans("uisga", "vxzqx")
FREQUENT = [word for word in list(lexicon().ranks)[:3_000] if word.isascii()]
SHAPES = [
    *("({0}{1}", "({0}{1})", "({1}", "({1}).", "({2}", "({2}/{1})", "((({1}", "(c{1}", "(c{1}{1}s"),
    *("{0}.{1}", "{0}/{1}", "{0}:{1}", "{0},{1},{2}", "{2}.{0}.{1}.{2}", '""{0}{1}""', "{0}...{1}"),
    *(
        "{0}-{1}",
        "{0}_{1}",
        "{0}'{1}",
        "{0})({1}",
        "{0}({1}",
        "{0}[{1}",
        "[{0}]{1}",
        "{2}:{0}::{1}",
    ),
    *(
        "{2}:{0}::{1}",
        "{3}.{1}",
        "{3}:{2}{1}",
        ".{0};{1}",
        "({3}|{1}",
        "({0}()",
        "(){1}",
        "{0}={1}",
        "{0}^{1}",
    ),
    *("{0}1{1}", "{0}!{1}", "{0}*{1}", "{2}.{2}.{2}.{2}.{0}.{1}", "{2}.{2}.{0}.{1}.{2}.{2}"),
]
"""Chunks of two halves of a word, a frequent word, and a letter."""

HOSTILE = [
    *("fuuuck ", "aabbcc ", "brexiteers ", "id iota ", "a1 ", "a-b ", "qz-qz ", "a*", "a", "* "),
    *(
        "\u201c",
        "\xe9",
        "\u2022 ",
        "a\u2022",
        "\xd7",
        "\xdf",
        "\u0441",
        "\u200b",
        "\U0001f44d ",
        "\x00",
    ),
]


@pytest.fixture
def look() -> Skimmer:
    """The quick look of this process."""
    found = skimmer()
    if found is None:
        pytest.skip("skim.c is not compiled here")
    return found


@pytest.fixture
def fresh(look: Skimmer) -> Skimmer:
    """A quick look that has learnt no word yet."""
    del look
    library = skim._library()
    assert library is not None
    for judge in (skim.is_harmless, skim.is_plain):
        judge.cache_clear()
    return Skimmer(library)


@pytest.fixture
def without_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a C compiler."""
    monkeypatch.setattr(skim, "LIBRARY", "service.moderation._not_built")
    skimmer.cache_clear()
    yield
    monkeypatch.undo()
    skimmer.cache_clear()


def disguised() -> Iterator[str]:
    """Rude words in every disguise, in turn, each in one of the frames."""
    ways = list(DISGUISES.values())
    for place, (word, way) in enumerate(product(RUDE[::9], ways)):
        yield FRAMES[place % len(FRAMES)].format(way(word))


def strangers(many: int) -> list[str]:
    """Words that nobody knows and nobody hides, which skim.c leaves to the judges for their x."""
    made = (f"{''.join(letters)}x" for letters in product("bdgjlmprvw", repeat=5))
    return list(islice(filter(skim.is_harmless, made), many))


def hides(undone: Undone) -> bool:
    """Whether there is a second reading or anything to report."""
    return undone.prepared is not None or bool(undone.evasion)


def wrongly_waved_through(texts: Iterable[str]) -> list[str]:
    """Texts that hide something and are waved through all the same."""
    return [one for one in texts if hides_nothing(one) and hides(undo_in_full(one))]


@pytest.mark.usefixtures("look")
def test_our_own_sentences_are_waved_through_only_if_they_hide_nothing() -> None:
    """Those to train on and those to test with; and few that hide nothing are kept back."""
    sentences = [one.text for one in generate()[::15]]
    cases = [case.text for case in read_cases()[::2]]

    assert wrongly_waved_through(sentences + cases) == []
    waved = sum(map(hides_nothing, sentences))
    assert waved > 0.95 * sum(not hides(undo_in_full(one)) for one in sentences)


@pytest.mark.usefixtures("look")
def test_no_disguise_is_waved_through() -> None:
    """Rude words in every way of ``training.disguises``, among other words."""
    assert wrongly_waved_through(disguised()) == []


@pytest.mark.usefixtures("look")
@settings(max_examples=2_000, deadline=None)
@given(one=TEXTS | WORDS.map(" ".join) | st.text(max_size=40))
@example(one="id\x00iot")
@example(one="r \xae s f.u.c.k")
@example(one="1 2 a s s 3")
@example(one="1 * a 2 * s")
@example(one="@ $ 5 a 1 s")
@example(one="a \u2022 b \u2022 c")
@example(one="f\u2022ck it")
@example(one="as\u2605bag")
@example(one="\xae k y s!")
@example(one="the shi sat and fa g")
@example(one="n\xadi\xadgger, n\ufe0figger and n\u0336igger")
@example(one="f(u)ck")
@example(one="he f\U0001f346ck it")
@example(one="m?ron")
@example(one="f^u^c^k and s\\h\\i\\t")
@example(one="m()ron fuc|<")
@example(one="h\xadouse")
@example(one="ho\ufe0fuse")
@example(one="ho\u2b74use")
@example(one="you mo'ron, id\u2019iot and sh'it")
@example(one="f&#117;ck and s&shy;hit")
@example(one="toidi kcuf")
@example(one="f\xfcck the \xefdiot")
@example(one="you i...t, f..k off, b.tch")
@example(one="idxot fxxk bjtch")
def test_whatever_is_waved_through_hides_nothing(one: str) -> None:
    """Bits of words, signs of every class, blanks and controls in any order."""
    assert wrongly_waved_through([one]) == []


@pytest.mark.usefixtures("look")
@settings(max_examples=1_000, deadline=None)
@given(
    word=st.sampled_from(RUDE),
    sign=st.characters(codec="utf-8"),
    other=st.characters(max_codepoint=0x2FFF),
    place=st.integers(0, 11),
)
@example(word="simpleton", sign="Z", other=":", place=1)
@example(word="bugger", sign="q", other="-", place=3)
@example(word="simpleton", sign="k", other="z", place=1)
def test_no_sign_hides_a_word_from_the_look(word: str, sign: str, other: str, place: int) -> None:
    """Any code point within a rude word, between its letters, or in the place of one."""
    place %= len(word)

    assert not wrongly_waved_through(
        [
            f"{word[:place]}{sign}{other}{word[place:]}",
            f"you {word[:place]}{sign}{word[place + 1 :]}{other}",
            f"{other} {sign.join(word)}",
            f"{word[:place]} {sign} {word[place:]}",
        ]
    )


def test_what_people_write_every_day_is_waved_through(look: Skimmer) -> None:
    """Typography, accents, pictures, a name that no list has, a stretched word."""
    assert look.hides_nothing(HARMLESS)
    assert look.hides_nothing("")
    assert not look.hides_nothing(f"{HARMLESS} f\u0441ck")


def near_misses() -> Iterator[str]:
    """Words beside those that people hide: a letter said again, put in, left out, changed."""
    numbers = random.Random(3)  # noqa: S311 - words, no secret
    for word in sorted({*lexicon().hidden, *lexicon().groups, *lexicon().respelt}):
        at, letter = numbers.randrange(len(word)), numbers.choice(ascii_lowercase)
        yield word[:at] + letter + word[at:]
        yield word[:at] + letter + word[at + 1 :]
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] * numbers.randrange(2, 4) + word[at + 1 :]
        yield word.translate(ODDLY)
        yield numbers.choice(FREQUENT) + word
        yield word + numbers.choice(FREQUENT)
        yield word[:at] + numbers.choice(FREQUENT) + word[at:]


def unlisted(look: Skimmer, texts: Sequence[str], why: int) -> list[str]:
    """Those of the texts in which skim.c lists nothing for this reason."""
    counts, places = look._skimmed([one.encode() for one in texts])
    return [
        one
        for one, number, spots in zip(texts, counts, places, strict=True)
        if number >= 0 and not any(spot == why for *_, spot in spots[:number].tolist())
    ]


def test_whatever_word_is_not_listed_is_judged_to_be_harmless(fresh: Skimmer) -> None:
    """Thousands that nobody knows: slips, halves, odd spellings, words run together."""
    words = {*near_misses(), *lexicon().slips, *lexicon().halves, *map("".join, pairwise(FREQUENT))}
    strange = [one for one in sorted(words - lexicon().ranks.keys()) if len(one) > 1]

    found = unlisted(fresh, strange, skim.WORD)

    assert [one for one in found if not skim.is_harmless(one)] == []
    assert lexicon().halves.isdisjoint(found)
    assert len(found) > 1_000


def test_words_that_hold_no_hidden_one_read_openly() -> None:
    """Which is what spares them the parting; those that people hide hold one themselves."""
    words = {*near_misses(), *lexicon().halves, *map("".join, pairwise(FREQUENT))}
    strange = sorted(words - lexicon().ranks.keys())

    held = [one for one in strange if not may_hide(one)]

    assert [one for one in held if not reads_openly(one, lexicon())] == []
    assert len(held) > 1_000
    assert all(map(may_hide, {*lexicon().hidden, *lexicon().groups, *lexicon().respelt}))


def test_whatever_chunk_is_not_listed_is_judged_to_be_plain(fresh: Skimmer) -> None:
    """Halves of words and whole ones with points and brackets around them and between them."""
    numbers = random.Random(5)  # noqa: S311 - words, no secret
    halves = [
        (word[:at], word[at:]) for word in lexicon().telling for at in range(1, min(len(word), 5))
    ]
    pairs = [
        *halves,
        *zip(numbers.sample(FREQUENT, 900), numbers.sample(FREQUENT, 900), strict=True),
    ]
    chunks = [
        numbers.choice(SHAPES).format(one, other, numbers.choice(FREQUENT), one[:1])
        for one, other in sorted(pairs)
        for _ in range(5)
    ]

    found = unlisted(fresh, chunks, skim.CHUNK)

    assert [one for one in found if not skim.is_plain(one)] == []
    assert len(found) > 1_000


def test_halves_of_a_word_are_harmless_apart_from_each_other_only(look: Skimmer) -> None:
    """However often either has been looked at."""
    for _ in range(3):
        assert look.hides_nothing("iot and qwid are no words")
        assert not look.hides_nothing("such an id iot")


def test_the_shortest_words_are_looked_at_every_time(fresh: Skimmer) -> None:
    """Two of them together may be a word of three letters, which has no halves."""
    room = fresh._room

    assert fresh.hides_nothing("qz is no word")

    assert fresh._room == room


@pytest.mark.usefixtures("without_library")
def test_without_the_library_nothing_is_waved_through_and_the_outcome_is_the_same() -> None:
    """As ``undo`` in full says."""
    assert skimmer() is None
    assert not hides_nothing(HARMLESS)
    assert undo(HARMLESS) == Undone(prepared=None, evasion=())
    assert [found.plain for found in undo("you 1d10t").evasion] == ["idiot"]


@pytest.mark.parametrize("fault", ["OSError", "another age"])
def test_a_library_that_does_not_fit_is_not_used(
    fault: str, look: Skimmer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be left over from another release, or be no library at all."""
    del look
    if fault == "OSError":
        monkeypatch.setattr(skim, "LIBRARY", "service.moderation.text")
    else:
        monkeypatch.setattr(skim, "VERSION", 0)

    assert skim._library() is None


def test_threads_share_what_is_learnt(fresh: Skimmer) -> None:
    """They learn the same words at the same time, each of them once, and agree."""
    words = strangers(400)
    texts = [" ".join(words[at : at + 40]) for at in range(0, 400, 5)]
    texts += [f"{one} sh1t" for one in texts]
    room = fresh._room

    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(fresh.hides_nothing, texts * 10)]

    assert found == ([True] * 80 + [False] * 80) * 10
    assert room - fresh._room == len(words)


def test_what_is_learnt_has_a_limit(fresh: Skimmer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it words are judged each time, with the same outcome."""
    del fresh
    monkeypatch.setattr(skim, "MOST_LEARNT", 50)
    library = skim._library()
    assert library is not None
    small = Skimmer(library)
    words = strangers(200)

    assert all(small.hides_nothing(word) for word in words * 2)

    assert small._room == 0
    assert not small.hides_nothing(f"{words[-1]} fuuuck")


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_looking_takes_time_in_proportion_to_the_length(unit: str, look: Skimmer) -> None:
    """Ten times the text takes about ten times as long."""
    long = (unit * MAX_TEXT_BYTES)[: MAX_TEXT_BYTES // len(unit.encode()) * len(unit)]
    short = long[: len(long) // 10]

    assert seconds(look, long) < 30 * seconds(look, short)


def test_words_that_nobody_knows_take_time_in_proportion_to_their_number(look: Skimmer) -> None:
    """A different one each time, so that none has been judged before."""
    words = ["".join(letters) for letters in product(ascii_lowercase[-10:], repeat=4)][:4_000]
    long = " ".join(words)[:MAX_TEXT_BYTES]
    short = long[: len(long) // 10]

    assert seconds(look, long) < 30 * seconds(look, short)


def seconds(look: Skimmer, text: str) -> float:
    """The least processor time of five looks, each at words that nobody has judged before."""
    times = []
    for _ in range(5):
        for judge in (skim.is_harmless, skim.is_plain):
            judge.cache_clear()
        begin = time.thread_time()
        look.hides_nothing(text)
        times.append(time.thread_time() - begin)
    return min(times)
