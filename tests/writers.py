"""Many writers at once, in step, so that they meet at each save."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any, TypeVar

from soak import figure

from annotator.domain.errors import ChangedMeanwhileError
from annotator.domain.permissions import Role
from annotator.services.context import Actor, Context, Stores

Answer = TypeVar("Answer")

WRITERS = 16
MINUTES = 5 * 60.0  # no writer waits longer for the others
SOAK = figure(ci=1, soak=20)  # times as much


def act(stores: Stores, who: str, do: Callable[[Context], Answer]) -> Answer:
    """Do something in a transaction, as somebody; once more if another came between."""
    for _ in range(WRITERS):
        try:
            with stores.database.writing.begin() as session:
                return do(Context(session, stores, _actor(who), datetime.now(UTC)))
        except ChangedMeanwhileError:
            continue
    raise AssertionError("others came between each time")


def look(stores: Stores, do: Callable[[Context], Answer]) -> Answer:
    """Return what is found without changing anything."""
    with stores.database.reading() as session:
        return do(Context(session, stores, _actor("Somebody"), datetime.now(UTC)))


def _actor(who: str) -> Actor:
    return Actor(who, Role.EDITOR)


def together(write: Callable[[int, Barrier], Any], writers: int = WRITERS) -> list[Any]:
    """Return what each of the writers returns; they wait for one another at the barrier."""
    barrier = Barrier(writers, timeout=MINUTES)

    def run(number: int) -> Any:
        try:
            return write(number, barrier)
        except BaseException:
            barrier.abort()  # or the others would wait for this one
            raise

    with ThreadPoolExecutor(writers) as pool:
        running = [pool.submit(run, number) for number in range(writers)]
        return [each.result() for each in running]
