"""The factory: the only module that knows all the others, and puts one app together."""

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

import orjson
from flask import Flask, request
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from service import observe
from service.api import comments, health, model, problems
from service.api.contract import readers
from service.api.perspective import refusals
from service.api.perspective import views as perspective
from service.api.schemas import Rules
from service.errors import ArtefactError, BelowTheLineError
from service.logs import Log, failure, make_log
from service.metrics import Metrics
from service.moderation.feedback import FeedbackPort, NullFeedback
from service.moderation.languages import Detector, detector
from service.moderation.policy import DEFAULT_POLICY
from service.moderation.scorer import load_scorer
from service.openapi import describe
from service.parts import EXTENSION, Model, Parts, parts
from service.settings import Settings
from service.web import article, docs

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class Edge(Flask):
    """A Flask app that tells of an unexpected exception without quoting it."""

    def log_exception(self, exc_info: ExceptionInfo) -> None:
        """Log what failed and where; the message might hold a comment."""
        parts().log.error("failed", **failure(exc_info[1]))


def create_app(
    settings: Settings,
    *,
    scorer: Model | None = None,
    feedback: FeedbackPort | None = None,
    metrics: Metrics | None = None,
    log: Log | None = None,
) -> Flask:
    """One app, ready to answer.

    Without ``scorer`` the current model of ``settings.models`` is loaded. If that fails, the app
    still starts, logs why, and answers every request for a score with 503.
    """
    log = log or make_log(settings.log_level)
    served, unavailable, found = _loaded(settings, scorer, log)
    app = bare_app(settings)
    app.extensions[EXTENSION] = Parts(
        settings=settings,
        policy=DEFAULT_POLICY,
        model=served,
        unavailable=unavailable,
        detector=found,
        feedback=feedback or NullFeedback(),
        metrics=metrics or Metrics(),
        log=log,
        readers=readers(app, _rules(settings, served)),
        document=orjson.dumps(describe(app)),
    )
    return app


def _loaded(
    settings: Settings, scorer: Model | None, log: Log
) -> tuple[Model | None, str, Detector]:
    """The model, or why there is none, and the detector; both take a while, so side by side."""
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(detector, wanted=settings.detect_language)
        served, unavailable = (scorer, "") if scorer is not None else _load(settings, log)
        return served, unavailable, found.result()


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


def _rules(settings: Settings, model: Model | None) -> Rules:
    """What comments are checked against."""
    return Rules(
        attributes=model.attributes if model is not None else (),
        policies=lambda: (DEFAULT_POLICY.name,),
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
    for bp in (comments.bp, perspective.bp, model.bp, health.bp, docs.bp):
        app.register_blueprint(bp)
    if settings.docs:
        app.register_blueprint(docs.page_bp)
    if settings.article_page:
        app.register_blueprint(article.bp)
    observe.watch(app)
    return app
