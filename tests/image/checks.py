"""What must be true of the running image: one small function for each promise."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from client import free_port, half_a_request, moderate
from containers import SCRATCH
from shell import Failed, call, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from containers import Container, Engine

ROOT = Path(__file__).parents[2]
COMMENTS = (
    "Thank you, the best piece on the harbour that I have read this year.",
    "You are a complete idiot and nobody wants to read your garbage.",
)
SAME_SCORE = 1e-9
SECONDS_TO_STOP = 10
ALLOWED_MEMORY = 512 * 2**20
TOOLS = ("gcc", "g++", "cc", "clang", "make", "ld", "as")
NOT_FOR_SERVING = ("pip", "setuptools", "wheel", "pytest", "mypy", "matplotlib")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The image under test, and the service that runs from it on a port of this machine."""

    engine: Engine
    image: str
    container: Container
    port: int


def require(holds: object, otherwise: str) -> None:
    """Refuse to go on with a sentence when something that must hold does not."""
    if not holds:
        raise Failed(otherwise)


def has_labels(subject: Subject) -> str:
    """Read the labels; the version is the project's own."""
    labels = subject.engine.properties(subject.image)["Config"]["Labels"]
    names = ("title", "description", "licenses", "version", "revision")
    found = {name: labels.get(f"org.opencontainers.image.{name}") for name in names}
    require(all(found.values()), f"a label is missing: {found}")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    require(
        found["version"] == project["version"],
        f"the Dockerfile says version {found['version']}, the project {project['version']}",
    )
    return f"{found['title']} {found['version']}, revision {found['revision'][:12]}"


def is_nobody(subject: Subject) -> str:
    """Ask who the service runs as, and what it may do."""
    user = subject.engine.properties(subject.image)["Config"]["User"]
    require(re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), f"USER is {user!r}, not a number above 0")
    status = subject.container.ask("print(open('/proc/1/status').read())")
    facts = dict(line.split(":", 1) for line in status.splitlines())
    owner = facts["Uid"].split()
    require("0" not in owner, "the service runs as root")
    require(int(facts["CapEff"], 16) == 0, f"capabilities are left: {facts['CapEff'].strip()}")
    require(facts["NoNewPrivs"].strip() == "1", "it may gain privileges")
    return f"uid {owner[0]}, no capabilities, no new privileges"


def writes_nowhere(subject: Subject) -> str:
    """Look at the mounted root, then try to write: only the scratch folder may take it."""
    mounts = subject.container.ask("print(open('/proc/self/mounts').read())").splitlines()
    root = [line.split()[3].split(",") for line in mounts if line.split()[1] == "/"][-1]
    require("ro" in root, f"the root is mounted {root}")
    for folder in ("/app", "/app/models", "/app/venv", "/home"):
        tried = subject.container.run("python", "-c", f"open('{folder}/x', 'w')")
        require(tried.returncode != 0, f"{folder} can be written to")
    subject.container.ask(f"open('{SCRATCH}/x', 'w').write('x')")
    return f"root mounted read-only; {SCRATCH} takes files"


def holds_the_least(subject: Subject) -> str:
    """List the folder of the application, and look for what only a build needs."""
    listing = (
        "import os, json; print(json.dumps([os.listdir('/app'), os.listdir('/app/training')]))"
    )
    parts, configs = json.loads(subject.container.ask(listing))
    require(sorted(parts) == ["models", "policies", "training", "venv"], f"/app holds {parts}")
    require(all(name.endswith(".toml") for name in configs), f"/app/training holds {configs}")
    search = f"import shutil; print(*filter(shutil.which, {TOOLS}))"
    found = subject.container.ask(search)
    require(not found, f"tools of a compiler are there: {found}")
    search = f"import importlib.util as u; print(*filter(u.find_spec, {NOT_FOR_SERVING}))"
    found = subject.container.ask(search)
    require(not found, f"packages that serving does not need: {found}")
    secrets = subject.container.ask("import os; print(os.path.exists('/run/secrets/ca'))")
    require(secrets == "False", "the build's secret was left in the image")
    return f"/app has {', '.join(sorted(parts))}; no compiler, no pip, no test tools"


