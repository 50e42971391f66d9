"""Periodic work, which the worker checks for at intervals."""

from datetime import UTC, datetime
from functools import partial

from annotator.jobs.contexts import WORKER, read, write
from annotator.services import jobs
from annotator.services.accounts import authentication
from annotator.services.context import Stores
from annotator.services.edits import submissions
from annotator.services.intake import files, stored_files
from annotator.services.passages import picture_checks
from annotator.services.publishing import letters, seals
from annotator.services.search import indexing


def heal(stores: Stores) -> None:
    """Queue the rebuilding of indexes that were damaged and set aside."""
    if read(stores, indexing.is_lost):
        write(stores, WORKER, indexing.rebuild_later)


def look(stores: Stores) -> None:
    """Queue the work that is due, and remove files that no row names any more."""
    write(stores, WORKER, seals.check_nightly)
    write(stores, WORKER, picture_checks.check_missing)
    write(stores, WORKER, files.reread_later)
    write(stores, WORKER, submissions.forget_old)
    write(stores, WORKER, letters.forget_senders)
    write(stores, WORKER, authentication.forget_old)
    write(stores, WORKER, jobs.forget_old)
    stored_files.collect(stores, partial(read, stores), datetime.now(UTC))
