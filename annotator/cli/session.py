"""What each command needs: the stores, and a context whose work is kept or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.services.context import Actor, Context, Stores
from annotator.services.stores import open_stores
from annotator.settings import Settings


@contextmanager
def stores_of(settings: Settings) -> Iterator[Stores]:
    """Open the installation for one command."""
    stores = open_stores(settings.data, settings.reports_pdf, settings.database_url)
    try:
        yield stores
    finally:
        stores.close()


@contextmanager
def reading(stores: Stores, role: Role = Role.ANALYST) -> Iterator[Context]:
    """Give a context that only reads."""
    with stores.database.reading() as session:
        yield Context(session, stores, _operator(role), datetime.now(UTC))


@contextmanager
def keeping(stores: Stores, role: Role = Role.ANALYST) -> Iterator[Context]:
    """Give a context; keep what it did if nothing went wrong.

    A command is no editor unless it was told to publish, and no admin unless it is
    about accounts.
    """
    with stores.database.writing.begin() as session:
        yield Context(session, stores, _operator(role), datetime.now(UTC))


@contextmanager
def writing(stores: Stores, role: Role = Role.ANALYST) -> Iterator[Context]:
    """Give a context as ``keeping`` does, and do the jobs that it has queued."""
    with keeping(stores, role) as context:
        yield context
    work_all(stores)


def _operator(role: Role) -> Actor:
    """Return whoever may read the data folder, trusted as the command needs it."""
    return Actor("the command line", role)