def is_locked(subject: Subject) -> str:
    """Compare every installed distribution with the lock file."""
    lock = (ROOT / "requirements" / "serve.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE)
    pins = {plain(name): version for name, version in pinned}
    listing = (
        "import importlib.metadata as m, json;"
        "print(json.dumps([[d.name, d.version] for d in m.distributions()]))"
    )
    found = {plain(name): version for name, version in json.loads(subject.container.ask(listing))}
    require(found.pop("below-the-line", None), "the project itself is not installed")
    other = {name: version for name, version in found.items() if pins.get(name) != version}
    require(not other, f"not as in serve.lock: {other}")
    return f"{len(found)} libraries, each as in serve.lock"


def is_compiled(subject: Subject) -> str:
    """Ask what the scorer runs on."""
    told = subject.container.run("btl", "check")
    facts = dict(line.split(maxsplit=1) for line in told.stdout.splitlines())
    require(facts.get("path") == "compiled", f"the scorer runs on {facts.get('path')}")
    return "the scorer runs on its compiled loops"


def plain(name: str) -> str:
    """Spell a distribution's name in the one way that all spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def has_byte_code(subject: Subject) -> str:
    """Look for modules that would have to be compiled at every start."""
    code = (
        "import os, sysconfig, pathlib, importlib.util as u;"
        "every = list(pathlib.Path(sysconfig.get_path('purelib')).rglob('*.py'));"
        "print(len(every), *(p for p in every if not os.path.exists(u.cache_from_source(p))))"
    )
    count, *missing = subject.container.ask(code).split()
    require(not missing, f"no byte code for {missing[:5]}")
    return f"{count} modules compiled"


def checks_itself(subject: Subject) -> str:
    """Run the image's health check beside the service; then where nothing listens: it must fail."""
    kind, *words = subject.engine.properties(subject.image)["Config"]["Healthcheck"]["Test"]
    require(kind == "CMD", f"the health check is of the kind {kind}")
    well = subject.container.run(*words)
    require(well.returncode == 0, f"it says ill of a ready service: {well.stderr}")
    options = (f"--env=BTL_PORT={free_port()}",)
    ill = subject.container.run(*words, options=options)
    require(ill.returncode == 1, f"it ends with {ill.returncode} where no service is")
    return "0 for the ready service, 1 where none listens"


def has_a_limit(subject: Subject) -> str:
    """Read the limit that is in force, and how much of it all processes together take."""
    code = (
        "import pathlib; p = pathlib.Path('/sys/fs/cgroup');"
        "now, old = p / 'memory.max', p / 'memory/memory.limit_in_bytes';"
        "print((now if now.exists() else old).read_text())"
    )
    limit = int(subject.container.ask(code))
    require(limit == ALLOWED_MEMORY, f"the limit in force is {limit} bytes")
    code = (
        "import re, glob; sizes = [re.search(r'Pss:\\s+(\\d+)', open(p).read()) "
        "for p in glob.glob('/proc/[0-9]*/smaps_rollup')];"
        "print(sum(int(s[1]) for s in sizes if s) // 1024)"
    )
    used = subject.container.ask(code)
    return f"{used} MiB in use, {limit // 2**20} allowed"


def scores_alike(subject: Subject) -> str:
    """Compare each verdict with the one that the checkout's own command gives."""
    command = ROOT / ".venv" / "bin" / "btl"
    verdicts = [moderate(subject.port, text) for text in COMMENTS]
    for text, verdict in zip(COMMENTS, verdicts, strict=True):
        say(f"  {text}\n    {verdict['action']} {json.dumps(verdict['scores'])}")
    require(all(verdict["scores"] for verdict in verdicts), "a verdict has no scores")
    if not command.exists():
        return "answered; no .venv/bin/btl here to compare with"
    score = ("env", f"BTL_MODELS={ROOT / 'models'}", str(command), "score")
    for text, verdict in zip(COMMENTS, verdicts, strict=True):
        here = json.loads(call(*score, text).splitlines()[-1])
        apart = furthest(here["scores"], verdict["scores"])
        require(apart <= SAME_SCORE, f"{apart} apart from `btl score` on {text!r}")
    return f"{len(COMMENTS)} comments scored as `btl score` does"


def furthest(one: dict[str, float], other: dict[str, float]) -> float:
    """Give the largest difference between two sets of scores, over the same attributes."""
    require(one.keys() == other.keys(), f"other attributes: {sorted(one)}, {sorted(other)}")
    return max(abs(one[name] - other[name]) for name in one)


def stops_gracefully(subject: Subject) -> str:
    """Stop it as an operator would, while a client is silent in mid-request: it ends by itself."""
    with half_a_request(subject.port):
        code, seconds = subject.container.stop()
    require(code == 0, f"exit code {code}:\n{subject.container.log()}")
    require(seconds < SECONDS_TO_STOP, f"it took {seconds:.1f} s")
    last = [line for line in subject.container.log().splitlines() if line][-1]
    require("Shutting down" in last, f"its last line is {last!r}")
    return f"exit code 0 after {seconds:.1f} s"


SHOWN_ANYWHERE: dict[str, Callable[[Subject], str]] = {
    "scores": scores_alike,
    "labels": has_labels,
    "content": holds_the_least,
    "compiled": is_compiled,
    "libraries": is_locked,
    "byte code": has_byte_code,
    "health check": checks_itself,
}
SHOWN_IN_ISOLATION: dict[str, Callable[[Subject], str]] = {
    "user": is_nobody,
    "file system": writes_nowhere,
    "memory": has_a_limit,
    "stop": stops_gracefully,
}
