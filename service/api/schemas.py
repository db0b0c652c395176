"""Every shape that goes in: what it must look like, and what each field means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load

from service.api import checks
from service.api.strict import Strict, an_object, long_text, optional, words
from service.moderation.words import UNDETERMINED, Article, Author, Comment, Parent

EMPTY_TEXT = "Please enter your comment!"
EMPTY_ARTICLE = "Send the article's text."
EMPTY_NAME = "Please enter your name here"
MAX_TEXT_BYTES = 20_480
MAX_ARTICLE_BYTES = 200_000
MAX_BATCH = 1_000
MAX_ID = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What validation has to know of the installation and of the loaded model.

    ``policies`` tells the names of the policies that there are now.
    """

    attributes: tuple[str, ...] = ()
    policies: Callable[[], Sequence[str]] = tuple
    require_author_name: bool = False
    max_batch: int = MAX_BATCH


class AuthorSchema(Strict):
    """Who wrote the comment, as the form was filled in."""

    name = words("The name as given, up to 200 characters.", most=200)

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Author:
        """The frozen value."""
        return Author(**members)


class NamedAuthorSchema(AuthorSchema):
    """Who wrote the comment, where the installation wants a name."""

    name = fields.String(
        required=True,
        pre_load=checks.a_string,
        validate=[
            checks.characters_only,
            checks.at_most_characters(200),
            checks.visible(EMPTY_NAME),
        ],
        error_messages={"required": EMPTY_NAME, "null": EMPTY_NAME},
    )


class ArticleSchema(Strict):
    """The article under which the comment stands; every part may be left out."""

    id = words("Your own name for the article.", most=200)
    url = words("Where readers find it. It is never fetched.", most=2_000)
    title = words("The headline.", most=1_000)
    text = long_text("Its plain text, up to 200,000 bytes of UTF-8.", most=MAX_ARTICLE_BYTES)
    author = words("Who wrote it.", most=200)
    section = words("Where on the site it stands, such as `sport`.", most=200)
    site = words("Your own name for the site that it is on.", most=200)

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Article:
        """The frozen value."""
        return Article(**members)


class RegisteredArticleSchema(ArticleSchema):
    """An article as it is registered, under the id in the path."""

    class Meta:
        """The path has the id."""

        exclude = ("id",)
        unknown = EXCLUDE

    text = fields.String(
        required=True,
        pre_load=checks.a_string,
        validate=[
            checks.characters_only,
            checks.at_most_bytes(MAX_ARTICLE_BYTES),
            checks.visible(EMPTY_ARTICLE),
        ],
        error_messages={"required": EMPTY_ARTICLE, "null": EMPTY_ARTICLE},
        metadata={
            "description": "Its plain text, up to 200,000 bytes of UTF-8.",
            "minLength": 1,
            "maxLength": MAX_ARTICLE_BYTES,
        },
    )


class ParentSchema(Strict):
    """The comment that this one answers."""

    id = words("Your own name for that comment.", most=200)
    text = long_text("Its text, up to 20,480 bytes of UTF-8.", most=MAX_TEXT_BYTES)

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Parent:
        """The frozen value."""
        return Parent(**members)


def _attributes(served: tuple[str, ...]) -> fields.List[str]:
    """A field for the attributes that the caller wants to be told."""
    return fields.List(
        fields.String(),
        load_default=tuple,
        pre_load=checks.names_from(served),
        post_load=tuple,
        error_messages={"null": "Send a list of attributes, not null, or leave the field out."},
        metadata={
            "description": "The scores to report; all where it is left out. The action weighs "
            "every attribute of the model in any case.",
            "minItems": 1,
            "uniqueItems": True,
        },
    )


def _policy(known: Callable[[], Sequence[str]]) -> fields.String:
    """A field for the policy that the caller asks for; ``known`` tells those there are."""
    return optional(
        "The policy to decide by; where it is left out, that of the article's section or site, or "
        "the installation's.",
        checks.at_most_characters(64),
        checks.one_of(known, what="policy"),
        most=64,
    )


