"""Test a scorer function by function, on sentences of our own whose answer is known.

After HateCheck (Röttger et al. 2021, "HateCheck: Functional Tests for Hate Speech Detection
Models") and CheckList (Ribeiro et al. 2020). ``training/cases`` holds functions, templates and word
lists for comments under news articles; ``docs/functions.md`` lists the functions.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training.disguises import DISGUISES, joined
from training.templates import expand, slots

CASES: Final = Path(__file__).parent / "cases"
"""Where the functions, templates and words are: one file for each theme."""

EACH: Final = 6
"""Sentences of one template, at most, where its function does not say otherwise."""

_LABELS: Final = {"hold": True, "publish": False}
_TABLES: Final = frozenset({"words", "templates", "function"})
_KEYS: Final = frozenset(
    {"name", "group", "label", "reason", "templates", "shared", "disguise", "each"}
)
_HIDDEN: Final = re.compile(r"<([^<>]+)>")
_DISGUISES: Final[Mapping[str, Callable[[str], str]]] = {
    **DISGUISES,
    "joined": joined,
    "none": str,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """One thing a scorer should be able to do; ``hold`` where its cases should be stopped."""

    name: str
    group: str
    hold: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One comment, the name of the function that it tests, and whether to hold it."""

    text: str
    function: str
    hold: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested:
    """How one function went: ``rate`` is the share of its cases that passed, in [0, 1]."""

    function: str
    cases: int
    passed: int
    rate: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Functions:
    """How all functions went, in the order of the files."""

    tested: tuple[Tested, ...]

    @property
    def mean(self) -> float:
        """The mean of the rates in [0, 1], each function counting alike."""
        return sum(tested.rate for tested in self.tested) / len(self.tested)

    def below(self, limit: float) -> tuple[Tested, ...]:
        """The functions with a rate under the limit, the worst first."""
        weak = [tested for tested in self.tested if tested.rate < limit]
        return tuple(sorted(weak, key=lambda tested: tested.rate))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """One function with what makes its cases."""

    function: Function
    templates: tuple[str, ...]
    disguise: str | None
    each: int


def measure_functions(
    holds: Callable[[str], bool], cases: Sequence[Case] | None = None
) -> Functions:
    """Ask once for each case, by default all of our own, whether a text would be stopped.

    Raises ValueError where there are no cases.
    """
    found = read_cases() if cases is None else tuple(cases)
    if not found:
        message = "There are no cases to test with."
        raise ValueError(message)
    outcomes: dict[str, list[bool]] = {}
    for case in found:
        outcomes.setdefault(case.function, []).append(holds(case.text) == case.hold)
    return Functions(
        tested=tuple(
            Tested(function=name, cases=len(passed), passed=sum(passed), rate=_share(passed))
            for name, passed in outcomes.items()
        )
    )


def read_functions(folder: Path = CASES) -> tuple[Function, ...]:
    """Every function, in the order of the files; ValueError as ``read_cases`` has it."""
    sources, _ = _read(folder)
    return tuple(source.function for source in sources)


def read_cases(folder: Path = CASES) -> tuple[Case, ...]:
    """Every case, the same each time, in the order of the files.

    Raises ValueError, with a sentence that names the function or list, where a file has a key it
    should not have, a slot has no list, a list is used nowhere or two sentences are the same.
    """
    sources, lists = _read(folder)
    cases = tuple(case for source in sources for case in _cases(source, lists))
    used = {name for source in sources for text in source.templates for name in slots(text)}
    if unused := sorted(lists.keys() - used):
        message = f"No template takes words from the list {unused[0]!r}."
        raise ValueError(message)
    seen: dict[str, str] = {}
    for case in cases:
        if case.text in seen:
            message = f"{case.function!r} repeats a sentence of {seen[case.text]!r}: {case.text}"
            raise ValueError(message)
        seen[case.text] = case.function
    return cases


def _read(folder: Path) -> tuple[tuple[_Source, ...], dict[str, list[str]]]:
    """The functions and the word lists of all files, by the files' names."""
    lists: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}
    tables: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        _refuse_others(content, _TABLES, path.name)
        _add(lists, content.get("words", {}), path.name)
        _add(shared, content.get("templates", {}), path.name)
        tables += content.get("function", [])
    sources = tuple(_source(table, shared) for table in tables)
    names = [source.function.name for source in sources]
    if again := [name for name in names if names.count(name) > 1]:
        message = f"Two functions are called {again[0]!r}."
        raise ValueError(message)
    return sources, lists


def _add(known: dict[str, list[str]], more: Mapping[str, list[str]], where: str) -> None:
    """Take in the lists of one file; ValueError where a name is taken or a word stands twice."""
    for name, words in more.items():
        if name in known:
            message = f"{where}: another file has a list {name!r} too."
            raise ValueError(message)
        if len(set(words)) < len(words):
            message = f"{where}: the list {name!r} has a word twice."
            raise ValueError(message)
        known[name] = words


def _source(table: Mapping[str, Any], shared: Mapping[str, list[str]]) -> _Source:
    """One function as a file has it; ValueError with a sentence on the first fault."""
    name = table.get("name", "a function without a name")
    _refuse_others(table, _KEYS, name)
    for key in ("name", "group", "reason"):
        if not str(table.get(key, "")).strip():
            message = f"{name!r} has no {key}."
            raise ValueError(message)
    if table.get("label") not in _LABELS:
        message = f"{name!r} needs a label: hold or publish."
        raise ValueError(message)
    disguise = table.get("disguise")
    if disguise is not None and disguise not in _DISGUISES:
        message = f"{name!r} names a disguise that is not known: {disguise}."
        raise ValueError(message)
    return _Source(
        function=Function(
            name=name,
            group=table["group"],
            hold=_LABELS[table["label"]],
            reason=table["reason"],
        ),
        templates=_templates(table, shared),
        disguise=disguise,
        each=table.get("each", EACH),
    )


def _templates(table: Mapping[str, Any], shared: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A function's own templates, or those that it shares; ValueError where it has neither."""
    found = table.get("templates", shared.get(table.get("shared", "")))
    if not found or ("templates" in table and "shared" in table):
        message = f"{table['name']!r} needs templates, or the name of shared ones."
        raise ValueError(message)
    if table.get("disguise") and not all(map(_HIDDEN.search, found)):
        message = f"{table['name']!r} has a template that marks no <word> to disguise."
        raise ValueError(message)
    return tuple(found)


def _cases(source: _Source, lists: Mapping[str, list[str]]) -> Iterator[Case]:
    """The cases of one function; ValueError where a slot has no list."""
    function = source.function
    for template in source.templates:
        if missing := [name for name in slots(template) if name not in lists]:
            message = f"{function.name!r} has a slot without a list: {missing[0]}."
            raise ValueError(message)
        for text in expand(template, lists, most=source.each):
            shown = _disguised(text, source.disguise)
            yield Case(text=shown, function=function.name, hold=function.hold)


def _disguised(text: str, name: str | None) -> str:
    """The text with each <word> in its disguise; as it is where the function has none."""
    if name is None:
        return text
    disguise = _DISGUISES[name]
    return _HIDDEN.sub(lambda found: disguise(found[1]), text)


def _refuse_others(table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    """ValueError where a table has a key that nothing reads."""
    if unknown := sorted(table.keys() - known):
        message = f"{where}: {unknown[0]!r} is not a key it can have."
        raise ValueError(message)


def _share(passed: Sequence[bool]) -> float:
    """The share of true ones, in [0, 1]."""
    return sum(passed) / len(passed)
