"""What a request costs: the service, and two plain routes on the same server settings, in turn."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from corpus import ROOT, Corpus
from figures import ANALYZE, EMPTY, OURS, VALIDATES, Contestant, Figures, rate, waited
from load import Load, Served, ask

from service.variables import PREFIX

CONNECTIONS: Final = (1, 8, 32)
BUSY: Final = 32
"""Connections that keep every thread of two workers busy and make others wait."""

HTTP_RATE: Final = "HTTP, {} at a time"
HTTP_P50: Final = "HTTP, {} at a time, p50"
HTTP_P99: Final = "HTTP, {} at a time, p99"
HTTP_WORK: Final = "HTTP, {} at a time, processor time of the server for a request"
STEADY_RATE: Final = "HTTP at 70 % of saturation"
STEADY_P50: Final = "HTTP at 70 % of saturation, p50"
STEADY_P99: Final = "HTTP at 70 % of saturation, p99"
BATCH_ENDPOINT: Final = "batch endpoint, comments a second over one connection"
BATCH_SHARE: Final = "batch endpoint against batches in process, same rounds"
START: Final = "start-up to the first verdict"
MEMORY: Final = "memory of the workers together (PSS)"
MEMORY_ALL: Final = "memory with the process that listens (PSS)"

_SHARE: Final = 0.7
_TOGETHER: Final = 1_000
_OK: Final = 200
_UTIME: Final = 11  # fields after the name of the command
_PATIENCE: Final = 30
_BODIES: Final = 500
_ONE: Final = b'{"text":"Thank you for this article about the harbour."}'


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A running server: where it is, its process, how long it took to its first answer."""

    url: str
    process: int
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One contestant over HTTP: its URL, the process whose children answer, and what it is asked.

    ``given`` are the bodies of requests, a line each.
    """

    url: str
    process: int
    given: Sequence[bytes]

    def asked(self, load: Load) -> Served:
        """How it answers under a load, and what that costs its processors."""
        before = _processor_seconds(self.process)
        served = ask(self.url, self.given, load)
        taken = _processor_seconds(self.process) - before
        return replace(served, work=taken * 1e3 / max(1.0, served.rate * load.seconds))


@contextmanager
def started(command: Sequence[str | Path], path: str) -> Iterator[Server]:
    """Start a server on a free port with the settings' defaults, and stop it afterwards.

    What it logs is thrown away, but it is written.
    """
    plain = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    chosen = {f"{PREFIX}PORT": "0", f"{PREFIX}MODELS": str(ROOT / "models")}
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        env={**plain, **chosen},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        announced = process.stdout.readline() if process.stdout else ""
        base = next(word for word in announced.split() if word.startswith("http://"))
        _post(base + path, _ONE)
        yield Server(url=base, process=process.pid, seconds=time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def service() -> tuple[list[str | Path], str]:
    """The command of the service, and the path that takes one comment."""
    return [Path(sys.executable).with_name("btl"), "serve"], "/v1/comments"


def plain() -> tuple[list[str | Path], str]:
    """The same for the two plain routes."""
    return [sys.executable, Path(__file__).with_name("plain_server.py")], "/validates"


def routes(ours: Server, others: Server, corpus: Corpus) -> dict[str, Route]:
    """What is asked of each contestant: real comments, the same of all."""
    found = [one.encode("utf-8", "ignore").decode() for one in corpus.usual[:_BODIES]]
    plain = [json.dumps({"text": one}).encode() for one in found]
    toxicity = {"requestedAttributes": {"TOXICITY": {}}}
    google = [json.dumps({"comment": {"text": one}, **toxicity}).encode() for one in found]
    analyze = f"{ours.url}/v1alpha1/comments:analyze"
    return {
        OURS: Route(url=f"{ours.url}/v1/comments", process=ours.process, given=plain),
        ANALYZE: Route(url=analyze, process=ours.process, given=google),
        VALIDATES: Route(url=f"{others.url}/validates", process=others.process, given=plain),
        EMPTY: Route(url=f"{others.url}/empty", process=others.process, given=plain),
    }


def measure_requests(figures: Figures, routes: dict[str, Route], *, rounds: int) -> None:
    """One comment a request over a few connections that are kept open."""
    for connections, found in over_loads(routes, rounds=rounds):
        _take(figures, connections, found)


def over_loads(
    routes: Mapping[str, Route], *, rounds: int
) -> Iterator[tuple[int, dict[str, list[Served]]]]:
    """For each number of connections what every route answered, a second in turn a round."""
    for connections in CONNECTIONS:
        found: dict[str, list[Served]] = {who: [] for who in routes}
        for _ in range(rounds):
            for who, route in routes.items():
                found[who].append(route.asked(Load(connections=connections, seconds=1)))
        yield connections, found


def measure_steady(figures: Figures, routes: dict[str, Route], *, rounds: int) -> None:
    """Answers while 70 % of the most requests a second come, at random times.

    Each of 32 clients pauses after an answer, for a time that is exponentially distributed.
    """
    found = {who: list[Served]() for who in routes}
    for _ in range(rounds):
        for who, route in routes.items():
            most = figures.value(HTTP_RATE.format(BUSY), who) or 1.0
            answer = figures.value(HTTP_P50.format(1), who) or 0.0
            think = max(1.0, BUSY * 1e3 / (most * _SHARE) - answer)
            load = Load(connections=BUSY, seconds=3, think=think)
            found[who].append(route.asked(load))
    figures.add(STEADY_RATE, "/s", {who: [one.rate for one in each] for who, each in found.items()})
    figures.add(STEADY_P50, "ms", {who: [one.p50 for one in each] for who, each in found.items()})
    figures.add(STEADY_P99, "ms", {who: [one.p99 for one in each] for who, each in found.items()})


def measure_batches(
    figures: Figures, ours: Server, inside: Contestant, corpus: Corpus, *, rounds: int
) -> None:
    """The batch endpoint, one request at a time so that one core works, beside one core inside."""
    reached, shares = [], []
    usual = corpus.usual
    for at in range(rounds):
        texts = [usual[(at * _TOGETHER + each) % len(usual)] for each in range(_TOGETHER)]
        texts = [one.encode("utf-8", "ignore").decode() for one in texts]
        body = json.dumps({"comments": [{"text": one} for one in texts]}).encode()
        alone = rate(inside, texts, clock=waited)
        taken = waited(partial(_post, f"{ours.url}/v1/comments/batch", body))
        reached.append(len(texts) / taken)
        shares.append(reached[-1] / alone)
    figures.add(BATCH_ENDPOINT, "/s", {OURS: reached})
    figures.add(BATCH_SHARE, "times", {OURS: shares})


def measure_start(figures: Figures, *, rounds: int) -> None:
    """From the command to the first verdict, the files being in the system's cache."""
    taken = []
    for _ in range(rounds + 1):
        with started(*service()) as server:
            taken.append(server.seconds)
    figures.add(START, "s", {OURS: taken[1:]})


