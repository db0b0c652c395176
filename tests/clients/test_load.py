"""Coral waits 800 ms and then publishes; nothing under 32 connections may come near that."""

import json
import threading
import time
from http.client import HTTPConnection

import numpy as np

from service.running import Running

CONNECTIONS = 32
SECONDS = 5.0
BODY = json.dumps(
    {
        "comment": {"text": "The council has wasted our money again, you idiot. " * 6},
        "requestedAttributes": {"TOXICITY": {}},
    }
)


def test_under_32_connections_an_answer_stays_far_below_corals_patience(running: Running) -> None:
    """Half of it at the 99th percentile, on whatever machine this runs on."""
    times: list[float] = []
    faults: list[int] = []
    end = time.monotonic() + SECONDS

    def ask() -> None:
        connection = HTTPConnection(*running.address, timeout=10)
        while time.monotonic() < end:
            started = time.perf_counter()
            connection.request("POST", "/v1alpha1/comments:analyze?key=k", BODY)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - started)
            if answer.status != 200:
                faults.append(answer.status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(times) > CONNECTIONS
    assert np.percentile(times, 99) < 0.4
