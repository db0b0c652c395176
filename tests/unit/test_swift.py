"""The quick half of a schema: the same values and the same complaints as the schema alone."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from service.api.schemas import Rules, batch_schema, comment_schema
from service.api.swift import Reader, reader

RULES = Rules(attributes=("TOXICITY", "INSULT"), max_batch=3, policies=lambda: ("default",))
STRICT = Rules(attributes=("TOXICITY",), require_author_name=True)

TEXTS = st.text(max_size=8) | st.sampled_from(["hello", " \u200b", "a\0", "\ud800", "x" * 20_481])
ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.just([]) | st.just({}) | TEXTS


def objects(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects with some of these members, now and then of another kind or with a stray one."""
    known = st.fixed_dictionaries({}, optional=members)
    loose = {name: value | ODD for name, value in members.items()}
    return known | st.fixed_dictionaries({}, optional={**loose, "stray": ODD})


COMMENTS = objects(
    text=TEXTS,
    author=objects(name=TEXTS),
    article=objects(
        **dict.fromkeys(("id", "url", "title", "text", "author", "section", "site"), TEXTS)
    ),
    parent=objects(id=TEXTS, text=TEXTS),
    language=st.sampled_from(["en", "pt-BR", "en_GB", ""]),
    attributes=st.lists(st.sampled_from(["TOXICITY", "INSULT", "WIT"]), max_size=3),
    explain=st.booleans(),
    policy=st.sampled_from(["", "default", "strict"]),
)
BATCHES = objects(comments=st.lists(COMMENTS, max_size=4))
FULL = {
    "text": "hello",
    "author": {"name": "Robin"},
    "article": {
        "id": "7",
        "url": "https://news.example",
        "title": "A bridge",
        "text": "Steel.",
        "author": "Kim",
        "section": "local",
        "site": "news.example",
    },
    "parent": {"id": "c-1", "text": "I like it."},
    "language": "en",
    "attributes": ["TOXICITY"],
    "explain": True,
    "policy": "default",
}
VALID: list[dict[str, Any]] = [{"text": "hello"}, FULL, {**FULL, "author": {"name": "R"}}]


def outcome(read: Reader, document: object) -> object:
    """What a reader makes of a document: a value, or all its complaints."""
    try:
        return read(document)
    except ValidationError as error:
        return error.messages


@given(COMMENTS | ODD)
@example(FULL)
@example({"text": "hello", "author": {"name": ""}})
@pytest.mark.parametrize("schema", [comment_schema(RULES), comment_schema(STRICT)])
def test_a_comment_is_read_as_the_schema_reads_it(schema: Schema, document: object) -> None:
    """Valid or not, under either set of rules."""
    assert outcome(reader(schema), document) == outcome(schema.load, document)


@given(BATCHES | ODD)
@example({"comments": [FULL, {"text": "hello"}]})
@example({"comments": [FULL, {"text": ""}]})
def test_a_batch_is_read_as_the_schema_reads_it(document: object) -> None:
    """All of it, or none."""
    schema = batch_schema(RULES)

    assert outcome(reader(schema), document) == outcome(schema.load, document)


@pytest.mark.parametrize("document", VALID, ids=["the least", "everything", "another name"])
def test_a_valid_document_never_comes_to_the_slow_half(document: dict[str, Any]) -> None:
    """Else the quick one would be there for nothing."""
    schema = comment_schema(RULES)
    wanted = schema.load(document)
    read = reader(schema)

    schema.load = None  # type: ignore[method-assign,assignment]

    assert read(document) == wanted
