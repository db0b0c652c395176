"""Ways to hide a word that were thought of by somebody who read the rules, and clean lines."""

import pytest

from service.moderation.disguise import undo
from service.moderation.text import prepare

WORDS = [
    "idiot",
    "moron",
    "fuck",
    "shit",
    "bitch",
    "asshole",
    "retard",
    "slut",
    "bastard",
    "faggot",
]
FRAMES = ["you are a {} and you know it", "What a {}, really.", "{}", "He said: \u201c{}!\u201d"]
UPSIDE_DOWN = str.maketrans(
    "abcdefghiklmnorstu",
    "\u0250q\u0254p\u01dd\u025f\u0183\u0265\u1d09\u029el\u026fuo\u0279s\u0287n",
)
RAISED = str.maketrans(
    "abcdefghiklmnorstu",
    "\u1d43\u1d47\u1d9c\u1d48\u1d49\u1da0\u1d4d\u02b0\u2071\u1d4f\u02e1\u1d50\u207f\u1d52\u02b3\u02e2\u1d57\u1d58",
)
DRAWN = {"k": "|<", "h": "|-|", "o": "()", "d": "|)", "n": "|\\|", "b": "|3"}
LEET = str.maketrans("oiea", "0134")


def around(before: str, behind: str, word: str) -> str:
    """Each letter between two signs."""
    return "".join(f"{before}{letter}{behind}" for letter in word)


WAYS = {
    "pictures between letters": "\U0001f600".join,
    "hearts between letters": "\u2764\ufe0f".join,
    "letters in brackets": lambda word: around("(", ")", word),
    "letters in square brackets": lambda word: around("[", "]", word),
    "letters in brackets, set apart": lambda word: around("(", ") ", word).rstrip(),
    "one letter in brackets": lambda word: f"{word[0]}({word[1]}){word[2:]}",
    "Zalgo": lambda word: around("", "\u0300\u0316\u0489\u0360", word),
    "backslashes": "\\".join,
    "carets": "^".join,
    "underscores": "_".join,
    "new lines": "\r\n".join,
    "wide blanks": "\u3000".join,
    "upside down": lambda word: word[::-1].translate(UPSIDE_DOWN),
    "raised letters": lambda word: word.translate(RAISED),
    "a picture for a letter": lambda word: f"{word[0]}\U0001f346{word[2:]}",
    "a question mark for a letter": lambda word: f"{word[0]}?{word[2:]}",
    "keycaps": lambda word: around("", "\ufe0f\u20e3", word),
    "struck out and set apart": lambda word: " ".join(f"{letter}\u0336" for letter in word),
    "digits with unseen signs": lambda word: "\u2060".join(word.translate(LEET)),
    "turned round by an override, in digits": lambda word: (
        f"\u202e{word.translate(LEET)[::-1]}\u202c"
    ),
    "styled and dotted": lambda word: ".".join(chr(0x1D41A + ord(letter) - 97) for letter in word),
}

