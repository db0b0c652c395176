"""Settings: one declaration for each, and every fault at once."""

from pathlib import Path

import pytest

from service.environment import read_settings
from service.errors import SettingsError
from service.settings import SETTINGS, Settings

ROOT = Path(__file__).parents[2]
WRONG = {
    "BTL_HOST": ["", "a b", "http://x", "x/y", "a\n"],
    "BTL_PORT": ["", "-1", "65536", "8000.5", "http", "9" * 5_000],
    "BTL_MODELS": [""],
    "BTL_POLICIES": ["a\nb"],
    "BTL_POLICY": ["", "Default", "a b", "../default"],
    "BTL_ARTICLES": ["a\nb"],
    "BTL_ARTICLE_BYTES": ["0", "262143", "1073741825"],
    "BTL_ARTICLE_SECONDS": ["59", "a week"],
    "BTL_STATEMENT_REDRESS": ["a\nb", "x" * 2_001],
    "BTL_STATEMENT_TERMS_URL": ["news.example/rules", "https://a b"],
    "BTL_STATEMENT_TERRITORY": ["de", "DE FR", "DEU"],
    "BTL_COPIES": ["on", "http://cache", "redis:cache"],
    "BTL_COPIES_MOST": ["0", "4194305"],
    "BTL_COMPILED": ["", "maybe", "numpy"],
    "BTL_WORKERS": ["0", "65", "many"],
    "BTL_THREADS": ["0", "65"],
    "BTL_REQUIRE_AUTHOR_NAME": ["", "maybe", "2"],
    "BTL_MAX_BODY_BYTES": ["0", "1023", "67108865"],
    "BTL_MAX_BATCH_BODY_BYTES": ["1MB"],
    "BTL_MAX_BATCH": ["0", "1001"],
    "BTL_TIMEOUT_SECONDS": ["0", "3601"],
    "BTL_GRACEFUL_SECONDS": ["0"],
    "BTL_LOG_LEVEL": ["", "INFO", "loud"],
    "BTL_DOCS": ["perhaps"],
    "BTL_ARTICLE_PAGE": ["perhaps"],
    "BTL_MAX_PERSPECTIVE_BODY_BYTES": ["1", "99999999999"],
    "BTL_PERSPECTIVE_KEYS": [
        "short",
        "with a blank in it",
        "long-enough,short",
        "caf\u00e9-au-lait",
    ],
    "BTL_PERSPECTIVE_ORIGINS": ["news.example", "https://news.example/page", "*,https://a.example"],
    "BTL_DETECT_LANGUAGE": ["perhaps"],
    "BTL_LANGUAGE_POLICY": ["", "lenient"],
    "BTL_PUBLIC_URL": ["news.example", "ftp://news.example", "https://news.example?x"],
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


def test_without_variables_the_defaults_hold() -> None:
    """A first try needs none."""
    settings = read_settings()

    assert settings == Settings()
    assert (settings.host, settings.port, settings.models) == ("127.0.0.1", 8000, Path("models"))


def test_every_kind_of_value_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers, paths, words, true and false."""
    monkeypatch.setenv("BTL_PORT", "0")
    monkeypatch.setenv("BTL_MODELS", "/srv/models")
    monkeypatch.setenv("BTL_HOST", "::1")
    monkeypatch.setenv("BTL_REQUIRE_AUTHOR_NAME", "true")
    monkeypatch.setenv("BTL_LOG_LEVEL", "warning")

    settings = read_settings()

    assert settings == Settings(
        port=0,
        models=Path("/srv/models"),
        host="::1",
        require_author_name=True,
        log_level="warning",
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [(variable, value) for variable, values in WRONG.items() for value in values],
)
def test_a_value_out_of_bounds_is_refused_with_what_it_must_be(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """Naming the variable, and not repeating the value."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    accepts = next(each.accepts for each in SETTINGS if each.variable == variable)
    assert [fault.field for fault in caught.value.faults] == [variable]
    assert caught.value.faults[0].message == f"must be {accepts}."


def test_lists_are_read_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """With blanks around them or not; secret ones are counted, not told."""
    monkeypatch.setenv("BTL_PERSPECTIVE_KEYS", "swordfish-1, swordfish-2")
    monkeypatch.setenv("BTL_PERSPECTIVE_ORIGINS", "")

    settings = read_settings()

    keys = next(each for each in SETTINGS if each.name == "perspective_keys")
    assert settings.perspective_keys == ("swordfish-1", "swordfish-2")
    assert settings.perspective_origins == ()
    assert keys.told(settings.perspective_keys) == "2 set"


def test_every_setting_has_a_wrong_value_in_this_file() -> None:
    """So that a new one is tried too."""
    assert set(WRONG) == {setting.variable for setting in SETTINGS}


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody should have to start five times."""
    monkeypatch.setenv("BTL_PORT", "http")
    monkeypatch.setenv("BTL_WORKERS", "0")
    monkeypatch.setenv("BTL_MODLES", "/srv/models")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert [fault.field for fault in caught.value.faults] == [
        "BTL_PORT",
        "BTL_WORKERS",
        "BTL_MODLES",
    ]
    assert all(fault.field in caught.value.sentence for fault in caught.value.faults)


def test_a_misspelt_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A typo must not mean the default in silence."""
    monkeypatch.setenv("BTL_REQUIRE_AUTHOR_NAMES", "true")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert "did you mean BTL_REQUIRE_AUTHOR_NAME?" in caught.value.faults[0].message


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.variable)
def test_every_setting_is_documented(setting: object) -> None:
    """With its default and its bounds, in the page that is made from it."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert f"| `{setting.variable}` | {setting.meaning} | {setting.accepts} |" in page
