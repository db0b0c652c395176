"""Comments in, verdicts out: one at a time, or many."""

from collections.abc import Sequence

from flask import Blueprint

from service.api import examples
from service.api.contract import Contract, Intake, contract
from service.api.schemas import BatchSchema, CommentSchema, batch_schema, comment_schema
from service.api.verdicts import VerdictSchema, VerdictsSchema, answer_members
from service.moderation.words import Comment
from service.parts import parts

bp = Blueprint("comments", __name__, url_prefix="/v1/comments")


@bp.post("")
@contract(
    Contract(
        summary="Score one comment",
        description="Scores a reader's comment and says whether to publish, hold or reject it. "
        "No text is kept. Without a model a valid comment is answered 503.",
        tag="comments",
        intake=Intake(
            shape=CommentSchema(),
            reader=comment_schema,
            limit=lambda settings: settings.max_body_bytes,
            examples={"the least": examples.COMMENT, "everything": examples.FULL_COMMENT},
        ),
        answer=VerdictSchema(),
        errors=("model_unavailable",),
        example=examples.HELD,
    )
)
def review(comment: Comment) -> dict[str, object]:
    """The verdict on one comment."""
    kept = parts()
    return answer_members(comment, kept.moderator().review(comment), kept.terms)


@bp.post("/batch")
@contract(
    Contract(
        summary="Score many comments",
        description="Scores up to 1,000 comments and answers in their order, each as it would be "
        "alone. If one of them is at fault, none is scored, and every fault is named.",
        tag="comments",
        intake=Intake(
            shape=BatchSchema(),
            reader=batch_schema,
            limit=lambda settings: settings.max_batch_body_bytes,
            examples={"two comments": examples.BATCH},
        ),
        answer=VerdictsSchema(),
        errors=("model_unavailable",),
        example=examples.VERDICTS,
    )
)
def review_all(comments: Sequence[Comment]) -> dict[str, object]:
    """The verdicts on many comments."""
    kept = parts()
    verdicts = kept.moderator().review_all(comments)
    pairs = zip(comments, verdicts, strict=True)
    return {"verdicts": [answer_members(one, verdict, kept.terms) for one, verdict in pairs]}
