"""What the rules for names look for, read from ``tables/names.toml`` once a process."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.moderation.lexicon import lexicon
from service.moderation.text import folded


@dataclass(frozen=True, kw_only=True, slots=True)
class NameTables:
    """The lists of ``tables/names.toml``, folded; the file tells what each is for."""

    also_names: frozenset[str]
    rarely_names: frozenset[str]
    company: frozenset[str]
    also_rude: frozenset[str]
    attacks: frozenset[str]
    group_names: frozenset[str]
    elsewhere: frozenset[str]
    anywhere: frozenset[str]
    said_aloud: frozenset[str]
    sold: frozenset[str]
    goods: frozenset[str]
    selling: frozenset[str]
    roles: frozenset[str]
    plain_roles: frozenset[str]
    around_roles: frozenset[str]
    poses: frozenset[str]


@cache
def name_tables() -> NameTables:
    """The lists of this release."""
    table = files("service.moderation").joinpath("tables", "names.toml")
    lists = tomllib.loads(table.read_text(encoding="utf-8"))
    return NameTables(**{name: _folded(words) for name, words in lists.items()})


@cache
def latin_letters() -> dict[int, str]:
    """Code points of other scripts, and special Latin ones, to the Latin letters they look like."""
    words = lexicon()
    nearly = {
        ord(sign): letters[0]
        for sign, letters in words.nearly_alike.items()
        if not "\u0400" <= sign <= "\u052f"  # Cyrillic letters that only rude words use so
    }
    return nearly | dict(words.lookalikes) | {0xA730: "f"}


def _folded(words: str | list[str]) -> frozenset[str]:
    """A list as names are folded: words of a string, or phrases of an array."""
    found = words.split() if isinstance(words, str) else words
    return frozenset(folded(one) for one in found)
