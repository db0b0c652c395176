"""Whether the service runs, whether it can score, and its figures."""

from flask import Blueprint

from service.api.answers import HealthSchema
from service.api.contract import Contract, contract
from service.metrics import MEDIA_TYPE
from service.parts import parts

bp = Blueprint("health", __name__)


@bp.get("/health/live")
@contract(
    Contract(
        summary="Is it alive?",
        description="Answers 200 as long as the process answers at all, with a model or without.",
        tag="health",
        answer=HealthSchema(),
        example={"status": "alive"},
    )
)
def live() -> dict[str, str]:
    """A sign of life."""
    return {"status": "alive"}


@bp.get("/health/ready")
@contract(
    Contract(
        summary="Can it score?",
        description="Answers 200 when a model is loaded, else 503.",
        tag="health",
        answer=HealthSchema(),
        errors=("model_unavailable",),
        example={"status": "ready", "model": "2026-11-24"},
    )
)
def ready() -> dict[str, str]:
    """The loaded model's version."""
    return {"status": "ready", "model": parts().loaded_model().version}


@bp.get("/metrics")
@contract(
    Contract(
        summary="Figures for Prometheus",
        description="Requests, their durations, verdicts by action, and whether a model is loaded, "
        "summed over all worker processes.",
        tag="health",
        media=MEDIA_TYPE,
    )
)
def metrics() -> bytes:
    """Every figure."""
    return parts().metrics.exposition(model_loaded=parts().model is not None)
