"""The comment form as a browser sends it without a script, and the comment that it makes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl

from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest
from werkzeug.http import parse_options_header

from service.api.body import Environ, read_body
from service.api.schemas import EMPTY_NAME
from service.errors import Fault, InvalidRequestError, UnsupportedContentTypeError
from service.moderation.text import is_blank
from service.moderation.words import Article, Comment

MEDIA = "application/x-www-form-urlencoded"
COMMENT = "comment"
NAME = "name"
MOST_FIELDS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What stood in the form when it was sent."""

    comment: str = ""
    name: str = ""


def read_form(environ: Environ, *, limit: int) -> Filled:
    """The form in a request's body.

    Raises UnsupportedContentTypeError where it is declared to be something else, 413 over ``limit``
    bytes, and 400 where it is no form.
    """
    _check_declared(environ)
    body = read_body(environ, limit=limit)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        sentence = "The form is not encoded as browsers do, in UTF-8, with a few fields."
        raise BadRequest(sentence) from error
    sent = dict(pairs)
    if len(sent) < len(pairs):
        sentence = "A field stands twice in the form, so nobody can tell which one was meant."
        raise BadRequest(sentence)
    return Filled(comment=_as_typed(sent.get(COMMENT, "")), name=_as_typed(sent.get(NAME, "")))


def comment_of(filled: Filled, *, below: Article, read: Callable[[object], object]) -> Comment:
    """The comment below an article; raises InvalidRequestError with the faults of each field.

    ``read`` is the interface's own reader of comments. The form wants a name in any case, where the
    interface does so only if the installation asks for it.
    """
    faults = {} if not is_blank(filled.name) else {NAME: EMPTY_NAME}
    document = {
        "text": filled.comment,
        "author": {"name": filled.name},
        "article": asdict(below),
        "explain": True,
        "preview": True,
    }
    try:
        comment = read(document)
    except ValidationError as error:
        faults = {**_faults(error.messages_dict), **faults}
    if not faults and isinstance(comment, Comment):
        return comment
    told = tuple(Fault(field=field, message=faults[field]) for field in sorted(faults))
    sentence = "Some fields of the form are at fault."
    raise InvalidRequestError(sentence, faults=told)


def _check_declared(environ: Environ) -> None:
    """Raise UnsupportedContentTypeError unless the body is declared to be a plain form."""
    media, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    plain = environ.get("HTTP_CONTENT_ENCODING", "identity").lower() == "identity"
    if media.lower() == MEDIA and plain and options.get("charset", "utf-8").lower() == "utf-8":
        return
    sentence = f"Send the form as {MEDIA} in UTF-8, as the page itself does."
    raise UnsupportedContentTypeError(sentence)


def _as_typed(value: str) -> str:
    """A field's text with the line ends that it had before the browser sent it."""
    return value.replace("\r\n", "\n")


def _faults(messages: Mapping[str, Any]) -> dict[str, str]:
    """The first message of each field of the form that is at fault."""
    found = {
        COMMENT: messages.get("text", ()),
        NAME: messages.get("author", {}).get("name", ()),
    }
    return {field: told[0] for field, told in found.items() if told}
