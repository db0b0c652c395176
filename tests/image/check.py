"""Build the container image, run it locked down, and see that it keeps its promises.

`make image` runs this. With no way to build an image on this machine it says so, in a frame, and
ends with 0; whatever else goes wrong ends it with 1.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from checks import ROOT, SHOWN_ANYWHERE, SHOWN_IN_ISOLATION, Subject
from client import await_ready, free_port
from engines import find_engine
from retraining import retrain
from shell import Failed, attempt, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from containers import Engine

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
IMAGE = "localhost/below-the-line:check"
CERTIFICATES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
INDEXES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


class Report:
    """The rows of the table at the end: what was looked at, how it came out, what was seen."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []

    def note(self, name: str, check: Callable[[], str]) -> bool:
        """Carry out one check, keep its outcome, and tell whether it held."""
        begun = time.monotonic()
        try:
            seen, outcome = check(), "ok"
        except (Failed, OSError, ValueError, LookupError, subprocess.TimeoutExpired) as error:
            seen, outcome = f"{type(error).__name__}: {error}", "FAILED"
        self.rows.append((name, outcome, seen))
        say(f"{outcome:>10}  {name}: {seen} ({time.monotonic() - begun:.1f} s)")
        return outcome == "ok"

    def skip(self, name: str, reason: str) -> None:
        """Keep a row for what could not be shown."""
        self.rows.append((name, "not shown", reason))

    def held(self) -> bool:
        """Tell whether nothing failed."""
        return all(outcome != "FAILED" for _, outcome, _ in self.rows)

    def table(self) -> str:
        """Lay the rows out for a reader; of a long account, its first line."""
        rows = [(name, outcome, seen.partition("\n")[0]) for name, outcome, seen in self.rows]
        return "\n".join(f"{name:<14}{outcome:<11}{seen}" for name, outcome, seen in rows)


def build(engine: Engine, arguments: argparse.Namespace) -> str:
    """Build the image of the checkout; certificates go in as a secret, indexes as arguments."""
    options = [f"--build-arg={name}" for name in (*INDEXES, *PROXIES) if in_network(name)]
    if arguments.ca:
        options.append(f"--secret=id=ca,src={arguments.ca}")
    if arguments.extras:
        options.append(f"--build-arg=EXTRAS={arguments.extras}")
    options.append(f"--build-arg=REVISION={revision()}")
    engine.build(ROOT, tag=IMAGE, options=options)
    size = engine.properties(IMAGE).get("Size")
    return f"{size / 1e6:.0f} MB, base and all" if size else "of an unknown size"


def in_network(name: str) -> bool:
    """Tell whether a variable is set to something that means the same inside of a build."""
    value = os.environ.get(name, "")
    return bool(value) and "file:" not in value


def revision() -> str:
    """Name the commit that is checked out, if this is a clone."""
    ended = attempt("git", "-C", str(ROOT), "rev-parse", "HEAD")
    return ended.stdout.strip() if ended.returncode == 0 else "unknown"


def check_settings(engine: Engine) -> str:
    """Run `btl check` in place of the service."""
    facts = dict(line.split(None, 1) for line in engine.once(IMAGE, "btl", "check").splitlines())
    return f"`btl check` knows the model {facts['model']}"


def serve_and_look(engine: Engine, report: Report, cleanup: ExitStack) -> None:
    """Start the service, look at it from outside and inside, and stop it."""
    port = free_port()
    container = engine.serve(IMAGE, port=port)
    cleanup.callback(container.remove)
    subject = Subject(engine=engine, image=IMAGE, container=container, port=port)
    if not report.note("ready", lambda: f"after {await_ready(port, container):.1f} s"):
        return
    for name, check in SHOWN_ANYWHERE.items():
        report.note(name, partial(check, subject))
    for name, check in SHOWN_IN_ISOLATION.items():
        if engine.isolated:
            report.note(name, partial(check, subject))
        else:
            report.skip(name, "a chroot isolates nothing but files")


def examine(arguments: argparse.Namespace) -> int:
    """Find an engine, build, look, retrain; give the exit code."""
    report = Report()
    with ExitStack() as cleanup:
        engine = find_engine(cleanup, base=arguments.base)
        if engine is None:
            say(framed("THE IMAGE WAS NOT BUILT", "No container engine can be had: see above."))
            return 1 if arguments.base else 0
        cleanup.callback(engine.clean, *(() if arguments.keep else (IMAGE,)))
        if report.note("build", partial(build, engine, arguments)):
            report.note("other command", partial(check_settings, engine))
            serve_and_look(engine, report, cleanup)
            report.note("retraining", partial(retrain, engine, IMAGE))
        if engine.base:
            report.skip("official base", "built on another base image, see docs/container.md")
    say(f"\n{report.table()}")
    return 0 if report.held() else 1


def framed(*lines: str) -> str:
    """Put a frame around lines that nobody should miss."""
    width = max(map(len, lines))
    edge = "#" * (width + 6)
    return "\n".join([edge, *(f"#  {line:<{width}}  #" for line in lines), edge])


def interrupted(*_: object) -> NoReturn:
    """Turn the first signal into an exception; more of them shall not disturb the cleaning up."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main() -> int:
    """Read the options, run the checks, and clean up whatever happens."""
    parser = argparse.ArgumentParser(description=__doc__)
    ca = next((os.environ[name] for name in CERTIFICATES if os.environ.get(name)), "")
    parser.add_argument("--base", default="", help="base image in place of the Dockerfile's")
    parser.add_argument("--ca", default=ca, help="certificates for a network that intercepts TLS")
    parser.add_argument("--extras", default="", help="more lock files to install")
    parser.add_argument("--keep", action="store_true", help=f"keep the image, as {IMAGE}")
    arguments = parser.parse_args()
    if arguments.ca and not Path(arguments.ca).is_file():
        parser.error(f"--ca: there is no file {arguments.ca}")
    os.environ["DOCKER_BUILDKIT"] = "1"
    for number in SIGNALS:
        signal.signal(number, interrupted)
    try:
        return examine(arguments)
    except KeyboardInterrupt:
        say("interrupted; everything was cleaned up")
        return 130


if __name__ == "__main__":
    sys.exit(main())
