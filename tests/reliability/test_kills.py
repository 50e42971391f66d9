"""Kill -9 at random instants, under load: what was acknowledged is there, once."""

import http.client
import random
import sqlite3
import threading
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from reliability.conftest import LIMIT, Client, hashes, put, until
from soak import figure

from annotator.jobs.contexts import read
from annotator.services.publishing import seals
from annotator.services.search import indexing

KILLS = figure(ci=60, soak=1_000)
NOWHERE = "http://127.0.0.1:1"
OPEN = "SELECT count(*) FROM job WHERE state IN ('waiting', 'running')"

pytestmark = [pytest.mark.soak, pytest.mark.slow]


class Load:
    """States claims as fast as it is let to, and remembers which were acknowledged."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.sent: list[str] = []
        self.acknowledged: list[str] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        while not self.stop.wait(0.02):
            text = f"Claim {len(self.sent)} of many."
            try:
                if not self.client.csrf:
                    self.client.get_token(self.address())
                self.sent.append(text)
                if self.client.claim(self.address(), text) == 303:
                    self.acknowledged.append(text)
            except (OSError, http.client.HTTPException):
                self.stop.wait(0.1)  # it was killed; nothing is sent twice


class Slot:
    """A process that is killed again and again, at random instants, and started anew."""

    def __init__(self, start, *command, ready):
        self.start, self.command, self.ready = start, command, ready
        self.kills = 0
        self.process = start.fork(*command)

    def kill_until(self, enough):
        """Kill; three times of four after it has begun to work, else as it starts."""
        while not enough():
            if random.random() < 0.75:
                self.process.wait_for(self.ready)
            time.sleep(random.uniform(0, 1.5))
            self.process.kill()
            self.kills += 1
            self.process = self.start.fork(*self.command)


class Queue:
    """Keeps long jobs waiting, and remembers which it has queued."""

    def __init__(self, stores, database):
        self.stores, self.database = stores, database
        self.files = hashes(stores)
        self.put: list[int] = []

    def fill(self):
        open_jobs = self.database.execute(f"{OPEN} AND kind != 'index'").fetchone()[0]
        if open_jobs < 2:
            sha256 = random.choice(self.files)
            self.put.append(put(self.stores, "reread", sha256=sha256))
            self.put.append(put(self.stores, "verify"))


def test_what_is_killed_at_random_loses_and_doubles_nothing(start):
    start.load_sample()
    client = Client(start.data)
    database = sqlite3.connect(start.data / "annotator.sqlite3", timeout=60)
    with start.stores() as stores:
        queue = Queue(stores, database)
        web = Slot(start, "serve", "--no-worker", "--port", "0", ready="Press Ctrl+C")
        slots = [
            web,
            *(Slot(start, "worker", ready="Running background jobs") for _ in range(2)),
        ]
        load = Load(client, lambda: web.process.address or NOWHERE)
        _kill(slots, queue)
        enough = len(load.acknowledged) + 3
        until(lambda: len(load.acknowledged) >= enough, "the server works again")
        load.stop.set()
        load.thread.join(LIMIT)
        _drain(database)
        assert [slot.process.end() for slot in slots] == [0, 0, 0]
        _nothing_is_lost(database, load, queue.put)
        _every_check_is_kept_once(stores, database)
        assert read(stores, indexing.check) == []
    workers = sum(slot.kills for slot in slots[1:])
    print(
        f"\n{web.kills + workers} kills ({web.kills} of the web, {workers} of workers):"
        f" 0 lost, 0 doubled of {len(load.acknowledged)} claims and {len(queue.put)}"
        " long jobs; index = database"
    )


def _kill(slots, queue):
    def killed():
        return sum(slot.kills for slot in slots)

    def enough():
        return killed() > KILLS - len(slots)

    threads = [
        threading.Thread(target=slot.kill_until, args=(enough,)) for slot in slots
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        queue.fill()
        time.sleep(0.1)
    assert killed() >= KILLS


def _every_check_is_kept_once(stores, database):
    quotes = len(read(stores, lambda c: seals.check_all(c, lambda _done, _all: None)))
    checks = database.execute(
        "SELECT count(*) FROM job WHERE state = 'done' AND kind = 'verify'"
    ).fetchone()[0]
    # Publishing has sealed each quote once, before any of these.
    sealed = database.execute("SELECT count(*) FROM seal").fetchone()[0]
    assert sealed == quotes * (checks + 1)


def _drain(database):
    """Wait until every job is done; what waits for a later attempt need not."""

    def nothing_is_open():
        with database:
            database.execute(
                "UPDATE job SET not_before = NULL WHERE not_before > ?",
                (datetime.now(UTC).isoformat(" "),),
            )
        return not database.execute(OPEN).fetchone()[0]

    until(nothing_is_open, "the queue is done")


def _nothing_is_lost(database, load, put_by_us):
    stored = Counter(
        text for (text,) in database.execute("SELECT text FROM claim").fetchall()
    )
    assert [text for text in load.acknowledged if stored[text] != 1] == []
    assert [text for text in load.sent if stored[text] > 1] == []
    states = dict(database.execute("SELECT id, state FROM job").fetchall())
    reasons = database.execute("SELECT message FROM job WHERE state = 'failed'")
    assert [id_ for id_ in put_by_us if states[id_] != "done"] == [], reasons.fetchall()
    assert set(states.values()) == {"done"}
