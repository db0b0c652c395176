"""Undo disguises, version 4: a second, plainer reading of a comment, and what was undone where.

The first reading (``text.prepare``) already drops invisible signs and marks and folds styled
letters, because doing so cannot make a clean comment worse; here they are only reported. The
second reading undoes what needs a guess, and is scored beside the first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import filterfalse
from typing import Final

from service.moderation.addresses import Addresses
from service.moderation.codes import is_code, is_name
from service.moderation.draft import Change, Draft, drafted
from service.moderation.lexicon import Lexicon, lexicon
from service.moderation.skim import hide_nothing, hides_nothing
from service.moderation.text import Prepared, fold, folded, squeezed
from service.moderation.turned import View, seen
from service.moderation.unmask import STEPS
from service.moderation.veils import is_tied, lifted, veils
from service.moderation.windows import Cutting, cut_out, is_inert, put_back, uncut
from service.moderation.words import Evasion

RULES: Final = 4
"""The number of this set of rules; it stands in every manifest."""
_CUT: Final = frozenset({"masked", "apart"})
_POINTS: Final = " .,;:!?\"'()[]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """The plainer reading, and what was undone for it.

    ``prepared`` is None where no word that people hide comes to light: a text whose words are only
    stretched or run together, "waaay" or "offsite", comes through untouched.
    """

    prepared: Prepared | None
    evasion: tuple[Evasion, ...]
    view: View | None = field(default=None, repr=False, compare=False)

    def original(self, begin: int, end: int) -> tuple[int, int]:
        """Where words of the plainer reading stand in the text as it was sent."""
        return self.view.original(begin, end) if self.view else (begin, end)


_NOTHING: Final = Undone(prepared=None, evasion=())


def undo(text: str) -> Undone:
    """Undo what hides words in a text. Linear in its length; offsets count its code points."""
    return _NOTHING if hides_nothing(text) else _undo(text, cut_out)


def undo_all(texts: Sequence[str]) -> list[Undone]:
    """Undo what hides words in each of many texts, as it would be alone."""
    if len(texts) == 1:  # in the shortest way, since most requests have one comment
        return [undo(texts[0])]
    looks = zip(texts, hide_nothing(texts), strict=True)
    return [_NOTHING if plain else _undo(one, cut_out) for one, plain in looks]


def undo_in_full(text: str) -> Undone:
    """Undo step by step all over a text, without the quick look that spares most of it."""
    return _undo(text, uncut)


def _undo(text: str, cut: Callable[[str], Cutting]) -> Undone:
    """Undo step by step what is cut out of a text."""
    view = seen(text)
    straight = lifted(view.text)
    signs, origins = fold(straight)
    evasion = [] if text.isascii() else [*_turned(view), *veils(view.text)]
    changed = bool(evasion) and straight != text
    cutting = cut(signs)

    def coded(begin: int, last: int) -> bool:
        return is_code(straight, origins[begin], origins[last] + 1)

    plainer = _plainer(cutting, coded)
    changed = changed or any(_matters(change, lexicon()) for change, *_ in plainer.changes)
    evasion += [
        _evasion(change, origins[begin], origins[last] + 1, straight)
        for change, begin, last in plainer.changes
        if change.kind
    ]
    prepared = None
    if changed:
        whole, places = put_back(signs, cutting, plainer.signs, plainer.places)
        prepared = squeezed(whole, list(map(origins.__getitem__, places)))
    placed = map(partial(_placed, view), evasion)
    return Undone(prepared=prepared, evasion=tuple(sorted(placed, key=_place)), view=view)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plainer:
    """What was cut out of a folded text after all steps, and where its signs come from.

    Each change stands beside the places of the first and the last sign that it changed.
    """

    signs: str
    places: Sequence[int]
    changes: Sequence[tuple[Change, int, int]]


def _plainer(cutting: Cutting, coded: Callable[[int, int], bool]) -> _Plainer:
    """Take every step; ``coded`` tells of the places of two signs whether a code lies there."""
    signs, places = cutting.signs, cutting.places
    done: list[tuple[Change, int, int]] = []
    if not cutting.windows:
        return _Plainer(signs=signs, places=places, changes=done)
    words = lexicon()
    draft = _drafted(signs, words)
    for step in STEPS:
        found = list(step(draft, words))
        changes = [
            one
            for one in (_kept(found, signs) if found else ())
            if one.kind != "leet" or not coded(places[one.begin], places[one.end - 1])
        ]
        if changes:
            done += [(one, places[one.begin], places[one.end - 1]) for one in changes]
            signs, places = _applied(signs, places, changes)
            draft = _drafted(signs, words)
    return _Plainer(signs=signs, places=places, changes=done)


def _drafted(signs: str, words: Lexicon) -> Draft:
    """A folded text as a draft, strangers that no step changes left out."""
    draft = drafted(signs, words)
    return replace(draft, strangers=frozenset(filterfalse(is_inert, draft.strangers)))


def _turned(view: View) -> Iterator[Evasion]:
    """What was turned round, without the points around it."""
    for begin, end in zip(view.begins, view.ends, strict=True):
        words = view.text[begin:end].rstrip(_POINTS)
        bare = words.lstrip(_POINTS)
        first, last = begin + len(words) - len(bare), begin + len(words)
        yield Evasion(kind="turned", begin=first, end=last, plain=folded(bare).strip())


def _placed(view: View, found: Evasion) -> Evasion:
    """What was found in the view, with offsets in the text as it was sent."""
    begin, end = view.original(found.begin, found.end)
    return replace(found, begin=begin, end=end)


def _place(found: Evasion) -> tuple[int, int]:
    """By which evasions are put in order."""
    return found.begin, found.end


def _matters(change: Change, words: Lexicon) -> bool:
    """Whether a word was disguised, or is one that people hide: nobody hides "way" in "waaay"."""
    return bool(change.kind) or any(
        word in words.hidden or word in words.groups for word in change.plain.split()
    )


def _applied(
    signs: str, origins: Sequence[int], changes: Iterable[Change]
) -> tuple[str, list[int]]:
    """The text with every change made, and where each of its signs came from."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for change in changes:
        pieces += [signs[done : change.begin], change.plain]
        places += origins[done : change.begin]
        places += [origins[at] for _, at in change.cells]
        done = change.end
    pieces.append(signs[done:])
    return "".join(pieces), [*places, *origins[done:]]


def _kept(changes: Iterable[Change], signs: str) -> Iterator[Change]:
    """The changes in order, without those in addresses or code and those that overlap."""
    addresses = Addresses(signs)
    done = 0
    for change in sorted(changes, key=lambda change: change.begin):
        begin, end = change.begin, change.end
        named = change.kind in _CUT and is_name(signs, begin, end)
        if begin >= done and not named and not addresses.hold(begin, end):
            done = end
            yield change


def _evasion(change: Change, begin: int, end: int, text: str) -> Evasion:
    """A change in the terms of the view, named by what is seen there."""
    tied = change.kind == "stretched" and is_tied(text[begin:end])
    kind = "styled" if tied else change.kind
    return Evasion(kind=kind, begin=begin, end=end, plain=change.plain)
