"""What looks like a word in leet and is none: keys, parts, sizes, units, symbols, names in code."""

import pytest

from service.moderation.disguise import undo, undo_in_full
from service.moderation.text import prepare


def plainer(one: str) -> str:
    """The second reading as a string, or the first where there is no second."""
    prepared = undo(one).prepared or prepare(one)
    return "".join(map(chr, prepared.codes[1:-1]))


CODES = [
    *("B1TCH35", "4SS", "C0CK99", "key: SH1TZ", "Licence key: N1GG3R", "part no. B1TCH7"),
    *("serial B1TCH-35XX-9PQ1", "AB12-F4GG-0T99-XY34", "ab12-f4gg-0t99-xy34", "X7B1T-CH35A"),
    *("the model D1CK5 drill", "order number F4GG0T", "flight SH17 to Oslo", "plate: T1T5"),
    *("4SS\t12 pcs", "4SS: blue, 3 left", "the 4SS, 4AS and 3XL", "sizes: 4ss, 5ss, 6ss"),
    *("3xs, 4ss or 5ms", "red\n4SS - steel\n5SS - brass", "We sell the 4SS to you"),
]
UNITS = [
    *(
        "50\xb5g daily",
        "5\xb5g of B12",
        "4\xb5s",
        "150 \u03bcg and 25 \u03bcm",
        "a 4.7 \xb5F capacitor",
    ),
    *(
        "50 \xb5g/ml",
        "3\xb5l",
        "4 \xb5M",
        "\xb5mol/L",
        "0.5\xb5s",
        "8\xb5C",
        "20\u03bcA",
        "12 \xb5Sv",
        "\xb5m\xb2",
    ),
    *(
        "TNF\u03b1 and IFN\u03b3",
        "PGF2\u03b1",
        "NF-\u03baB",
        "\u03b22-agonist",
        "\xb5Torrent",
        "\u03bcop",
    ),
]
CODE = [
    *("let [f, u, c, k] = arr;", "lambda f, u, c, k: 0", "def g(self, f, u, c, k):", "(s,h,i,t)"),
    *(
        "int f, u, c, k;",
        "x = f*u*c*k",
        "f_u_c_k = 1",
        "a.s.s = b",
        "s.hit()",
        "const K = 'F4GG0T';",
    ),
    *("api_key: b1tch35", "commit 5h17b0x", "4SS 5SS 6SS", '"4SS","5SS"', "XK-B1TCH35-Z", "P155"),
    *(
        "f(u, c, k)",
        "f(u,c,k) = 0",
        "call g(f, u, c, k) here",
        "[f, u, c, k]",
        "for f, u, c, k in rows:",
    ),
    *(
        "f, u, c, k = 1, 2, 3, 4",
        "s(h, i, t);",
        "open C:\\Users\\Dick\\file.txt",
        "C:\\Users\\Dick\\sh1t.txt",
    ),
    *(
        "H2SO4, C10H15N",
        "7-6(5), 6-4",
        "\xa312.50 and $3.75",
        "10:30am",
        "[f\u028ck] and /d\u026ak/ and /\u0283\u026at/",
    ),
]


@pytest.mark.parametrize("text", [*CODES, *UNITS, *CODE])
def test_a_code_a_unit_or_a_formula_comes_through_untouched(text: str) -> None:
    """With the quick look and without it."""
    for undone in (undo(text), undo_in_full(text), undo(f"It says {text}")):
        assert undone.evasion == ()
        assert undone.prepared is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("YOU 4SS", "you ass"),
        ("you dumb 4SS", "you dumb ass"),
        ("you 4ss", "you ass"),
        ("THOSE STUPID B1TCH35 AGAIN", "those stupid bitches again"),
        ("you B1TCH35", "you bitches"),
        ("N1GG3RS", "niggers"),
        ("what a F4GG0T", "what a faggot"),
        ("sh1t-h34d", "shit-head"),
        ("SH1T-H34D", "shit-head"),
        ("that guy = 1D10T", "that guy = idiot"),
        ("you = f*u*c*k and f.u.c.k = bad", "you = fuck and fuck = bad"),
        ("\u03bcoron", "moron"),
        ("f\u03c5ck", "fuck"),
    ],
)
def test_capitals_and_digits_are_read_where_a_person_is_meant(written: str, read: str) -> None:
    """Among other words in capitals, behind "you", or as no code is made."""
    assert plainer(written) == read
    assert undo(written).evasion
