"""The jobs that one worker holds, and the sign that it is alive."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from annotator.jobs.contexts import WORKER, write
from annotator.jobs.held_job import HeldJob
from annotator.jobs.liveness import Liveness
from annotator.services import job_leases
from annotator.services.context import Stores
from annotator.storage.work.jobs import Kinds

BEAT_SECONDS = 20.0  # between two renewals: a lease of two minutes is renewed six times

log = logging.getLogger(__name__)


class HeldJobs:
    """The jobs that one worker holds; thread-safe."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.stopping = Event()
        self._life = Liveness(stores.data / "workers")
        self._held: dict[str, HeldJob] = {}
        self._lock = Lock()
        self._was_seen = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def take(self, kinds: Kinds) -> HeldJob | None:
        """Take the next job of some kinds; return None if there is none."""
        holder = self._life.new_holder()
        job = write(
            self.stores, WORKER, partial(job_leases.take, holder=holder, kinds=kinds)
        )
        if job is None:
            return None
        hand = HeldJob(job, holder, self.stopping)
        with self._lock:
            self._held[holder] = hand
        return hand

    def drop(self, hand: HeldJob) -> None:
        """Stop renewing the lease of a job."""
        with self._lock:
            self._held.pop(hand.holder, None)

    def held(self) -> list[HeldJob]:
        """Return the jobs held now."""
        with self._lock:
            return list(self._held.values())

    def beat(self) -> None:
        """Record that this worker is alive, and renew its leases."""
        for hand in self.held():
            renew = partial(job_leases.renew, job_id=hand.job.id, holder=hand.holder)
            if not write(self.stores, WORKER, renew):
                hand.lost = True
        write(self.stores, WORKER, partial(job_leases.show_life, name=self._life.name))
        self._was_seen = True

    def free_abandoned(self) -> None:
        """Queue again the jobs of workers that died without giving them back."""
        free = partial(job_leases.free_abandoned, is_dead=self._life.is_dead)
        if freed := write(self.stores, WORKER, free):
            log.warning("%s jobs of a worker that died are queued again", freed)

    def hand_back(self) -> None:
        """Give back all jobs still held, at once."""
        for hand in self.held():
            hand.lost = True
            give = partial(job_leases.hand_back, job_id=hand.job.id, holder=hand.holder)
            write(self.stores, WORKER, give)
            self.drop(hand)

    def end(self) -> None:
        """Remove the sign of life."""
        try:
            if self._was_seen:
                name = self._life.name
                write(self.stores, WORKER, partial(job_leases.show_end, name=name))
        finally:
            self._life.end()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Renew leases in a thread of its own for as long as the block runs."""
        done = Event()
        beats = Thread(target=self._beat_until, args=(done,), name="beat", daemon=True)
        beats.start()
        try:
            yield
        finally:
            done.set()
            beats.join()

    def _beat_until(self, done: Event) -> None:
        while not done.wait(BEAT_SECONDS):
            try:
                self.beat()
            except Exception:
                log.exception("leases could not be renewed; trying again")
