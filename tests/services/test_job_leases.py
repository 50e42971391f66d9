"""Whatever workers and people do with jobs: one holder at a time, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from
from sqlalchemy import delete

from annotator import paths
from annotator.domain.errors import AnnotatorError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import JobState
from annotator.services import job_leases, jobs
from annotator.services.context import Actor, Context
from annotator.services.stores import open_stores
from annotator.storage.work.jobs import Job, Kinds

EDITOR = Actor("An editor", Role.EDITOR)
KINDS = [Kinds(), Kinds(("index",), others=False), Kinds(("index",))]

pytestmark = [pytest.mark.slow, pytest.mark.soak]


class Jobs(RuleBasedStateMachine):
    """Workers with numbers, of which some die; each remembers what it holds."""

    held = Bundle("held")

    def __init__(self):
        super().__init__()
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.acknowledged: set[int] = set()
        self.leases: dict[int, tuple[str, datetime]] = {}  # job: holder, until
        self.done: dict[int, int] = {}  # job: how often it was said to be done
        self.stopped: set[int] = set()  # by a person
        self.dead: set[str] = set()
        self.taken = 0
        with STORES.database.writing.begin() as session:
            session.execute(delete(Job))

    def _act(self, act):
        with STORES.database.writing.begin() as session:
            return act(Context(session, STORES, EDITOR, self.now))

    @rule(kind=sampled_from(["index", "intake", "place"]))
    def put(self, kind):
        job = self._act(lambda c: jobs.put(c, kind=kind, title="T", payload={}))
        self.acknowledged.add(job.id)

    @rule(target=held, worker=integers(0, 2), kinds=sampled_from(KINDS))
    def take(self, worker, kinds):
        self.taken += 1
        holder = f"worker-{worker}-{len(self.dead)}/{self.taken}"
        job = self._act(lambda c: job_leases.take(c, holder=holder, kinds=kinds))
        self._forget_given_up()
        if job is None:
            return (0, holder)
        before = self.leases.get(job.id)
        assert before is None or before[1] < self.now, "two held it at once"
        assert job.attempts <= job_leases.MOST_ATTEMPTS
        self.leases[job.id] = holder, self.now + job_leases.LEASE
        return (job.id, holder)

    def _forget_given_up(self):
        with STORES.database.reading() as session:
            for id_, (_, until) in list(self.leases.items()):
                state = session.get(Job, id_).state
                if state is JobState.FAILED and until < self.now:
                    del self.leases[id_]

    def _holds(self, job_id, holder):
        return self.leases.get(job_id, ("",))[0] == holder

    @rule(hand=held)
    def renew(self, hand):
        kept = self._act(lambda c: job_leases.renew(c, *hand))
        assert kept is self._holds(*hand)
        if kept:
            self.leases[hand[0]] = hand[1], self.now + job_leases.LEASE

    @rule(hand=held)
    def finish(self, hand):
        was_kept = self._act(lambda c: job_leases.finish(c, *hand, "made it"))
        assert was_kept is self._holds(*hand), "one who no longer held it ended it"
        if was_kept:
            self.done[hand[0]] = self.done.get(hand[0], 0) + 1
            del self.leases[hand[0]]

    @rule(hand=held, passing=sampled_from([True, False]))
    def fail(self, hand, passing):
        def act(context):
            if not passing or not hand[0]:
                return job_leases.fail(context, *hand, "It broke.")
            job = context.session.get(Job, hand[0])
            return job_leases.try_later(context, job, hand[1], "Not now.")

        was_kept = self._act(act)
        assert was_kept is self._holds(*hand)
        if was_kept:
            del self.leases[hand[0]]

    @rule(hand=held)
    def hand_back(self, hand):
        before = self._attempts(hand[0])
        was_kept = self._act(lambda c: job_leases.hand_back(c, *hand))
        assert was_kept is self._holds(*hand)
        if was_kept:
            assert self._attempts(hand[0]) == before - 1
            del self.leases[hand[0]]

    def _attempts(self, job_id):
        with STORES.database.reading() as session:
            job = session.get(Job, job_id)
            return job.attempts if job else 0

    @rule(hand=held)
    def a_worker_dies(self, hand):
        worker = hand[1].partition("/")[0]
        self.dead.add(worker)

        def is_dead(holder):
            return holder.partition("/")[0] in self.dead

        freed = self._act(lambda c: job_leases.free_abandoned(c, is_dead))
        theirs = [job for job, (who, _) in self.leases.items() if is_dead(who)]
        assert freed == len(theirs)
        for job in theirs:
            del self.leases[job]

    @rule(minutes=sampled_from([0.1, 1, 3, 15, 300]))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(hand=held)
    def a_person_retries(self, hand):
        try:
            self._act(lambda c: jobs.retry_job(c, hand[0]))
        except AnnotatorError:
            return
        assert hand[0] not in self.leases
        self.stopped.discard(hand[0])

    @rule(hand=held)
    def a_person_stops_it(self, hand):
        try:
            self._act(lambda c: jobs.cancel_job(c, hand[0]))
        except AnnotatorError:
            return
        self.leases.pop(hand[0], None)
        self.stopped.add(hand[0])

    @invariant()
    def every_job_is_somewhere(self):
        with STORES.database.reading() as session:
            kept = {id_: session.get(Job, id_) for id_ in self.acknowledged}
        for id_, job in kept.items():
            assert job is not None, "an acknowledged job is gone"
            assert 0 <= job.attempts <= job_leases.MOST_ATTEMPTS + 1
            is_held = id_ in self.leases
            assert (job.state is JobState.RUNNING) is is_held
            assert (job.state is JobState.CANCELLED) is (id_ in self.stopped)
            assert (job.state is JobState.DONE) is bool(self.done.get(id_))
            assert self.done.get(id_, 0) <= 1, "done twice"


def test_whatever_happens_to_jobs_nothing_is_lost_and_nobody_shares(tmp_path):
    global STORES
    STORES = open_stores(tmp_path / "data", paths.REPORTS_PDF)
    try:
        run_state_machine_as_test(
            Jobs,
            settings=settings(
                max_examples=40,
                stateful_step_count=40,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        STORES.close()
