"""Images and containers, by whichever command speaks Docker's language."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shell import Failed, attempt, call

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

LABEL = "below-the-line.check"
MEMORY = "512m"
SCRATCH = "/tmp"  # noqa: S108  # the path inside a container, a memory file system of its own
HARDENED = (
    "--read-only",
    f"--tmpfs={SCRATCH}",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    f"--memory={MEMORY}",
    f"--label={LABEL}",
)


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A command that builds images and runs containers.

    `base` is the image to build on, empty for the one that the Dockerfile names. `fetches` is true
    where a registry may be asked for it. `published` is true where a container has a network of
    its own. `isolated` is false where it shares everything but its files with this machine.
    """

    command: tuple[str, ...]
    base: str = ""
    build_options: tuple[str, ...] = ()
    run_options: tuple[str, ...] = ()
    fetches: bool = False
    published: bool = False
    isolated: bool = True

    def fetch(self, image: str) -> bool:
        """Tell whether an image is there, or can be had from a registry."""
        if attempt(*self.command, "inspect", "--type=image", image).returncode == 0:
            return True
        return attempt(*self.command, "pull", "--quiet", image, timeout=600).returncode == 0

    def take(self, tar: Path, *, image: str) -> None:
        """Make an image of a file system in a tar."""
        call(*self.command, "import", str(tar), image, timeout=300)

    def build(self, context: Path, *, tag: str, options: Sequence[str]) -> None:
        """Build the Dockerfile that lies in a folder."""
        chosen = (f"--build-arg=BASE={self.base}",) if self.base else ()
        every = (*self.build_options, *chosen, *options, f"--tag={tag}", str(context))
        call(*self.command, "build", *every, timeout=1800)

    def once(self, image: str, *words: str, options: Sequence[str] = ()) -> str:
        """Run one command in a fresh locked-down container without a network."""
        every = (*HARDENED, *self.run_options, "--network=none", *options, image, *words)
        return call(*self.command, "run", "--rm", *every, timeout=300)

    def serve(self, image: str, *, port: int, options: Sequence[str] = ()) -> Container:
        """Start the image's own command in the background, reachable on a port of this machine."""
        shared = ("--network=host", f"--env=BTL_PORT={port}")
        network = (f"--publish=127.0.0.1:{port}:8000",) if self.published else shared
        every = (*HARDENED, *self.run_options, *network, *options, image)
        return Container(engine=self, id=call(*self.command, "run", "--detach", *every))

    def properties(self, image: str) -> dict[str, Any]:
        """Read an image's labels, user, health check and size."""
        found: dict[str, Any] = json.loads(call(*self.command, "image", "inspect", image))[0]
        if "Healthcheck" in found:  # where podman keeps it
            found["Config"]["Healthcheck"] = found["Healthcheck"]
        return found

    def clean(self, *images: str) -> None:
        """Remove whatever container a broken run left, and then the images."""
        left = attempt(*self.command, "ps", "--all", "--quiet", f"--filter=label={LABEL}")
        for words in (("rm", "--force", id_) for id_ in left.stdout.split()):
            attempt(*self.command, *words)
        for image in images:
            attempt(*self.command, "image", "rm", "--force", image)


@dataclass(frozen=True, kw_only=True)
class Container:
    """One running container of an engine."""

    engine: Engine
    id: str

    def run(self, *words: str, options: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Run a command beside the service, and judge nothing."""
        return attempt(*self.engine.command, "exec", *options, self.id, *words)

    def ask(self, code: str) -> str:
        """Run a line of Python beside the service, and give back what it printed."""
        ended = self.run("python", "-c", code)
        if ended.returncode != 0:
            message = f"in the container, {code!r} failed: {ended.stderr.strip()}"
            raise Failed(message)
        return ended.stdout.strip()

    def alive(self) -> bool:
        """Tell whether the service still runs."""
        ended = attempt(*self.engine.command, "inspect", "--format={{.State.Running}}", self.id)
        return ended.stdout.strip() == "true"

    def log(self) -> str:
        """Give all that the service has printed, on both streams."""
        ended = attempt(*self.engine.command, "logs", self.id)
        return ended.stdout + ended.stderr

    def stop(self) -> tuple[int, float]:
        """Stop it as an operator would (killed after 10 s): its exit code, and the seconds."""
        begun = time.monotonic()
        call(*self.engine.command, "stop", self.id)
        seconds = time.monotonic() - begun
        code = call(*self.engine.command, "inspect", "--format={{.State.ExitCode}}", self.id)
        return int(code), seconds

    def remove(self) -> None:
        """Remove the container, running or not."""
        attempt(*self.engine.command, "rm", "--force", "--volumes", self.id)
