"""The handler of each kind of job."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic

from annotator.domain.errors import ConflictError, InvalidError, UnreadablePdfError
from annotator.jobs.contexts import WORKER, finish, read, write
from annotator.jobs.held_job import in_hand
from annotator.services import jobs
from annotator.services.accounts import accounts
from annotator.services.claims import absence_searches, absences
from annotator.services.context import Actor, Context, Stores
from annotator.services.intake import files, inspection, intake, uploads
from annotator.services.passages import picture_checks, pictures, placing, twins
from annotator.services.publishing import seals
from annotator.services.search import indexing
from annotator.storage.work.jobs import Job

BATCH = 50  # passages that are placed in one transaction; chosen, not measured
PICTURES = 10  # passages that are looked at before something is stored; likewise
DRAW_SECONDS = 180.0  # for the pages of a file; 300 of a system card took 20
MOST_OVERTAKEN = 20  # attempts to replace a text while passages are being marked
SAY_EVERY_SECONDS = 0.5  # at least this long between two records of progress


def _inspect(stores: Stores, job: Job) -> str:
    """Inspect a file that was sent; a temporary failure is left to the next attempt."""
    upload = _upload_of(job)
    if read(stores, partial(uploads.is_dismissed, upload_id=upload)):
        return ""  # it may have taken long each time that it was tried
    with _refusing(stores, upload):
        seen = inspection.read_first_pages(stores, str(job.payload["sha256"]))
    found = read(
        stores,
        lambda context: inspection.suggest(
            context, name=uploads.get_upload(context, upload).file_name, seen=seen
        ),
    )
    write(
        stores, WORKER, partial(uploads.keep_inspection, upload_id=upload, seen=found)
    )
    return ""


def _intake(stores: Stores, job: Job) -> str:
    """Take a file in: read it, move it to the files, and only then write its row."""
    upload, sha256 = _upload_of(job), str(job.payload["sha256"])
    with _refusing(stores, upload):
        found = intake.read_and_keep(stores, sha256, _progress(stores, job))

    def keep(context: Context) -> str:
        return uploads.finish_upload(context, upload_id=upload, read=found).slug

    try:
        return finish(stores, _requester(stores, job), keep)
    except InvalidError as error:
        asked = partial(uploads.ask_again, upload_id=upload, problem=str(error))
        write(stores, WORKER, asked)
        raise


@contextmanager
def _refusing(stores: Stores, upload: int) -> Iterator[None]:
    """Refuse an upload whose file cannot be read, unless the failure is temporary."""
    try:
        yield
    except UnreadablePdfError as error:
        if not error.is_passing:
            problem = str(error.problem)
            refuse = partial(uploads.refuse_upload, upload_id=upload, problem=problem)
            write(stores, WORKER, refuse)
        raise


def _upload_of(job: Job) -> int:
    if "upload" not in job.payload:  # queued by an earlier version
        raise InvalidError("file", "was uploaded before an update; upload it again.")
    return int(job.payload["upload"])


def _index(stores: Stores, job: Job) -> str:
    payload = dict(job.payload)
    slug = str(payload.pop("report", ""))
    with stores.indexing_turn():
        if slug:
            read(stores, lambda context: indexing.index_report(context, slug))
        read(stores, lambda context: indexing.index_changes(context, payload))
    return slug


def _rebuild_indexes(stores: Stores, job: Job) -> str:
    with stores.indexing_turn():
        if read(stores, indexing.is_behind):  # nobody has rebuilt them meanwhile
            read(stores, partial(indexing.rebuild, say=_progress(stores, job)))
    return ""


def _place(stores: Stores, job: Job) -> str:
    """Place passages in a new file, in batches, so that a kill loses little."""
    sha256 = str(job.payload["revision"])
    say = _progress(stores, job)
    left = read(stores, lambda context: placing.waiting(context, sha256))
    for done in range(0, len(left), BATCH):
        batch = left[done : done + BATCH]
        find = partial(placing.find_places, sha256=sha256, passage_ids=batch)
        keep = partial(placing.keep_places, sha256=sha256, rows=read(stores, find))
        write(stores, WORKER, keep)
        say(done + len(batch), len(left))
    return str(job.payload["report"])


def _reread(stores: Stores, job: Job) -> str:
    """Read a known file again; passages marked meanwhile are looked up again."""
    sha256 = str(job.payload["sha256"])
    found = files.read_file(stores, sha256, _progress(stores, job))
    for _ in range(MOST_OVERTAKEN):
        followed = read(stores, partial(files.follow_passages, read=found))
        replace = partial(files.replace_text, read=found, followed=followed)
        revision = write(stores, WORKER, replace)
        if revision is not None:
            return revision.report.slug
    raise ConflictError("Passages of this report are being marked; try again later.")


def _verify(stores: Stores, job: Job) -> str:
    say = _progress(stores, job)
    checks = read(stores, lambda context: seals.check_all(context, say))

    def keep(context: Context) -> str:
        seals.keep(context, checks)
        return seals.summary(checks)

    return finish(stores, WORKER, keep)


def _twins(stores: Stores, job: Job) -> str:
    """Search for twins of passages, in batches; the search locks nothing."""
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


def _pictures(stores: Stores, job: Job) -> str:
    """Compare passages with the pictures of their pages, in batches."""
    say = _progress(stores, job)
    every = job.payload["passages"]
    for done in range(0, len(every), PICTURES):
        ids = every[done : done + PICTURES]
        found = read(stores, partial(picture_checks.check_marked, passage_ids=ids))
        write(stores, WORKER, partial(picture_checks.keep, findings=found))
        say(done + len(ids), len(every))
    return ""


def _draw(stores: Stores, job: Job) -> str:
    """Draw the pages of a file ahead; those that cannot be drawn are drawn when shown."""
    sha256 = str(job.payload["revision"])
    say = _progress(stores, job)
    count = read(stores, partial(pictures.page_count, sha256=sha256))
    failed, begun = 0, monotonic()
    for page in range(1, count + 1):
        if monotonic() - begun > DRAW_SECONDS:
            return f"Stopped before page {page}, as the pages are slow to draw."
        try:
            read(stores, partial(pictures.draw_ahead, sha256=sha256, page=page))
        except UnreadablePdfError:
            failed += 1
        say(page, count)
    return f"{failed} of {count} pages could not be drawn." if failed else ""


def _absences(stores: Stores, job: Job) -> str:
    report = str(job.payload["report"])
    ahead = read(stores, partial(absence_searches.search_report, report=report))

    def rerun(context: Context) -> str:
        absences.rerun(context, report=report, ahead=ahead)
        return report

    return finish(stores, WORKER, rerun)


HANDLERS: dict[str, Callable[[Stores, Job], str]] = {
    "inspect": _inspect,
    "intake": _intake,
    "index": _index,
    jobs.REBUILD: _rebuild_indexes,
    "place": _place,
    "reread": _reread,
    "verify": _verify,
    "twins": _twins,
    "pictures": _pictures,
    "draw": _draw,
    "absences": _absences,
}


def _requester(stores: Stores, job: Job) -> Actor:
    return read(
        stores, lambda context: accounts.actor(context, job.created_by_id) or WORKER
    )


def _progress(stores: Stores, job: Job) -> files.Progress:
    reported = monotonic()

    def report(done: int, total: int) -> None:
        nonlocal reported
        if hand := in_hand():
            hand.go_on()
        if monotonic() - reported > SAY_EVERY_SECONDS or done == total:
            reported = monotonic()
            write(
                stores,
                WORKER,
                lambda context: jobs.report_progress(context, job.id, done, total),
            )

    return report
