"""Unmodified clients from npm."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from service.running import Running
from tests.clients.tls import front_of

NODE = Path(__file__).parent / "node"
PATIENCE = 300


def without_proxies(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment, but for what would lead calls elsewhere."""
    return {name: text for name, text in variables.items() if "proxy" not in name.lower()}


@pytest.fixture(scope="module")
def told(running: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the clients made of the answers; installed as the lock file says."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("there is no Node.js here to run clients from npm")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "clients.js", "by_name.js"):
        shutil.copy(NODE / name, folder)
    install = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
    host, port = running.address
    with front_of(running.address, folder) as front:
        done = subprocess.run(
            [node, "--require", "./by_name.js", "clients.js", f"http://{host}:{port}"],
            cwd=folder,
            env={
                **without_proxies(os.environ),
                "FRONT_PORT": str(front.port),
                "NODE_EXTRA_CA_CERTS": str(front.ca),
            },
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_official_js_client_reads_scores_as_numbers(told: dict[str, Any]) -> None:
    """By its private address, and with the two attributes that it asks for by itself."""
    assert told["jsClient"].keys() == {"SPAM", "TOXICITY"}
    assert told["jsClient"]["TOXICITY"] > 0.7
    assert told["jsClient"]["SPAM"] < 0.5
    assert "400" in told["jsClientError"]


def test_perspective_api_client_finds_its_constant_host_behind_another_name(
    told: dict[str, Any],
) -> None:
    """The certificate is checked for Google's name; the message of an error comes through."""
    scores = told["apiClient"]["attributeScores"]
    assert scores["TOXICITY"]["summaryScore"]["value"] > 0.7
    assert told["apiClientError"] == {
        "name": "ResponseError",
        "message": "Unknown requested attribute: FLIRTATION",
    }


def test_googles_own_node_library_builds_its_methods_from_the_discovery_document(
    told: dict[str, Any],
) -> None:
    """And calls them, with spans, an error and a suggestion."""
    scores = told["googleapis"]["attributeScores"]["TOXICITY"]
    assert scores["spanScores"][0]["end"] == len("Only an idiot would write such rubbish.")
    assert told["googleapisError"]["message"] == "Comment must be non-empty."
    assert told["googleapisSuggest"]["clientToken"] == "c-17"
