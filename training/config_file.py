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
from training.config import Config, Fit, LabelRule, Natural, Source

_ATTRIBUTE_NAME: Final = validate.Regexp(
    r"\A[A-Z][A-Z0-9_]{1,63}\Z", error="Name attributes in capitals, such as TOXICITY."
)
_KINDS: Final = ("column", "votes", "value")


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Raises ConfigError: the file is missing, no TOML, or has faults, all of them listed.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"There is no configuration at {path}: name one with --config."
        raise ConfigError(message) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        message = f"{path} cannot be read as TOML: {error}. Correct the file and run again."
        raise ConfigError(message) from error
    try:
        config: Config = _ConfigSchema().load(entries)
    except ValidationError as error:
        faults = tuple(_faults(error.messages_dict, ""))
        message = f"{path} has {len(faults)} fault(s); docs/training.md explains each entry."
        raise ConfigError(message, faults=faults) from error
    return config


def _faults(messages: Mapping[Any, Any] | list[Any], place: str) -> list[Fault]:
    """Flatten marshmallow's nested messages into dotted fields."""
    if isinstance(messages, list):
        return [Fault(field=place, message=str(message)) for message in messages]
    found: list[Fault] = []
    for key, inner in messages.items():
        here = place if key == "_schema" else f"{place}.{key}".lstrip(".")
        found += _faults(inner, here)
    return found


class _Strict(Schema):
    """A schema whose unknown keys are faults with a remedy."""

    error_messages = {  # noqa: RUF012 - marshmallow's way to declare it
        "unknown": "This key is not known here: correct its spelling or remove it."
    }


class _LabelRuleSchema(_Strict):
    column = fields.String(validate=validate.Length(min=1))
    positive = fields.List(fields.String())
    negative = fields.List(fields.String())
    contains = fields.String(validate=validate.Length(min=1))
    votes = fields.List(fields.String(), validate=validate.Length(min=1))
    of = fields.List(fields.String(), validate=validate.Length(min=1))
    value = fields.Float(validate=validate.Range(min=0, max=1))

    @validates_schema
    def one_kind(self, entries: dict[str, Any], **_: object) -> None:
        """Refuse rules that say two things, or nothing."""
        if sum(kind in entries for kind in _KINDS) != 1:
            message = "Give exactly one of column, votes (with of) and value."
            raise ValidationError(message)
        if ("votes" in entries) != ("of" in entries):
            message = "votes and of belong together: votes = [...], of = [...]."
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


def _stays_inside(file: str) -> None:
    """Refuse names that lead out of the data folder."""
    path = PurePosixPath(file)
    if not path.name or path.is_absolute() or ".." in path.parts:
        message = "Name a file inside the data folder, such as decisions.csv; --data says where."
        raise ValidationError(message)


class _SourceSchema(_Strict):
    name = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9_]{1,64}\Z"))
    file = fields.String(required=True, validate=_stays_inside)
    text = fields.String(required=True, validate=validate.Length(min=1))
    licence = fields.String(required=True, validate=validate.Length(min=1))
    labels = fields.Dict(
        fields.String(validate=_ATTRIBUTE_NAME),
        fields.Nested(_LabelRuleSchema),
        required=True,
        validate=validate.Length(min=1),
    )
    weight = fields.Float(validate=validate.Range(min=0, min_inclusive=False, max=1000))
    prior = fields.Dict(
        fields.String(validate=_ATTRIBUTE_NAME),
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


class _FeaturesSchema(_Strict):
    bits = fields.Integer(strict=True, validate=validate.Range(min=10, max=22))
    word_min = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))
    word_max = fields.Integer(strict=True, validate=validate.Range(min=1, max=3))
    character_min = fields.Integer(strict=True, validate=validate.Range(min=1, max=6))
    character_max = fields.Integer(strict=True, validate=validate.Range(min=1, max=6))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> FeatureRules:
        """Freeze the entries."""
        rules = FeatureRules(**entries)
        if rules.word_min > rules.word_max or rules.character_min > rules.character_max:
            message = "A _min is greater than its _max."
            raise ValidationError(message)
        return rules


class _FitSchema(_Strict):
    strength = fields.Float(validate=validate.Range(min=1e-4, max=1e4))
    tolerance = fields.Float(validate=validate.Range(min=1e-10, max=1e-1))
    iterations = fields.Integer(strict=True, validate=validate.Range(min=1, max=10_000))
    folds = fields.Integer(strict=True, validate=validate.Range(min=2, max=10))
    test_share = fields.Float(validate=validate.Range(min=0.05, max=0.5))
    digits = fields.Integer(strict=True, validate=validate.Range(min=6, max=24))
    jobs = fields.Integer(strict=True, validate=validate.Range(min=1, max=64))

    @post_load
    def make(self, entries: dict[str, Any], **_: object) -> Fit:
        """Freeze the entries."""
        return Fit(**entries)


class _ConfigSchema(_Strict):
    name = fields.String(required=True, validate=validate.Regexp(r"\A[a-z0-9_]{1,64}\Z"))
    attributes = fields.List(
        fields.String(validate=_ATTRIBUTE_NAME), required=True, validate=validate.Length(min=1)
    )
    sources = fields.List(
        fields.Nested(_SourceSchema), required=True, validate=validate.Length(min=1)
    )
    seed = fields.Integer(strict=True, validate=validate.Range(min=0, max=2**32 - 1))
    features = fields.Nested(_FeaturesSchema)
    fit = fields.Nested(_FitSchema)
    prior = fields.Dict(
        fields.String(validate=_ATTRIBUTE_NAME),
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
        labelled = {name for source in entries["sources"] for name in source.labels}
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
        lists = {key: tuple(entries[key]) for key in ("attributes", "sources")}
        return Config(**{**entries, **lists})
