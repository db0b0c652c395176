"""The routes of the Perspective API: score, take suggestions, describe, and do many at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from flask import Blueprint, Flask, Response, current_app, request

from service.api.body import read_body
from service.api.contract import Contract, contract
from service.api.perspective import faults, terms
from service.api.perspective.analysis import analyse
from service.api.perspective.attributes import Served, served
from service.api.perspective.batch import answer, calls
from service.api.perspective.coding import unpacked
from service.api.perspective.discovery import discovery
from service.api.perspective.keys import check_key
from service.api.perspective.messages import (
    AnalyzeCommentRequestSchema,
    SuggestCommentScoreRequestSchema,
    received,
)
from service.api.perspective.refusals import MEDIA_TYPE, addressed, invalid_request
from service.api.perspective.relaxed_json import parse
from service.api.perspective.words import Suggestion
from service.moderation.feedback import Feedback
from service.parts import Parts, parts

bp = Blueprint("perspective", __name__)

_ANALYSIS = AnalyzeCommentRequestSchema()
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_SUGGESTION = SuggestCommentScoreRequestSchema()


@bp.post("/v1alpha1/comments:analyze")
@contract(Contract(**terms.ANALYZE))
def analyze() -> Response:
    """The scores of one comment."""
    kept = parts()
    check_key(request, kept.settings.perspective_keys)
    asked = received(_ANALYSIS, _document(kept))
    names = _names(kept)
    faults.refuse(faults.of_analysis(asked, names))
    version = kept.loaded_model().version
    return _written(analyse(asked, kept, names), {"X-Model-Version": version})


@bp.post("/v1alpha1/comments:suggestscore")
@contract(Contract(**terms.SUGGEST))
def suggestscore() -> Response:
    """Take the scores that a person would give a comment."""
    kept = parts()
    check_key(request, kept.settings.perspective_keys)
    asked: Suggestion = received(_SUGGESTION, _document(kept))
    faults.refuse(faults.of_suggestion(asked))
    if not asked.do_not_store:
        kept.feedback.take(_feedback(asked))
    found = kept.detector.detect(asked.comment.text).languages
    told = {"detectedLanguages": found, "requestedLanguages": asked.languages}
    return _written(told | ({} if asked.token is None else {"clientToken": asked.token}))


@bp.get("/v1alpha1/attributes")
@contract(Contract(**terms.ATTRIBUTES))
def attributes() -> Response:
    """Every attribute that can be asked for, with its meaning and how good it is."""
    kept = parts()
    check_key(request, kept.settings.perspective_keys)
    model = kept.loaded_model()
    metrics = model.manifest.to_json().get("metrics", {})
    names = sorted(_names(kept).items())
    listed = [_described(one, metrics, model.languages) for _, one in names]
    return _written({"attributes": listed, "model": model.version})


@bp.get("/$discovery/rest")
@contract(Contract(**terms.DISCOVERY))
def describe() -> Response:
    """The discovery document, with the address that the client used."""
    kept = parts()
    check_key(request, kept.settings.perspective_keys, needed=False)
    root = kept.settings.public_url or _address()
    return _written(discovery(root.rstrip("/") + "/"))


@bp.post("/batch")
@contract(Contract(**terms.BATCH))
def batch() -> Response:
    """Many calls at once."""
    kept = parts()
    body = _body(kept.settings.max_batch_body_bytes)
    asked = calls(request.headers.get("Content-Type", ""), body, most=kept.settings.max_batch)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
    return answer(app, request, asked)


for path, endpoint, view in (
    ("/comments:analyze", "analyze_short", analyze),
    ("/comments:suggestscore", "suggestscore_short", suggestscore),
):
    bp.add_url_rule(path, endpoint=endpoint, view_func=view, methods=["POST"])
bp.add_url_rule(
    "/discovery/v1/apis/commentanalyzer/v1alpha1/rest", endpoint="describe_long", view_func=describe
)


@bp.after_app_request
def share(response: Response) -> Response:
    """Let pages of the allowed origins read the answer, also that there is no such call."""
    origin = request.headers.get("Origin", "")
    if not origin or not addressed(request):
        return response
    allowed = parts().settings.perspective_origins
    if "*" in allowed or origin in allowed:
        response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
        response.headers["Vary"] = "Origin"
        response.headers["Access-Control-Expose-Headers"] = "X-Model-Version, X-Request-Id"
        if request.method == "OPTIONS":
            wanted = request.headers.get("Access-Control-Request-Headers", "Content-Type")
            response.headers["Access-Control-Allow-Headers"] = wanted
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
            response.headers["Access-Control-Max-Age"] = "3600"
    return response


def _body(limit: int) -> bytes:
    """The body, unpacked if it came compressed; at most ``limit`` bytes either way."""
    coding = request.headers.get("Content-Encoding", "")
    return unpacked(read_body(request.environ, limit=limit), coding, limit=limit)


def _document(kept: Parts) -> object:
    """What the body says, whatever it is declared to be."""
    return parse(_body(kept.settings.max_perspective_body_bytes))


def _names(kept: Parts) -> Mapping[str, Served]:
    """Every name that can be asked for; none without a model, whose absence is told later."""
    return served(kept.model.attributes) if kept.model is not None else {}


def _feedback(asked: Suggestion) -> Feedback:
    """A suggestion as the port takes it, with the summary or else the highest span."""
    around = (*asked.context.entries, asked.context.article, asked.context.parent)
    return Feedback(
        text=asked.comment.text,
        scores={
            name: max(
                one.value or 0.0 for one in ((scores.summary,) if scores.summary else scores.spans)
            )
            for name, scores in asked.scores.items()
        },
        community=asked.community,
        session=asked.session,
        token=asked.token or "",
        languages=asked.languages,
        context=tuple(one.text for one in around if one is not None),
    )


def _described(
    one: Served,
    metrics: Any,  # noqa: ANN401 - a manifest's figures
    languages: Sequence[str],
) -> dict[str, object]:
    """One attribute with what the model's manifest measured of it."""
    measured = metrics.get(f"{one.ours}/natural") or metrics.get(f"{one.ours}/all") or {}
    told: dict[str, object] = {
        "name": one.name,
        "scoredAs": one.ours,
        "definition": one.definition,
        "languages": languages,
    }
    if "auc" in measured:
        told["auc"] = [measured[name] for name in ("auc", "auc_low", "auc_high")]
        told["calibrationError"] = measured["ece"]
    return told


def _address() -> str:
    """The address that the client used, also through a proxy that says so."""
    scheme = request.headers.get("X-Forwarded-Proto", "").partition(",")[0].strip().lower()
    scheme = scheme if scheme in {"http", "https"} else request.scheme
    told = request.headers.get("X-Forwarded-Host", "").partition(",")[0].strip()
    for host in (told, request.headers.get("Host", request.host)):
        if _HOST.fullmatch(host):
            return f"{scheme}://{host}"
    message = "The Host header names no host: send one, or let the operator set BTL_PUBLIC_URL."
    raise invalid_request(message)


def _written(members: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Response:
    """An answer as bytes."""
    return Response(orjson.dumps(members), content_type=MEDIA_TYPE, headers=dict(headers or {}))
