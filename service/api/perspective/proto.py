"""Fields that read JSON as protocol buffers do (proto3's JSON mapping), and leniently at that.

``null`` is a field left out, unknown fields are passed over, names may be written in snake case, a
single value stands for a list of one, and enums may be numbers or in any case.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from service.api.checks import kind_of


class Message(Schema):
    """A message: its unknown and null members are passed over."""

    class Meta:
        """What every message has in common."""

        unknown = EXCLUDE

    @pre_load
    def by_their_names(self, members: object, **_: object) -> dict[str, object]:
        """The members by their camel-case names, without those that are null."""
        if not isinstance(members, Mapping):
            message = f"Send an object, not {kind_of(members)}."
            raise ValidationError(message)
        return {_camel(key): one for key, one in members.items() if one is not None}


class Text(fields.Field[str]):
    """A string."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:  # noqa: ANN401 - as marshmallow has it
        if not isinstance(value, str):
            message = f"Send a string, not {kind_of(value)}."
            raise ValidationError(message)
        return value


class Flag(fields.Field[bool]):
    """True or false, also as a string."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:  # noqa: ANN401 - as marshmallow has it
        known = {"true": True, "false": False}
        if isinstance(value, str) and value.lower() in known:
            return known[value.lower()]
        if not isinstance(value, bool):
            message = f"Send true or false, not {kind_of(value)}."
            raise ValidationError(message)
        return value


class Number(fields.Field[float]):
    """A finite number, also as a string."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:  # noqa: ANN401 - as marshmallow has it
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            message = f"Send a number, not {kind_of(value)}."
            raise ValidationError(message)
        try:
            number = float(value)
        except (ValueError, OverflowError) as error:
            message = "Send a number."
            raise ValidationError(message) from error
        if not math.isfinite(number):
            message = "Send a finite number."
            raise ValidationError(message)
        return number


class Name(fields.Field[str]):
    """An enum's value by its name in any case, or by its number."""

    def __init__(self, names: Sequence[str], **others: Any) -> None:  # noqa: ANN401 - as marshmallow has it
        super().__init__(**others)
        self.names = names

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:  # noqa: ANN401 - as marshmallow has it
        if isinstance(value, str):
            return value.upper()
        if isinstance(value, bool) or not isinstance(value, int):
            message = f"Send one of {', '.join(self.names)}, not {kind_of(value)}."
            raise ValidationError(message)
        return self.names[value] if 0 <= value < len(self.names) else str(value)


class Repeated(fields.List[Any]):
    """A list, or a single value that stands for a list of one."""

    def _deserialize(self, value: Any, *others: Any, **more: Any) -> list[Any]:  # noqa: ANN401 - as marshmallow has it
        listed = value if isinstance(value, list) else [value]
        return super()._deserialize([one for one in listed if one is not None], *others, **more)


class Named(fields.Field[dict[str, Any]]):
    """A map from names to messages, any of which may be null."""

    def __init__(self, message: Message, **others: Any) -> None:  # noqa: ANN401 - as marshmallow has it
        super().__init__(**others)
        self.message = message

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:  # noqa: ANN401 - as marshmallow has it
        if not isinstance(value, Mapping):
            message = f"Send an object of names, not {kind_of(value)}."
            raise ValidationError(message)
        found, faults = {}, {}
        for name, one in value.items():
            try:
                found[name] = self.message.load({} if one is None else one)
            except ValidationError as error:
                faults[name] = error.messages
        if faults:
            raise ValidationError(faults)
        return found


def _camel(name: str) -> str:
    """A name in camel case, which it may have been already."""
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)
