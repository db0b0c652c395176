"""Requests made from the OpenAPI document, thousands of them: none may break the service."""

import os
import subprocess
import sys
from pathlib import Path

PATIENCE = 300


def test_no_request_that_the_document_allows_breaks_the_service(
    address: str, tmp_path: Path
) -> None:
    """Nor one that it does not allow: schemathesis finds no answer of 500 or above."""
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        *("run", f"{address}/openapi.json"),
        *("--checks", "not_a_server_error"),
        *("--phases", "examples,coverage,fuzzing", "--mode", "all"),
        *("--max-examples", "60", "--seed", "2026", "--workers", "2"),
        *("--request-timeout", "10", "--no-color"),
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
    assert "Operations:" in done.stdout
