"""Comments from files: one a line, as plain text or as the JSON object that POST takes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from marshmallow import ValidationError

from service.api.schemas import Rules, comment_schema
from service.api.strict_json import parse_json
from service.api.swift import Reader, reader
from service.errors import BelowTheLineError, Fault, InvalidRequestError
from service.faults import invalid_request
from service.moderation.words import Comment

MAX_LINE_BYTES = 1_048_576
"""A line longer than the largest body that POST takes by default is at fault."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a file without its end; ``content`` is None where it was too long to keep."""

    number: int
    content: bytes | None


def numbered_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a file, counted from 1, never more than one of them in memory."""
    number = 0
    while start := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        too_long = len(start) > MAX_LINE_BYTES
        rest = start
        while not rest.endswith(b"\n") and (rest := stream.readline(MAX_LINE_BYTES)):
            too_long = True
        content = start.removesuffix(b"\n").removesuffix(b"\r")
        yield Line(number=number, content=None if too_long else content)


@dataclass(frozen=True, kw_only=True)
class LineReader:
    """Turns lines into comments under the same rules as HTTP does with bodies."""

    rules: Rules
    as_json: bool = False
    explain: bool = False
    attributes: tuple[str, ...] = ()
    comment: Reader = field(init=False)

    def __post_init__(self) -> None:
        """Make the reader of comments once."""
        object.__setattr__(self, "comment", reader(comment_schema(self.rules)))

    def read(self, line: Line) -> Comment:
        """The comment on a line; raises an error with a sentence where there is none."""
        if line.content is None:
            sentence = f"The line is longer than {MAX_LINE_BYTES:,} bytes: shorten it."
            raise _at_fault(sentence)
        members = parse_json(line.content) if self.as_json else {"text": _text(line.content)}
        if isinstance(members, dict):
            members = {**self._wishes(), **members}
        try:
            return cast("Comment", self.comment(members))
        except ValidationError as error:
            raise invalid_request(error) from error

    def _wishes(self) -> dict[str, object]:
        """What every line asks for unless it says otherwise."""
        wishes: dict[str, object] = {"explain": True} if self.explain else {}
        return {**wishes, "attributes": list(self.attributes)} if self.attributes else wishes


@dataclass(kw_only=True)
class Comments:
    """The comments of lines with their numbers; ``complain`` is told of each line that has none.

    ``faulty`` counts those once all lines have been read.
    """

    lines: Iterable[Line]
    reader: LineReader
    complain: Callable[[int, BelowTheLineError], None]
    faulty: int = 0

    def __iter__(self) -> Iterator[tuple[int, Comment]]:
        """Each line that has a comment, as it is read."""
        for line in self.lines:
            try:
                comment = self.reader.read(line)
            except BelowTheLineError as error:
                self.faulty += 1
                self.complain(line.number, error)
            else:
                yield line.number, comment


def _text(content: bytes) -> str:
    """A line's text, which has to be UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        sentence = f"This is not UTF-8: look at byte {error.start + 1}."
        raise _at_fault(sentence) from error


def _at_fault(message: str) -> InvalidRequestError:
    """The error for a line that is at fault as a whole."""
    return InvalidRequestError(message, faults=(Fault(field="", message=message),))
