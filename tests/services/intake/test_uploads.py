"""Files that people send, whatever is done to them in whatever order: a named one is there."""

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from soak import figure

from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    PdfProblem,
    UnreadablePdfError,
)
from annotator.domain.text.pages import PdfFacts, RawLine, RawPage, RawWord
from annotator.domain.vocabulary import UploadState
from annotator.jobs.held_jobs import HeldJobs
from annotator.jobs.worker import work_once
from annotator.services import job_leases
from annotator.services.intake import intake, stored_files, uploads
from annotator.services.intake.inspection import ReportFacts
from annotator.services.intake.uploads import Received
from annotator.storage.disk.files import MissingFileError, read_from
from annotator.storage.library import revisions
from annotator.storage.work.uploads import SHOWN, UNDER_WAY

CONTENTS = [b"%PDF-1.7 one", b"%PDF-1.7 two"]
BY_HASH = {hashlib.sha256(each).hexdigest(): each for each in CONTENTS}
FACTS = [
    ReportFacts("Wren Labs", "A card", "system card", "2030"),
    ReportFacts("Wren Labs", "A card", "system card", "2030", report="a-card"),
]
OUTCOMES = [None, None, PdfProblem.NO_READER, PdfProblem.DAMAGED]


class TellingReader:
    """In the place of a process that reads a PDF: one page, or a problem."""

    def __init__(self, problem):
        self.problem = problem

    def __enter__(self):
        if self.problem:
            raise UnreadablePdfError(self.problem)
        return self

    def __exit__(self, *_):
        pass

    def facts(self):
        return PdfFacts(page_count=1)

    def page(self, number):
        line = RawLine((RawWord("words", (1, 1, 9, 9), 9.0),), block=0)
        return RawPage(number, "1", 100.0, 100.0, 0, (line,))


class Staging(RuleBasedStateMachine):
    """An installation whose clock only moves when a rule says so."""

    opened: "Opened"
    did: "Counter[str]"

    def __init__(self):
        super().__init__()
        self.desk = self.opened()
        self.days = 0
        self.stamped = {}

    @property
    def stores(self):
        return self.desk.stores

    def sit_down(self):
        return self.desk.sit_down(days=self.days)

    def some_upload(self, pick, *states):
        with self.desk.look() as context:
            every = [
                upload.id
                for sha256 in BY_HASH
                for upload in uploads.of_file(context, sha256)
                if not states or upload.state in states
            ]
        return every[pick % len(every)] if every else None

    def stamp(self):
        """Give what was touched since the last rule the time of this clock."""
        now = (self.desk.now + timedelta(days=self.days)).timestamp()
        for path in self.stores.data.glob("[fs]*/**/*"):
            if path.is_file() and path.stat().st_mtime != self.stamped.get(path):
                os.utime(path, (now, now))
                self.stamped[path] = now

    @rule(which=st.sampled_from(CONTENTS))
    def send(self, which):
        sha256 = self.stores.staging.put(which)
        with self.sit_down() as context:
            uploads.add_upload(context, Received("a.pdf", sha256, len(which)))
        self.done("send")

    @rule(which=st.sampled_from(CONTENTS))
    def send_and_be_cut_off(self, which):
        self.stores.staging.put(which)
        self.done("be cut off")

    @rule(problem=st.sampled_from(OUTCOMES), jobs=st.integers(1, 4))
    def work(self, problem, jobs):
        stores = replace(self.stores, open_pdf=lambda _: TellingReader(problem))
        with HeldJobs(stores) as hands:
            for _ in range(jobs):
                work_once(hands, job_leases.EVERY_KIND)
        self.done(f"work: {problem.name if problem else 'well'}")

    @rule(which=st.sampled_from(CONTENTS))
    def be_killed_before_the_row(self, which):
        stores = replace(self.stores, open_pdf=lambda _: TellingReader(None))
        sha256 = hashlib.sha256(which).hexdigest()
        try:
            intake.read_and_keep(stores, sha256, lambda _done, _all: None)
        except MissingFileError:
            return
        self.done("be killed")

    @rule(pick=st.integers(0, 99), facts=st.sampled_from(FACTS))
    def describe(self, pick, facts):
        def describe_upload(context, upload):
            uploads.describe_upload(context, upload, facts)

        self.act(pick, describe_upload, UploadState.WAITING)

    @rule(which=st.sampled_from(CONTENTS))
    def send_and_wait_for_two_days(self, which):
        self.send(which)
        self.work(None, 4)
        self.collect(2)

    @rule(which=st.sampled_from(CONTENTS), facts=st.sampled_from(FACTS))
    def take_in(self, which, facts):
        self.send(which)
        self.work(None, 4)
        self.describe(0, facts)
        self.work(None, 4)
        self.done("take in")

    @rule(pick=st.integers(0, 99))
    def dismiss(self, pick):
        self.act(pick, uploads.dismiss_upload, *SHOWN)

    @rule(pick=st.integers(0, 99))
    def undo(self, pick):
        self.act(pick, uploads.undo_dismissal, UploadState.DISMISSED)

    @rule(pick=st.integers(0, 99))
    def try_again(self, pick):
        self.act(pick, uploads.try_again)

    def act(self, pick, act, *states):
        upload = self.some_upload(pick, *states)
        if upload is None:
            return
        try:
            with self.sit_down() as context:
                act(context, upload)
        except (ConflictError, InvalidError):
            return  # told, and nothing was done
        self.done(act.__name__)

    @rule(days=st.sampled_from([0, 1, 2, 2]))
    def collect(self, days):
        self.stamp()
        self.days += days

        def ask(names):
            with self.desk.look(days=self.days) as context:
                return names(context)

        now = self.desk.now + timedelta(days=self.days)
        for sha256 in stored_files.collect(self.stores, ask, now).removed:
            assert sha256 in BY_HASH
            self.done("collect")

    def done(self, what):
        self.stamp()
        self.did[what] += 1

    @invariant()
    def whatever_a_row_names_is_there_with_its_bytes(self):
        files, staging = self.stores.files, self.stores.staging
        with self.desk.look() as context:
            for sha256 in revisions.known_hashes(context.session):
                assert files.get(sha256) == BY_HASH[sha256]
            for sha256 in BY_HASH:
                states = [each.state for each in uploads.of_file(context, sha256)]
                if set(states) & set(UNDER_WAY):
                    assert read_from(sha256, files, staging) == BY_HASH[sha256]
                assert sum(state in UNDER_WAY for state in states) <= 1

    def teardown(self):
        self.desk.stores.close()


class Opened:
    """Opens installations that are copies of one, which is quicker than making them."""

    def __init__(self, desk_in, now, folder: Path):
        self.desk_in, self.now, self.folder = desk_in, now, folder
        with desk_in(folder / "template"):
            pass

    def __call__(self):
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        shutil.copytree(self.folder / "template", folder, dirs_exist_ok=True)
        entered = self.desk_in(folder)
        desk = entered.__enter__()
        desk.now = self.now
        return desk


@pytest.mark.slow
@pytest.mark.soak
def test_whatever_a_row_names_is_there(desk_in, now, tmp_path):
    Staging.opened = staticmethod(Opened(desk_in, now, tmp_path))
    Staging.did = Counter()
    run_state_machine_as_test(
        Staging,
        settings=settings(
            max_examples=figure(ci=20, soak=500),
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"\nstaging: {sum(Staging.did.values())} acts: {dict(Staging.did)}")
