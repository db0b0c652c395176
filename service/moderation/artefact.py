"""Model versions on disk: what a manifest says, how one is written, and how one is trusted.

A version is loaded in this order: manifest, hash, library versions, allow-list of globals, and
only then are objects constructed. Nothing is unpickled from bytes that fail an earlier step.
"""

import hashlib
import io
import json
import pickle
import platform
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any, Final

import joblib
import numpy as np
from joblib.numpy_pickle import NumpyArrayWrapper, NumpyUnpickler

from service.errors import ArtefactError
from service.moderation.features import bucket_count

FORMAT: Final = 2
"""The number of this layout of files; it stands in every manifest."""

_LIBRARIES: Final = ("scikit-learn", "numpy", "scipy", "joblib")
_MAX_MODEL_BYTES: Final = 512 * 1024 * 1024
_UNREADABLE: Final = (
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    TypeError,
    ValueError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
)
"""What pickle and joblib raise on bytes that are no model, as their documentation warns."""

_ALLOWED_GLOBALS: Final = frozenset(
    {
        "joblib.numpy_pickle.NumpyArrayWrapper",
        "numpy.ndarray",
        "numpy.dtype",
        "numpy._core.multiarray.scalar",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.isotonic.IsotonicRegression",
        "sklearn.linear_model._logistic.LogisticRegression",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a version says of itself; ``docs/training.md`` explains each entry."""

    format: int
    version: str
    sha256: str
    created: str
    libraries: Mapping[str, str]
    features: Mapping[str, int]
    attributes: tuple[str, ...]
    sources: tuple[Mapping[str, object], ...]
    counts: Mapping[str, object]
    seed: int
    metrics: Mapping[str, object]
    golden: tuple[Mapping[str, Any], ...]
    perspective: Mapping[str, Sequence[Sequence[float]]]
    git_commit: str | None
    promotion: Mapping[str, object] | None = None
    changes: str | None = None
    language: str = "en"

    def to_json(self) -> dict[str, object]:
        """The same as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Artefact:
    """A manifest with the fitted scikit-learn objects it describes.

    ``model`` maps ``tfidf`` to a TfidfTransformer, and ``classifiers`` and ``calibrators`` to one
    LogisticRegression and one IsotonicRegression for each attribute.
    """

    manifest: Manifest
    model: Mapping[str, Any]


def libraries() -> dict[str, str]:
    """The versions that an artefact depends on, as they are installed here."""
    return {"python": platform.python_version()} | {
        name: library_version(name) for name in _LIBRARIES
    }


def serialise(model: Mapping[str, Any]) -> bytes:
    """The bytes of ``model.joblib``: the same objects always give the same bytes."""
    buffer = io.BytesIO()
    joblib.dump(dict(model), buffer, compress=0, protocol=5)
    return zlib.compress(buffer.getvalue(), level=9)


def current_version(models: Path) -> str:
    """The version that ``models/current`` names.

    Raises ArtefactError where there is none.
    """
    pointer = models / "current"
    try:
        version = pointer.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = (
            "There is no readable file `current` in the models folder: point BTL_MODELS at the "
            "folder that has it, or train a model and run `btl-train promote VERSION`."
        )
        raise ArtefactError(message) from error
    if not version or "/" in version or version.startswith("."):
        message = "The file `current` names no version: run `btl-train promote VERSION`."
        raise ArtefactError(message)
    return version


def load(folder: Path) -> Artefact:
    """Read and check one version's folder.

    Raises ArtefactError with what is wrong and what to do; nothing is constructed before then.
    """
    manifest = _read_manifest(folder)
    packed = _read(folder / "model.joblib", folder.name)
    if hashlib.sha256(packed).hexdigest() != manifest.sha256:
        message = (
            f"model.joblib of version {folder.name} is not the file that its manifest describes "
            "(another SHA-256): restore it, retrain, or promote another version."
        )
        raise ArtefactError(message)
    installed = library_version("scikit-learn")
    if manifest.libraries.get("scikit-learn") != installed:
        message = (
            f"Version {folder.name} was trained with scikit-learn "
            f"{manifest.libraries.get('scikit-learn')}, but {installed} is installed: install "
            "the versions in requirements/serve.lock, or retrain with `btl-train run`."
        )
        raise ArtefactError(message)
    return Artefact(manifest=manifest, model=_construct(packed, manifest))


def _read(path: Path, version: str) -> bytes:
    """A file's bytes, or what to do where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = (
            f"{path.name} of version {version} cannot be read ({error.strerror}): restore it, or "
            "run `btl-train promote` with a version that is whole."
        )
        raise ArtefactError(message) from error


def _read_manifest(folder: Path) -> Manifest:
    """The manifest of a version, checked for format and shape."""
    text = _read(folder / "manifest.json", folder.name)
    remedy = "restore it from where it was made, or retrain with `btl-train run`."
    try:
        entries = json.loads(text)
        if entries["format"] != FORMAT:
            message = (
                f"Version {folder.name} has format {entries['format']}, this service reads "
                f"{FORMAT}: retrain with `btl-train run`."
            )
            raise ArtefactError(message)
        lists = {name: tuple(entries[name]) for name in ("attributes", "sources", "golden")}
        return Manifest(**{**entries, **lists})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = f"manifest.json of version {folder.name} is damaged: {remedy}"
        raise ArtefactError(message) from error


def _construct(packed: bytes, manifest: Manifest) -> Mapping[str, Any]:
    """Unpack and unpickle, with every global checked before it is looked up."""
    try:
        plain = _unpacked(packed, manifest.version)
        model = _Unpickler(io.BytesIO(plain)).load()
        if not _fits(model, manifest):
            raise ValueError(manifest.version)
    except _UNREADABLE as error:
        message = f"model.joblib of version {manifest.version} holds no model of ours: retrain it."
        raise ArtefactError(message) from error
    return dict(model)


def _fits(model: Mapping[str, Any], manifest: Manifest) -> bool:
    """Whether the arrays have the manifest's shapes and hold numbers that can be reckoned with."""
    buckets = bucket_count(manifest.features)
    if not set(model["classifiers"]) == set(manifest.attributes) == set(model["calibrators"]):
        return False
    shapes: list[tuple[Any, tuple[int, ...]]] = [(model["tfidf"].idf_, (buckets,))]
    for found in model["classifiers"].values():
        shapes += [(found.coef_, (1, buckets)), (found.intercept_, (1,))]
    for found in model["calibrators"].values():
        curve = found.y_thresholds_
        shapes.append((found.X_thresholds_, curve.shape))
        if not len(curve) or curve.min() < 0 or curve.max() > 1 or np.any(np.diff(curve) < 0):
            return False
    return all(array.shape == shape and bool(np.isfinite(array).all()) for array, shape in shapes)


def _unpacked(packed: bytes, version: str) -> bytes:
    """The plain bytes of a model file, refused where they are cut short or far too many."""
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(packed, _MAX_MODEL_BYTES)
    if unpacker.unconsumed_tail or not unpacker.eof:
        message = f"model.joblib of version {version} is cut short or far too large: retrain it."
        raise ArtefactError(message)
    return plain


class _PlainArray(NumpyArrayWrapper):  # type: ignore[misc]
    """joblib's array reader without its back door: object arrays are pickles of their own."""

    def read_array(self, unpickler: Any, *_: object) -> Any:  # noqa: ANN401 - joblib's own types
        """Refuse object arrays, read all others as joblib does."""
        if self.dtype.hasobject:
            message = "The model file holds an array of objects, which may run code: retrain it."
            raise ArtefactError(message)
        return super().read_array(unpickler, *_)


class _Unpickler(NumpyUnpickler):  # type: ignore[misc]
    """joblib's unpickler that looks up nothing but the globals of a model of ours."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__("model.joblib", file, ensure_native_byte_order=True)

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as in pickle
        """Refuse every global that is not on the allow-list."""
        wanted = f"{module}.{name}"
        if wanted not in _ALLOWED_GLOBALS:
            message = (
                f"The model file asks for {wanted}, which no model of ours needs: do not load it; "
                "restore the version from where it was made, or retrain."
            )
            raise ArtefactError(message)
        return _PlainArray if name == "NumpyArrayWrapper" else super().find_class(module, name)