CLEAN = [
    "Born 12.03.1984, died 2021-11-25, on 4/7/22 at 10:30am",
    "It cost $4.99, 3,50 EUR, 1.000.000,00 kr or 5s 6d",
    "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 Qxf7# Kxf7",
    "grep -i 'f..k' file.txt | sort -u",
    "call me on +44 (0)20 7946 0958 or 555-0199-33",
    "J.R.R. Tolkien, A.S. Byatt, P.G. Wodehouse, F.U. Berlin, S.H.I.E.L.D.",
    "Louis XIV, Henry VIII, Pius XII, MCMLXXXIV, chapter iv, xx",
    "E = mc^2, a^2 + b^2 = c^2, H2SO4, CH3COOH, Fe2O3, C8H10N4O2",
    (
        ":-) ;-) :P xD <3 o_O ^_^ -_- T_T (\u256f\xb0\u25a1\xb0)\u256f\ufe35 "
        "\u253b\u2501\u253b \xaf\\_(\u30c4)_/\xaf"
    ),
    (
        "Zo\xeb, Jos\xe9, Fran\xe7ois, \u0141ukasz, S\xf8ren, Dvo\u0159\xe1k, Nguy\u1ec5n "
        "Th\u1ecb Minh Khai"
    ),
    "NATO, UNESCO, F.B.I., C.I.A., R.S.P.C.A., WTF, LOL, ASAP, AFAIK",
    "#MeToo #JeSuisCharlie #AssInTheClass #SundayFunday #ThrowbackThursday",
    (
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430? "
        "\u041c\u043e\u0441\u043a\u0432\u0430 \u2014 "
        "\u0441\u0442\u043e\u043b\u0438\u0446\u0430. \u042d\u0442\u043e \u0448\u0438\u0442 "
        "\u043a\u0430\u043a\u043e\u0439-\u0442\u043e"
    ),
    (
        "\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1, \u03c4\u03b9 "
        "\u03ba\u03ac\u03bd\u03b5\u03b9\u03c2; "
        "\u0395\u03c5\u03c7\u03b1\u03c1\u03b9\u03c3\u03c4\u03ce \u03c0\u03bf\u03bb\u03cd"
    ),
    (
        "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd, \u0645\u0631\u062d\u0628\u0627 "
        "\u0628\u0627\u0644\u0639\u0627\u0644\u0645, \u0928\u092e\u0938\u094d\u0924\u0947 "
        "\u0926\u0941\u0928\u093f\u092f\u093e, "
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01"
    ),
    (
        "\u4f60\u597d\u4e16\u754c, \u3053\u3093\u306b\u3061\u306f, "
        "\uc548\ub155\ud558\uc138\uc694, \uff21\uff22\uff23\u682a\u5f0f\u4f1a\u793e"
    ),
    (
        "\u2200x\u2208\u211d: \u2308x\u2309 = \u2212\u230a\u2212x\u230b, \u03b1 \u2227 "
        "\xac\u03b2 = \xac(\xac\u03b1 \u2228 \u03b2), \u2211 \U0001d465\u1d62\xb2 , "
        "\U0001d400\U0001d431 = \U0001d41b"
    ),
    (
        "The \U0001d453(\U0001d465) = \U0001d44e\U0001d465\xb2 + \U0001d44f\U0001d465 + "
        "\U0001d450 is a parabola"
    ),
    "1st, 2nd, 3rd, 4th, 21st century, mid-90s, '68",
    "Room B12, Gate A5, flight BA2490, the M25 and A55, Boeing 737-8",
    "Wi-Fi, USB-C, HDMI 2.1, 4K@60Hz, RTX 3080 Ti, i7-9700K",
    "john.smith+news@mail.example.com, @jack, u/spez, r/AskReddit",
    "https://t.co/aBcD3fGh?x=f*ck&s=sh1t",
    "C:\\Users\\Ann\\Docs\\sh1t.doc and ~/bin/a55",
    "ISBN 978-3-16-148410-0, DOI 10.1000/182, RFC 2119, ISO 8601",
    "a) first b) second c) third; (i) one (ii) two (iii) three",
    "A: yes. B: no. C: maybe. Q: why? A: because.",
    "I. Introduction II. Methods III. Results",
    "do re mi fa so la ti do; C D E F G A B C",
    "A-B-C-D, x-y-z, a/b/c, p/e ratio, w/o, n/a",
    "Let's go, they're here, who'd've thought, rock 'n' roll, y'all",
    "TL;DR: it's OK. P.S. thx! b/c u r gr8, c u l8r m8",
    "50% off!!! BUY 2 GET 1 FREE *terms apply*",
    "*cough* *sigh* **very** _important_ ~~old~~ `code`",
    "Mr. Cockburn of Scunthorpe met Ms. Dickinson in Penistone, Essex",
    'He said "s-s-stop", "w-w-wait", "n-no way", "b-but"',
    "The score was 3-2 (a.e.t.), 6\u20134, 7\u20136(5)",
    "51\xb030\u2032N 0\xb07\u2032W, 20\xb0C, 5'10\", 6ft 2in, 100km/h",
    "15:04:05 GMT+1, 24/7, 9-to-5, Q3 FY21, H1 2020",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "The A.S.S.U.M.E. method; S.M.A.R.T. goals; D.A.R.E.; L.O.V.E.",
    "pH 7.4, pKa, mRNA, IgG, CD4+, p<0.05, n=12, \xb13\u03c3",
    "e.g., i.e., etc., viz., cf., et al., ca. 1900, op. cit.",
    (
        "\u201cQuote\u201d \u2013 she said\u2026 \u2018inner\u2019 \u2014 \xabguillemets\xbb "
        "\u201edeutsch\u201c"
    ),
    (
        "\U0001f1ec\U0001f1e7\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea "
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f44d\U0001f3fd "
        "\u2764\ufe0f 1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e3 \u2122\ufe0f \xa9\ufe0f "
        "\u2139\ufe0f \U0001f170\ufe0f\U0001f171\ufe0f"
    ),
    ("\xbd cup, \xbc tsp, m\xb2, cm\xb3, \u21165, \xa712, \xb63, \u2030, \u2103, \u03a9, \xb5m"),
    "\xc5ngstr\xf6m, na\xefve, co\xf6perate, fa\xe7ade, r\xe9sum\xe9, jalape\xf1o, \xc6r\xf8",
    (
        "\u1ecc\u0300\u1e63un, Yor\xf9b\xe1, \u1ecdm\u1ecd, \u1eb9\u0300k\u1ecd\u0301; "
        "ti\u1ebfng Vi\u1ec7t; \u012b\u015bvara; P\u0101\u1e47ini"
    ),
    "kill -9 1234; rm -rf /tmp/x; git push -f; ls | grep sh",
    "int *p = &x; char **argv; x &= ~y; a ^= b; #define FAG(x) (x)",
    '1,2,3,4; (0,1); [a,b]; {x|x>0}; <a href="x">y</a>',
    "S&P 500, AT&T, H&M, Q&A, R&D, B&B, D&D, M&A, P&L, T&Cs",
    "s/he, and/or, his/hers, (s)he, book(s), wo/men, un(der)paid, (re)write, a(n) apple",
    "vs. v. vol. no. pp. ed. Jr. Sr. Ph.D. M.D. B.A. M.Sc. a.m. p.m.",
]


