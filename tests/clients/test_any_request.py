"""Requests made from the OpenAPI document, thousands of them: none may break the service."""

import json
import os
import subprocess
import sys
from pathlib import Path

import requests

PATIENCE = 300
FEWEST = 1_000


def test_no_request_that_the_document_allows_breaks_the_service(
    address: str, tmp_path: Path
) -> None:
    """Nor one that it does not allow: of every route, the same requests each time."""
    document = requests.get(f"{address}/openapi.json", timeout=10)
    file, report = tmp_path / "openapi.json", tmp_path / "report.json"
    file.write_bytes(document.content)
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        *("run", str(file), "--url", address),
        *("--checks", "not_a_server_error"),
        *("--phases", "examples,coverage,fuzzing", "--mode", "all"),
        *("--max-examples", "60", "--generation-deterministic", "--workers", "2"),
        *("--request-timeout", "10", "--no-color"),
        *("--report", "json", "--report-json-path", str(report)),
    ]

    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    told = json.loads(report.read_bytes())
    operations = sum(len(methods) for methods in document.json()["paths"].values())
    assert told["operations"]["tested"] == operations
    assert told["operations"]["errored"] == told["test_cases"]["with_failures"] == 0
    assert told["test_cases"]["generated"] >= FEWEST
