"""A disk fails at a random call: nothing that was acknowledged is lost, doubled or half done.

EIO, ENOSPC, EACCES and short writes are injected into one call, or a few in a row, of
SQLite and of Python (see ``faults``), while a claim is stated, a file is uploaded, and
both are indexed. What was not acknowledged is sent again when the disk is whole. What this
does not show: an fsync of SQLite's that fails, and a power cut, for which kills and torn
files stand in.
"""

import io
import re
from collections import Counter
from random import Random

import pytest
from faults import CALLS, ERRORS, SHORT, WRITES, Fault, failing
from pdfs import text_pdf
from reliability.conftest import ADMIN, until
from soak import figure
from sqlalchemy import text as sql

from annotator import paths
from annotator.app import create_app
from annotator.domain.errors import AnnotatorError, StoreUnavailableError
from annotator.domain.permissions import Role
from annotator.jobs.contexts import write
from annotator.jobs.worker import work_all
from annotator.services import checkup, jobs
from annotator.services.library import labs
from annotator.settings import Settings

pytestmark = [
    pytest.mark.soak,
    pytest.mark.slow,
    pytest.mark.sandbox,
    # Whoosh leaves files open that it cannot write.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

TRIALS = figure(ci=40, soak=800)
SEED = 17
CHECKED = 10  # trials between two looks at everything
ROW = (1, 1, 2, 5)  # calls in a row that fail
PART = {"HX-Request": "true"}


class Person:
    """An editor at an installation whose disk fails now and then."""

    def __init__(self, desk):
        self.desk, self.stores = desk, desk.stores
        desk.add_person("ada", Role.ADMIN)
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
        settings = Settings(data=self.stores.data, reports_pdf=paths.REPORTS_PDF)
        app = create_app(settings, self.stores)
        app.config["WTF_CSRF_ENABLED"] = False
        self.browser = app.test_client()
        self.browser.set_cookie("annotator", desk.sign_in("ada"))
        self.answers: Counter[int] = Counter()

    def connect_anew(self):
        """Have the database opened and read again."""
        self.stores.database.engine.dispose()

    def state(self, number):
        """State a claim; return whether that was acknowledged."""
        form = {"text": f"Claim of trial {number}.", "category": "cyber"}
        more = {
            "lab": "wren-labs",
            "asserted_by": "lab",
            "form_id": f"the-form-of-trial-{number}",
        }
        answer = self.browser.post("/desk/claims", data={**form, **more})
        self.answers[answer.status_code] += 1
        return answer.status_code == 303

    def upload(self, number):
        """Upload a file; return whether that was acknowledged."""
        content = text_pdf([f"File of trial {number}."])
        sent = {"files": [(io.BytesIO(content), f"trial-{number}.pdf")]}
        kind = "multipart/form-data"
        answer = self.browser.post(
            "/desk/intake/files", data=sent, content_type=kind, headers=PART
        )
        self.answers[answer.status_code] += 1
        return bool(re.search(r"/desk/intake/uploads/\d+", answer.text))

    def work(self):
        """Do the jobs; return whether none failed."""
        try:
            work_all(self.stores)
        except (AnnotatorError, StoreUnavailableError, OSError):
            return False
        return True

    def finish(self):
        """Do what is left of the jobs, now that the disk is whole."""

        def due_now(context):
            left = jobs.list_jobs(context).open_jobs
            for job in left:
                if job.not_before and job.not_before > context.now:
                    jobs.retry_job(context, job.id)
            return len(left)

        def is_done():
            if write(self.stores, ADMIN, due_now):
                work_all(self.stores)
                return False
            return True

        until(is_done, "the jobs are done", pause=0.3)


WAYS = [
    (call, what)
    for call in CALLS
    for what in (*ERRORS, SHORT)
    if what != SHORT or call in WRITES
]


def _fault(number, random, calls):
    call, what = WAYS[number % len(WAYS)]
    return Fault(call, what, random.randint(1, calls[call]), random.choice(ROW))


def _count(person):
    """Return how many calls of each kind there are when nothing fails."""
    calls = {}
    for number, call in enumerate(CALLS):
        with failing(Fault(call, "EIO", at=0, times=0)) as counted:
            person.connect_anew()
            assert person.state(f"counted-{number}")
            assert person.upload(f"counted-{number}")
            assert person.work()
        calls[call] = counted.seen
    return calls


def _trial(person, number, fault):
    with failing(fault):
        person.connect_anew()
        stated, uploaded = person.state(number), person.upload(number)
        person.work()
    stated or _again(person.state, number)
    uploaded or _again(person.upload, number)
    person.finish()
    _is_there_once(person.stores, number)
    return not (stated and uploaded)


def _again(send, number):
    """Send it again until that is acknowledged; one refusal more may come of the fault.

    SQLite may have opened the database for reading only; that is seen by the first who
    writes, and all connections are made anew.
    """
    assert send(number) or send(number), send


def _is_there_once(stores, number):
    asked = {
        "SELECT count(*) FROM claim WHERE text = :it": f"Claim of trial {number}.",
        "SELECT count(*) FROM upload WHERE file_name = :it AND inspection IS NOT NULL"
        " AND state != 'refused'": f"trial-{number}.pdf",
    }
    with stores.database.reading() as session:
        for question, it in asked.items():
            assert session.scalar(sql(question), {"it": it}) == 1, question
        for sha256 in session.scalars(sql("SELECT sha256 FROM upload")):
            stores.staging.get(sha256)  # whole


def _agrees(desk):
    with desk.look() as context:
        assert [*checkup.differences(context)] == []


def test_nothing_acknowledged_is_lost_when_a_disk_fails(desk):
    random, person = Random(SEED), Person(desk)
    calls = _count(person)
    assert all(calls.values()), calls
    struck, refused, kinds = 0, 0, Counter()
    for number in range(TRIALS):
        fault = _fault(number, random, calls)
        try:
            refused += _trial(person, number, fault)
            if number % CHECKED == 0:
                _agrees(desk)
        except Exception as error:
            raise AssertionError(f"trial {number}: {fault}") from error
        struck += bool(fault.struck)
        kinds[fault.what] += 1
    _agrees(desk)
    print(
        f"\n{TRIALS} faults of a disk ({dict(kinds)}, of {sum(calls.values())} calls; "
        f"{struck} struck; seed {SEED}): 0 acknowledged changes lost, doubled or half "
        f"done; {refused} were refused and sent again; answers {dict(person.answers)}"
    )
    assert struck > TRIALS / 2
