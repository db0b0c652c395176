"""The way in for other WSGI servers."""

from pathlib import Path

import pytest

from service.settings import SETTINGS
from service.wsgi import application


def test_other_servers_get_an_app_under_the_environments_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read when it is asked for, not when it is imported."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setenv("BTL_MODELS", str(tmp_path))
    monkeypatch.setenv("BTL_DOCS", "false")

    client = application().test_client()

    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    assert client.get("/docs").status_code == 404
