"""Read a training configuration from TOML, validated as a whole.

Every unknown key and every impossible value is reported at once.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from service.errors import ConfigError, Fault
from service.moderation.features import FeatureRules
from training.config import Balance, Config, Fit, LabelRule, Natural, Source, Weighting

ATTRIBUTE_NAME: Final = validate.Regexp(
    r"\A[A-Z][A-Z0-9_]{1,63}\Z", error="Name attributes in capitals, such as TOXICITY."
)
"""What refuses a name that no attribute has."""
_KINDS: Final = ("column", "votes", "against", "value")
_MOST_CHANGES: Final = 4_000


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Raises ConfigError: the file is missing, no TOML, or has faults, all of them listed.
    """
    config: Config = load_as(_ConfigSchema(), path, option="--config", page="docs/training.md")
    return config


def load_as(schema: Schema, path: Path, *, option: str, page: str) -> Any:  # noqa: ANN401 - the schema's
    """Read a TOML file and give what a schema makes of it.

    ``option`` names such a file and ``page`` explains its entries. Raises ConfigError as ``load``.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"There is no configuration at {path}: name one with {option}."
        raise ConfigError(message) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        message = f"{path} cannot be read as TOML: {error}. Correct the file and run again."
        raise ConfigError(message) from error
    try:
        return schema.load(entries)
    except ValidationError as error:
        faults = tuple(_faults(error.messages_dict, ""))
        message = f"{path} has {len(faults)} fault(s); {page} explains each entry."
        raise ConfigError(message, faults=faults) from error


def _faults(messages: Mapping[Any, Any] | list[Any], place: str) -> list[Fault]:
    """Flatten marshmallow's nested messages into dotted fields."""
    if isinstance(messages, list):
        return [Fault(field=place, message=str(message)) for message in messages]
    found: list[Fault] = []
    for key, inner in messages.items():
        here = place if key == "_schema" else f"{place}.{key}".lstrip(".")
        found += _faults(inner, here)
    return found


class StrictSchema(Schema):
    """A schema whose unknown keys are faults with a remedy."""

    error_messages = {  # noqa: RUF012 - marshmallow's way to declare it
        "unknown": "This key is not known here: correct its spelling or remove it."
    }


class LabelRuleSchema(StrictSchema):
    """How one source tells one attribute, as ``LabelRule`` has it."""

    column = fields.String(validate=validate.Length(min=1))
    positive = fields.List(fields.String())
    negative = fields.List(fields.String())
    contains = fields.String(validate=validate.Length(min=1))
    votes = fields.List(fields.String(), validate=validate.Length(min=1))
    against = fields.List(fields.String(), validate=validate.Length(min=1))
    of = fields.List(fields.String(), validate=validate.Length(min=1))
    value = fields.Float(validate=validate.Range(min=0, max=1))

    @validates_schema
    def one_kind(self, entries: dict[str, Any], **_: object) -> None:
        """Refuse rules that say two things, or nothing."""
        if sum(kind in entries for kind in _KINDS) != 1:
            message = "Give exactly one of column, votes (with of), against (with of) and value."
            raise ValidationError(message)
        counted = entries.keys() & {"votes", "against"}
        if counted and "of" not in entries:
            message = "votes and against need of: votes = [...], of = [...]."
            raise ValidationError(message)
        if "of" in entries and not counted and "contains" not in entries:
            message = "of goes with votes, against or contains: add one of them, or remove of."
            raise ValidationError(message)
        if "column" not in entries and entries.keys() & {"positive", "negative", "contains"}:
            message = "positive, negative and contains describe a column: name it."
            raise ValidationError(message)
        if "contains" in entries and entries.keys() & {"positive", "negative"}:
            message = "Give either contains, or positive and negative values."
            raise ValidationError(message)

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> LabelRule:
        """Freeze the entries."""
        lists = {key: tuple(value) for key, value in entries.items() if isinstance(value, list)}
        return LabelRule(**{**entries, **lists})


