"""The rules of a policy, one small function each: from a ``Reading`` to findings.

A phase makes a check of a policy once, or None where the policy does not ask for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from service.moderation.policy import Policy
from service.moderation.words import Cluster, Comment, Finding, Scored, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A comment as the phases see it: its text, its scores and its language.

    ``scored`` is None for a comment in a language that no model knows. ``off_topic`` is the
    probability that it is not about its article, None where nobody can tell; ``copies``
    are those of late. ``spans`` tells, at a
    price that only stopped comments pay, which stretches raised the scores.
    """

    comment: Comment
    scored: Scored | None
    language: str
    known: tuple[str, ...] = ()
    off_topic: float | None = None
    copies: Cluster | None = None
    spans: Callable[[], tuple[Span, ...]] = field(default=tuple)

    @property
    def text(self) -> str:
        """What the reader wrote."""
        return self.comment.text

    @property
    def disguised(self) -> bool:
        """Whether words in it were disguised."""
        return self.scored is None or bool(self.scored.evasion)


Check = Callable[[Reading], Iterable[Finding]]
Phase = Callable[[Policy], Check | None]
