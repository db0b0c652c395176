"""Comments from files, line by line."""

import io

import pytest

from service.api.schemas import Rules
from service.errors import BelowTheLineError
from service.lines import MAX_LINE_BYTES, Line, LineReader, numbered_lines


def test_lines_are_numbered_and_lose_their_ends() -> None:
    """Of every kind; the last one needs none."""
    lines = list(numbered_lines(io.BytesIO(b"one\ntwo\r\n\nfour")))

    assert [(line.number, line.content) for line in lines] == [
        (1, b"one"),
        (2, b"two"),
        (3, b""),
        (4, b"four"),
    ]


def test_a_line_without_end_is_passed_over_in_bounded_memory() -> None:
    """The next one is read as if nothing had been."""
    stream = io.BytesIO(b"a\n" + b"x" * (3 * MAX_LINE_BYTES) + b"\nb\n")

    lines = list(numbered_lines(stream))

    assert [(line.number, line.content) for line in lines] == [(1, b"a"), (2, None), (3, b"b")]


def test_a_plain_line_is_a_text() -> None:
    """As it stands."""
    comment = LineReader(rules=Rules()).read(Line(number=1, content=b' {"text": 1} '))

    assert comment.text == ' {"text": 1} '


def test_a_json_line_is_a_comment() -> None:
    """As POST takes it."""
    reader = LineReader(rules=Rules(), as_json=True)

    comment = reader.read(Line(number=1, content=b'{"text": "a", "language": "en"}'))

    assert (comment.text, comment.language) == ("a", "en")


def test_a_json_line_may_ask_for_something_else_than_the_command() -> None:
    """What the line says goes first."""
    reader = LineReader(
        rules=Rules(attributes=("A", "B")), as_json=True, explain=True, attributes=("A",)
    )

    plain = reader.read(Line(number=1, content=b'{"text": "a"}'))
    own = reader.read(
        Line(number=2, content=b'{"text": "a", "explain": false, "attributes": ["B"]}')
    )

    assert (plain.explain, plain.attributes) == (True, ("A",))
    assert (own.explain, own.attributes) == (False, ("B",))


@pytest.mark.parametrize(
    ("content", "as_json", "sentence"),
    [
        (None, False, "longer than"),
        (b"\xff", False, "not UTF-8"),
        (b"", False, "1 fault"),
        (b"", True, "empty"),
        (b"hello", True, "not valid JSON"),
        (b"[]", True, "1 fault"),
        (b'{"text": "a", "text": "b"}', True, "twice"),
    ],
)
def test_a_bad_line_is_refused_with_a_sentence(
    content: bytes | None, *, as_json: bool, sentence: str
) -> None:
    """Each for its own reason."""
    reader = LineReader(rules=Rules(), as_json=as_json)

    with pytest.raises(BelowTheLineError, match=sentence):
        reader.read(Line(number=1, content=content))
