"""Figures for Prometheus, right with one process and with several."""

import os
from pathlib import Path
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)

from service.moderation.words import Verdict

MEDIA_TYPE = CONTENT_TYPE_LATEST
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus-client knows where processes share their figures."""


class _Children(dict[tuple[str, ...], Any]):
    """The children of one metric by their labels' values, looked up in prometheus-client once."""

    def __init__(self, metric: Counter | Histogram) -> None:
        self._metric = metric

    def __missing__(self, values: tuple[str, ...]) -> Any:  # noqa: ANN401 - of the metric's kind
        """The child for some values, which appears in the exposition from now on."""
        self[values] = child = self._metric.labels(*values)
        return child


class Metrics:
    """Counts requests and verdicts; as a ``Meter`` it is told of every verdict."""

    def __init__(self, *, shared: Path | None = None) -> None:
        """Count in this process alone, or together with others in the folder ``shared``."""
        self.shared = shared
        self._registry = CollectorRegistry()
        self._comments = self._counter(
            "btl_comments", "Comments by the action of their verdict.", "action"
        )
        self._evasions = self._counter(
            "btl_evasions", "Comments with disguised words, by the kind of disguise.", "kind"
        )
        self._requests = self._counter(
            "btl_requests", "Requests by route, method and status.", "route", "method", "status"
        )
        self._refusals = self._counter(
            "btl_perspective_refusals", "Refused calls of the Perspective protocol.", "reason"
        )
        self._seconds = self._histogram(
            "btl_request_seconds", "Seconds from a request's start to its answer.", "route"
        )
        self._model_loaded = Gauge(
            "btl_model_loaded",
            "1 where a model is loaded, else 0.",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )
        self._count_policies()

    def _count_policies(self) -> None:
        """Make the counters of what policies find, and of their files."""
        self._findings = self._counter(
            "btl_findings", "Findings by code and the action that they ask for.", "code", "action"
        )
        self._reloads = self._counter(
            "btl_policy_reloads", "Times that changed policies were read, or refused.", "outcome"
        )
        self._copies_missed = Counter(
            "btl_copies_missed",
            "Comments that were not compared with others, as the memory was away.",
            registry=self._registry,
        )

    def _counter(self, name: str, meaning: str, *labels: str) -> _Children:
        """The children of a counter of this registry."""
        return _Children(Counter(name, meaning, labels, registry=self._registry))

    def _histogram(self, name: str, meaning: str, *labels: str) -> _Children:
        """The children of a histogram of this registry."""
        return _Children(Histogram(name, meaning, labels, registry=self._registry))

    def count(self, verdict: Verdict) -> None:
        """Take note of one verdict."""
        self._comments[(verdict.action.value,)].inc()
        for finding in verdict.reasons:
            self._findings[finding.code, finding.action.value].inc()
        for kind in {found.kind for found in verdict.evasion}:
            self._evasions[(kind,)].inc()

    def reload_policies(self, *, refused: bool) -> None:
        """Take note of policies that were read again, or could not be."""
        self._reloads[("refused" if refused else "read",)].inc()

    def miss_copies(self) -> None:
        """Take note of a comment that was not compared with those of late."""
        self._copies_missed.inc()

    def refuse(self, reason: str) -> None:
        """Take note of a refused call of the Perspective protocol."""
        self._refusals[(reason,)].inc()

    def observe(self, *, route: str, method: str, status: int, seconds: float) -> None:
        """Take note of one answered request."""
        self._requests[route, method, str(status)].inc()
        self._seconds[(route,)].observe(seconds)

    def exposition(self, *, model_loaded: bool) -> bytes:
        """All figures in Prometheus' text format, summed over the processes that share them.

        Whether a model is loaded is told by the process that answers, as it is at that moment.
        """
        self._model_loaded.set(float(model_loaded))
        if self.shared is None:
            return generate_latest(self._registry)
        everyone = CollectorRegistry()
        multiprocess.MultiProcessCollector(everyone, path=str(self.shared))  # type: ignore[no-untyped-call]
        return generate_latest(everyone)


def share_between_processes(folder: Path) -> None:
    """Keep the figures of every ``Metrics`` made from now on in files of this folder.

    prometheus-client chooses its kind of storage once, when it is first imported; choosing again
    here spares everybody a rule about the order of imports.
    """
    os.environ[SHARED_FOLDER] = str(folder)
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]


def forget_process(pid: int, folder: Path) -> None:
    """Drop the live figures of a process that has ended; what it counted stays counted."""
    multiprocess.mark_process_dead(pid, path=str(folder))  # type: ignore[no-untyped-call]
