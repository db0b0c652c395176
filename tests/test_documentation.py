"""The documents that are made from the code are those that are committed."""

from pathlib import Path

import pytest

from service.cli import reference

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["openapi.json", "settings.md"])
def test_a_document_made_from_the_code_is_up_to_date(name: str) -> None:
    """``btl docs`` renews it."""
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert committed == reference()[name], "run: btl docs"