def plainer(one: str) -> str:
    """The second reading as a string, or the first where there is no second."""
    prepared = undo(one).prepared or prepare(one)
    return "".join(map(chr, prepared.codes[1:-1]))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("way", WAYS)
def test_a_way_that_nobody_wrote_a_rule_for_is_undone_all_the_same(way: str, frame: str) -> None:
    """The word is read, and reported where it stands, from its first sign to its last."""
    for word in WORDS:
        written = WAYS[way](word)
        text = frame.format(written)

        evasion = undo(text).evasion

        assert frame.format(word).lower().replace("\u201c", '"').replace("\u201d", '"') == plainer(
            text
        )
        stretches = {text[one.begin : one.end] for one in evasion}
        assert written.strip("\u202e\u202c") in stretches


@pytest.mark.parametrize("word", ["asshole", "bollocks", "dickhead", "fuck", "moron", "shithole"])
def test_letters_drawn_with_several_signs_are_read(word: str) -> None:
    """Where some of the letters are ordinary ones, or beside them."""
    written = "".join(DRAWN.get(letter, letter) for letter in word)

    (found,) = undo(f"x {written} y").evasion

    assert (found.kind, found.plain, found.begin, found.end) == ("leet", word, 2, 2 + len(written))


def test_clean_lines_are_many_and_of_all_sorts() -> None:
    """Dates, prices, chess, code, addresses, initials, formulas, scripts, names, faces."""
    assert len(CLEAN) > 45


@pytest.mark.parametrize("line", CLEAN)
def test_a_clean_line_comes_through_untouched(line: str) -> None:
    """No evasion and no second reading."""
    assert undo(line).evasion == ()
    assert undo(line).prepared is None
