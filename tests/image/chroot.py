"""Buildah without an engine: it builds the same Dockerfile, and runs it in a bare chroot.

A chroot shares processes, network, limits and a writable file system with this machine, so only
the image's content and the service's answers are shown by it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from containers import Container, Engine
from shell import attempt, call

if TYPE_CHECKING:
    from collections.abc import Sequence

ISOLATION = "--isolation=chroot"
NAME = "below-the-line-check"


@dataclass(frozen=True, kw_only=True)
class Buildah(Engine):
    """Buildah's commands behind the same few verbs."""

    isolated: bool = False

    def take(self, tar: Path, *, image: str) -> None:
        """Make an image of a file system in a tar."""
        name = call(*self.command, "from", "scratch")
        call(*self.command, "add", "--quiet", name, str(tar), "/", timeout=300)
        call(*self.command, "commit", "--quiet", "--rm", name, image, timeout=300)

    def once(self, image: str, *words: str, options: Sequence[str] = ()) -> str:
        """Run one command in a fresh working container; takes the options that Buildah has."""
        known = [word for word in options if word.startswith(("--volume", "--user", "--env"))]
        name = call(*self.command, "from", image)
        try:
            return call(*self.command, "run", ISOLATION, *known, name, "--", *words, timeout=300)
        finally:
            attempt(*self.command, "rm", name)

    def serve(self, image: str, *, port: int, options: Sequence[str] = ()) -> Container:
        """Start the service as a process of this machine, in the image's files."""
        name = call(*self.command, "from", "--name", f"{NAME}-{port}", image)
        words: list[str] = self.properties(image)["Config"]["Cmd"]
        address = f"--env=BTL_PORT={port}"
        printed = Path(tempfile.mkstemp(prefix="btl-image-", suffix=".log")[1])
        with printed.open("wb") as stream:
            process = subprocess.Popen(
                [*self.command, "run", ISOLATION, *options, address, name, "--", *words],
                start_new_session=True,
                stderr=subprocess.STDOUT,
                stdout=stream,
            )
        return Jailed(engine=self, id=name, process=process, printed=printed, address=address)

    def properties(self, image: str) -> dict[str, Any]:
        """Read an image's labels, user and health check."""
        found = json.loads(call(*self.command, "inspect", "--type=image", image))
        return {"Config": found["Docker"]["config"]}

    def clean(self, *images: str) -> None:
        """Remove the images and every working container made of them."""
        for image in images:
            attempt(*self.command, "rmi", "--force", image)


@dataclass(frozen=True, kw_only=True)
class Jailed(Container):
    """The service as a process of this machine."""

    process: subprocess.Popen[bytes]
    printed: Path
    address: str

    def run(self, *words: str, options: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Run a command in the same files."""
        every = (self.address, *options, self.id, "--", *words)
        return attempt(*self.engine.command, "run", ISOLATION, *every)

    def alive(self) -> bool:
        """Tell whether the service still runs."""
        return self.process.poll() is None

    def log(self) -> str:
        """Give all that the service has printed."""
        return self.printed.read_text(errors="replace")

    def remove(self) -> None:
        """End what still runs, and remove the working container and the log."""
        if self.alive():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        attempt(*self.engine.command, "rm", self.id)
        self.printed.unlink(missing_ok=True)