class CommentSchema(Strict):
    """A reader's comment and where it stands. Only ``text`` is required."""

    text = fields.String(
        required=True,
        pre_load=checks.a_string,
        validate=[
            checks.characters_only,
            checks.at_most_bytes(MAX_TEXT_BYTES),
            checks.visible(EMPTY_TEXT),
        ],
        error_messages={"required": EMPTY_TEXT, "null": EMPTY_TEXT},
        metadata={
            "description": "What the reader wrote, as plain text: up to 20,480 bytes of UTF-8.",
            "minLength": 1,
            "maxLength": MAX_TEXT_BYTES,
        },
    )
    author = an_object(AuthorSchema(), Author, "Who wrote it.")
    article = an_object(ArticleSchema(), Article, "The article under which it stands.")
    parent = an_object(ParentSchema(), Parent, "The comment that it answers.")
    language = fields.String(
        load_default=UNDETERMINED,
        pre_load=checks.a_string,
        validate=[checks.at_most_characters(35), checks.language_tag],
        error_messages={"null": "Send a language tag, not null, or leave the field out."},
        metadata={"description": "Its language, as a BCP 47 tag.", "maxLength": 35},
    )
    attributes = _attributes(())
    explain = fields.Boolean(
        load_default=False,
        pre_load=checks.a_boolean,
        error_messages={"null": "Send true or false, not null, or leave the field out."},
        metadata={"description": "Whether to tell which stretches of the text raised a score."},
    )
    policy = _policy(tuple)
    statement = fields.Boolean(
        load_default=False,
        pre_load=checks.a_boolean,
        error_messages={"null": "Send true or false, not null, or leave the field out."},
        metadata={
            "description": "Whether to answer the statement of reasons that Article 17 of the EU's "
            "Digital Services Act asks for."
        },
    )
    preview = fields.Boolean(
        load_default=False,
        pre_load=checks.a_boolean,
        error_messages={"null": "Send true or false, not null, or leave the field out."},
        metadata={
            "description": "Whether this is a look ahead, such as while somebody types: it is not "
            "remembered, so that no copy is found in what follows."
        },
    )

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> Comment:
        """The frozen value."""
        return Comment(**members)


def comment_schema(rules: Rules) -> Schema:
    """The comment's shape under the rules of one installation."""
    ruled: dict[str, fields.Field[Any]] = {
        "attributes": _attributes(rules.attributes),
        "policy": _policy(rules.policies),
    }
    if rules.require_author_name:
        nameless = {"name": [EMPTY_NAME]}
        ruled["author"] = fields.Nested(
            NamedAuthorSchema(),
            required=True,
            error_messages={"required": nameless, "null": nameless},
        )
    return CommentSchema.from_dict(ruled, name="RuledCommentSchema")()


def _comments(shape: Schema, *, most: int) -> fields.Nested:
    """A field for a list of comments."""
    return fields.Nested(
        shape,
        many=True,
        required=True,
        pre_load=checks.comments_up_to(most),
        error_messages={
            "required": "Send the comments as a list.",
            "null": "Send a list of comments, not null.",
        },
        metadata={
            "description": "The comments, each as `POST /v1/comments` takes it.",
            "minItems": 1,
            "maxItems": most,
        },
    )


class BatchSchema(Strict):
    """Many comments at once, answered in the same order."""

    comments = _comments(CommentSchema(), most=MAX_BATCH)

    @post_load
    def make(self, members: dict[str, list[Comment]], **_: object) -> list[Comment]:
        """The frozen comments."""
        return members["comments"]


def batch_schema(rules: Rules) -> Schema:
    """The batch's shape under the rules of one installation."""
    comments = _comments(comment_schema(rules), most=rules.max_batch)
    return BatchSchema.from_dict({"comments": comments}, name="RuledBatchSchema")()


CLOSED = (
    AuthorSchema,
    ArticleSchema,
    RegisteredArticleSchema,
    ParentSchema,
    CommentSchema,
    BatchSchema,
)
"""The shapes in which an unknown field is a fault."""
