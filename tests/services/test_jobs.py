"""Long work is queued with what asked for it, shown in order, and stopped or retried."""

from dataclasses import replace
from datetime import timedelta

import pytest

from annotator.domain.errors import ConflictError, ForbiddenError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import JobState
from annotator.services import job_leases, jobs
from annotator.services.accounts import accounts
from annotator.services.accounts.passwords import Hashed
from annotator.services.context import READER, Actor

DONE, FAILED, WAITING = JobState.DONE, JobState.FAILED, JobState.WAITING


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("jobs")) as desk:
        yield desk


def _put(context, kind="intake", *, title="Read “Wren”", state=WAITING, **payload):
    job = jobs.put(context, kind=kind, title=title, payload=payload)
    job.state = state
    context.session.flush()
    return job


def test_the_queue_has_what_is_open_oldest_first_and_what_ended_newest_first(context):
    for state in (WAITING, JobState.RUNNING, FAILED, JobState.CANCELLED, DONE):
        for title in ("first", "second"):
            _put(context, title=title, state=state)
    _put(context, "index", title="indexed", state=DONE)
    queue = jobs.list_jobs(context)
    assert [job.title for job in queue.open_jobs] == ["first", "second"] * 2
    assert [job.title for job in queue.failed] == ["second", "first"] * 2
    assert [job.title for job in queue.done] == ["second", "first"]


def test_a_long_queue_is_cut_and_counted_whole(context):
    for _ in range(jobs.SHOWN + 2):
        _put(context)
    queue = jobs.list_jobs(context)
    assert (len(queue.open_jobs), queue.open_count) == (jobs.SHOWN, jobs.SHOWN + 2)


def test_a_finished_intake_leads_to_the_placing_of_its_own_report(context):
    intake = _put(context)
    _put(context, "place", report="gull-card")
    placing = _put(context, "place", report="wren-card")
    assert jobs.next_job(context, intake) is None
    intake.state, intake.message = DONE, "wren-card"
    assert jobs.next_job(context, intake).id == placing.id
    assert jobs.next_job(context, placing) is None


def test_what_ended_or_is_put_off_is_retried_as_if_it_were_new(context):
    job = _put(context, state=FAILED)
    job.attempts, job.message, job.done, job.total = 8, "It broke.", 3, 9
    again = jobs.retry_job(context, job.id)
    assert (again.state, again.attempts, again.message) == (WAITING, 0, "")
    assert (again.done, again.total, again.ended_at) == (0, 0, None)
    job.not_before = context.now + timedelta(minutes=5)
    assert jobs.retry_job(context, job.id).not_before == context.now
    for state in (DONE, JobState.RUNNING, WAITING):
        job.state = state
        with pytest.raises(ConflictError, match=f"is {state}; there is nothing to re"):
            jobs.retry_job(context, job.id)


def test_a_job_is_stopped_by_whoever_asked_for_it_or_by_an_editor(context):
    ann, bob = (_analyst(context, name) for name in ("ann", "bob"))
    job = _put(ann)
    assert job_leases.take(context, holder="a worker").id == job.id
    with pytest.raises(ForbiddenError):
        jobs.cancel_job(bob, job.id)
    assert jobs.cancel_job(ann, job.id).message == "Stopped by Ann."
    assert not job_leases.renew(context, job.id, "a worker"), "its worker lets go"
    with pytest.raises(ConflictError, match="nothing to stop"):
        jobs.cancel_job(ann, job.id)
    assert jobs.cancel_job(context, _put(bob).id).state is JobState.CANCELLED
    with pytest.raises(ConflictError, match="must be kept up to date"):
        jobs.cancel_job(context, _put(context, "index").id)


def _analyst(context, name):
    user = accounts.add_user(
        replace(context, actor=replace(context.actor, role=Role.ADMIN)),
        name=name,
        display_name=name.title(),
        role="analyst",
        password=Hashed("kept"),
    )
    return replace(context, actor=accounts.as_actor(user))


def test_who_reads_drafts_is_told_how_late_work_is_and_whether_a_worker_is_there(
    context,
):
    _put(context)
    later = replace(context, now=context.now + timedelta(minutes=7, seconds=50))
    assert jobs.late_work(context) is None
    assert jobs.late_work(later) == jobs.Late(minutes=7, is_alive=False)
    job_leases.show_life(later, "a worker")
    assert jobs.late_work(later) == jobs.Late(minutes=7, is_alive=True)
    assert jobs.late_work(replace(later, actor=READER)) is None
    with pytest.raises(SignInNeededError):
        jobs.list_jobs(replace(later, actor=READER))


def test_what_ended_long_ago_is_forgotten_and_what_is_open_is_not(context):
    kept = _put(context, title="waits")
    for title, ago in (("old", jobs.KEPT), ("new", timedelta(days=1))):
        job = _put(context, title=title, state=DONE)
        job.ended_at = context.now - ago - timedelta(minutes=1)
    context.session.flush()
    jobs.forget_old(replace(context, actor=Actor("the program", Role.ADMIN)))
    queue = jobs.list_jobs(context)
    assert [job.title for job in queue.done] == ["new"]
    assert [job.id for job in queue.open_jobs] == [kept.id]
