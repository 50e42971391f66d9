"""What each command needs: the stores, and a context whose work is kept or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.services.context import Actor, Context, Stores
from annotator.services.stores import open_stores
from annotator.settings import Settings

OPERATOR = Actor("the command line", Role.ADMIN)  # whoever may read the data folder


@contextmanager
def stores_of(settings: Settings) -> Iterator[Stores]:
    """Open the installation for one command."""
    stores = open_stores(settings.data, settings.reports_pdf, settings.database_url)
    try:
        yield stores
    finally:
        stores.close()


@contextmanager
def reading(stores: Stores) -> Iterator[Context]:
    """Give a context that only reads."""
    with stores.database.reading() as session:
        yield Context(session, stores, OPERATOR, datetime.now(UTC))


@contextmanager
def keeping(stores: Stores) -> Iterator[Context]:
    """Give a context; keep what it did if nothing went wrong."""
    with stores.database.writing.begin() as session:
        yield Context(session, stores, OPERATOR, datetime.now(UTC))


@contextmanager
def writing(stores: Stores) -> Iterator[Context]:
    """Give a context; keep what it did if nothing went wrong, and do its jobs."""
    with keeping(stores) as context:
        yield context
    work_all(stores)
