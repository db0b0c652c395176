"""What another policy would change: comments decided twice, and the difference counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from service.moderation.review import Moderator
from service.moderation.words import Action, Comment, Verdict

AT_ONCE = 256
"""Comments that are scored together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A comment whose action another policy changes, and the findings that only one of both has."""

    number: int
    before: Action
    after: Action
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Tally:
    """Counts of actions now and then; ``moves`` has each pair of them."""

    moves: Counter[tuple[Action, Action]] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)

    @property
    def comments(self) -> int:
        """How many comments were decided."""
        return self.moves.total()

    @property
    def changed(self) -> int:
        """How many of them another action would follow for."""
        return sum(many for (before, after), many in self.moves.items() if before != after)

    def take(self, change: Change) -> None:
        """Count a comment."""
        self.moves[change.before, change.after] += 1
        if change.before != change.after:
            self.gone.update(change.gone)
            self.new.update(change.new)


def decided_twice(
    comments: Iterable[tuple[int, Comment]], now: Moderator, then: Moderator
) -> Iterator[Change]:
    """Each numbered comment by both moderators; the second minds no policy that is asked for."""
    for few in _batches(comments):
        texts = [one for _, one in few]
        before = now.review_all(texts)
        after = then.review_all([replace(one, policy="") for one in texts])
        for (number, _), one, other in zip(few, before, after, strict=True):
            yield _change(number, one, other)


def _batches(comments: Iterable[tuple[int, Comment]]) -> Iterator[Sequence[tuple[int, Comment]]]:
    """The comments in lists of a bearable length."""
    left = iter(comments)
    while few := list(islice(left, AT_ONCE)):
        yield few


def _change(number: int, before: Verdict, after: Verdict) -> Change:
    """What differs between two verdicts on one comment."""
    one, other = _told(before), _told(after)
    return Change(
        number=number,
        before=before.action,
        after=after.action,
        gone=tuple(sorted(one - other)),
        new=tuple(sorted(other - one)),
    )


def _told(verdict: Verdict) -> set[str]:
    """The findings of a verdict by code, attribute and action."""
    return {
        f"{' '.join(filter(None, (found.code, found.attribute)))} ({found.action})"
        for found in verdict.reasons
    }
