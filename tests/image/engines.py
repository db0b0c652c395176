"""Find a way to build and run the image: each candidate in turn, until one runs a container."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from base import install, stand_in
from chroot import ISOLATION, Buildah
from containers import Engine
from daemon import start_daemon
from shell import Failed, Unavailable, attempt, say

if TYPE_CHECKING:
    from collections.abc import Callable

STAND_IN = "localhost/below-the-line-base:check"
# Podman's own defaults may be more than this machine allows.
LIMITS = ("--ulimit=nofile=4096:4096", "--ulimit=nproc=1024:1024")
BUILDKIT_APART = 23  # since this version, the client finds BuildKit in a plugin only


def find_engine(cleanup: ExitStack, *, base: str) -> Engine | None:
    """Give the first engine that works; whatever must be ended afterwards goes to `cleanup`."""
    for name, candidate in CANDIDATES.items():
        with ExitStack() as mine:
            try:
                engine = with_base(candidate(mine), base, cleanup=mine)
                engine.once(engine.base or official_base(), "true")
            except (Failed, Unavailable, OSError, subprocess.TimeoutExpired) as error:
                say(f"not {name}: {error}")
                continue
            say(f"engine: {name}; base image: {engine.base or official_base()}")
            cleanup.push(mine.pop_all())
            return engine
    return None


def answering_daemon(_: ExitStack) -> Engine:
    """Take a daemon that runs already; it may have a registry, and networks of its own."""
    docker = docker_client()
    if attempt(docker, "version", timeout=20).returncode != 0:
        message = "no answer"
        raise Unavailable(message)
    need_buildkit(docker)
    bridges = attempt(docker, "network", "ls", "--quiet", "--filter=driver=bridge").stdout
    return Engine(
        command=(docker,),
        build_options=() if bridges else ("--network=host",),
        published=bool(bridges),
        fetches=True,
    )


def own_daemon(cleanup: ExitStack) -> Engine:
    """Start a daemon for this run, installing Debian's where there is none."""
    if os.geteuid() != 0:
        message = "only root can start one"
        raise Unavailable(message)
    install("docker.io")
    docker = docker_client()
    if attempt(docker, "version", timeout=20).returncode == 0:
        return answering_daemon(cleanup)  # the installation has started one
    if other_daemon():
        message = "it would take away the network of another one, which does not answer"
        raise Unavailable(message)
    need_buildkit(docker)
    address = start_daemon(docker, cleanup)
    return Engine(command=(docker, f"--host={address}"), build_options=("--network=host",))


def podman(_: ExitStack) -> Engine:
    """Take podman, which needs no daemon; without root it has a registry or nothing."""
    install("podman", "runc")
    return Engine(
        command=("podman", "--runtime=runc", "--cgroup-manager=cgroupfs"),
        build_options=("--format=docker", "--layers=false", "--network=host", *LIMITS),
        run_options=LIMITS,
        fetches=os.geteuid() != 0,
    )


def buildah(_: ExitStack) -> Engine:
    """Take buildah, which can do with a chroot where nothing may make a container."""
    install("buildah")
    return Buildah(
        command=("buildah",),
        build_options=("--format=docker", ISOLATION),
        fetches=os.geteuid() != 0,
    )


CANDIDATES: dict[str, Callable[[ExitStack], Engine]] = {
    "a docker daemon that answers": answering_daemon,
    "a docker daemon of our own": own_daemon,
    "podman with runc": podman,
    "buildah in a chroot": buildah,
}


def docker_client() -> str:
    """Name the docker command; Debian's own before any other."""
    found = shutil.which("docker", path="/usr/bin") or shutil.which("docker")
    if found is None:
        message = "there is no docker command"
        raise Unavailable(message)
    return found


def other_daemon() -> bool:
    """Look for another daemon: ours, told to have no bridge, removes the one that it finds."""
    return attempt("pidof", "dockerd").returncode == 0


def need_buildkit(docker: str) -> None:
    """Refuse a client that would fall back on the builder of old, which knows no secrets."""
    version = attempt(docker, "version", "--format={{.Client.Version}}").stdout
    first = version.partition(".")[0]
    built_in = first.isdigit() and int(first) < BUILDKIT_APART
    if built_in or attempt(docker, "buildx", "version").returncode == 0:
        return
    message = "this docker command has no BuildKit: install its buildx plugin"
    raise Unavailable(message)


def with_base(engine: Engine, base: str, *, cleanup: ExitStack) -> Engine:
    """Settle what to build on: the image asked for, else the official one, else the stand-in."""
    if base:
        return replace(engine, base=base)
    if engine.fetches and engine.fetch(official_base()):
        return engine
    tar = stand_in()
    cleanup.callback(engine.clean, STAND_IN)
    engine.take(tar, image=STAND_IN)
    return replace(engine, base=STAND_IN)


def official_base() -> str:
    """Read out of the Dockerfile which image it builds on unless told otherwise."""
    dockerfile = Path(__file__).parents[2] / "Dockerfile"
    lines = dockerfile.read_text(encoding="utf-8").splitlines()
    return next(line.partition("=")[2] for line in lines if line.startswith("ARG BASE="))
