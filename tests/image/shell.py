"""Start commands, and say plainly which one failed and what it printed last."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

LAST_LINES = 40
SECONDS_TO_END = 30


class Failed(Exception):  # noqa: N818  # reads as a sentence where it is raised
    """A command or a check did not do what it must."""


class Unavailable(Exception):  # noqa: N818  # the same
    """An engine, or something that it needs, cannot be had on this machine."""


def say(sentence: str) -> None:
    """Print a line at once, so that a long run shows where it is."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def attempt(*command: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, keep both of its streams as text, and judge nothing.

    When we are interrupted or the time is over, the command is asked to end before it is killed:
    some have mounts and files to clear away.
    """
    with subprocess.Popen(
        command,
        errors="replace",
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            printed, complained = process.communicate(timeout=timeout)
        finally:
            end(process)
    return subprocess.CompletedProcess(command, process.returncode, printed, complained)


def end(process: subprocess.Popen[Any]) -> None:
    """Ask a process to end if it still runs, and kill it if it does not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def call(*command: str, timeout: float = 120) -> str:
    """Run a command that must succeed, and give back its standard output, stripped."""
    try:
        ended = attempt(*command, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        message = f"no end within {timeout:.0f} s: {' '.join(command)}"
        raise Failed(message) from error
    if ended.returncode != 0:
        raise Failed(explain(command, ended))
    return ended.stdout.strip()


def explain(command: tuple[str, ...], ended: subprocess.CompletedProcess[str]) -> str:
    """Tell what was run, how it ended, and the last lines that it printed."""
    printed = (ended.stdout + ended.stderr).strip().splitlines()[-LAST_LINES:]
    first = f"exit code {ended.returncode}: {' '.join(command)}"
    return "\n".join([first, *(f"    {line}" for line in printed)])


def last_lines(path: Path) -> str:
    """Give the end of a log file, for a message about the program that wrote it."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-LAST_LINES:])