class _NaturalField(fields.Field[Natural | None]):
    """``true``, ``false`` or the name of a column that is filled in natural rows."""

    def _deserialize(self, value: object, *_: object, **__: object) -> Natural | None:
        if isinstance(value, bool):
            return Natural() if value else None
        if isinstance(value, str) and value:
            return Natural(column=value)
        message = "Give true, false, or the column that is filled in natural rows."
        raise ValidationError(message)


def stays_inside(file: str) -> None:
    """Refuse names that lead out of the data folder."""
    path = PurePosixPath(file)
    if not path.name or path.is_absolute() or ".." in path.parts:
        message = "Name a file inside the data folder, such as decisions.csv; --data says where."
        raise ValidationError(message)


class _SourceSchema(StrictSchema):
    name = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9_]{1,64}\Z"))
    file = fields.String(required=True, validate=stays_inside)
    text = fields.String(required=True, validate=validate.Length(min=1))
    licence = fields.String(required=True, validate=validate.Length(min=1))
    labels = fields.Dict(
        fields.String(validate=ATTRIBUTE_NAME),
        fields.Nested(LabelRuleSchema),
        required=True,
        validate=validate.Length(min=1),
    )
    weight = fields.Float(validate=validate.Range(min=0, min_inclusive=False, max=1000))
    prior = fields.Dict(
        fields.String(validate=ATTRIBUTE_NAME),
        fields.Float(
            validate=validate.Range(min=0, max=1, min_inclusive=False, max_inclusive=False)
        ),
    )
    natural = _NaturalField()
    group = fields.String(validate=validate.Length(min=1))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> Source:
        """Freeze the entries."""
        return Source(**entries)


class _FeaturesSchema(StrictSchema):
    bits = fields.Integer(strict=True, validate=validate.Range(min=10, max=22))
    word_bits = fields.Integer(strict=True, validate=validate.Range(min=10, max=22))
    word_min = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))
    word_max = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))
    character_min = fields.Integer(strict=True, validate=validate.Range(min=2, max=6))
    character_max = fields.Integer(strict=True, validate=validate.Range(min=2, max=6))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> FeatureRules:
        """Freeze the entries."""
        rules = FeatureRules(**entries)
        if rules.word_min > rules.word_max or rules.character_min > rules.character_max:
            message = "A _min is greater than its _max."
            raise ValidationError(message)
        return rules


class _BalanceSchema(StrictSchema):
    sentences = fields.Float(validate=validate.Range(min=0, max=1000))
    harmless_terms = fields.Float(validate=validate.Range(min=0, min_inclusive=False, max=1000))
    holisticbias = fields.String(validate=stays_inside)
    holistic_weight = fields.Float(validate=validate.Range(min=0, min_inclusive=False, max=1000))
    holistic_most = fields.Integer(strict=True, validate=validate.Range(min=1, max=400_000))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> Balance:
        """Freeze the entries."""
        return Balance(**entries)


class _WeightingSchema(StrictSchema):
    attribute = fields.String(validate=ATTRIBUTE_NAME)
    steady = fields.Float(validate=validate.Range(min=0, max=1e6))
    identity = fields.Float(validate=validate.Range(min=0, min_inclusive=False, max=1))
    known = fields.Float(validate=validate.Range(min=0, max=10))
    meaning = fields.Float(validate=validate.Range(min=0, max=10))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> Weighting:
        """Freeze the entries."""
        return Weighting(**entries)


