"""What is done for each kind of job."""

from collections.abc import Callable
from functools import partial
from time import monotonic

from annotator.jobs.contexts import WORKER, finish, read, write
from annotator.jobs.hand import in_hand
from annotator.services import (
    absences,
    accounts,
    indexing,
    intake,
    jobs,
    placing,
    revisions,
    seals,
    twins,
)
from annotator.services.context import Actor, Context, Stores
from annotator.storage.jobs import Job

BATCH = 50  # passages that are placed in one transaction
SAY_EVERY_SECONDS = 0.5  # how often progress is written down


def _intake(stores: Stores, job: Job) -> str:
    read = intake.run_intake(stores, job.payload, _progress(stores, job))
    return finish(
        stores,
        _whoever_asked(stores, job),
        lambda context: intake.finish_intake(context, dict(job.payload), read),
    )


def _index(stores: Stores, job: Job) -> str:
    payload = dict(job.payload)
    slug = str(payload.pop("report", ""))
    with stores.indexing_turn():
        if slug:
            read(stores, lambda context: indexing.index_report(context, slug))
        read(stores, lambda context: indexing.index_changes(context, payload))
    return slug


def _place(stores: Stores, job: Job) -> str:
    """Look passages up in a new file, a few at a time, so that a kill loses little."""
    sha256 = str(job.payload["revision"])
    say = _progress(stores, job)
    left = read(stores, lambda context: placing.waiting(context, sha256))
    for done in range(0, len(left), BATCH):
        batch = left[done : done + BATCH]
        write(stores, WORKER, partial(placing.place, sha256=sha256, passage_ids=batch))
        say(done + len(batch), len(left))
    return str(job.payload["report"])


def _reread(stores: Stores, job: Job) -> str:
    read = revisions.read_file(
        stores.files, str(job.payload["sha256"]), _progress(stores, job)
    )
    return finish(
        stores,
        WORKER,
        lambda context: revisions.replace_text(context, read).report.slug,
    )


def _verify(stores: Stores, job: Job) -> str:
    say = _progress(stores, job)
    checks = read(stores, lambda context: seals.check_all(context, say))

    def keep(context: Context) -> str:
        seals.keep(context, checks)
        return seals.summary(checks)

    return finish(stores, WORKER, keep)


def _twins(stores: Stores, job: Job) -> str:
    """Look for passages in other files, a few at a time; the search locks nothing."""
    sha256 = str(job.payload.get("revision", ""))
    say = _progress(stores, job)
    every = job.payload.get("passages") or read(stores, twins.every_quote)
    for done in range(0, len(every), BATCH):
        ids = every[done : done + BATCH]
        rows = read(stores, partial(twins.find_twins, passage_ids=ids, sha256=sha256))
        write(
            stores,
            WORKER,
            partial(twins.keep_twins, passage_ids=ids, rows=rows, sha256=sha256),
        )
        say(done + len(ids), len(every))
    return sha256


def _absences(stores: Stores, job: Job) -> str:
    report = str(job.payload["report"])

    def rerun(context: Context) -> str:
        absences.rerun(context, report=report)
        return report

    return finish(stores, WORKER, rerun)


HANDLERS: dict[str, Callable[[Stores, Job], str]] = {
    "intake": _intake,
    "index": _index,
    "place": _place,
    "reread": _reread,
    "verify": _verify,
    "twins": _twins,
    "absences": _absences,
}


def _whoever_asked(stores: Stores, job: Job) -> Actor:
    return read(
        stores, lambda context: accounts.actor(context, job.created_by_id) or WORKER
    )


def _progress(stores: Stores, job: Job) -> revisions.Progress:
    said = monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said
        if hand := in_hand():
            hand.go_on()
        if monotonic() - said > SAY_EVERY_SECONDS or done == total:
            said = monotonic()
            write(
                stores,
                WORKER,
                lambda context: jobs.report_progress(context, job.id, done, total),
            )

    return say
