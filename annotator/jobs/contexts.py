"""The contexts in which queued work is done: one transaction each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from annotator.domain.permissions import Role
from annotator.services.context import Actor, Context, Stores

WORKER = Actor("the program", Role.ADMIN)

Answer = TypeVar("Answer")


def write(stores: Stores, actor: Actor, act: Callable[[Context], Answer]) -> Answer:
    """Return what ``act`` does, and keep it."""
    with stores.database.writing.begin() as session:
        return act(Context(session, stores, actor, datetime.now(UTC)))


def read(stores: Stores, act: Callable[[Context], Answer]) -> Answer:
    """Return what ``act`` finds; it cannot change anything."""
    with stores.database.reading() as session:
        return act(Context(session, stores, WORKER, datetime.now(UTC)))
