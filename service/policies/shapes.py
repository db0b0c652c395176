"""The shape of a policy's file: every table and entry, with its bounds; unknown ones are faults."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar, Final

from marshmallow import (
    EXCLUDE,
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from service.moderation.links import host_of
from service.moderation.phases.lists import compile_pattern
from service.moderation.policy import (
    Authors,
    Capitals,
    ContextRules,
    CopyRules,
    Languages,
    Length,
    Links,
    Moderation,
    Patterns,
    Policy,
    Response,
    Thresholds,
    Words,
)
from service.moderation.terms import ANY, plain

MOST_TERMS: Final = 20_000
MOST_PATTERNS: Final = 200
LONGEST: Final = 200  # characters of a term or pattern

_PROBABILITY: Final = validate.Range(min=0, max=1, error="Give a probability from 0 to 1.")
_ATTRIBUTE: Final = validate.Regexp(
    r"[A-Z][A-Z0-9_]{1,63}\Z", error="Name attributes in capitals, such as TOXICITY, or otherwise."
)
OTHERWISE: Final = "otherwise"


class Table(Schema):
    """A table of a policy's file, which knows each of its entries."""

    class Meta:
        """Unknown entries are told by ``name_unknown``, with what may have been meant."""

        unknown = EXCLUDE

    makes: ClassVar[Callable[..., object]]
    error_messages = {"type": "Write a table, such as [links]."}  # noqa: RUF012 - marshmallow's way

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def name_unknown(self, _: object, original: object, **__: object) -> None:
        """Refuse entries that nothing is for."""
        if not isinstance(original, Mapping):
            return
        names = [name for name in original if name not in self.load_fields]
        if names:
            raise ValidationError({name: [self._hint(name)] for name in names})

    def _hint(self, name: str) -> str:
        """What may have been meant by an unknown entry."""
        nearest = get_close_matches(name, self.load_fields, n=1)
        known = (
            f"did you mean {nearest[0]}?"
            if nearest
            else f"known are {', '.join(self.load_fields)}."
        )
        return f"There is no such entry; {known}"

    @post_load
    def make(self, members: dict[str, Any], **_: object) -> object:
        """The frozen value."""
        return type(self).makes(**members)


def _number(low: int, high: int) -> fields.Integer:
    """A whole number within bounds."""
    text = f"Give a whole number from {low:,} to {high:,}."
    return fields.Integer(
        strict=True,
        validate=validate.Range(min=low, max=high, error=text),
        error_messages={"invalid": text},
    )


def _share() -> fields.Float:
    """A share or a probability."""
    text = "Give a probability from 0 to 1."
    return fields.Float(validate=_PROBABILITY, error_messages={"invalid": text, "special": text})


def _response(*choices: Response) -> fields.Enum[Response]:
    """What follows from a finding."""
    names = ", ".join(choices)
    return fields.Enum(
        Response,
        by_value=True,
        validate=validate.OneOf(choices, error=f"Write one of {names}."),
        error_messages={"unknown": f"Write one of {names}."},
    )


def _texts(*rules: Callable[[str], None], most: int = MOST_TERMS) -> fields.List[str]:
    """A list of texts, each of which keeps to some rules."""
    size = f"Write from 1 to {LONGEST} characters."
    one = fields.String(
        validate=[validate.Length(min=1, max=LONGEST, error=size), *rules],
        error_messages={"invalid": "Write a text between quotation marks."},
    )
    return fields.List(
        one,
        post_load=tuple,
        validate=validate.Length(max=most, error=f"Write at most {most:,} of them."),
        error_messages={"invalid": 'Write a list, such as ["one", "two"].'},
    )


def _term(text: str) -> None:
    """Refuse terms in which nothing could be found, or everything."""
    bare = plain(text).strip(ANY).strip()
    if not any(map(str.isalnum, bare)) and bare.isascii():
        message = "Write a word or phrase with at least one letter or digit."
        raise ValidationError(message)
    if ANY in bare:
        message = "Write * at the beginning or the end of a word only."
        raise ValidationError(message)


