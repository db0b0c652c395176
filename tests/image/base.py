"""A stand-in for the official Python base image, made of Debian's own packages.

Where no registry can be reached, `mmdebstrap` makes the same Debian release with the same minor
version of Python, from the mirror that apt is configured with. It is kept as a tar in the cache.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from shell import Unavailable, attempt, call, say

# Raise the number when the recipe below changes, so that an older tar is not taken.
RECIPE = 1
SUITE = "bookworm"
PACKAGES = ("ca-certificates", "netbase", "python3", "python3-venv", "tzdata")
HOOKS = (
    # The official image has `python` in /usr/local/bin, lets pip work, and keeps no byte code.
    'ln -s /usr/bin/python3 "$1/usr/local/bin/python"',
    'rm -f "$1"/usr/lib/python3.*/EXTERNALLY-MANAGED',
    'find "$1/usr/lib" -name "*.pyc" -delete',
)
# The official image is of Debian's slim kind, which goes without these.
LEFT_OUT = ("doc", "doc-base", "info", "linda", "lintian", "locale", "man")
FIELDS = "$(ORIGIN)|$(LABEL)|$(REPO_URI)|$(CREATED_BY)"


def cache_folder() -> Path:
    """Give the folder in which the stand-in is kept from one run to the next."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "below-the-line"


def debian_sources() -> tuple[str, ...]:
    """Read from apt where this machine gets Debian, as source lines for the wanted release."""
    if shutil.which("apt-get") is None:
        message = "no apt on this machine to make a base image with"
        raise Unavailable(message)
    lines = attempt("apt-get", "indextargets", "--format", FIELDS).stdout.splitlines()
    targets = {tuple(line.split("|")) for line in lines if line.endswith("|Packages")}
    suites = {"Debian": SUITE, "Debian-Security": f"{SUITE}-security"}
    sources = tuple(
        f"deb {uri} {suites[label]} main"
        for origin, label, uri, _ in sorted(targets)
        if origin == "Debian" and label in suites
    )
    if not sources:
        message = "apt is configured with no Debian mirror (has `apt-get update` been run?)"
        raise Unavailable(message)
    return tuple(dict.fromkeys(sources))


def install(*packages: str) -> None:
    """Install Debian packages whose commands are missing; only root can, and only with apt."""
    missing = [name for name in packages if not installed(name)]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        message = f"not installed: {', '.join(missing)}"
        raise Unavailable(message)
    say(f"installing with apt: {' '.join(missing)}")
    attempt("apt-get", "-qq", "update", timeout=300)
    apt = ("apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends")
    ended = attempt(*apt, "install", *missing, timeout=600)
    if ended.returncode != 0:
        message = f"apt could not install {', '.join(missing)}: {ended.stderr.strip()}"
        raise Unavailable(message)


def installed(package: str) -> bool:
    """Tell whether the command that a package is wanted for is there already."""
    return shutil.which({"docker.io": "dockerd"}.get(package, package)) is not None


def stand_in() -> Path:
    """Give the tar of the stand-in, made now if the cache has none."""
    architecture = os.uname().machine
    tar = cache_folder() / f"base-{RECIPE}-{SUITE}-{architecture}.tar"
    if tar.exists():
        return tar
    install("mmdebstrap")
    tar.parent.mkdir(parents=True, exist_ok=True)
    unfinished = tar.with_suffix(f".{os.getpid()}.tar")
    hooks = [f"--customize-hook={hook}" for hook in HOOKS]
    slim = [f"--dpkgopt=path-exclude=/usr/share/{folder}/*" for folder in LEFT_OUT]
    include = f"--include={','.join(PACKAGES)}"
    say(f"making the stand-in base image: {tar}")
    try:
        command = ("mmdebstrap", "--quiet", "--variant=minbase", include, *slim, *hooks, SUITE)
        call(*command, str(unfinished), *debian_sources(), timeout=900)
        unfinished.replace(tar)
    finally:
        unfinished.unlink(missing_ok=True)
    return tar
