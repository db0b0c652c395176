"""The name that a comment is signed with, by rules of its own: ``examine_name``.

A finding never quotes the name: it is personal, and findings go into journals and statements.
Offsets would count signs of the comment's text, so that findings on names have no spans.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from service.moderation.imitation import bylines, imitates, poses_as_staff, shapes_of
from service.moderation.name_adverts import sells
from service.moderation.rude_names import rudeness
from service.moderation.text import is_blank
from service.moderation.words import Action, Finding, Scores

LONGEST_NAME: Final = 100
"""Code points of the longest name that is not held; names of six or seven words are shorter."""

SCORED_FROM: Final = 0.9
"""The score from which a name that is a whole sentence is held."""

_SCORED: Final = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "THREAT")
_FEWEST_SCORED: Final = 4
_READ: Final = 400
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HIDDEN: Final = re.compile(
    "[A-Za-z\u00c0-\u024f]"
    "[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff\u3164\uffa0]+"
    "[A-Za-z\u00c0-\u024f]"
)
_OVERLAYS: Final = re.compile("(?:[^\\W_][\u0334-\u0338\u20d2\u20d3\u20e5]+\\s?){3}")
_MOST_MARKS: Final = {"Latin": 2, "other": 5}
_SEEN: Final = frozenset({"L", "N"})

Score = Callable[[str], Scores]
"""Whatever scores a text for every attribute."""


def examine_name(
    author_name: str,
    *,
    staff: Sequence[str] = (),
    article_author: str = "",
    score: Score | None = None,
) -> tuple[Finding, ...]:
    """Every rule that a name breaks, strongest first; nothing for a name that is not there.

    ``staff`` are names and roles that no reader may use, ``article_author`` is what stands over the
    article. ``score`` looks at names of four words or more, which may be whole sentences. Linear in
    the length of the name; of a longer one 400 signs are read.
    """
    if not author_name:
        return ()
    read = author_name[:_READ]
    if _shows_nothing(read):
        return (_finding("blank_name", "The name shows nothing that could be read."),)
    found = [
        *_rude(read, score),
        *_selling(read),
        *_imitating(read, staff, article_author),
        *_misshapen(read),
    ]
    return tuple(sorted(found, key=lambda one: one.action.severity, reverse=True))


def _rude(name: str, score: Score | None) -> Iterator[Finding]:
    """Rude words, and whole sentences that the model scores."""
    rude = rudeness(name)
    if rude is Action.REJECT:
        yield _finding("banned_name", "The name has a rude word in it.", rude)
    elif rude is Action.HOLD:
        yield _finding("suspect_name", "The name has what may be a rude word in it.")
    elif score is not None and len(name.split()) >= _FEWEST_SCORED:
        scores = score(name)
        if any(scores.get(attribute, 0.0) >= SCORED_FROM for attribute in _SCORED):
            yield _finding("suspect_name", "The name reads as an attack rather than as a name.")


def _selling(name: str) -> Iterator[Finding]:
    """Addresses and wares."""
    action = sells(name)
    if action is Action.REJECT:
        yield _finding("banned_name", "The name is an advertisement with an address.", action)
    elif action is Action.HOLD:
        yield _finding("suspect_name", "The name has an address in it or offers something.")


def _imitating(name: str, staff: Sequence[str], article_author: str) -> Iterator[Finding]:
    """Names of others."""
    shapes = shapes_of(name)
    if article_author and imitates(shapes, bylines(article_author)):
        yield _finding(
            "impersonation", "The name is the article's author's, or can be taken for it."
        )
    elif imitates(shapes, staff):
        yield _finding("impersonation", "The name is one of staff, or can be taken for one.")
    elif poses_as_staff(name):
        yield _finding("impersonation", "The name claims a part in the newsroom.")


def _misshapen(name: str) -> Iterator[Finding]:
    """Names that are drawn rather than written."""
    if _TURNS.search(name):
        yield _finding("suspect_name", "The name has signs that turn the direction of writing.")
    if _BREAKS.search(name):
        yield _finding("suspect_name", "The name has line breaks or control signs in it.")
    if _HIDDEN.search(name):
        yield _finding("suspect_name", "The name has signs between its letters that nobody sees.")
    if _is_heaped(name):
        yield _finding("suspect_name", "The name has marks heaped on its letters.")
    if len(name) > LONGEST_NAME:
        yield _finding("suspect_name", "The name is longer than any name.")


def _shows_nothing(name: str) -> bool:
    """Whether a name has neither a letter, nor a digit, nor a picture that could be seen."""
    if is_blank(name):
        return True
    return not any(
        category[0] in _SEEN or category == "So" for category in map(unicodedata.category, name)
    )


def _is_heaped(name: str) -> bool:
    """Whether more marks stand on a letter than writing has, or three letters are struck out."""
    if name.isascii():
        return False
    on_latin = on_other = 0
    for sign in name:
        if unicodedata.category(sign) not in {"Mn", "Me"}:
            on_latin = on_other = 0
        elif "\u0300" <= sign <= "\u036f":
            on_latin += 1
        else:
            on_other += 1
        if on_latin > _MOST_MARKS["Latin"] or on_other > _MOST_MARKS["other"]:
            return True
    return _OVERLAYS.search(name) is not None


def _finding(code: str, sentence: str, action: Action = Action.HOLD) -> Finding:
    """A finding on the name."""
    return Finding(code=code, action=action, attribute="", sentence=sentence)
