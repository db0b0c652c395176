"""Every setting: one declaration gives its variable, its default, its bounds and its meaning.

Settings are read once, by whoever calls ``create_app``, and all their faults are told at once.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from environs import Env, EnvValidationError, validate

from service.errors import Fault, SettingsError
from service.variables import PREFIX, Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What one installation chose; the defaults are those of a first try on one's own machine."""

    host: str = field(
        default="127.0.0.1",
        metadata={
            "meaning": "The address to listen on. `0.0.0.0` listens on all of them, as the "
            "container image does."
        },
    )
    port: int = field(
        default=8000,
        metadata={
            "meaning": "The port to listen on; 0 takes any free one and says which.",
            "minimum": 0,
            "maximum": 65_535,
        },
    )
    models: Path = field(
        default=Path("models"),
        metadata={"meaning": "The folder with `current` and one folder for each model version."},
    )
    policies: str = field(
        default="policies",
        metadata={
            "meaning": "The folder with the policies, one TOML file for each; empty to decide by "
            "the built-in default alone. Changes are noticed within a second.",
            "pattern": r"[^\r\n]*",
            "words": "the path of a folder, or empty",
        },
    )
    policy: str = field(
        default="default",
        metadata={
            "meaning": "The policy of comments that ask for none and whose section and site have "
            "none.",
            "pattern": r"[a-z0-9][a-z0-9_-]{0,63}",
            "words": "the name of a policy",
        },
    )
    articles: str = field(
        default="",
        metadata={
            "meaning": "The SQLite file that keeps registered articles; empty for one in memory, "
            "which ends with the service.",
            "pattern": r"[^\r\n]*",
            "words": "the path of a file, or empty",
        },
    )
    article_bytes: int = field(
        default=16_777_216,
        metadata={
            "meaning": "The room for registered articles, in bytes. What was put longest ago goes "
            "when it is full.",
            "minimum": 262_144,
            "maximum": 1_073_741_824,
        },
    )
    article_seconds: int = field(
        default=604_800,
        metadata={
            "meaning": "How long an article stays registered after it was last put.",
            "minimum": 60,
            "maximum": 31_536_000,
        },
    )
    compiled: bool = field(
        default=True,
        metadata={
            "meaning": "Whether to score by the compiled loops where they were built; the log's "
            "line `model_loaded` tells. NumPy alone gives the same scores, more slowly."
        },
    )
    detect_language: bool = field(
        default=True,
        metadata={
            "meaning": "Whether the language of comments that do not name theirs is found out. "
            "Without it they are taken for the model's language."
        },
    )
    workers: int = field(
        default=2,
        metadata={
            "meaning": "Processes that answer requests; one for each core is a good start.",
            "minimum": 1,
            "maximum": 64,
        },
    )
    threads: int = field(
        default=4,
        metadata={
            "meaning": "Requests that each process answers at a time.",
            "minimum": 1,
            "maximum": 64,
        },
    )
    require_author_name: bool = field(
        default=False,
        metadata={"meaning": "Whether a comment without the name of its author is refused."},
    )
    max_body_bytes: int = field(
        default=1_048_576,
        metadata={
            "meaning": "The largest body of `POST /v1/comments`, in bytes.",
            "minimum": 1_024,
            "maximum": 67_108_864,
        },
    )
    max_batch_body_bytes: int = field(
        default=33_554_432,
        metadata={
            "meaning": "The largest body of `POST /v1/comments/batch`, in bytes.",
            "minimum": 1_024,
            "maximum": 268_435_456,
        },
    )
    max_batch: int = field(
        default=1_000,
        metadata={"meaning": "The most comments in one batch.", "minimum": 1, "maximum": 1_000},
    )
    max_perspective_body_bytes: int = field(
        default=4_194_304,
        metadata={
            "meaning": "The largest body of a call of the Perspective protocol, whose context may "
            "have a megabyte for each entry, in bytes.",
            "minimum": 32_768,
            "maximum": 67_108_864,
        },
    )
    perspective_keys: tuple[str, ...] = field(
        default=(),
        metadata={
            "meaning": "The keys that calls of the Perspective protocol need one of. Without any, "
            "every key is taken, and none: for a private network.",
            "pattern": r"|[!-+\--~]{8,256}(\s*,\s*[!-+\--~]{8,256})*",
            "words": "keys of 8 to 256 visible characters, with commas between them",
            "secret": True,
        },
    )
    perspective_origins: tuple[str, ...] = field(
        default=("*",),
        metadata={
            "meaning": "The origins whose pages may read answers of the Perspective protocol "
            "(CORS); `*` for all, empty for none.",
            "pattern": r"|\*|https?://[A-Za-z0-9.:\[\]-]+(\s*,\s*https?://[A-Za-z0-9.:\[\]-]+)*",
            "words": "`*`, or origins such as `https://news.example` with commas between them",
        },
    )
    language_policy: str = field(
        default="fallback",
        metadata={
            "meaning": "What a call of the Perspective protocol gets for a comment in a language "
            "that no model knows: `strict` refuses, `fallback` too, but scores as English where "
            "the language is not sure, `drop` answers without scores.",
            "choices": ("strict", "fallback", "drop"),
        },
    )
    public_url: str = field(
        default="",
        metadata={
            "meaning": "The address that the discovery document tells clients to call; empty for "
            "the one that they asked at.",
            "pattern": r"|https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?",
            "words": "an address such as `https://comments.news.example`, or empty",
        },
    )
    timeout_seconds: int = field(
        default=30,
        metadata={
            "meaning": "How long a worker may be stuck, or a client silent in the middle of its "
            "request, before it is given up.",
            "minimum": 1,
            "maximum": 3_600,
        },
    )
    graceful_seconds: int = field(
        default=25,
        metadata={
            "meaning": "How long requests under way may take to finish once the service is told "
            "to stop.",
            "minimum": 1,
            "maximum": 3_600,
        },
    )
    log_level: str = field(
        default="info",
        metadata={
            "meaning": "The mildest log lines to write. Each request is one at `info`.",
            "choices": ("debug", "info", "warning", "error"),
        },
    )
    docs: bool = field(
        default=True,
        metadata={
            "meaning": "Whether `/docs` shows the interactive page. `/openapi.json` and "
            "`/docs/errors` are there in any case."
        },
    )
    article_page: bool = field(
        default=True,
        metadata={
            "meaning": "Whether `/` shows the demonstration: an article with a comment form."
        },
    )


