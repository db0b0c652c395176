"""Load on a server: by wrk where it is installed, else by threads of our own.

Debian has it as the package ``wrk``. Our own threads are slower than the servers that they load:
their requests a second tell of themselves as well, so install wrk for figures to keep.
"""

import math
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

import numpy as np

SCRIPT: Final = Path(__file__).with_name("load.lua")
_OK: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """How a server is asked: connections kept open, seconds, mean pause of each in ms."""

    connections: int
    seconds: int
    think: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """How a server answered: requests a second, percentiles in ms, its own work for each in ms."""

    rate: float
    p50: float
    p99: float
    work: float = 0.0


def generator() -> str:
    """What makes the load here, in words."""
    return "wrk, one thread" if which("wrk") else "threads of Python (install wrk for more)"


def ask(url: str, bodies: Sequence[bytes], load: Load) -> Served:
    """Post the bodies in turn for a while; anything but 200 ends the run.

    Raises RuntimeError where a request fails.
    """
    return _by_wrk(url, bodies, load) if which("wrk") else _by_threads(url, bodies, load)


def _by_wrk(url: str, bodies: Sequence[bytes], load: Load) -> Served:
    """One run of wrk with one thread."""
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "bodies"
        lines.write_bytes(b"\n".join(bodies) + b"\n")
        command = ["wrk", "-t1", f"-c{load.connections}", f"-d{load.seconds}s", "--timeout=20s"]
        done = subprocess.run(
            [*command, "-s", str(SCRIPT), url],
            env={**os.environ, "BODIES": str(lines), "THINK": str(load.think)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    found = done.partition("FIGURES ")[2].split()
    requests, microseconds, p50, p99, wrong = map(int, found)
    if wrong:
        sentence = f"{url} did not answer {wrong} of {requests} requests with 200"
        raise RuntimeError(sentence)
    return Served(rate=requests / microseconds * 1e6, p50=p50 / 1e3, p99=p99 / 1e3)


def _by_threads(url: str, bodies: Sequence[bytes], load: Load) -> Served:
    """The same in a process of its own, so that nothing else takes its time."""
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "bodies"
        lines.write_bytes(b"\n".join(bodies))
        words = (url, lines, load.connections, load.seconds, load.think)
        done = subprocess.run(
            [sys.executable, __file__, *map(str, words)], check=True, capture_output=True, text=True
        ).stdout
    rate, p50, p99 = map(float, done.split())
    return Served(rate=rate, p50=p50, p99=p99)


def _one_connection(
    url: str, bodies: Sequence[bytes], load: Load, number: int, found: list[float]
) -> None:
    """Ask over one connection until the time is over; note the ms of each answer."""
    parts, at = urlsplit(url), number
    chance = random.Random(number)  # noqa: S311 - pauses, no secrets
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    end = time.perf_counter() + load.seconds
    while time.perf_counter() < end:
        if load.think:
            time.sleep(-load.think / 1e3 * math.log(1 - chance.random()))
        began = time.perf_counter()
        head = {"Content-Type": "application/json"}
        connection.request("POST", parts.path, bodies[at % len(bodies)], head)
        answer = connection.getresponse()
        answer.read()
        if answer.status != _OK:
            os._exit(1)
        found.append((time.perf_counter() - began) * 1e3)
        at += load.connections
    connection.close()


def main() -> None:
    """Be the process that asks: URL, file of bodies, connections, seconds, pause."""
    url, lines, connections, seconds, think = sys.argv[1:]
    load = Load(connections=int(connections), seconds=int(seconds), think=float(think))
    bodies = Path(lines).read_bytes().split(b"\n")
    found: list[float] = []
    threads = [
        threading.Thread(target=_one_connection, args=(url, bodies, load, number, found))
        for number in range(load.connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(found) / load.seconds, *np.percentile(found, [50, 99]))


if __name__ == "__main__":
    main()
