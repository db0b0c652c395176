"""Articles, registered once so that comments need only name theirs."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint
from marshmallow import Schema, ValidationError

from service.api import checks, examples
from service.api.answers import ArticleAnswerSchema, ForgottenSchema, RegisteredSchema
from service.api.contract import Contract, Intake, contract
from service.api.schemas import MAX_ID, RegisteredArticleSchema, Rules
from service.errors import ArticleNotFoundError
from service.faults import invalid_request
from service.moderation.articles import Registered
from service.moderation.words import Article
from service.parts import parts

bp = Blueprint("articles", __name__, url_prefix="/v1/articles")

_ARGUMENTS: Final = {"id": "Your own name for the article: up to 200 characters."}
_CHECKS: Final = (checks.characters_only, checks.at_most_characters(MAX_ID))


def _schema(_: Rules) -> Schema:
    """The shape of an article, the same in every installation."""
    return RegisteredArticleSchema()


@bp.put("/<path:id>")
@contract(
    Contract(
        summary="Register an article",
        description="Keeps an article under an id, in the place of an earlier one, for a while "
        "(`BTL_ARTICLE_SECONDS`) and within some room (`BTL_ARTICLE_BYTES`). Comments that name "
        "the id and send no text are read beside it.",
        tag="articles",
        intake=Intake(
            shape=RegisteredArticleSchema(),
            reader=_schema,
            limit=lambda settings: settings.max_body_bytes,
            examples={"an article": examples.REGISTERED_ARTICLE},
        ),
        answer=RegisteredSchema(),
        errors=("article_too_large", "articles_unavailable"),
        example=examples.REGISTERED,
        arguments=_ARGUMENTS,
    )
)
def register(article: Article, **path: str) -> dict[str, object]:
    """What was kept, and until when."""
    return _told(parts().articles.put(replace(article, id=_checked(path["id"]))))


@bp.get("/<path:id>")
@contract(
    Contract(
        summary="Look up an article",
        description="Answers the article as it was registered.",
        tag="articles",
        answer=ArticleAnswerSchema(),
        errors=("invalid_request", "article_not_found", "articles_unavailable"),
        example={**examples.REGISTERED, **examples.REGISTERED_ARTICLE},
        arguments=_ARGUMENTS,
    )
)
def look_up(**path: str) -> dict[str, object]:
    """The article with all its parts."""
    found = parts().articles.find(_checked(path["id"]))
    if found is None:
        raise ArticleNotFoundError(_missing())
    article = found.article
    known = {
        name: getattr(article, name)
        for name in ("url", "title", "text", "author", "section", "site")
    }
    return {**_told(found), **known}


@bp.delete("/<path:id>")
@contract(
    Contract(
        summary="Forget an article",
        description="Comments that name it are read without it from now on.",
        tag="articles",
        answer=ForgottenSchema(),
        errors=("invalid_request", "article_not_found", "articles_unavailable"),
        example={"id": "2026-11-harbour"},
        arguments=_ARGUMENTS,
    )
)
def forget(**path: str) -> dict[str, object]:
    """The id that names nothing any more."""
    name = _checked(path["id"])
    if not parts().articles.drop(name):
        raise ArticleNotFoundError(_missing())
    return {"id": name}


def _checked(name: str) -> str:
    """An id from a path; raises InvalidRequestError where it is none."""
    try:
        for check in _CHECKS:
            check(name)
    except ValidationError as error:
        raise invalid_request(ValidationError({"id": error.messages})) from error
    return name


def _missing() -> str:
    """What to do about an id that names nothing."""
    return "No article is registered under this id, or none any more: register it with PUT."


def _told(found: Registered) -> dict[str, object]:
    """What is told of an article that is kept."""
    ends = datetime.fromtimestamp(found.expires, tz=UTC)
    return {
        "id": found.article.id,
        "bytes": found.bytes,
        "expires": ends.isoformat(timespec="seconds"),
    }
