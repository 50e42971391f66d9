"""Whoever writes is never stopped by a PDF that takes long to read."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pdfs
import pytest
from soak import figure

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import UnreadablePdfError
from annotator.jobs.contexts import WORKER, write
from annotator.jobs.handlers import HANDLERS
from annotator.services import job_leases
from annotator.services.claims import claims
from annotator.services.intake import uploads
from annotator.services.intake.uploads import Received
from annotator.services.library import labs

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.soak]

SECONDS = figure(ci=30, soak=600)
WRITERS = 3
PAUSE_SECONDS = 0.1  # between two saves: more than a hundred times as many as people do
MOST_SECONDS = 1.0  # that the slowest save but one in a hundred may take


class Inspector(threading.Thread):
    """Has the hostile PDF inspected again and again until the time is up."""

    def __init__(self, stores, job) -> None:
        super().__init__()
        self.stores, self.job = stores, job
        self.until = time.monotonic() + SECONDS
        self.said: list[str] = []

    def run(self) -> None:
        while time.monotonic() < self.until:
            try:
                HANDLERS["inspect"](self.stores, self.job)
            except UnreadablePdfError as error:
                self.said.append(error.problem.name)


class Writer(threading.Thread):
    """Saves a claim of its own while the inspector is at work; keeps how long it took."""

    def __init__(self, desk, number, inspector) -> None:
        super().__init__()
        self.desk, self.number, self.inspector = desk, number, inspector
        self.took: list[float] = []
        self.errors: list[Exception] = []

    def run(self) -> None:
        for text in self._texts():
            began = time.monotonic()
            try:
                with self.desk.sit_down() as context:
                    slug = f"claim-{self.number}"
                    claims.edit_claim(context, slug, _facts(text))
            except Exception as error:  # noqa: BLE001  -- counted, and shown
                self.errors.append(error)
            self.took.append(time.monotonic() - began)
            self.inspector.join(PAUSE_SECONDS)

    def _texts(self) -> Iterator[str]:
        while self.inspector.is_alive():
            yield f"Edit {len(self.took)} of claim {self.number}."


def _facts(text):
    return ClaimFacts(text, category="cyber", lab="wren-labs")


@pytest.fixture
def hostile_job(desk):
    """The job that inspects the hostile PDF."""
    content = pdfs.slow_to_draw(32)  # a few kilobytes that need minutes to read
    received = Received("slow.pdf", desk.stores.staging.put(content), len(content))
    with desk.sit_down() as context:
        uploads.add_upload(context, received)
    return write(desk.stores, WORKER, partial(job_leases.take, holder="a test"))


def test_writers_save_at_once_while_a_pdf_is_inspected_that_takes_minutes(
    desk, hostile_job
):
    with desk.sit_down() as context:
        labs.find_or_add_lab(context, "Wren Labs")
        for number in range(WRITERS):
            claims.add_claim(context, _facts("It is safe."), slug=f"claim-{number}")
    inspector = Inspector(desk.stores, hostile_job)
    writers = [Writer(desk, number, inspector) for number in range(WRITERS)]
    for thread in (inspector, *writers):
        thread.start()
    for thread in (inspector, *writers):
        thread.join(timeout=SECONDS + 120)
    took = sorted(each for writer in writers for each in writer.took)
    errors = [each for writer in writers for each in writer.errors]
    p99 = took[int(len(took) * 0.99)]
    print(
        f"{len(took)} saves by {WRITERS} writers while a PDF was inspected for "
        f"{SECONDS} s ({dict(Counter(inspector.said))}): p99 {p99:.3f} s, slowest "
        f"{took[-1]:.3f} s, {len(errors)} errors"
    )
    assert errors == []
    assert set(inspector.said) == {"TOO_SLOW"}
    assert p99 <= MOST_SECONDS
