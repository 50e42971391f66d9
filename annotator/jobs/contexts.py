"""The contexts in which queued work is done: one transaction each.

Whatever a job changes, it changes as the job's holder: a transaction in which the job
turns out to be another's, or cancelled, is not kept.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from annotator.domain.permissions import Role
from annotator.jobs.held_job import LetGoError, in_hand
from annotator.services import job_leases
from annotator.services.context import Actor, Context, Stores

WORKER = Actor("the program", Role.ADMIN)

Answer = TypeVar("Answer")


def write(stores: Stores, actor: Actor, act: Callable[[Context], Answer]) -> Answer:
    """Return what ``act`` does, and keep it; raise LetGoError if the job is lost."""
    hand = in_hand()
    with stores.database.writing.begin() as session:
        context = Context(session, stores, actor, datetime.now(UTC))
        if hand and not job_leases.renew(context, hand.job.id, hand.holder):
            hand.lost = True
            raise LetGoError
        return act(context)


def finish(stores: Stores, actor: Actor, act: Callable[[Context], str]) -> str:
    """Keep what ``act`` does and that the job is done, both or neither.

    For a job's last change, if it must not be made twice. ``act`` returns what came of
    the job.
    """
    hand = in_hand()

    def last(context: Context) -> str:
        message = act(context)
        if hand and not job_leases.finish(context, hand.job.id, hand.holder, message):
            raise LetGoError
        return message

    message = write(stores, actor, last)
    if hand:
        hand.ended = True
    return message


def read(stores: Stores, act: Callable[[Context], Answer]) -> Answer:
    """Return what ``act`` finds; it cannot change anything."""
    with stores.database.reading() as session:
        return act(Context(session, stores, WORKER, datetime.now(UTC)))
