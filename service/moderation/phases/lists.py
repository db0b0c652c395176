"""Words and patterns that a newsroom bans or wants to see."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import re2

from service.moderation.phases import Check, Reading
from service.moderation.policy import Policy
from service.moderation.terms import Terms, covers
from service.moderation.text import folded
from service.moderation.words import Action, Finding, Stretch

MOST_SPANS: Final = 20
"""Stretches that one finding names."""

_MEMORY: Final = 8 << 20  # bytes for one pattern's automaton
_ACTIONS: Final = {"banned": Action.REJECT, "suspect": Action.HOLD}
_VERBS: Final = {"banned": "bans", "suspect": "has a person look at"}


def words(policy: Policy) -> Check | None:
    """Whole words of the policy's lists, however they are dressed, but for those it allows."""
    lists = {"banned": policy.words.banned, "suspect": policy.words.suspect}
    if not any(lists.values()):
        return None
    terms = Terms({**lists, "allowed": policy.words.allowed})

    def check(reading: Reading) -> Iterator[Finding]:
        found = terms.find(reading.text, disguised=reading.disguised)
        for name in lists:
            spans = _outside(found.get(name, ()), found.get("allowed", ()))
            if spans:
                yield _finding(name, "word", spans)

    return check


def patterns(policy: Policy) -> Check | None:
    """Regular expressions, which RE2 matches in linear time, in the text as sent and folded."""
    lists = {"banned": policy.patterns.banned, "suspect": policy.patterns.suspect}
    if not any(lists.values()):
        return None
    compiled = {name: [compile_pattern(one) for one in lists[name]] for name in lists}

    def check(reading: Reading) -> Iterator[Finding]:
        forms = _forms(reading.text)
        for name, expressions in compiled.items():
            spans = sorted(
                {one for form in forms for each in expressions for one in _matches(each, *form)}
            )
            if spans:
                found = (Stretch(begin=begin, end=end) for begin, end in spans[:MOST_SPANS])
                yield _finding(name, "pattern", tuple(found))

    return check


def compile_pattern(pattern: str) -> Any:  # noqa: ANN401 - re2 has no types
    """A pattern, ready to match; raises ValueError with RE2's complaint."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise ValueError(str(error)) from error


def _forms(text: str) -> list[tuple[bytes, Sequence[int] | None]]:
    """The text as sent and, where it is not ASCII, folded sign by sign, with the way back."""
    if text.isascii():
        return [(text.encode(), None)]
    plain = [folded(sign) for sign in text]
    places = [at for at, signs in enumerate(plain) for _ in signs.encode()]
    sent = [at for at, sign in enumerate(text) for _ in sign.encode("utf-8", "replace")]
    return [
        (text.encode("utf-8", "replace"), [*sent, len(text)]),
        ("".join(plain).encode("utf-8", "replace"), [*places, len(text)]),
    ]


def _matches(
    pattern: Any,  # noqa: ANN401 - re2 has no types
    text: bytes,
    places: Sequence[int] | None,
) -> Iterator[tuple[int, int]]:
    """Where a pattern matches, in code points of the text as sent."""
    for found in islice(pattern.finditer(text), MOST_SPANS):
        begin, end = found.span()
        if begin < end:
            last = end - 1 if places is None else places[end - 1]
            yield (begin if places is None else places[begin]), last + 1


def _outside(spans: Iterable[Stretch], others: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches that lie in none of the others."""
    return tuple(one for one in spans if not covers(others, one))


def _finding(name: str, what: str, spans: tuple[Stretch, ...]) -> Finding:
    """The finding for a list's words or patterns."""
    many = f"{len(spans)} {what}s" if len(spans) > 1 else f"a {what}"
    return Finding(
        code=f"{name}_{what}",
        action=_ACTIONS[name],
        attribute="",
        sentence=f"The comment has {many} that this policy {_VERBS[name]}.",
        spans=spans[:MOST_SPANS],
    )
