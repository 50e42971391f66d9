"""The worker outlives whatever happens to it, and nobody's work is lost or done twice."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from annotator.domain.vocabulary import JobState
from annotator.jobs import worker
from annotator.jobs.contexts import WORKER, finish, write
from annotator.jobs.handlers import HANDLERS
from annotator.jobs.held_job import in_hand
from annotator.jobs.held_jobs import HeldJobs
from annotator.jobs.worker import Worker, work_all
from annotator.services import job_leases, jobs
from annotator.services.library import labs
from annotator.storage.database import engine as engines
from annotator.storage.work.jobs import Job

LIMIT = 120.0  # seconds, for what takes a moment on a quiet machine


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MILLISECONDS", 1_000)
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.2)


@pytest.fixture
def working(stores) -> Iterator[Worker]:
    one = Worker(stores)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def put(stores) -> Callable[..., int]:
    def put(kind: str) -> int:
        made = write(
            stores,
            WORKER,
            lambda c: jobs.put(c, kind=kind, title=f"A {kind}", payload={}),
        )
        return made.id

    return put


@pytest.fixture
def does(monkeypatch):
    """Say what is done for a new kind of job."""
    return lambda kind, act: monkeypatch.setitem(HANDLERS, kind, act)


def _job(stores, job_id) -> Job:
    with stores.database.reading() as session:
        return session.get(Job, job_id)


def _until(true: Callable[[], object]) -> None:
    ends = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < ends, "that never came"
        time.sleep(0.02)


def _is(stores, job_id, state) -> Callable[[], bool]:
    return lambda: _job(stores, job_id).state is state


@contextmanager
def _locked(stores) -> Iterator[None]:
    other = sqlite3.connect(stores.data / "annotator.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    yield
    other.rollback()
    other.close()


def test_a_locked_database_makes_it_wait_and_not_die(stores, working, put, does):
    does("errand", lambda _stores, _job: "done")
    with _locked(stores):
        _until(lambda: all(lane.failures >= 3 for lane in working.lanes))
    first = put("errand")
    began = time.monotonic()
    _until(_is(stores, first, JobState.DONE))
    assert time.monotonic() - began < 30
    assert all(lane.failures == 0 or lane.is_alive() for lane in working.lanes)


def test_what_came_of_a_job_is_written_once_the_database_lets_it(
    stores, working, put, does
):
    begun, go_on = Event(), Event()

    def errand(_stores, _job):
        begun.set()
        go_on.wait(LIMIT)
        raise ValueError("a mistake")

    does("errand", errand)
    job = put("errand")
    assert begun.wait(LIMIT)
    with _locked(stores):
        go_on.set()
        time.sleep(2)  # long enough for it to fail to write
    _until(_is(stores, job, JobState.FAILED))
    assert "Something went wrong" in _job(stores, job).message


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_lane_that_died_is_started_again_and_its_job_is_not_silent(
    stores, working, put, does
):
    def fatal(_stores, _job):
        raise SystemExit

    does("fatal", fatal)
    does("errand", lambda _stores, _job: "done")
    dead, later = put("fatal"), put("errand")
    _until(_is(stores, later, JobState.DONE))
    assert _job(stores, dead).state is JobState.FAILED


def test_an_error_that_may_pass_is_tried_again_later_and_then_given_up(
    stores, put, does
):
    def full(_stores, _job):
        raise OSError(28, "No space left on device")

    does("errand", full)
    job = put("errand")
    for attempt in range(1, job_leases.MOST_ATTEMPTS + 1):
        assert work_all(stores) == 1
        assert _job(stores, job).attempts == attempt
        assert "No space left" in _job(stores, job).message
        assert work_all(stores) == 0, "it did not wait"
        with stores.database.writing.begin() as session:
            session.get(Job, job).not_before = None
    assert _job(stores, job).state is JobState.FAILED
    assert f"after {job_leases.MOST_ATTEMPTS} attempts" in _job(stores, job).message


def test_a_mistake_is_told_at_once(stores, put, does):
    does("errand", lambda _stores, _job: 1 / 0)
    job = put("errand")
    assert work_all(stores) == 1
    assert _job(stores, job).state is JobState.FAILED


def test_who_stops_gives_back_what_it_holds_and_the_attempt_does_not_count(
    stores, put, does
):
    begun = Event()

    def long(_stores, _job):
        begun.set()
        while True:
            in_hand().go_on()
            time.sleep(0.01)

    does("long", long)
    job = put("long")
    one = Worker(stores)
    one.start()
    assert begun.wait(LIMIT)
    one.stop()
    given_back = _job(stores, job)
    assert (given_back.state, given_back.attempts) == (JobState.WAITING, 0)


def test_a_step_that_is_never_done_is_given_back_and_what_it_says_later_is_refused(
    stores, put, does
):
    begun, go_on, ended = Event(), Event(), Event()

    def deaf(stores, _job):
        begun.set()
        go_on.wait(LIMIT)
        try:
            return finish(stores, WORKER, lambda c: labs.find_or_add_lab(c, "X").slug)
        finally:
            ended.set()

    does("deaf", deaf)
    job = put("deaf")
    one = Worker(stores)
    one.start()
    assert begun.wait(LIMIT)
    one.stop(seconds=0.2)
    assert _job(stores, job).state is JobState.WAITING
    go_on.set()
    assert ended.wait(LIMIT)
    assert _job(stores, job).state is JobState.WAITING
    with stores.database.reading() as session:
        assert labs_of(session) == 0


def labs_of(session) -> int:
    return session.connection().exec_driver_sql("SELECT count(*) FROM lab").scalar()


def test_a_job_that_another_took_is_not_ended_by_the_late_one(stores, put, does):
    def slow(stores, job):
        with stores.database.writing.begin() as session:  # as another worker would
            session.get(Job, job.id).holder = "another/1"
        return "what the late one says"

    does("slow", slow)
    job = put("slow")
    work_all(stores)
    assert (_job(stores, job).state, _job(stores, job).message) == (
        JobState.RUNNING,
        "",
    )


def test_a_job_that_is_stopped_notices_at_its_next_step(stores, working, put, does):
    begun, noticed = Event(), Event()

    def long(_stores, _job):
        begun.set()
        try:
            while True:
                in_hand().go_on()
                time.sleep(0.01)
        finally:
            noticed.set()

    does("long", long)
    job = put("long")
    assert begun.wait(LIMIT)
    write(stores, WORKER, lambda context: jobs.cancel_job(context, job))
    assert noticed.wait(LIMIT)
    _until(_is(stores, job, JobState.CANCELLED))


def test_indexing_does_not_wait_behind_long_work(stores, working, put, does):
    begun, go_on = Event(), Event()

    def long(_stores, _job):
        begun.set()
        go_on.wait(LIMIT)
        return "done"

    does("long", long)
    does("index", lambda _stores, _job: "indexed")
    put("long")
    assert begun.wait(LIMIT)
    indexing = put("index")
    _until(_is(stores, indexing, JobState.DONE))
    go_on.set()


def test_leases_are_renewed_while_work_goes_on(stores, working, put, does):
    begun, go_on = Event(), Event()

    def long(_stores, _job):
        begun.set()
        go_on.wait(LIMIT)
        return "done"

    does("long", long)
    job = put("long")
    assert begun.wait(LIMIT)
    first = _job(stores, job).lease_until
    _until(lambda: _job(stores, job).lease_until > first)
    go_on.set()
    _until(_is(stores, job, JobState.DONE))


def test_what_a_worker_held_that_ended_without_a_word_is_free_at_once(
    stores, put, does
):
    does("errand", lambda _stores, _job: "done")
    job = put("errand")
    dead = HeldJobs(stores)
    assert dead.take(job_leases.EVERY_KIND).job.id == job
    with HeldJobs(stores) as other:
        other.free_abandoned()
        assert _job(stores, job).state is JobState.RUNNING, "it still lives"
        dead._life._lock.release()  # as the system does when a process ends
        other.free_abandoned()
    assert work_all(stores) == 1
    assert _job(stores, job).state is JobState.DONE
