"""Open the stores and contexts that commands need."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from annotator.domain.permissions import COMMAND_LINE, Role
from annotator.jobs.worker import work_all
from annotator.services.context import Actor, Context, Stores
from annotator.services.stores import open_stores
from annotator.settings import Settings


@contextmanager
def stores_of(settings: Settings) -> Iterator[Stores]:
    """Open the stores of an installation for one command."""
    stores = open_stores(
        settings.data,
        settings.reports_pdf,
        settings.database_url,
        eyes=settings.eyes,
    )
    try:
        yield stores
    finally:
        stores.close()


@contextmanager
def reading(stores: Stores, role: Role = Role.ANALYST) -> Iterator[Context]:
    """Yield a context that only reads."""
    with stores.database.reading() as session:
        yield Context(session, stores, _operator(role), datetime.now(UTC))


@contextmanager
def reading_one_moment(stores: Stores) -> Iterator[Context]:
    """Yield a context that reads all as it was at one moment, whoever writes."""
    with stores.database.reading_one_moment() as session:
        yield Context(session, stores, _operator(Role.ANALYST), datetime.now(UTC))


@contextmanager
def keeping(stores: Stores, role: Role = Role.ANALYST) -> Iterator[Context]:
    """Yield a context, and commit if the block raises nothing.

    A command acts as an analyst unless it publishes (editor) or changes accounts
    (admin).
    """
    with stores.database.writing.begin() as session:
        yield Context(session, stores, _operator(role), datetime.now(UTC))


@contextmanager
def writing(stores: Stores, role: Role = Role.ANALYST) -> Iterator[Context]:
    """Yield a context as ``keeping`` does, then do the queued jobs."""
    with keeping(stores, role) as context:
        yield context
    work_all(stores)


def _operator(role: Role) -> Actor:
    """Return the person at the terminal as an actor with ``role``."""
    return Actor(COMMAND_LINE, role)