SETTINGS = tuple(
    Setting(name=each.name, default=getattr(Settings(), each.name), **each.metadata)
    for each in fields(Settings)
)


def read_settings() -> Settings:
    """Read the process's environment; raise SettingsError with every fault that it has."""
    env = Env(eager=False)
    values = {setting.name: _read(env, setting) for setting in SETTINGS}
    faults = (*_out_of_bounds(env), *_unknown(os.environ))
    if faults:
        listed = "\n".join(f"  {fault.field} {fault.message}" for fault in faults)
        sentence = f"The environment has settings that cannot be used:\n{listed}"
        raise SettingsError(sentence, faults=faults)
    return Settings(**values)


def settings_page() -> str:
    """``docs/settings.md``: every setting with its default, its bounds and its meaning."""
    rows = "\n".join(
        f"| `{each.variable}` | {each.meaning} | {each.accepts} | `{each.default_text}` |"
        for each in SETTINGS
    )
    return (
        "# Settings\n\nWritten by `btl docs` from `service/settings.py`; change it there.\n\n"
        "Settings are environment variables, read once at the start. A value out of bounds, or\n"
        f"a variable that starts with `{PREFIX}` and is none of these, stops the start with a\n"
        "list of everything that is wrong. `btl check` prints what is in force.\n\n"
        "| variable | what for | must be | default |\n|---|---|---|---|\n" + rows + "\n"
    )


def _read(env: Env, setting: Setting) -> Any:  # noqa: ANN401 - each setting has its own type
    """One value, or None with the fault kept in ``env`` until it is sealed."""
    if isinstance(setting.default, bool):
        return env.bool(setting.variable, setting.default)
    if isinstance(setting.default, int):
        bounds = validate.Range(min=setting.minimum, max=setting.maximum)
        return env.int(setting.variable, setting.default, validate=bounds)
    text = env.str(setting.variable, setting.default_text, validate=_text_rule(setting))
    if isinstance(setting.default, tuple):
        return tuple(one.strip() for one in (text or "").split(",") if one.strip())
    return Path(text) if text and isinstance(setting.default, Path) else text


def _text_rule(setting: Setting) -> validate.Validator:
    """What holds for a setting that is text."""
    if setting.choices:
        return validate.OneOf(setting.choices)
    if isinstance(setting.default, Path):
        return validate.Length(min=1)
    return validate.Regexp(f"(?:{setting.pattern})\\Z")


def _out_of_bounds(env: Env) -> Iterator[Fault]:
    """Close the reader and tell, in our own words, which values it could not take."""
    try:
        env.seal()
    except EnvValidationError as error:
        accepts = {setting.variable: setting.accepts for setting in SETTINGS}
        for variable in error.error_messages:
            yield Fault(field=variable, message=f"must be {accepts[variable]}.")


def _unknown(names: Iterable[str]) -> Iterator[Fault]:
    """Variables that look like ours and are not, each with the nearest name that is."""
    known = [setting.variable for setting in SETTINGS]
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known:
            nearest = get_close_matches(name, known, n=1)
            hint = f"did you mean {nearest[0]}?" if nearest else "docs/settings.md lists them all."
            yield Fault(field=name, message=f"is no setting; {hint}")
