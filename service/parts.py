"""The long-lived parts of one running app, typed, and the way views reach them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, cast

from flask import current_app

from service.errors import ModelUnavailableError
from service.logs import Log
from service.metrics import Metrics
from service.moderation.articles import Articles
from service.moderation.copies import Copies
from service.moderation.feedback import FeedbackPort
from service.moderation.languages import Detector
from service.moderation.review import Moderator, Scorer
from service.moderation.rulebook import Rulebook, Rules
from service.moderation.statement import StatementTerms
from service.moderation.view import View
from service.settings import Settings

EXTENSION = "below_the_line"


class Described(Protocol):
    """Whatever tells the facts of a model; the artefact's manifest does."""

    def to_json(self) -> dict[str, object]:
        """The facts, ready to be written as JSON."""


class Model(Scorer, Protocol):
    """A scorer that can say where it comes from."""

    @property
    def manifest(self) -> Described:
        """The facts of this model."""

    @property
    def path(self) -> str:
        """What it runs on, for whoever looks into its speed."""

    @property
    def views(self) -> Mapping[str, View]:
        """The Perspective view of each attribute."""


class Policies(Rules, Protocol):
    """The policies in force."""

    @property
    def rulebooks(self) -> Mapping[str, Rulebook]:
        """Every rulebook by the name of its policy."""

    @property
    def default(self) -> Rulebook:
        """The rulebook of comments that no other has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """Everything that one app keeps between requests.

    ``model`` is None where none could be loaded; ``unavailable`` then says why and what to do.
    ``readers`` has one ready-made reader for each endpoint that takes a body;
    ``document`` is the OpenAPI document as it is answered.
    """

    settings: Settings
    policies: Policies
    model: Model | None
    unavailable: str
    detector: Detector
    articles: Articles
    copies: Copies
    feedback: FeedbackPort
    metrics: Metrics
    log: Log
    readers: Mapping[str, Callable[[object], object]]
    document: bytes

    @property
    def terms(self) -> StatementTerms:
        """What the newsroom says of itself in statements of reasons."""
        chosen = self.settings
        terms = StatementTerms(
            redress=chosen.statement_redress, terms_url=chosen.statement_terms_url
        )
        if not chosen.statement_territory:
            return terms
        return replace(terms, territorial_scope=chosen.statement_territory)

    def loaded_model(self) -> Model:
        """The model, or ModelUnavailableError: without one, nothing is scored or published."""
        if self.model is None:
            raise ModelUnavailableError(self.unavailable)
        return self.model

    def moderator(self) -> Moderator:
        """A moderator for the loaded model; raises ModelUnavailableError without one."""
        return Moderator(
            scorer=self.loaded_model(),
            rules=self.policies,
            articles=self.articles,
            copies=self.copies,
            detector=self.detector,
            meter=self.metrics,
        )


def parts() -> Parts:
    """The parts of the app that answers the current request."""
    return cast("Parts", current_app.extensions[EXTENSION])
