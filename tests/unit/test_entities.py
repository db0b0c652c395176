"""Letters written as HTML has them."""

import pytest

from service.moderation.disguise import undo, undo_in_full

WORDS = ["idiot", "moron", "fuck", "bitch", "retard", "wankers"]
WAYS = {
    "a number": lambda sign: f"&#{ord(sign)};",
    "a long number": lambda sign: f"&#{ord(sign):05};",
    "a hexadecimal number": lambda sign: f"&#x{ord(sign):x};",
    "one in capitals": lambda sign: f"&#X{ord(sign):X};",
    "a capital letter": lambda sign: f"&#{ord(sign.upper())};",
    "an unseen sign": lambda sign: f"{sign}&shy;",
    "a zero-width space": lambda sign: f"{sign}&#8203;",
}


@pytest.mark.parametrize("way", WAYS)
def test_letters_written_as_entities_are_read(way: str) -> None:
    """One of them or all of them, reported from the first sign to the last."""
    for word in WORDS:
        inner = word[1:-1]
        for written in (
            word[0] + WAYS[way](word[1]) + word[2:],
            word[0] + "".join(map(WAYS[way], inner)) + word[-1],
        ):
            text = f"you {written}, really"

            (found,) = undo(text).evasion

            assert (found.kind, found.plain) == ("leet", word)
            assert text[found.begin : found.end] == written


@pytest.mark.parametrize(
    "text", ["you f&uuml;ck", "an &iacute;diot", "&#102;uck", "s&#1110;ut&#115; sl&#117;ts"]
)
def test_accents_and_other_scripts_are_read_as_entities_too(text: str) -> None:
    """By their names, and at the beginning of a word."""
    assert undo(text).evasion


@pytest.mark.parametrize(
    "text",
    [
        "I don&#39;t know, AT&amp;T &lt;b&gt; caf&eacute; na&iuml;ve &#8217;s",
        "see &#169; 2020 &copy; and &#x2014; or &nbsp;so",
        "it&#39;s the teacher&#39;s hat, he&#8217;ll be &quot;there&quot;",
        "a&b;c &#65;BC &#x41;, f&#39;s and x&#117;y",
    ],
)
def test_entities_that_were_pasted_are_left_alone(text: str) -> None:
    """Apostrophes, signs, letters of words that nobody hides."""
    for undone in (undo(text), undo_in_full(text)):
        assert undone.evasion == ()
        assert undone.prepared is None
