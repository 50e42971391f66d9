"""Kill -9 at random instants, under load: what was acknowledged is there, once."""

import http.client
import random
import sqlite3
import threading
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from reliability.conftest import LIMIT, SOAK, Client, hashes, put, until

from annotator.jobs.contexts import read
from annotator.services import indexing, seals

KILLS = 1_000 if SOAK else 60
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


def test_what_is_killed_at_random_loses_and_doubles_nothing(start):
    start.load_sample()
    client = Client(start.data)
    database = sqlite3.connect(start.data / "annotator.sqlite3", timeout=60)
    with start.stores() as stores:
        files = hashes(stores)
        quotes = len(read(stores, lambda c: seals.check_all(c, lambda _a, _b: None)))
        before = database.execute("SELECT count(*) FROM seal").fetchone()[0]
        web = start("serve", "--no-worker", "--port", "0").wait_for("Press Ctrl+C")
        workers = [start("worker") for _ in range(2)]
        load = Load(client, lambda: web.address or "http://127.0.0.1:1")
        put_by_us = []
        killed = Counter()
        for _ in range(KILLS):
            if database.execute(f"{OPEN} AND kind != 'index'").fetchone()[0] < 2:
                sha256 = random.choice(files)
                put_by_us.append(put(stores, "reread", sha256=sha256))
                put_by_us.append(put(stores, "verify"))
            time.sleep(random.uniform(0, 0.8))
            if killed["web"] * 3 < killed["worker"]:
                killed["web"] += 1
                web.kill()
                web = start("serve", "--no-worker", "--port", "0")
            else:
                killed["worker"] += 1
                workers.pop(0).kill()
                workers.append(start("worker"))
        web.wait_for("Press Ctrl+C")
        enough = len(load.acknowledged) + 3
        until(lambda: len(load.acknowledged) >= enough, "the server works again")
        load.stop.set()
        load.thread.join(LIMIT)
        _drain(database)
        assert [each.end() for each in (web, *workers)] == [0, 0, 0]
        _nothing_is_lost(database, load, put_by_us)
        done = database.execute(
            "SELECT count(*) FROM job WHERE state = 'done' AND kind = 'verify' AND id"
            f" IN ({','.join(map(str, put_by_us))})"
        ).fetchone()[0]
        nightly = (
            database.execute(
                "SELECT count(*) FROM job WHERE kind = 'verify'"
            ).fetchone()[0]
            - len(put_by_us) // 2
        )
        kept = database.execute("SELECT count(*) FROM seal").fetchone()[0] - before
        assert kept == quotes * (done + nightly), "a check was kept twice, or not"
        assert read(stores, indexing.check) == []
    print(
        f"\n{KILLS} kills ({killed['web']} of the web, {killed['worker']} of workers):"
        f" 0 lost, 0 doubled of {len(load.acknowledged)} claims and {len(put_by_us)}"
        " jobs; index = database"
    )


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
