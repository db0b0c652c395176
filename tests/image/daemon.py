"""A docker daemon of our own, whose every file is in one temporary folder."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from shell import Unavailable, attempt, end, last_lines

if TYPE_CHECKING:
    from contextlib import ExitStack

SECONDS_TO_START = 60
# No bridge and no packet filter: containers use this machine's network, and nothing of it changes.
OPTIONS = (
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    "--ip-forward=false",
    "--default-ulimit=nofile=4096:4096",
)


def start_daemon(docker: str, cleanup: ExitStack) -> str:
    """Start a daemon, leave its end and its files to `cleanup`, and give its address."""
    home = Path(tempfile.mkdtemp(prefix="btl-image-"))
    cleanup.callback(remove_files, home)
    address = f"unix://{home}/socket"
    process = launch(home, address)
    cleanup.callback(end, process)
    deadline = time.monotonic() + SECONDS_TO_START
    while attempt(docker, f"--host={address}", "version").returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            message = f"dockerd did not start:\n{last_lines(home / 'log')}"
            raise Unavailable(message)
        time.sleep(0.2)
    return address


def launch(home: Path, address: str) -> subprocess.Popen[bytes]:
    """Start the process; Ctrl-C does not reach it, since the containers are to end first."""
    files = (f"--data-root={home}/data", f"--exec-root={home}/exec", f"--pidfile={home}/pid")
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            ["dockerd", *files, f"--host={address}", *OPTIONS],
            start_new_session=True,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
        )


def remove_files(home: Path) -> None:
    """Remove the daemon's folder, after whatever is still mounted below it."""
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    below = [line.split()[1] for line in mounts if line.split()[1].startswith(f"{home}/")]
    for point in sorted(below, reverse=True):
        attempt("umount", "--lazy", point)
    shutil.rmtree(home, ignore_errors=True)
