"""The factory: the only module that knows all the others, and puts one app together."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypedDict

import orjson
from flask import Flask, request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from service import observe
from service.api import articles, comments, health, model, problems
from service.api.contract import readers
from service.api.perspective import refusals
from service.api.perspective import views as perspective
from service.api.schemas import Rules
from service.errors import ArtefactError, BelowTheLineError, CopiesUnavailableError, PolicyError
from service.logs import Log, failure, make_log
from service.metrics import Metrics
from service.moderation.articles import Articles
from service.moderation.copies import Copies, ForgivingCopies, NoCopies
from service.moderation.feedback import FeedbackPort, NullFeedback
from service.moderation.languages import Detector, detector
from service.moderation.scorer import load_scorer
from service.openapi import describe
from service.parts import EXTENSION, Model, Parts, parts
from service.policies.book import PolicyBook, Told
from service.settings import Settings
from service.storage.articles import MemoryArticles, Room, SqliteArticles
from service.storage.copies import MemoryCopies, SharedCopies
from service.storage.redis_copies import RedisCopies
from service.web import article, docs

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class Edge(Flask):
    """A Flask app that tells of an unexpected exception without quoting it."""

    def log_exception(self, exc_info: ExceptionInfo) -> None:
        """Log what failed and where; the message might hold a comment."""
        parts().log.error("failed", **failure(exc_info[1]))


class _Loaded(TypedDict):
    """What takes a while to load: the model, or why there is none, and the detector."""

    model: Model | None
    unavailable: str
    detector: Detector


def create_app(
    settings: Settings,
    *,
    scorer: Model | None = None,
    feedback: FeedbackPort | None = None,
    metrics: Metrics | None = None,
    log: Log | None = None,
) -> Flask:
    """One app, ready to answer; without ``scorer`` with the current model of ``settings.models``.

    Without any it still starts, and answers every request for a score with 503. Raises
    PolicyError where policies cannot be used: to decide by others would be worse than not to start.
    """
    log, metrics = log or make_log(settings.log_level), metrics or Metrics()
    policies = policy_book(settings, told=partial(_tell_of_policies, log, metrics))
    loaded, app = _loaded(settings, scorer, log), bare_app(settings)
    app.extensions[EXTENSION] = Parts(
        settings=settings,
        policies=policies,
        articles=_articles(settings, metrics.shared),
        copies=_copies(settings, metrics, log),
        feedback=feedback or NullFeedback(),
        metrics=metrics,
        log=log,
        readers=readers(app, _rules(settings, loaded["model"], policies)),
        document=orjson.dumps(describe(app)),
        **loaded,
    )
    return app


def _articles(settings: Settings, shared: Path | None) -> Articles:
    """Where articles are registered: in a file, so that all processes know them, or in memory."""
    room = Room(size=settings.article_bytes, seconds=settings.article_seconds)
    if settings.articles:
        return SqliteArticles(Path(settings.articles), room)
    if shared is not None:
        return SqliteArticles(shared / "articles.sqlite", room)
    return MemoryArticles(room=room)


def _copies(settings: Settings, metrics: Metrics, log: Log) -> Copies:
    """Where comments of late are remembered; where that is away, comments are scored without."""

    def changed(error: CopiesUnavailableError | None) -> None:
        if error is None:
            log.info("copies_back")
        else:
            log.error("copies_unavailable", sentence=error.sentence)

    if settings.copies == "off":
        return NoCopies()
    return ForgivingCopies(
        _memory(settings, metrics.shared), missed=metrics.miss_copies, changed=changed
    )


def _memory(settings: Settings, shared: Path | None) -> Copies:
    """The memory that the settings name."""
    if settings.copies:
        return RedisCopies(settings.copies, most=settings.copies_most)
    if shared is not None:
        return SharedCopies(shared / "copies", most=settings.copies_most)
    return MemoryCopies(most=settings.copies_most)


def policy_book(settings: Settings, *, told: Told = lambda _: None) -> PolicyBook:
    """The policies that the settings name; raises PolicyError where they cannot be used."""
    folder = Path(settings.policies) if settings.policies else None
    return PolicyBook(folder, settings.policy, told=told)


def _tell_of_policies(log: Log, metrics: Metrics, error: PolicyError | None) -> None:
    """Log and count that policies were read again, or that they could not be."""
    metrics.reload_policies(refused=error is not None)
    if error is None:
        log.info("policies_read")
    else:
        log.error("policies_refused", sentence=error.sentence)


def _loaded(settings: Settings, scorer: Model | None, log: Log) -> _Loaded:
    """Model and detector, side by side."""
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(detector, wanted=settings.detect_language)
        served, unavailable = (scorer, "") if scorer is not None else _load(settings, log)
        return _Loaded(model=served, unavailable=unavailable, detector=found.result())


def _load(settings: Settings, log: Log) -> tuple[Model | None, str]:
    """The current model, or None with the sentence that says what to do; the log tells which."""
    try:
        scorer = load_scorer(settings.models, use_compiled=settings.compiled)
    except ArtefactError as error:
        unavailable = error.sentence
    else:
        log.info("model_loaded", model=scorer.version, path=scorer.path)
        return scorer, ""
    log.error("model_unavailable", sentence=unavailable)
    return None, unavailable


def _rules(settings: Settings, model: Model | None, policies: PolicyBook) -> Rules:
    """What comments are checked against."""
    return Rules(
        attributes=model.attributes if model is not None else (),
        policies=policies.names,
        require_author_name=settings.require_author_name,
        max_batch=settings.max_batch,
    )


def _answer_error(error: BelowTheLineError) -> Response:
    """Answer an error of ours in the protocol of the path that was asked."""
    answer = refusals.answer_error if refusals.addressed(request) else problems.answer_error
    return answer(error)


def _answer_refusal(refusal: refusals.Refusal) -> Response:
    """Count a refusal of the Perspective protocol and answer it."""
    parts().metrics.refuse(refusal.reason)
    return refusals.answer_refusal(refusal)


def _answer_http_error(error: HTTPException) -> Response:
    """Answer an error of the HTTP layer in the protocol of the path that was asked."""
    foreign = refusals.addressed(request)
    answer = refusals.answer_http_error if foreign else problems.answer_http_error
    return answer(error)


def bare_app(settings: Settings) -> Flask:
    """The routes, their errors and what watches over them."""
    app = Edge("service", static_folder=None, template_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.url_map.merge_slashes = False
    app.register_error_handler(BelowTheLineError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(refusals.Refusal, _answer_refusal)
    for bp in (comments.bp, articles.bp, perspective.bp, model.bp, health.bp, docs.bp):
        app.register_blueprint(bp)
    if settings.docs:
        app.register_blueprint(docs.page_bp)
    if settings.article_page:
        app.register_blueprint(article.bp)
    observe.watch(app)
    return app
