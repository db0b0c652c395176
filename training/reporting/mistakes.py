"""The section with the candidate's worst mistakes: other people's comments, as they are."""

import re
from collections.abc import Sequence
from typing import Any, Final

from training.reporting.parts import Comments, Heading, Note, Part, Section, figure
from training.targets import Evaluation

_WARNING: Final = (
    "Warning: these comments are real. Many are insulting, hateful, obscene or threatening, and "
    "some may name people. Unfold them only if you want to read them, and do not pass them on."
)
# Characters that HTML forbids, halves of surrogate pairs, and controls that turn text around.
_UNSHOWABLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def mistakes(evaluation: Evaluation) -> Section:
    """What was missed and what was stopped wrongly, attribute by attribute."""
    parts: list[Part] = []
    for each in evaluation.get("mistakes") or ():
        missed, false = each.get("missed") or (), each.get("false") or ()
        parts += [
            Heading(text=each["attribute"]),
            _folded(missed, "missed: labelled positive, with the lowest scores"),
            _folded(false, "stopped wrongly: labelled negative, with the highest scores"),
        ]
    if parts:
        parts.insert(0, Note(text=_WARNING, warning=True))
    return Section(
        name="mistakes",
        title="Worst mistakes",
        reading="The comments that the candidate was most wrong about. Some labels are mistaken "
        "themselves: look for what the rest has in common.",
        parts=parts,
    )


def _folded(comments: Sequence[Any], what: str) -> Comments:
    """Comments of one kind, with what we know of each."""
    noun = "comment" if len(comments) == 1 else "comments"
    return Comments(
        summary=f"{len(comments)} {noun} {what}",
        comments=[(_known(comment), showable(comment["text"])) for comment in comments],
    )


def _known(comment: Any) -> str:  # noqa: ANN401 - JSON
    """The score, the label and the set of one comment."""
    label = figure(comment.get("label"), 2)
    return f"score {figure(comment['score'])}, label {label}, {comment['set']}"


def showable(text: str) -> str:
    """The text, with U+FFFD for each character that a page must not or should not have."""
    return _UNSHOWABLE.sub("\ufffd", text)
