"""The demonstration at ``/``: an article with a comment form that shows what the service says.

It stores nothing. With a script the form asks ``/v1/comments`` while the reader types; without one
it is sent here, and the same page comes back with the verdict.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
from flask import Blueprint, g, render_template, request
from marshmallow import Schema, fields
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from service.api import problems
from service.api.contract import Contract, Foreign, contract
from service.api.schemas import EMPTY_NAME, EMPTY_TEXT
from service.api.verdicts import verdict_members
from service.errors import BelowTheLineError, Fault
from service.moderation.words import Article
from service.parts import parts
from service.web import marks
from service.web.form import MEDIA, Filled, comment_of, read_form
from service.web.pages import keep_to_itself

HTML: Final = "text/html; charset=utf-8"
STATIC: Final = "/article/static"
STORY: Final = Path(__file__).with_name("article.toml")
READER: Final = "comments.review"
"""The endpoint by whose reader the form is checked, so that both take the same comments."""

bp = Blueprint(
    "article",
    __name__,
    template_folder="templates",
    static_folder="static/article",
    static_url_path=STATIC,
)
keep_to_itself(bp, forms="'self'")
bp.add_app_template_filter(marks.label, "label")


class FormSchema(Schema):
    """The comment form."""

    comment = fields.String(
        required=True, metadata={"description": "What the reader wrote, as for `/v1/comments`."}
    )
    name = fields.String(
        required=True, metadata={"description": "The reader's name, which must not be blank."}
    )


REFUSALS: Final = {
    400: "The body is no form, and nothing was published.",
    413: "The form is too large, and nothing was published.",
    415: "The body is not declared to be a form, and nothing was published.",
    422: "Fields are missing or out of bounds: each has its message beside it.",
    500: "The service failed, and nothing was published.",
    503: "No model is loaded: the comment could not be checked, and nothing was published.",
}


@cache
def story() -> Mapping[str, Any]:
    """The article's parts, as ``article.toml`` has them."""
    return tomllib.loads(STORY.read_text(encoding="utf-8"))


def article() -> Article:
    """The article as a comment is read beside it."""
    told = story()
    return Article(
        id=told["id"],
        title=told["title"],
        text="\n\n".join((told["standfirst"], *told["paragraphs"])),
        author=told["author"],
        section=told["section"],
        site=told["site"],
    )


@bp.get("/")
@contract(
    Contract(
        summary="The demonstration",
        description="An article of our own with a comment form, to try the service with. It stores "
        "nothing. `BTL_ARTICLE_PAGE=false` switches it off.",
        tag="docs",
        media=HTML,
    )
)
def read() -> str:
    """The article, with an empty form."""
    return _page(Filled())


@bp.post("/")
@contract(
    Contract(
        summary="The demonstration's form",
        description="Takes the form where the browser runs no script, and answers the same page "
        "with the verdict. It stores nothing.",
        tag="docs",
        media=HTML,
        foreign=Foreign(
            takes=FormSchema(),
            media=MEDIA,
            examples={"a comment": {"comment": "Well said.", "name": "Kim"}},
            error=None,
            errors=REFUSALS,
            refuses_in="text/html",
        ),
    )
)
def post() -> str:
    """The article, with the verdict on the comment in the form."""
    kept = parts()
    g.filled = read_form(request.environ, limit=kept.settings.max_body_bytes)
    comment = comment_of(g.filled, below=article(), read=kept.readers[READER])
    verdict = kept.moderator().review(comment)
    answer = orjson.loads(orjson.dumps(verdict_members(verdict)))  # as clients get it
    return _page(g.filled, answer=answer)


@bp.errorhandler(BelowTheLineError)
def answer_error(error: BelowTheLineError) -> Response:
    """The page again, with the faults beside their fields or with what went wrong."""
    return _again(problems.answer_error(error), error.faults)


@bp.errorhandler(HTTPException)
def answer_http_error(error: HTTPException) -> Response:
    """The page again, where it was the form that failed."""
    response = problems.answer_http_error(error)
    return _again(response) if request.method == "POST" else response


def _again(problem: Response, faults: Iterable[Fault] = ()) -> Response:
    """A problem as a page for people, with its status and headers, and the form as it was."""
    messages = {fault.field: fault.message for fault in faults}
    detail = orjson.loads(problem.data)["detail"]
    filled = g.get("filled", Filled())
    problem.data = _page(
        filled, faults=messages, status=0 if messages else problem.status_code, detail=detail
    )
    problem.content_type = HTML
    return problem


def _page(
    filled: Filled,
    *,
    answer: marks.Answer | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 0,
    detail: str = "",
) -> str:
    """The page; ``status`` is that of a problem which is no single field's."""
    settings = parts().settings
    return render_template(
        "article.html",
        story=story(),
        filled=filled,
        answer=answer,
        pieces=marks.pieces(filled.comment, answer) if answer else (),
        quoted=marks.quoted(filled.comment, answer) if answer else (),
        faults=faults or {},
        status=status,
        detail=detail,
        static=STATIC,
        docs=settings.docs,
        blank={"comment": EMPTY_TEXT, "name": EMPTY_NAME},
        name_required=settings.require_author_name,
    )
