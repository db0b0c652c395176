"""What the rules for names look for, read from ``tables/names.toml`` once a process."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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


def _folded(words: str | list[str]) -> frozenset[str]:
    """A list as names are folded: words of a string, or phrases of an array."""
    found = words.split() if isinstance(words, str) else words
    return frozenset(folded(one) for one in found)
