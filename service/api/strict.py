"""What the shapes that go in are made of: objects that name what they do not know, and fields."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.exceptions import SCHEMA

from service.api import checks
from service.api.strict_json import quotable

MOST_UNKNOWN = 10
"""Unknown fields that are named for each object."""


class Strict(Schema):
    """A shape that names every field it does not know."""

    class Meta:
        """Unknown fields are told by ``name_unknown_fields``, in words of our own."""

        unknown = EXCLUDE

    error_messages = {"type": "Send a JSON object."}  # noqa: RUF012 - marshmallow's own way

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def name_unknown_fields(self, _: object, original: object, **__: object) -> None:
        """Refuse what no field is for, and propose the one that may have been meant."""
        if not isinstance(original, Mapping):
            return
        unknown = [name for name in original if name not in self.load_fields]
        if unknown:
            raise ValidationError(self._unknown_messages(unknown))

    def _unknown_messages(self, names: list[str]) -> dict[str, list[str]]:
        """One message for each unknown field that can be quoted, one for all the others."""
        messages = {
            name: [f"There is no such field; {self._hint(name)}"]
            for name in names[:MOST_UNKNOWN]
            if quotable(name) and name != SCHEMA
        }
        others = len(names) - len(messages)
        if others:
            count = f"Unknown fields that are not named here: {others}"
            messages[SCHEMA] = [f"{count}; {self._hint('')}"]
        return messages

    def _hint(self, name: str) -> str:
        """The nearest field, or all of them."""
        nearest = get_close_matches(name, self.load_fields, n=1)
        if nearest:
            return f"did you mean {nearest[0]}?"
        return f"known are {', '.join(self.load_fields)}."


def optional(meaning: str, *limits: checks.Check, most: int) -> fields.String:
    """A field for text that may be left out."""
    return fields.String(
        load_default="",
        pre_load=checks.a_string,
        validate=[checks.characters_only, *limits],
        error_messages={"null": "Send a string, not null, or leave the field out."},
        metadata={"description": meaning, "maxLength": most},
    )


def words(meaning: str, *, most: int) -> fields.String:
    """A field for a few words, counted in code points."""
    return optional(meaning, checks.at_most_characters(most), most=most)


def long_text(meaning: str, *, most: int) -> fields.String:
    """A field for a text, counted in bytes of UTF-8."""
    return optional(meaning, checks.at_most_bytes(most), most=most)


def an_object(shape: Schema, empty: Callable[[], object], meaning: str) -> fields.Nested:
    """A field that holds one object; ``empty`` makes what stands for it where it is left out."""
    return fields.Nested(
        shape,
        load_default=empty,
        error_messages={"null": "Send an object, not null, or leave the field out."},
        metadata={"description": meaning},
    )
