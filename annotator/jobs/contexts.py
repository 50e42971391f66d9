"""The contexts in which queued work is done: one transaction each.

A transaction is kept only while this worker holds the job: if the job was cancelled or
is held by another worker, it is rolled back.
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
    """Run ``act``, commit, return its result; raise LetGoError if the job is lost."""
    hand = in_hand()
    with stores.database.writing.begin() as session:
        context = Context(session, stores, actor, datetime.now(UTC))
        if hand and not job_leases.renew(context, hand.job.id, hand.holder):
            hand.lost = True
            raise LetGoError
        return act(context)


def finish(stores: Stores, actor: Actor, act: Callable[[Context], str]) -> str:
    """Commit what ``act`` changes and the end of the job in one transaction.

    For a job's last change, if it must not be made twice. ``act`` returns the job's
    message, which is returned. Raises LetGoError if the job is lost.
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
    """Run ``act`` in a context that cannot write, and return its result."""
    with stores.database.reading() as session:
        return act(Context(session, stores, WORKER, datetime.now(UTC)))