class _FitSchema(StrictSchema):
    strength = fields.Float(validate=validate.Range(min=1e-4, max=1e4))
    tolerance = fields.Float(validate=validate.Range(min=1e-10, max=1e-1))
    iterations = fields.Integer(strict=True, validate=validate.Range(min=1, max=10_000))
    folds = fields.Integer(strict=True, validate=validate.Range(min=2, max=10))
    test_share = fields.Float(validate=validate.Range(min=0.05, max=0.5))
    digits = fields.Integer(strict=True, validate=validate.Range(min=6, max=24))
    most_calibrated = fields.Integer(strict=True, validate=validate.Range(min=100, max=1_000_000))
    source_intercepts = fields.List(fields.String())
    jobs = fields.Integer(strict=True, validate=validate.Range(min=1, max=64))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> Fit:
        """Freeze the entries."""
        named = tuple(entries.pop("source_intercepts", ()))
        return Fit(**entries, source_intercepts=named)


def fits_a_card(changes: str) -> None:
    """Refuse what would leave a card's last section empty, endless or with sections of its own."""
    if not 0 < len(changes.strip()) <= _MOST_CHANGES:
        message = f"Tell what changed in 1 to {_MOST_CHANGES} characters, or leave it out."
        raise ValidationError(message)
    if any(line.lstrip().startswith("#") for line in changes.splitlines()):
        message = "No line may start with '#': the card has its own headings."
        raise ValidationError(message)


class _ConfigSchema(StrictSchema):
    name = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9_]{1,64}\Z"))
    attributes = fields.List(
        fields.String(validate=ATTRIBUTE_NAME), required=True, validate=validate.Length(min=1)
    )
    sources = fields.List(
        fields.Nested(_SourceSchema), required=True, validate=validate.Length(min=1)
    )
    seed = fields.Integer(strict=True, validate=validate.Range(min=0, max=2**32 - 1))
    language = fields.String(validate=validate.Regexp(r"\A[a-z]{2,3}\Z"))
    changes = fields.String(validate=fits_a_card)
    perspective = fields.List(fields.String())
    features = fields.Nested(_FeaturesSchema)
    weighting = fields.Nested(_WeightingSchema)
    balance = fields.Nested(_BalanceSchema)
    fit = fields.Nested(_FitSchema)
    prior = fields.Dict(
        fields.String(validate=ATTRIBUTE_NAME),
        fields.Float(
            validate=validate.Range(min=0, max=1, min_inclusive=False, max_inclusive=False)
        ),
    )

    @validates_schema
    def names_fit_together(self, entries: dict[str, Any], **_: object) -> None:
        """Refuse double names, attributes without a source and labels without an attribute."""
        attributes = entries["attributes"]
        if len(set(attributes)) < len(attributes):
            message = "Name each attribute once."
            raise ValidationError(message, "attributes")
        names = [source.name for source in entries["sources"]]
        if len(set(names)) < len(names):
            message = "Give each source a name of its own."
            raise ValidationError(message, "sources")
        for name in {*entries.get("perspective", ())} - {*names}:
            message = f"{name} is no source: name sources from below."
            raise ValidationError(message, "perspective")
        labelled = {name for source in entries["sources"] for name in source.labels}
        lead = entries["weighting"].attribute if "weighting" in entries else None
        if lead is not None and lead not in attributes:
            message = f"{lead} is none of the attributes: name one of them, or leave it out."
            raise ValidationError(message, "weighting")
        apart = entries["fit"].source_intercepts if "fit" in entries else ()
        for name in {*apart} - {*attributes}:
            message = f"source_intercepts: {name} is none of the attributes: name some of them."
            raise ValidationError(message, "fit")
        for attribute in attributes:
            if attribute not in labelled:
                message = f"No source labels {attribute}: map a column to it or remove it."
                raise ValidationError(message, "attributes")
        for attribute in sorted((labelled | entries.get("prior", {}).keys()) - {*attributes}):
            message = f"{attribute} is used below but not listed here: add it or remove it there."
            raise ValidationError(message, "attributes")

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> Config:
        """Freeze the entries."""
        lists = ("attributes", "sources", "perspective")
        frozen = {key: tuple(entries[key]) for key in lists if key in entries}
        return Config(**{**entries, **frozen})
