"""A model that is not whole, not ours or not for here is refused before anything is constructed."""

import hashlib
import io
import json
import shutil
import zlib
from pathlib import Path

import joblib
import numpy as np
import pytest

from service.errors import ArtefactError
from service.moderation import artefact
from service.moderation.scorer import load_scorer


@pytest.fixture
def models(tiny_models: Path, tmp_path: Path) -> Path:
    """A copy of the small model to damage."""
    return Path(shutil.copytree(tiny_models, tmp_path / "models"))


@pytest.fixture
def folder(models: Path) -> Path:
    """The folder of its current version."""
    return models / artefact.current_version(models)


class Evil:
    """An object whose pickle touches a file when it is read."""

    def __init__(self, canary: Path) -> None:
        """Name the file."""
        self.canary = canary

    def __reduce__(self) -> tuple[object, ...]:
        """What pickle would call on reading."""
        return Path.touch, (self.canary,)


def change_manifest(folder: Path, **entries: object) -> None:
    """Replace entries of the manifest."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | entries))


def replace_model(folder: Path, packed: bytes) -> None:
    """Put other bytes in the model's place, with the right hash."""
    (folder / "model.joblib").write_bytes(packed)
    change_manifest(folder, sha256=hashlib.sha256(packed).hexdigest())


def dumped(content: object) -> bytes:
    """A model file of anything."""
    buffer = io.BytesIO()
    joblib.dump(content, buffer, protocol=5)
    return zlib.compress(buffer.getvalue())


def test_the_copy_loads_as_it_is(models: Path) -> None:
    """So that the refusals below have one cause each."""
    assert load_scorer(models).version == artefact.current_version(models)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_changed_byte_is_refused(models: Path, folder: Path, share: float) -> None:
    """Wherever it stands."""
    path = folder / "model.joblib"
    content = bytearray(path.read_bytes())
    content[int(share * len(content))] ^= 1
    path.write_bytes(content)

    with pytest.raises(ArtefactError, match="restore it, retrain, or promote"):
        load_scorer(models)


@pytest.mark.parametrize("name", ["model.joblib", "manifest.json"])
def test_a_missing_file_is_refused(models: Path, folder: Path, name: str) -> None:
    """With its name and what to do."""
    (folder / name).unlink()

    with pytest.raises(ArtefactError, match=f"{name}.*restore it"):
        load_scorer(models)


@pytest.mark.parametrize("pointer", ["", "../elsewhere", ".hidden", "2020-01-01-00000000", None])
def test_a_pointer_to_nothing_is_refused(models: Path, pointer: str | None) -> None:
    """Empty, outside, hidden, unknown or gone."""
    if pointer is None:
        (models / "current").unlink()
    else:
        (models / "current").write_text(pointer)

    with pytest.raises(ArtefactError, match="btl-train promote"):
        load_scorer(models)


def test_another_scikit_learn_is_refused(models: Path, folder: Path) -> None:
    """With both versions and the remedy."""
    change_manifest(folder, libraries=artefact.libraries() | {"scikit-learn": "0.1"})

    with pytest.raises(ArtefactError, match=r"0\.1, but .* is installed: install"):
        load_scorer(models)


@pytest.mark.parametrize(
    ("entries", "remedy"),
    [
        ({"format": 99}, "retrain"),
        ({"surprise": 1}, "damaged"),
        ({"attributes": ["TOXICITY"]}, "retrain"),
        ({"features": {"rules": 99, "text_rules": 1}}, "retrain"),
        ({"golden": [{"text": "hello", "scores": {"TOXICITY": 0.123}}]}, "retrain"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    models: Path, folder: Path, entries: dict[str, object], remedy: str
) -> None:
    """Other formats, keys, attributes, rules and golden scores."""
    change_manifest(folder, **entries)

    with pytest.raises(ArtefactError, match=remedy):
        load_scorer(models)


@pytest.mark.parametrize("content", ["", "[]", "{", "null", '{"format": 2}', "[" * 100_000])
def test_a_manifest_that_is_none_is_refused(models: Path, folder: Path, content: str) -> None:
    """Whatever else may stand in the file."""
    (folder / "manifest.json").write_text(content)

    with pytest.raises(ArtefactError, match="damaged"):
        load_scorer(models)


def test_a_foreign_global_is_refused_and_never_called(
    models: Path, folder: Path, tmp_path: Path
) -> None:
    """Though the hash is right."""
    canary = tmp_path / "canary"
    replace_model(folder, dumped({"tfidf": Evil(canary)}))

    with pytest.raises(ArtefactError, match="do not load it"):
        load_scorer(models)

    assert not canary.exists()


def test_a_pickle_inside_an_array_is_refused_and_never_called(
    models: Path, folder: Path, tmp_path: Path
) -> None:
    """As joblib reads arrays of objects as pickles of their own."""
    canary = tmp_path / "canary"
    replace_model(folder, dumped({"tfidf": np.array([Evil(canary)], dtype=object)}))

    with pytest.raises(ArtefactError, match="array of objects"):
        load_scorer(models)

    assert not canary.exists()


def test_a_model_file_that_ends_early_is_refused(models: Path, folder: Path) -> None:
    """Though the hash is right."""
    replace_model(folder, (folder / "model.joblib").read_bytes()[:-100])

    with pytest.raises(ArtefactError, match="cut short"):
        load_scorer(models)


@pytest.mark.parametrize("content", [b"", b"junk", zlib.compress(b"junk"), dumped([1]), dumped({})])
def test_a_file_that_is_no_model_is_refused(models: Path, folder: Path, content: bytes) -> None:
    """No compression, no pickle, or a pickle of something else."""
    replace_model(folder, content)

    with pytest.raises(ArtefactError, match="retrain"):
        load_scorer(models)


def test_a_model_file_that_unpacks_without_end_is_refused(
    models: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is lowered here, so that the test needs no gigabyte."""
    monkeypatch.setattr(artefact, "_MAX_MODEL_BYTES", 10_000)
    replace_model(folder, zlib.compress(bytes(1_000_000)))

    with pytest.raises(ArtefactError, match="far too large"):
        load_scorer(models)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_weight_that_is_no_number_is_refused(models: Path, folder: Path, value: float) -> None:
    """It would make every score NaN."""
    model = artefact.load(folder).model
    model["classifiers"]["TOXICITY"].coef_[0, 7] = value
    replace_model(folder, artefact.serialise(model))

    with pytest.raises(ArtefactError, match="retrain"):
        load_scorer(models)


def test_weights_of_another_size_are_refused(models: Path, folder: Path) -> None:
    """A table that is too short would be read past its end."""
    model = artefact.load(folder).model
    model["tfidf"].idf_ = model["tfidf"].idf_[:100]
    replace_model(folder, artefact.serialise(model))

    with pytest.raises(ArtefactError, match="retrain"):
        load_scorer(models)


def test_a_calibration_curve_that_falls_is_refused(models: Path, folder: Path) -> None:
    """A worse comment would get a better score."""
    model = artefact.load(folder).model
    curve = model["calibrators"]["TOXICITY"]
    curve.y_thresholds_ = curve.y_thresholds_[::-1].copy()
    replace_model(folder, artefact.serialise(model))

    with pytest.raises(ArtefactError, match="retrain"):
        load_scorer(models)
