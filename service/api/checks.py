"""What a value must be, as small functions that marshmallow's fields call.

Each takes what JSON says and nothing that merely looks like it, and complains in words of our own
that never quote what was sent.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from marshmallow import ValidationError

from service.moderation.text import is_blank

Value = TypeVar("Value")
Check = Callable[[str], None]

MOST_ATTRIBUTES = 100

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
}


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    return _KINDS.get(type(value), "null")


def a_string(value: Value) -> Value:
    """Refuse what is no string; ``null`` has a message of its own."""
    if value is not None and not isinstance(value, str):
        message = f"Send a string, not {kind_of(value)}."
        raise ValidationError(message)
    return value


def a_boolean(value: Value) -> Value:
    """Refuse what some language takes for true or false and JSON does not."""
    if value is not None and not isinstance(value, bool):
        message = f"Send true or false without quotes, not {kind_of(value)}."
        raise ValidationError(message)
    return value


def characters_only(text: str) -> None:
    """Refuse NUL, which ends strings elsewhere, and halves of surrogate pairs."""
    if "\0" in text:
        message = "Remove the NUL character (U+0000)."
        raise ValidationError(message)
    if not text.isascii() and _SURROGATE.search(text):
        message = "Remove the lone surrogates: they are no characters."
        raise ValidationError(message)


def at_most_bytes(most: int) -> Check:
    """Refuse texts of more bytes in UTF-8; a lone surrogate counts as three."""

    def check(text: str) -> None:
        size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
        if size > most:
            message = f"Shorten it to {most:,} bytes of UTF-8; it has {size:,}."
            raise ValidationError(message)

    return check


def at_most_characters(most: int) -> Check:
    """Refuse texts of more code points."""

    def check(text: str) -> None:
        if len(text) > most:
            message = f"Shorten it to {most:,} characters; it has {len(text):,}."
            raise ValidationError(message)

    return check


def visible(message: str) -> Check:
    """Refuse texts in which there is nothing to see."""

    def check(text: str) -> None:
        if is_blank(text):
            raise ValidationError(message)

    return check


def language_tag(text: str) -> None:
    """Refuse what has not the shape of a BCP 47 tag; whether anybody speaks it is not asked."""
    if _LANGUAGE_TAG.fullmatch(text) is None:
        message = 'Send a language tag such as "en" or "pt-BR", or leave the field out.'
        raise ValidationError(message)


def one_of(known: Callable[[], Sequence[str]], *, what: str) -> Check:
    """Refuse names that are not known at the moment of asking; an empty one stands for none."""

    def check(name: str) -> None:
        if name and name not in (names := known()):
            listed = f"known are {', '.join(names)}" if names else "none is known"
            message = f"There is no such {what}: {listed}. Name one of them, or leave it out."
            raise ValidationError(message)

    return check


def names_from(served: Sequence[str]) -> Callable[[object], object]:
    """Refuse all but a list of attributes, each once, of which the model has every one.

    ``served`` is empty where no model is loaded: then any name passes, and the answer is 503.
    """

    def check(names: object) -> object:
        members = _members(names, what="attributes", most=MOST_ATTRIBUTES)
        faults = {
            place: [fault]
            for place, name in enumerate(members)
            if (fault := _name_fault(name, before=members[:place], served=served))
        }
        if faults:
            raise ValidationError(faults)
        return names

    return check


def comments_up_to(most: int) -> Callable[[object], object]:
    """Refuse all but a list of a bearable number of comments, before looking at any of them."""

    def check(comments: object) -> object:
        _members(comments, what="comments", most=most)
        return comments

    return check


def _members(value: object, *, what: str, most: int) -> list[object]:
    """The members of a list that has some, and not too many."""
    if not isinstance(value, list):
        message = f"Send a list of {what}, not {kind_of(value)}."
    elif not value:
        message = f"The list of {what} is empty: send at least one."
    elif len(value) > most:
        message = f"Send at most {most:,} {what} at once, not {len(value):,}."
    else:
        return value
    raise ValidationError(message)


def _name_fault(name: object, *, before: list[object], served: Sequence[str]) -> str:
    """What is wrong with one attribute's name; nothing, where all is well."""
    if not isinstance(name, str):
        return f"Send the name of an attribute, not {kind_of(name)}."
    if served and name not in served:
        return f"The model has no such attribute; it has {', '.join(served)}."
    return "This attribute is named twice: name it once." if name in before else ""
