"""What one environment variable of ours may be, and how its value is told."""

from dataclasses import dataclass
from pathlib import Path

PREFIX = "BTL_"

Value = str | int | bool | Path | tuple[str, ...]
"""What a setting may be; a tuple is written with commas between its members."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One variable: what it is called, what it may be, and what it is for."""

    name: str
    default: Value
    meaning: str
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str = r"[A-Za-z0-9_.:%-]+"
    words: str = "a host name or address"
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that is read."""
        return PREFIX + self.name.upper()

    @property
    def accepts(self) -> str:
        """What a value must be, in words that finish the sentence "must be ..."."""
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, int):
            return f"a whole number from {self.minimum:,} to {self.maximum:,}"
        if self.choices:
            return "one of " + ", ".join(self.choices)
        return "the path of a folder" if isinstance(self.default, Path) else self.words

    @property
    def default_text(self) -> str:
        """The default as it would be written in the environment."""
        return as_written(self.default)

    def told(self, value: Value) -> str:
        """A value for people to read: of a secret one, only how many there are."""
        if self.secret and isinstance(value, tuple):
            return f"{len(value)} set" if value else ""
        if self.secret:
            return "set" if value else ""
        return as_written(value)


def as_written(value: Value) -> str:
    """A setting's value as it would be written in the environment."""
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
