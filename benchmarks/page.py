"""The table in words: on the screen, and as ``docs/performance.md``."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from figures import ALT, FASTTEXT, FLOOR, PIPELINE, SPANS, VALIDATES, Figures
from in_process import BATCH, LONG, ONE_P50
from over_http import (
    BATCH_SHARE,
    BUSY,
    HTTP_RATE,
    MEMORY,
    START,
    STEADY_P50,
    STEADY_P99,
)
from page_prose import FOOT, HEAD, QUALITY

_LIBRARIES: Final = ("numpy", "scikit-learn", "flask", "gunicorn", "marshmallow")
_WHOLE: Final = 100

Found = Callable[[Figures], float | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A figure to reach: of what, how much, how it is told, where it is found, when it is good."""

    measure: str
    reach: str
    told: str
    found: Found
    good: Callable[[float], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """All there is to say of one run."""

    figures: Figures
    notes: tuple[str, ...]
    pictures: tuple[tuple[str, str], ...] = ()


def _slower(measure: str, who: str) -> Found:
    """How many times ours somebody's figure is."""
    return lambda figures: figures.beside(measure, who)


def _faster(measure: str, who: str) -> Found:
    """How many times somebody's figure ours is."""

    def found(figures: Figures) -> float | None:
        """Ours over theirs."""
        beside = figures.beside(measure, who)
        return 1 / beside if beside else None

    return found


def _own(measure: str) -> Found:
    """Our own figure."""
    return lambda figures: figures.value(measure)


def _late(figures: Figures) -> float | None:
    """How many times the p50 under a steady load its p99 is."""
    middle, late = figures.value(STEADY_P50), figures.value(STEADY_P99)
    return late / middle if middle and late else None


def _most(measure: str, bound: float, told: str, found: Found, *, of: str = "") -> Target:
    """A figure that may be so much at most."""
    reach = f"at most {told.format(bound)}{of}"
    return Target(measure=measure, reach=reach, told=told, found=found, good=lambda v: v <= bound)


def _least(measure: str, bound: float, told: str, found: Found, *, of: str = "") -> Target:
    """A figure that must be so much at least."""
    reach = f"at least {told.format(bound)}{of}"
    return Target(measure=measure, reach=reach, told=told, found=found, good=lambda v: v >= bound)


_ONE: Final = "one comment in process, p50: the peer's beside ours"
_BATCH: Final = "batch, comments/s per core: ours beside the peer's"
_HTTP: Final = "HTTP, one comment a request: requests/s"
_TIMES: Final = "{:.3g} times"
TARGETS: Final = (
    _least(_ONE, 20, _TIMES, _slower(ONE_P50, ALT), of=f", {ALT}"),
    _least(_ONE, 10, _TIMES, _slower(ONE_P50, PIPELINE), of=f", {PIPELINE}"),
    _least(_BATCH, 1, _TIMES, _faster(BATCH, ALT), of=f", {ALT}"),
    _least(_BATCH, 2, _TIMES, _faster(BATCH, FASTTEXT), of=f", {FASTTEXT}"),
    _least(_BATCH, 10, _TIMES, _faster(BATCH, PIPELINE), of=f", {PIPELINE}"),
    _most("distance to the physical floor", 4, _TIMES, _slower(BATCH, FLOOR)),
    _most("spans beside a plain score, p50", 2, _TIMES, _slower(ONE_P50, SPANS)),
    _least(_HTTP, 0.8, "{:.0%}", _faster(HTTP_RATE.format(BUSY), VALIDATES), of=f" of {VALIDATES}"),
    _most("HTTP p99 at 70 % of saturation, beside its p50", 5, _TIMES, _late),
    _least("batch endpoint", 0.6, "{:.0%}", _own(BATCH_SHARE), of=" of the rate in process"),
    _most("20 KB comment against 1 KB", 22, _TIMES, _own(LONG)),
    _most("start-up to ready", 2, "{:.3g} s", _own(START)),
    _most("memory of two workers (PSS)", 350, "{:.0f} MB", _own(MEMORY)),
)


def table(figures: Figures) -> str:
    """Every figure, in Markdown."""
    lines = ["| measure | of | figure | times ours | in rounds |", "|---|---|---:|---:|---:|"]
    for each in figures.every:
        figure, beside = f"{_number(each.value)} {each.unit}", ""
        if each.beside is not None and each.spread is not None:
            least, most = map(_number, each.spread)
            beside = f"{_number(each.beside)} | {least} to {most}"
        lines.append(f"| {each.measure} | {each.who} | {figure} | {beside or ' | '} |")
    return "\n".join(lines)


def targets(figures: Figures) -> str:
    """What was to be reached, and what was, in Markdown."""
    lines = ["| measure | reach | reached | |", "|---|---|---:|---|"]
    for each in TARGETS:
        value = each.found(figures)
        told = "not measured" if value is None else each.told.format(value)
        state = "" if value is None else "yes" if each.good(value) else "**no**"
        lines.append(f"| {each.measure} | {each.reach} | {told} | {state} |")
    return "\n".join(lines)


def machine() -> str:
    """What this machine is, and how busy it was."""
    found = Path("/proc/cpuinfo")
    lines = found.read_text("utf-8").splitlines() if found.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    used = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{os.cpu_count()} cores of {names[0] if names else platform.processor()}, "
        f"{memory:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {used}; "
        f"load average before the run {os.getloadavg()[0]:.1f}"
    )


def page(run: Run) -> str:
    """``docs/performance.md``."""
    notes = "\n".join(f"- {note}" for note in run.notes)
    pictures = "\n\n".join(f"![{title}]({place})" for title, place in run.pictures)
    return (
        f"{HEAD}\n## Figures to reach\n\n{targets(run.figures)}\n\n{QUALITY}\n"
        f"## The run\n\n{notes}\n\n{table(run.figures)}\n\n"
        f"## Curves\n\n{pictures}\n\n{FOOT}"
    )


def _number(value: float) -> str:
    """Three digits that count, and no exponents."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.3g}"
