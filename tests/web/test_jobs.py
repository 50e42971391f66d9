"""The page of queued work, and what the desk says when it is late."""

from datetime import UTC, datetime, timedelta

import pytest

from annotator.domain.vocabulary import JobState
from annotator.storage.work.jobs import Job, WorkerRow


@pytest.fixture
def job(stores):
    """A job of no kind that anybody does, as old as one says."""

    def put(*, minutes=0, kind="intake", **values):
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        with stores.database.writing.begin() as session:
            made = Job(kind=kind, title="Read “Wren”", payload={}, created_at=at)
            for name, value in values.items():
                setattr(made, name, value)
            session.add(made)
            session.flush()
            return made.id

    return put


def _state(stores, job_id):
    with stores.database.reading() as session:
        return session.get(Job, job_id).state


def test_a_failed_job_is_shown_with_its_reason_and_may_be_retried(analyst, stores, job):
    failed = job(state=JobState.FAILED, message="The PDF has no pages.", attempts=8)
    page = analyst.get("/desk/jobs").text
    assert "The PDF has no pages." in page
    assert analyst.post(f"/desk/jobs/{failed}/retry").status_code == 303
    with stores.database.reading() as session:
        again = session.get(Job, failed)
        assert (again.state, again.attempts) == (JobState.WAITING, 0)
    assert analyst.post(f"/desk/jobs/{failed}/retry").status_code == 409


def test_a_job_that_waits_for_a_later_try_can_be_tried_now(analyst, stores, job):
    soon = datetime.now(UTC) + timedelta(minutes=10)
    put_off = job(
        message="The database cannot be reached.", attempts=4, not_before=soon
    )
    assert "Retry" in analyst.get("/desk/jobs").text
    assert analyst.post(f"/desk/jobs/{put_off}/retry").status_code == 303
    with stores.database.reading() as session:
        assert session.get(Job, put_off).not_before <= datetime.now(UTC)
    assert analyst.post(f"/desk/jobs/{put_off}/retry").status_code == 409


def test_an_analyst_stops_their_own_jobs_and_an_editor_those_of_others(
    analyst, editor, stores, job
):
    theirs = job()
    assert analyst.post(f"/desk/jobs/{theirs}/cancel").status_code == 403
    assert _state(stores, theirs) is JobState.WAITING
    assert editor.post(f"/desk/jobs/{theirs}/cancel").status_code == 303
    assert _state(stores, theirs) is JobState.CANCELLED
    assert "Stopped by" in analyst.get("/desk/jobs").text


def test_indexing_is_not_stopped_or_the_search_would_be_stale(editor, stores, job):
    indexing = job(kind="index")
    assert editor.post(f"/desk/jobs/{indexing}/cancel").status_code == 409
    assert _state(stores, indexing) is JobState.WAITING


def test_the_desk_says_that_work_is_late_and_whether_a_worker_is_there(
    analyst, stores, job
):
    assert "is late" not in analyst.get("/desk").text
    job(minutes=1)
    assert "minutes late" not in analyst.get("/desk").text
    job(minutes=7)
    page = analyst.get("/desk").text
    assert "Background jobs are 7 minutes late: no worker is running" in page
    with stores.database.writing.begin() as session:
        session.add(WorkerRow(name="w", seen_at=datetime.now(UTC)))
    assert "7 minutes late: a worker is running" in analyst.get("/desk").text


def test_what_is_to_wait_and_what_runs_is_not_late(analyst, stores, job):
    soon = datetime.now(UTC) + timedelta(minutes=1)
    job(minutes=60, not_before=soon, message="The disk is full.")
    job(minutes=60, state=JobState.RUNNING, lease_until=soon, holder="w/1")
    assert "minutes late" not in analyst.get("/desk").text
    assert "next try" in analyst.get("/desk/jobs").text


def test_a_job_whose_worker_fell_silent_is_late(analyst, job):
    silent = datetime.now(UTC) - timedelta(minutes=3)
    job(minutes=60, state=JobState.RUNNING, lease_until=silent, holder="w/1")
    assert "Background jobs are 3 minutes late" in analyst.get("/desk").text


def test_readers_see_nothing_of_it(reader, job):
    job(minutes=60)
    assert "Background jobs" not in reader.get("/").text
    assert reader.get("/desk/jobs").status_code == 303


def test_indexing_that_was_done_does_not_hide_what_else_was(analyst, job):
    job(state=JobState.DONE, message="x")
    for _ in range(60):
        job(kind="index", title="Bring it in line", state=JobState.DONE)
    page = analyst.get("/desk/jobs").text
    assert "Read “Wren”" in page
    assert "Bring it in line" not in page
