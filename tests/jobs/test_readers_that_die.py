"""The reader of a PDF dies, or takes too long, at every step of taking a file in."""

import itertools
import os
import signal
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from pdfs import text_pdf
from soak import figure

from annotator.domain.errors import UnreadablePdfError
from annotator.domain.vocabulary import UploadState
from annotator.jobs.contexts import WORKER, read, write
from annotator.jobs.handlers import HANDLERS
from annotator.pdf.child import Child
from annotator.pdf.sandbox import Deadlines, PdfReader
from annotator.services import job_leases
from annotator.services.intake import intake, uploads
from annotator.services.intake.inspection import ReportFacts
from annotator.services.intake.uploads import Received

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.soak]

STEPS = range(5)  # its start, the file, what it says of itself, and its two pages
DEATHS = [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGSTOP]
TRIALS = figure(ci=40, soak=800)


class Doomed(Child):
    """A worker that is struck when it is sent its n-th request, 0 being its start."""

    def __init__(self, step, death):
        super().__init__()
        self.left, self.death = step, death
        self._strike()

    def send(self, kind, content, until):
        self._strike()
        super().send(kind, content, until)

    def _strike(self):
        if self.left == 0:
            os.kill(self.pid, self.death)
        self.left -= 1


def _doomed(stores, step, death):
    """Stores whose PDFs are read by a doomed worker, given up after a moment."""
    deadlines = Deadlines(start=20.0, request=20.0)
    if death is signal.SIGSTOP:
        deadlines = Deadlines(start=0.3, request=0.3, patience=1)
    return replace(
        stores,
        open_pdf=lambda pdf: PdfReader(
            pdf, deadlines=deadlines, start=lambda: Doomed(step, death)
        ),
    )


HELD = {"holder": "a test", "message": ""}


def _take(stores, kind):
    """Take the next job of this kind, and those before it."""
    while job := write(stores, WORKER, partial(job_leases.take, holder=HELD["holder"])):
        # Its lease would lapse in the course of a soak, and it would be taken again.
        write(stores, WORKER, partial(job_leases.finish, **HELD, job_id=job.id))
        if job.kind == kind:
            return job
    raise AssertionError(f"no {kind} is queued")


def _fail(stores, job, step, death):
    """Do a job with a reader that dies; return what is said of it."""
    with pytest.raises(UnreadablePdfError) as said:
        HANDLERS[job.kind](_doomed(stores, step, death), job)
    assert said.value.is_passing
    return said.value.problem.name


def _stored(stores, sha256):
    return [x for x in (stores.files, stores.staging) if x.has(sha256)]


def _state(stores, number):
    return read(stores, lambda context: uploads.get_upload(context, number)).state


def _trial(stores, number, kind, step, death):
    content = text_pdf([f"Trial {number}"], [f"Of {number}, the second page."])
    received = Received(f"{number}.pdf", stores.staging.put(content), len(content))
    upload = write(stores, WORKER, lambda c: uploads.add_upload(c, received)).id
    job = _take(stores, "inspect")
    said = ""
    if kind == "inspect":
        said = _fail(stores, job, step, death)
        assert _stored(stores, received.sha256) == [stores.staging]
        assert _state(stores, upload) is UploadState.INSPECTING
    HANDLERS["inspect"](stores, job)
    facts = ReportFacts("Wren Labs", f"Trial {number}", "system card", "2030")
    write(stores, WORKER, lambda c: uploads.describe_upload(c, upload, facts))
    job = _take(stores, "intake")
    if kind == "intake":
        said = _fail(stores, job, step, death)
        assert len(_stored(stores, received.sha256)) == 1
        assert _state(stores, upload) is UploadState.READING
    HANDLERS["intake"](stores, job)
    known = read(stores, lambda c: intake.find_known(c, received.sha256))
    assert known is not None
    assert stores.files.get(received.sha256) == content
    return said


def test_the_file_stays_and_the_reason_is_said_whenever_its_reader_dies(stores):
    ways = itertools.cycle(itertools.product(("inspect", "intake"), STEPS, DEATHS))
    said = Counter(
        _trial(stores, number, *way)
        for number, way in zip(range(TRIALS), ways, strict=False)
    )
    assert sum(said.values()) == TRIALS
    print(f"{TRIALS} readers died at {len(STEPS)} steps of two jobs: {dict(said)}")
