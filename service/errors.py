"""Every deliberate error: a code that clients may rely on and a sentence that people can act on.

This module imports nothing of ours and knows no HTTP; ``service.api.problems`` gives each code
its status. ``docs/http.md`` lists every code, and a test keeps the two equal.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong with one named field, with its remedy.

    ``field`` is the dotted path from the top of what was sent (``comments.3.text``), or ``""``
    for the whole.
    """

    field: str
    message: str


class BelowTheLineError(Exception):
    """The base of every error that we raise on purpose."""

    code: ClassVar[str] = "error"

    def __init__(self, sentence: str, *, faults: tuple[Fault, ...] = ()) -> None:
        """Keep the sentence for people and, where fields are at fault, each of them."""
        super().__init__(sentence)
        self.sentence = sentence
        self.faults = faults


class EmptyBodyError(BelowTheLineError):
    """A request that needs a body came without one."""

    code = "empty_body"


class InvalidJsonError(BelowTheLineError):
    """The body is not JSON as RFC 8259 has it: syntax, encoding, NaN or nested too deep."""

    code = "invalid_json"


class DuplicateKeyError(BelowTheLineError):
    """A JSON object in the body names one key twice, so what it means is anybody's guess."""

    code = "duplicate_key"


class UnsupportedContentTypeError(BelowTheLineError):
    """The body is declared to be something else than JSON."""

    code = "unsupported_content_type"


class InvalidRequestError(BelowTheLineError):
    """The body is JSON, but fields are missing, unknown or out of bounds: see ``faults``."""

    code = "invalid_request"


class ModelUnavailableError(BelowTheLineError):
    """No model is loaded, so nothing can be scored: never a reason to publish."""

    code = "model_unavailable"


class CopiesUnavailableError(BelowTheLineError):
    """What remembers the comments of late, to find copies, cannot be reached: scores go on."""

    code = "copies_unavailable"


class ArtefactError(BelowTheLineError):
    """A model version cannot be trusted or read: what is wrong and what to do about it."""

    code = "invalid_artefact"


class SettingsError(BelowTheLineError):
    """One or more ``BTL_*`` variables are wrong: all of them are in ``faults``."""

    code = "invalid_settings"


class PolicyError(BelowTheLineError):
    """Policies that cannot be used: every file and entry at fault is in ``faults``."""

    code = "invalid_policy"


class ArticleNotFoundError(BelowTheLineError):
    """No article is registered under this id, or none any more."""

    code = "article_not_found"


class ArticleTooLargeError(BelowTheLineError):
    """An article is larger than all the room that there is for articles."""

    code = "article_too_large"


class ArticlesUnavailableError(BelowTheLineError):
    """The store of articles cannot be reached."""

    code = "articles_unavailable"


class OldScoresError(BelowTheLineError):
    """A file of old scores that cannot be compared: what is missing and how to name it."""

    code = "invalid_old_scores"


class ConfigError(BelowTheLineError):
    """A training configuration has unknown, missing or impossible entries: see ``faults``."""

    code = "invalid_config"


class TrainingDataError(BelowTheLineError):
    """Training data that must not be learnt from: file, row and remedy are in ``faults``."""

    code = "invalid_training_data"


class TrainingFailedError(BelowTheLineError):
    """A training run could not end in a version that the service would load."""

    code = "training_failed"
