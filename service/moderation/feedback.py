"""What people say about scores, and the port that takes it."""

from dataclasses import dataclass
from typing import Protocol

from service.moderation.words import Scores


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """The scores that somebody would give a comment, from 0 (has not) to 1 (has the attribute).

    ``community`` says whose readers wrote it, ``token`` is the client's own name for the comment,
    ``context`` has the texts around it as they were sent.
    """

    text: str
    scores: Scores
    community: str = ""
    session: str = ""
    token: str = ""
    languages: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


class FeedbackPort(Protocol):
    """Whatever keeps feedback, or learns from it."""

    def take(self, feedback: Feedback) -> None:
        """Take one comment's feedback; once this returns, it is kept as well as the port can."""


class NullFeedback:
    """The port of whoever keeps nothing."""

    def take(self, feedback: Feedback) -> None:
        """Keep nothing."""
