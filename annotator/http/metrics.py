"""Figures about this process and its installation, for Prometheus.

The names and units follow https://prometheus.io/docs/practices/naming. With several
processes (gunicorn), set PROMETHEUS_MULTIPROC_DIR, by which prometheus-client adds up the
figures of all; see its documentation.
"""

from collections.abc import Iterable

from flask import Flask, current_app
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from annotator.services.context import Stores
from annotator.services.health import Figures

_NAME = "annotator.metrics"
_METHODS = {"GET", "HEAD", "POST"}
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def init_app(app: Flask, counted: "Metrics") -> None:
    """Let views find what the application counts."""
    app.extensions[_NAME] = counted


def metrics() -> "Metrics":
    """Return what this application counts."""
    found: Metrics = current_app.extensions[_NAME]
    return found


class Metrics:
    """What one application counts."""

    def __init__(self, stores: Stores, *, shared: bool = False) -> None:
        """``shared``: other processes count for the same installation."""
        self._stores = stores
        self._shared = shared
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "annotator_requests",
            "Requests answered, by part of the site, method and status.",
            ("surface", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "annotator_request_seconds",
            "Seconds until the answer to a request was ready, by part of the site.",
            ("surface",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._reports = Counter(
            "annotator_csp_reports",
            "Reports of browsers about what a page was not allowed to load or run.",
            registry=self._registry,
        )
        if not shared:
            ProcessCollector(registry=self._registry)

    def count_request(
        self, *, surface: str, method: str, status: str, seconds: float
    ) -> None:
        """Count a request that was answered."""
        method = method if method in _METHODS else "other"
        self._requests.labels(surface, method, status).inc()
        self._seconds.labels(surface).observe(seconds)

    def count_csp_report(self) -> None:
        """Count a report of a browser about a violation of the site's policy."""
        self._reports.inc()

    def exposed(self, figures: Figures) -> bytes:
        """Return what was counted, and ``figures``, in Prometheus's text format."""
        state = CollectorRegistry()
        state.register(_State(self._stores, figures))
        counted = self._registry
        if self._shared:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(state)


class _State(Collector):
    """What the installation is like at the time of asking."""

    def __init__(self, stores: Stores, figures: Figures) -> None:
        self._stores = stores
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Yield each figure."""
        found, queue = self._figures, self._stores.drawing_queue
        yield GaugeMetricFamily(
            "annotator_drawings", "Requests that wait for a drawing.", queue.taken
        )
        yield CounterMetricFamily(
            "annotator_drawings_refused",
            "Requests for a drawing that were refused, as too many waited.",
            queue.refused,
        )
        yield GaugeMetricFamily(
            "annotator_disk_free_bytes",
            "Free space on the disk of the data folder.",
            found.free_bytes,
        )
        yield GaugeMetricFamily(
            "annotator_oldest_job_seconds",
            "How long the oldest job that is due has been waiting.",
            found.oldest_job_seconds,
        )
        yield GaugeMetricFamily(
            "annotator_last_publication_timestamp_seconds",
            "When something was published last; 0 if nothing ever was.",
            found.last_publication,
        )
        jobs = GaugeMetricFamily(
            "annotator_jobs", "Jobs that wait, run or have failed.", labels=["state"]
        )
        for state, count in found.jobs.items():
            jobs.add_metric([state], count)
        yield jobs
        parts = GaugeMetricFamily(
            "annotator_part_ready",
            "Whether a part can do its work (1) or not (0).",
            labels=["part"],
        )
        for part in found.parts:
            parts.add_metric([part.name], 0 if part.problem else 1)
        yield parts
