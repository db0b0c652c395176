"""A folder of policies: each file read, with what it inherits put in, and checked as a whole."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import Any, Final, cast

from marshmallow import ValidationError

from service.errors import Fault, PolicyError
from service.faults import flattened
from service.moderation.policy import DEFAULT_POLICY, Policy
from service.policies.shapes import PolicyTable

INHERITS: Final = "inherits"
AND_ALSO: Final = "..."
"""The first member of a list that goes on with the inherited one."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_OWN: Final = frozenset({"sections", "sites"})
_MOST_BYTES: Final = 4 << 20

Document = dict[str, Any]


def read_policies(folder: Path) -> dict[str, Policy]:
    """Every policy of a folder by its name, ``default`` among them.

    Raises PolicyError with every fault of every file.
    """
    if not folder.is_dir():
        sentence = (
            f"There is no folder of policies at {folder}: set BTL_POLICIES to one, or to nothing "
            "to decide by the built-in default alone."
        )
        raise PolicyError(sentence)
    faults: list[Fault] = []
    documents = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            documents[path.stem] = _parsed(path)
        except PolicyError as error:
            faults += error.faults
    policies = {DEFAULT_POLICY.name: DEFAULT_POLICY} | _made(documents, faults)
    faults += _shared(policies)
    if faults:
        raise _refused(folder, faults)
    return policies


def read_policy(path: Path) -> Policy:
    """One policy that may inherit from those beside it; raises PolicyError with every fault."""
    documents = {one.stem: _parsed(one) for one in path.parent.glob("*.toml") if one != path}
    documents[path.stem] = _parsed(path)
    faults: list[Fault] = []
    needed = _line(path.stem, documents, [])  # its faults are found again in what is made
    made = _made({name: documents[name] for name in needed if name in documents}, faults)
    if faults:
        raise _refused(path, faults)
    return made[path.stem]


def _refused(where: Path, faults: list[Fault]) -> PolicyError:
    """The error that lists every fault."""
    listed = "\n".join(f"  {fault.field}: {fault.message}" for fault in faults)
    sentence = f"{where} has policies that cannot be used:\n{listed}"
    return PolicyError(sentence, faults=tuple(faults))


def _parsed(path: Path) -> Document:
    """A file's entries as TOML has them."""
    if not _NAME.fullmatch(path.stem):
        raise _unreadable(path, "Name the file in small letters, digits, - and _.")
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise _unreadable(path, f"The file is larger than {_MOST_BYTES:,} bytes: shorten it.")
        return tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, f"This cannot be read as TOML: {error}.") from error


def _unreadable(path: Path, message: str) -> PolicyError:
    """The error for a file without entries."""
    return PolicyError(f"{path}: {message}", faults=(Fault(field=path.name, message=message),))


def _made(documents: Mapping[str, Document], faults: list[Fault]) -> dict[str, Policy]:
    """The policies of all documents; faults are added to the list."""
    made = {}
    for name in documents:
        whole = _inherited(name, documents, faults)
        try:
            made[name] = cast("Policy", PolicyTable().load({**whole, "name": name}))
        except ValidationError as error:
            faults += (
                Fault(field=f"{name}.toml {one.field}".strip(), message=one.message)
                for one in flattened(error)
            )
    return made


def _line(name: str, documents: Mapping[str, Document], faults: list[Fault]) -> list[str]:
    """A policy's name and those that it inherits from, nearest first."""
    line: list[str] = []
    while True:
        line.append(name)
        document = documents.get(name, {})
        parent = document.get(INHERITS, DEFAULT_POLICY.name)
        if name == DEFAULT_POLICY.name and INHERITS not in document:
            return line
        message = ""
        if not isinstance(parent, str) or (
            parent not in documents and parent != DEFAULT_POLICY.name
        ):
            message = f"There is no such policy: known are {', '.join(sorted(documents))}."
        elif parent in line:
            message = "The policy inherits from itself: break the circle."
        if message:
            faults.append(Fault(field=f"{name}.toml {INHERITS}", message=message))
            return line
        name = parent


def _inherited(name: str, documents: Mapping[str, Document], faults: list[Fault]) -> Document:
    """A document with everything that it inherits; sections and sites are each file's own."""
    whole: Document = _built_in()
    for each in reversed(_line(name, documents, faults)):
        own = {key: value for key, value in documents.get(each, {}).items() if key != INHERITS}
        whole = _merged({key: value for key, value in whole.items() if key not in _OWN}, own)
    return whole


def _merged(base: Document, own: Document) -> Document:
    """Tables entry by entry, anything else replaced; a list may go on with the inherited one."""
    merged = dict(base)
    for key, value in own.items():
        inherited = base.get(key)
        if isinstance(value, dict) and isinstance(inherited, dict):
            merged[key] = _merged(inherited, value)
        elif isinstance(value, list) and value[:1] == [AND_ALSO]:
            before = inherited if isinstance(inherited, list) else []
            merged[key] = [*before, *value[1:]]
        else:
            merged[key] = value
    return merged


def _built_in() -> Document:
    """The built-in default, as a file would have it."""
    return {key: _as_entry(value) for key, value in asdict(DEFAULT_POLICY).items() if key != "name"}


def _as_entry(value: object) -> object:
    """A value as TOML has it."""
    if isinstance(value, dict):
        return {key: _as_entry(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _shared(policies: Mapping[str, Policy]) -> list[Fault]:
    """Pairs of policies that want the same comments."""
    return [
        Fault(
            field=f"{second.name}.toml",
            message=f"{first.name} has the same sections or sites: let one of them have them.",
        )
        for first, second in combinations(policies.values(), 2)
        if _overlap(first.sections, second.sections) and _overlap(first.sites, second.sites)
        if any((first.sections, first.sites))
    ]


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether both name a section or site, or both name none."""
    if not one or not other:
        return not one and not other
    return not {each.casefold() for each in one}.isdisjoint(each.casefold() for each in other)
