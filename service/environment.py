"""The settings as the environment has them, read once, and all faults told at once."""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from environs import Env, EnvValidationError, validate

from service.errors import Fault, SettingsError
from service.settings import SETTINGS, Settings
from service.variables import PREFIX, Setting


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
