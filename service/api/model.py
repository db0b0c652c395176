"""What is known about the loaded model and the policy that reads its scores."""

from flask import Blueprint

from service.api import examples
from service.api.answers import ModelSchema, facts_of
from service.api.contract import Contract, contract
from service.parts import parts

bp = Blueprint("model", __name__, url_prefix="/v1/model")


@bp.get("")
@contract(
    Contract(
        summary="Describe the model",
        description="Tells which model is loaded, what it was trained on, what it measured, and "
        "the thresholds of the policy in force.",
        tag="model",
        answer=ModelSchema(),
        errors=("model_unavailable",),
        example=examples.MODEL,
    )
)
def describe() -> dict[str, object]:
    """The manifest's public facts and the policy."""
    model, rulebook = parts().loaded_model(), parts().policies.default
    return {
        **facts_of(model.manifest.to_json()),
        "version": model.version,
        "attributes": model.attributes,
        "policy": {
            "name": rulebook.version,
            "thresholds": {name: rulebook.policy.limits(name) for name in model.attributes},
        },
    }