def _pattern(text: str) -> None:
    """Refuse what RE2 does not take, and patterns that match an empty text."""
    try:
        compiled = compile_pattern(text)
    except ValueError as error:
        message = f"RE2 cannot take this pattern: {error}. See docs/policies.md for its syntax."
        raise ValidationError(message) from error
    if compiled.search(b"") is not None:
        message = "This pattern matches an empty text, so it would match everywhere: narrow it."
        raise ValidationError(message)


def _domain(text: str) -> None:
    """Refuse what is no bare domain."""
    if host_of(text) != text or "." not in text:
        message = "Write a bare domain in small letters, such as spam.example."
        raise ValidationError(message)


def _language(text: str) -> None:
    """Refuse what is no primary language tag."""
    if not (text.isascii() and text.isalpha() and text.islower() and len(text) in {2, 3}):
        message = 'Write a primary language tag, such as "en".'
        raise ValidationError(message)


class ThresholdsTable(Table):
    """``[thresholds.TOXICITY]``: from which scores a comment is held, and rejected."""

    makes = Thresholds
    hold = _share()
    reject = _share()

    @validates_schema
    def order(self, members: dict[str, float], **_: object) -> None:
        """Refuse thresholds that are missing or the wrong way round."""
        for name in ("hold", "reject"):
            if name not in members:
                raise ValidationError({name: ["Give both thresholds, hold and reject."]})
        if members["hold"] > members["reject"]:
            message = "hold lies above reject: a comment would be rejected before it is held."
            raise ValidationError({"hold": [message]})


class WordsTable(Table):
    """``[words]``."""

    makes = Words
    banned = _texts(_term)
    suspect = _texts(_term)
    allowed = _texts(_term)


class PatternsTable(Table):
    """``[patterns]``."""

    makes = Patterns
    banned = _texts(_pattern, most=MOST_PATTERNS)
    suspect = _texts(_pattern, most=MOST_PATTERNS)


class LinksTable(Table):
    """``[links]``."""

    makes = Links
    hold = _number(0, 1_000)
    reject = _number(0, 1_000)
    banned = _texts(_domain)
    suspect = _texts(_domain)
    allowed = _texts(_domain)
    shortened = _response(Response.OFF, Response.HOLD, Response.REJECT)


class LengthTable(Table):
    """``[length]``."""

    makes = Length
    least = _number(0, 1_000)
    most = _number(0, 20_480)


class CapitalsTable(Table):
    """``[capitals]``."""

    makes = Capitals
    hold = _share()
    letters = _number(1, 20_480)


class LanguagesTable(Table):
    """``[languages]``."""

    makes = Languages
    allowed = _texts(_language)


class AuthorsTable(Table):
    """``[authors]``."""

    makes = Authors
    banned = _texts()
    suspect = _texts()
    trusted = _texts()
    staff = _texts()
    examine = fields.Boolean(truthy={True}, falsy={False})


class ContextTable(Table):
    """``[context]``."""

    makes = ContextRules
    off_topic = _share()
    unsubstantial = _response(*Response)
    attack_on_author = _response(*Response)
    attack_on_commenter = _response(*Response)
    attack_on_figure = _response(*Response)
    attack_on_group = _response(*Response)


class CopiesTable(Table):
    """``[copies]``."""

    makes = CopyRules
    repeated = _response(*Response)
    coordinated = _response(*Response)
    authors = _number(2, 1_000)
    window = _number(1, 604_800)


class PolicyTable(Table):
    """The whole file, with what it inherits put in; the name is the file's."""

    makes = Policy
    name = fields.String(required=True)
    moderation = fields.Enum(
        Moderation, by_value=True, error_messages={"unknown": "Write post or pre."}
    )
    sections = _texts()
    sites = _texts()
    thresholds = fields.Dict(
        keys=fields.String(validate=_ATTRIBUTE),
        values=fields.Nested(ThresholdsTable()),
        required=True,
    )
    otherwise = fields.Nested(ThresholdsTable(), required=True)
    words = fields.Nested(WordsTable())
    patterns = fields.Nested(PatternsTable())
    links = fields.Nested(LinksTable())
    length = fields.Nested(LengthTable())
    capitals = fields.Nested(CapitalsTable())
    languages = fields.Nested(LanguagesTable())
    authors = fields.Nested(AuthorsTable())
    context = fields.Nested(ContextTable())
    copies = fields.Nested(CopiesTable())
