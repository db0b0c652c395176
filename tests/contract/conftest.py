"""Real servers for the stores that need one, started by the checks themselves on loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis, RedisError

PATIENCE = 20.0  # seconds


def redis_server() -> str:
    """The path of a Redis server, or a skip that says loudly why there is none."""
    found = shutil.which("redis-server")
    if found is None and may_install():
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "redis-server"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found = shutil.which("redis-server")
    if found is None:
        pytest.skip("NOT TRIED WITH REDIS: install redis-server, or run as root with CI=true")
    return found


def may_install() -> bool:
    """Whether this is a machine of the checks, where packages may be added."""
    return (
        os.environ.get("CI") == "true" and os.geteuid() == 0 and Path("/usr/bin/apt-get").exists()
    )


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class RedisServer:
    """A Redis server of our own, with its own folder and port."""

    def __init__(self, folder: Path) -> None:
        """Choose a port; nothing runs yet."""
        self.port = free_port()
        self._folder, self._process = folder, None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Run it until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [redis_server(), *options, "--appendonly", "no", "--dir", self._folder],
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE
        client = Redis(port=self.port)
        while time.monotonic() < end:
            try:
                client.ping()
            except RedisError:
                time.sleep(0.05)
            else:
                client.close()
                return
        pytest.fail("redis-server does not answer")

    def stop(self) -> None:
        """End it, and wait until it has."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A running Redis, empty."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()
