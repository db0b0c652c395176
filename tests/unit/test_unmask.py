"""What the steps read, and what they leave alone: each rule by examples and as a family."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.moderation.disguise import undo
from service.moderation.lexicon import lexicon
from service.moderation.text import prepare
from service.moderation.unmask import STEPS
from service.moderation.words import EVASIONS
from training.disguises import DISGUISES, omitted, swapped

RUDE = sorted(word for word in lexicon().telling if 4 <= len(word) <= 20 and "z" not in word)
COMMON = [
    word
    for word, rank in lexicon().ranks.items()
    if rank < 10_000 and len(word) > 2 and word not in lexicon().hidden
]
PLAIN_VOWELS = str.maketrans("aeio", "4310")
CYRILLIC = str.maketrans("aceiopsxy", "\u0430\u0441\u0435\u0456\u043e\u0440\u0455\u0445\u0443")


def plainer(one: str) -> str:
    """The second reading as a string, or the first where there is no second."""
    prepared = undo(one).prepared or prepare(one)
    return "".join(map(chr, prepared.codes[1:-1]))


def kinds(one: str) -> set[str]:
    """The kinds of disguise that are reported for a text."""
    return {found.kind for found in undo(one).evasion}


@pytest.mark.parametrize(
    ("written", "read", "kind"),
    [
        ("fu\u0441k you", "fuck you", "lookalikes"),
        ("f\u0446ck off", "fuck off", "lookalikes"),
        ("\u0493\u1d1c\u1d04\u1d0b", "fuck", "lookalikes"),
        ("what a \u0440\u0456\u0455\u0455 poor show", "what a piss poor show", "lookalikes"),
        ("f \u0443 \u0441 k", "f y c k", "lookalikes"),
        ("y0u @re @n 1d10t", "you are an idiot", "leet"),
        ("stup!d", "stupid", "leet"),
        ("a$$h0le", "asshole", "leet"),
        ("N1GG3RS", "niggers", "leet"),
        ("r3t4rd", "retard", "leet"),
        ("5h17", "shit", "leet"),
        ("you pen!$!", "you penis!", "leet"),
        ("m0r000n", "moron", "leet"),
        ("#k1ll4llm3n", "#kill all men", "leet"),
        ("phuck this", "fuck this", "leet"),
        ("you fvckwits", "you fuckwits", "leet"),
        ("go kill urself", "go kill yourself", "leet"),
        ("what a wnaker", "what a wanker", "misspelt"),
        ("utter bullsiht", "utter bullshit", "misspelt"),
        ("MOHTERFUCKERS", "motherfuckers", "misspelt"),
        ("those fagogts", "those faggots", "misspelt"),
        ("you fukc", "you fuck", "misspelt"),
        ("you moorn", "you moron", "misspelt"),
        ("it's ptahetic", "it's pathetic", "misspelt"),
        ("such a rtard", "such a retard", "misspelt"),
        ("a scmbag", "a scumbag", "misspelt"),
        ("stpid dckhead", "stupid dickhead", "misspelt"),
        ("worthlss asshle", "worthless asshole", "misspelt"),
        ("#imbecle", "#imbecile", "misspelt"),
        ("f**k", "fuck", "masked"),
        ("ni**er", "nigger", "masked"),
        ("s#it", "shit", "masked"),
        ("fuuu*k", "fuck", "masked"),
        ("sh!*t", "shit", "masked"),
        ("*uck you", "fuck you", "masked"),
        ("you ***hole", "you asshole", "masked"),
        ("what the f***", "what the fuck", "masked"),
        ("you dumba**", "you dumbass", "masked"),
        ("f-ck off", "fuck off", "masked"),
        ("f*u*c*k", "fuck", "masked"),
        ("oh f&#@%$g hell", "oh fucking hell", "masked"),
        ("k 1 l l  y o u r s e l f", "kill yourself", "apart"),
        ("f.a.g.g.o.t", "faggot", "apart"),
        ("F U C K   Y O U", "fuck you", "apart"),
        ("f\nu\nc\nk", "fuck", "apart"),
        ("f-u.c k", "fuck", "apart"),
        ("f/u/c/k", "fuck", "apart"),
        ("f_u_c_k", "fuck", "apart"),
        ("f\U0001f602u\U0001f602c\U0001f602k", "fuck", "apart"),
        ("n.1.g.g.3.r", "nigger", "apart"),
        ("f * * k", "fuck", "apart"),
        ("y o u a r e t r a s h", "you are trash", "apart"),
        ("such a r e t a r d", "such a retard", "apart"),
        ("you are a c unt", "you are a cunt", "apart"),
        ("fu.ck", "fuck", "apart"),
        ("id iot", "idiot", "apart"),
        ("k y s", "kys", "apart"),
        ("you mo'ron", "you moron", "apart"),
        ("an id\u2019iot", "an idiot", "apart"),
        ("bit'ch and as'shole", "bitch and asshole", "apart"),
        ("f'u'ck", "fuck", "apart"),
        ("fag'got and shit'head", "faggot and shithead", "apart"),
        ("s...t, f...k and sh..t", "shit, fuck and shit", "masked"),
        ("fzck and shkt", "fuck and shit", "leet"),
        ("re`tard", "retard", "apart"),
        ("toidi", "idiot", "turned"),
        ("you are a norom", "you are a moron", "turned"),
        ("what a hctib, kcuf", "what a bitch, fuck", "turned"),
        ("ELOHSSA", "asshole", "turned"),
        ("sh...it", "shit", "apart"),
        ("an id...iot", "an idiot", "apart"),
        ("bas\u2026tard", "bastard", "apart"),
        ("you i...t", "you idiot", "masked"),
        ("f..k off", "fuck off", "masked"),
        ("sh.t", "shit", "masked"),
        ("b.tch", "bitch", "masked"),
        ("n....r", "nigger", "masked"),
        ("idxot", "idiot", "leet"),
        ("fxxk this shxt", "fuck this shit", "leet"),
        ("such a bixch", "such a bitch", "leet"),
        ("pxssy whxre", "pussy whore", "leet"),
        ("a stxpid axxhole", "a stupid asshole", "leet"),
        ("a bjtch", "a bitch", "leet"),
        ("fwcking mjron", "fucking moron", "leet"),
        ("fuckinghell", "fucking hell", "joined"),
        ("fuckinggreat", "fucking great", "joined"),
        ("stupididiot", "stupid idiot", "joined"),
        ("fuuuuck", "fuck", "stretched"),
        ("kiiiill", "kill", "stretched"),
        ("iiiddiioottt", "idiot", "stretched"),
        ("youareanidiot", "you are an idiot", "joined"),
        ("#killallmen", "#kill all men", "joined"),
        ("fuuuuckyou", "fuck you", "joined"),
        ("he is anidiot", "he is an idiot", "joined"),
        ("they aremorons", "they are morons", "joined"),
        ("that sounds reallystupid", "that sounds really stupid", "joined"),
        ("a completebastard", "a complete bastard", "joined"),
    ],
)
def test_a_disguise_is_undone_and_named(written: str, read: str, kind: str) -> None:
    """The plainer reading, and the kind among those reported."""
    assert plainer(written) == read
    assert kind in kinds(written)


@pytest.mark.parametrize(
    "clean",
    [
        "My iPhone 12, a B2B deal, H1N1, MP3, the F16, R2D2 and C3PO, GPT4, a 4x4, open 24/7.",
        "P.S. e.g. the U.S.A., the F.B.I., W.H.O. and N.A.T.O., R.I.P., J.A.P. Smith",
        "An A-level, a T-shirt, an e-mail, Y2K, Windows 10 and x86_64, K-9, U-571, a PS5 in 4K",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "550e8400-e29b-41d4-a716-446655440000 and aGVsbG8gd29ybGQgYTU1aDBsZQ==",
        "https://example.org/a55/h0le?b1tch=1 or www.sh1t.example or me@b0mb.example",
        "Ask @moron or @a55hole or @d1ck_head about it",
        "/usr/l1b/sh1t.txt and C:\\sh1t\\b00k",
        "if (x[i] != 0) { return a*b; } else char *s = a*s; a + b = c, f*g = h*k",
        "J. R. R. Tolkien, Q & A, a footnote*, *word* and **bold** and __init__, cats**",
        "(a, b, c) or A B C D E F G, x y z, e = m c 2",
        "$4.5m, $10B, 10am, 3rd, the 50s, \u00a35, 5-4, 2-1, 7:30, 1/2, 3.5%, 20\u00b0C, 5lb, 100k",
        "The A55, the M25, a Galaxy A55, an Su-57, a T-72, an i5 with 8GB",
        "It's hit the wall; she'll say who're you; he'll be there; those who re-opened it",
        "Scunthorpe, Penistone, Cockburn, Dickens, Essex, an assassin, a class, an analysis",
        "A Shiite shrine, Nigeria and Niger, sniggering, a raccoon, the FAQs for an Xbox",
        "Donaudampfschifffahrtsgesellschaft, Rindfleischetikettierung",
        "\u041c\u043e\u0441\u043a\u0432\u0430 and Peter, \u0391\u03b8\u03ae\u03bd\u03b1",
        "USB-\u043f\u043e\u0440\u0442, x-\u043e\u0441\u044c",
        "ciudad, ni\u00f1o, \u0141\u00f3d\u017a, \u017elu\u0165ou\u010dk\u00fd",
        "Ph\u1edf ti\u1ebfng Vi\u1ec7t, \u0130stanbul, stra\u00dfe",
        "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d",
        "\u3053\u3093\u306b\u3061\u306f \u0939\u093f\u0928\u094d\u0926\u0940",
        "#BlackLivesMatter #MeToo #StayHome neo-Nazis, slow-witted",
        "An *ad hoc* plan, a *hole* in one, and ***nobody's*** fault, *Ad astra* and *de jure*",
        "Alpha Bravo Charlie; plan B itch; the U.S. hit; a Model S hit a tree",
        "re: FYI w/ b/c s/o n/a; * one * two *important* thing; - [ ] task a - [x] task b",
        "Mr. S. Hittleman, Dr. A. S. Singh, T.S. Eliot, W. H. Auden, R.S.V.P., A. B. C. D. E.",
        "def f(x): return x**2 + 3*x - 1; E = mc^2; C6H12O6; 737-MAX, SARS-CoV-2, COP26, MI6",
        "He was form Bath and wnet to teh shpo wiht his freinds; I recieve what you beleive",
        "Shakeing hands, shitake soup, a shirtless batch, a shiv, a bit of bitumen, batched jobs",
        "Kuntz, Schmitt, Dieck, Fuchs, Wenger, Fickert, Whorf, Fockers, Shultz, Bich, Moronta",
        "Idiom and idioms, ludic, stupor, pathos, retired, ratchet, loess, lairs, looser, mormons",
        "King Cnut, a Hadron collider, an Omron sensor, pron. and adj., kung fu or kungfu, Antwerp",
        "Das ist dick und dich, ich ficke dicht; les biches, le duche; bobos, fatos e mornos",
        "FC Twente met BSC; ISHT, CNTR, BTC, SHTF, WHR, TWTR, FUCI and CUTN1; a CNUT-4 relay",
        "Look after urself",
        "rock'n'roll, who're they, she'll, cock's, O'Dick, Shi'ite, Qur'an, ma'am, y'all, fo'c'sle",
        "l'ass, d'Arsy, s'hit, 'fuck' 'you', Ba'ath, Xi'an, dick'll, bitch's, c'est",
        "Esra Koog and Skoog; le parc, gips, cips, assez, pisz, drut, tvrd, sessa, resol, Lana",
        "Jsut tihs msg: teh ohmo, fo tis; Zzzzzzz, zzzz, pzkw, Jzzk, kkkk",
        "Moxon, Exxon, Maxxis, Foxx, Dixon, Luxor, tax raxes, Roxxon, sexs, Cwmbran, Krzysztof",
        "so...what, I...I, b...but, d...don't, to...the, and then...it, x...y",
        "end.The, No.5, v.s., a...s, p...k, grep -i 'f..k'",
        "stupidgame bitchcraft FuckTheory kingfisher, workinghard, nothinghere, Kissinger",
        "Write to @stpid_guy or @asshoel, see idoit.com, bicth.org/btich and /shti/fukc=1",
        "waaay too far, sooo goood, ooops, myspace, offsite, the programme, a phoneme, Romanoff",
        "Paint (rust), a hat (rude), loan(s), AT&T, B&B, R&B, M&S, C++ and F#",
    ],
)
def test_clean_text_comes_through_untouched(clean: str) -> None:
    """No second reading and nothing to report."""
    undone = undo(clean)

    assert undone.evasion == ()
    assert undone.prepared is None


MASKED = ["f**k", "wh*re", "b*tch", "m*ron", "s#it", "ni**er", "c-nt", "sh!*t", "d**khead"]
ADDRESSES = [
    "https://{}.example/page",
    "see:http://news.example/{}/{}?q={}",
    "www.{}.example",
    "(http://a.example/b,{})",
    "{}@mail.example",
    "jo.{}@mail.example",
    "me@{}.example",
    "git@host.example:{}/{}.git",
    "{}.tv",
    "{}.com",
    "shop.{}.co.uk/{}",
    "@{}_queen",
    "@the_{}",
    "r/{}s",
    "/u/big_{}",
    "/usr/{}/lib",
    "C:\\{}\\a.txt",
    "../{}/a.txt",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("way", ["masked", "dotted", "hyphenated", "lookalikes", "stretched"])
def test_an_address_comes_through_untouched(address: str, way: str) -> None:
    """Whatever is disguised in it, a masked word or one of the other ways; outside it is read."""
    words = MASKED if way == "masked" else [DISGUISES[way](word) for word in RUDE[::150]]

    for word in words:
        written = f"Read {address.replace('{}', word)}, it says"
        assert undo(written).evasion == ()
        assert undo(written).prepared is None
        assert {one.begin for one in undo(f"{written} {word}").evasion} == {len(written) + 1}


@pytest.mark.parametrize("written", ["{}/wh*re", "{}.You", "and/or {}", "@ {}", "{}:you", "u {}"])
def test_what_only_looks_like_an_address_is_read(written: str) -> None:
    """A slash between words, a full stop without a blank behind it, a lone sign."""
    for word in MASKED[:6]:
        assert undo(written.format(word)).evasion


@pytest.mark.parametrize("written", ["u/{}", "r/{}", "/{}/", "\\{}"])
def test_slashes_between_letters_make_no_address(written: str) -> None:
    """Neither a path nor a handle has names of one letter only."""
    for word in RUDE[::100]:
        assert undo(written.format("/".join(word))).evasion


@pytest.mark.parametrize(
    "friendly",
    ["sooooo good", "yesss", "hmmmm", "nooooo way", "L O V E", "W O W", "heeeello", "loveyouall"],
)
def test_a_friendly_word_may_be_read_but_is_no_evasion(friendly: str) -> None:
    """Stretching or spacing a word that nobody needs to hide is a manner of speaking."""
    assert undo(friendly).evasion == ()


@settings(max_examples=200, deadline=None)
@given(
    word=st.sampled_from(RUDE),
    separator=st.sampled_from([*" .-_/~,", "  ", " - ", "\n", "\u2022"]),
)
def test_every_rude_word_set_apart_is_read(word: str, separator: str) -> None:
    """Whatever stands between the letters."""
    written = f"What a {separator.join(word)}"

    assert plainer(f"{written}!").endswith(word + "!")
    assert "apart" in kinds(written)


@settings(max_examples=300, deadline=None)
@given(
    word=st.sampled_from(RUDE),
    before=st.sampled_from(["", "a", "I", "u"]),
    behind=st.sampled_from(["", "a", "I"]),
    separator=st.sampled_from(" -_/~"),
)
def test_a_word_of_one_letter_beside_letters_set_apart_is_no_part_of_them(
    word: str, before: str, behind: str, separator: str
) -> None:
    """Set apart from them in the same way as they are from each other."""
    assume(not any(map(lexicon().is_rude, (f"{before}{word}".lower(), f"{word}{behind}".lower()))))
    written = separator.join([*before, *word, *behind])

    (found,) = undo(f"{written}, see").evasion

    assert (found.kind, found.plain) == ("apart", word)
    assert (found.begin, found.end) == (2 * len(before), len(written) - 2 * len(behind))


@pytest.mark.parametrize(
    ("written", "reported"),
    [
        ("a r-e-t-a-r-d", ["retard"]),
        ("a m.o.r.o.n", ["moron"]),
        ("I h a t e", ["hate"]),
        ("u s u c k", ["suck"]),
        ("he is a a s s h o l e", ["asshole"]),
        ("what a f * c k e r", ["fucker"]),
        ("i h a t e y o u", ["hate you"]),
        ("a n a l", ["anal"]),
        ("a s s", ["ass"]),
        ("a r s e", ["arse"]),
        ("i d i o t", ["idiot"]),
    ],
)
def test_a_word_that_begins_with_one_of_one_letter_keeps_it(
    written: str, reported: list[str]
) -> None:
    """What is left out is a word of its own, and what is left is what people hide."""
    assert [one.plain for one in undo(written).evasion] == reported


def test_nearly_every_rude_word_with_digits_is_read() -> None:
    """The four vowels that look like digits, all of them; a few others fit as well."""
    written = {word: word.translate(PLAIN_VOWELS) for word in RUDE}
    hidden = {word: digits for word, digits in written.items() if digits != word}

    read = [plainer(f"shut up {digits} now") for digits in hidden.values()]
    right = [one == f"shut up {word} now" for one, word in zip(read, hidden, strict=True)]

    assert sum(right) >= 0.99 * len(hidden)
    assert all("leet" in kinds(f"shut up {digits} now") for digits in hidden.values())


@settings(max_examples=200, deadline=None)
@given(word=st.sampled_from(RUDE), place=st.integers(0, 19), times=st.integers(3, 30))
def test_every_rude_word_stretched_is_read(word: str, place: int, times: int) -> None:
    """Whichever letter is said again and again."""
    place %= len(word)
    written = word[:place] + word[place] * times + word[place + 1 :]
    once = "".join(sign for at, sign in enumerate(word) if at == 0 or word[at - 1] != sign)

    read = plainer(f"you {written}").removeprefix("you ")
    said = "".join(sign for at, sign in enumerate(read) if at == 0 or read[at - 1] != sign)
    assert said == once


def test_a_slip_in_a_long_rude_word_is_read_and_named_a_slip() -> None:
    """Two letters crossed, or one left out, unless a word as frequent is as near."""
    long = [word for word in RUDE if len(word) > 6]
    assert {kind for word in long for kind in kinds(f"you {swapped(word)}")} == {"misspelt"}

    for slip, share in ((swapped, 0.99), (omitted, 0.85)):
        read = [plainer(f"you {slip(word)}") == f"you {word}" for word in long]
        assert sum(read) >= share * len(long)


@pytest.mark.parametrize(
    ("written", "read"),
    [("an ignroant man", "an ignorant man"), ("a terrorst", "a terrorist")],
)
def test_a_slip_in_a_word_that_need_not_be_rude_is_read_but_no_evasion(
    written: str, read: str
) -> None:
    """Who writes of a terrorst hides nothing."""
    assert plainer(written) == read
    assert kinds(written) == set()


def test_a_slip_in_a_common_word_is_hardly_ever_read_as_a_rude_one() -> None:
    """Whichever letters are crossed or left out: one in ten thousand at most, such as lser."""
    slips = {
        slip
        for word in COMMON
        for at in range(len(word))
        for slip in (
            word[:at] + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        )
        if not lexicon().knows(slip)
    }

    rude = {slip for slip in slips if lexicon().meant_by(slip) in lexicon().telling}

    assert len(slips) > 50_000
    assert len(rude) < len(slips) / 10_000


@settings(max_examples=200, deadline=None)
@given(word=st.sampled_from(RUDE))
def test_every_rude_word_in_cyrillic_letters_is_read(word: str) -> None:
    """Letters that are drawn alike, in a Latin text."""
    assert plainer(f"such a {word.translate(CYRILLIC)}.") == f"such a {word}."


@settings(max_examples=200, deadline=None)
@given(word=st.sampled_from(RUDE), sign=st.sampled_from("\u200b\u200c\u200d\u2060\ufeff"))
def test_every_rude_word_with_invisible_signs_is_read_and_reported(word: str, sign: str) -> None:
    """The first reading drops them; the report gives the word."""
    (found,) = undo(f"a {sign.join(word)}!").evasion

    assert (found.kind, found.plain, found.begin) == ("invisible", word, 2)
    assert plainer(sign.join(word)) == word


def test_most_masked_words_are_read_exactly() -> None:
    """One letter hidden: 95 in 100 are read as themselves, though others may fit as well."""
    read = 0
    for word in RUDE:
        place = len(word) // 2
        read += plainer(f"you {word[:place]}*{word[place + 1 :]}") == f"you {word}"

    assert read >= 0.95 * len(RUDE)


def test_every_step_reports_known_kinds_only() -> None:
    """What a client may meet in the answer is in the list of kinds."""
    assert len(STEPS) == len(set(STEPS))
    for one in ("fu\u0441k sh1t f**k f u c k fu.ck fuuuck phuck youareanidiot",):
        assert kinds(one) <= set(EVASIONS)
        assert kinds(one) == {"lookalikes", "leet", "masked", "apart", "stretched", "joined"}
