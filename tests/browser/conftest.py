"""A real headless Chromium, installed by the checks themselves where they may."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

from service.testing import fake_app

CHROMIUM = "/usr/bin/chromium"


def chromium() -> str:
    """The path of a Chromium, or a skip that says loudly why there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and may_install():
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found = CHROMIUM
    if found is None:
        pytest.skip("NOT LOOKED AT IN A BROWSER: install chromium, or run as root with CI=true")
    return found


def may_install() -> bool:
    """Whether this is a machine of the checks, where packages may be added."""
    return (
        os.environ.get("CI") == "true" and os.geteuid() == 0 and Path("/usr/bin/apt-get").exists()
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where an app with a fake scorer is served."""
    server: BaseWSGIServer = make_server("127.0.0.1", 0, fake_app(), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