def measure_memory(figures: Figures, ours: Server) -> None:
    """What the processes have of their own, and their part of what they share, after the load."""
    workers = [_proportional(worker) for worker in _workers(ours.process)]
    if not workers:
        return
    listening = _proportional(ours.process)
    figures.add(MEMORY, "MB", {OURS: [sum(workers)]})
    figures.add(MEMORY_ALL, "MB", {OURS: [sum(workers) + listening]})


def _take(figures: Figures, connections: int, found: dict[str, list[Served]]) -> None:
    """Take in the rounds of one number of connections."""
    rates = {who: [one.rate for one in each] for who, each in found.items()}
    figures.add(HTTP_RATE.format(connections), "/s", rates)
    middles = {who: [one.p50 for one in each] for who, each in found.items()}
    figures.add(HTTP_P50.format(connections), "ms", middles)
    lates = {who: [one.p99 for one in each] for who, each in found.items()}
    figures.add(HTTP_P99.format(connections), "ms", lates)
    works = {who: [one.work for one in each] for who, each in found.items()}
    figures.add(HTTP_WORK.format(connections), "ms", works)


def _workers(process: int) -> list[int]:
    """The children of a process; none where the system does not tell."""
    children = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in children.read_text("ascii").split()] if children.exists() else []


def _processor_seconds(process: int) -> float:
    """What the children of a process have worked so far (proc_pid_stat(5): utime and stime)."""
    ticks = 0
    for worker in _workers(process):
        after_name = Path(f"/proc/{worker}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(after_name[_UTIME]) + int(after_name[_UTIME + 1])
    return ticks / os.sysconf("SC_CLK_TCK")


def _proportional(process: int) -> float:
    """A process's proportional set size, in megabytes of 1,000,000 bytes."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    kibibytes = next(line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(kibibytes) * 1024 / 1e6


def _post(url: str, body: bytes) -> None:
    """One JSON request; anything but 200 raises RuntimeError."""
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=_PATIENCE)
    connection.request("POST", parts.path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != _OK:
        sentence = f"{parts.path} answered {answer.status}"
        raise RuntimeError(sentence)
