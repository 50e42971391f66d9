"""Fifty readers and ten analysts at a real server: nobody is told of an error.

How long readers wait, and by how much the server grows, is printed; it is asserted in
`make soak` alone, as the machine of `make test` may be busy with other things.
"""

import random
import re
import time
from collections import Counter
from pathlib import Path
from threading import Event

import pytest
from reliability.conftest import LIMIT, Client
from soak import IS_SOAK, figure
from visitors import Reader, Visitor, p99, public_pages

pytestmark = [pytest.mark.soak, pytest.mark.slow]

SECONDS = figure(ci=60, soak=1_800)
WARM_SECONDS = figure(ci=20, soak=300)  # until it has all that it keeps in memory
READERS, ANALYSTS = 50, 10
WRITING_SECONDS = 5.0  # between two claims of one analyst: 2 a second of all
MOST_SECONDS = 0.2  # that all but one in a hundred public pages may take
MOST_GROWTH = 0.05


class Analyst(Visitor):  # type: ignore[misc]
    """Writes claims, and looks at the desk in between."""

    def __init__(self, number, data, address, leave):
        client = Client(data, name=f"analyst-{number}")
        super().__init__(client, address, leave)
        self.number, self.stated = number, []

    def run(self):
        self.browser.get_token(self.address)
        while not self.leave.wait(random.uniform(0.5, 1.5) * WRITING_SECONDS):
            text = f"Claim {len(self.stated)} of analyst {self.number}."
            if self.count(lambda: self.browser.claim(self.address, text)) == "303":  # noqa: B023
                self.stated.append(text)
            self.get(random.choice(["/desk", "/desk/claims", "/desk/jobs"]))


def resident(pid):
    """Return the memory that a process holds, in MiB."""
    told = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", told)[1]) / 1024


def test_readers_and_analysts_are_told_of_no_error(start):
    start.load_sample()
    server = start("serve", "--port", "0").wait_for("Press Ctrl+C")
    load = Load(start.data, server)
    load.run()
    print(load.told())
    assert set(load.statuses) <= {"200", "303"}, load.statuses
    assert all(reader.took for reader in load.readers)
    _is_stored_once(start, load.analysts)
    assert server.end() == 0, server.said()
    assert "Traceback" not in server.said(), server.said()
    if IS_SOAK:
        assert p99(load.took) <= MOST_SECONDS
        assert load.growth < MOST_GROWTH


class Load:
    """Everybody who visits a server for a while."""

    def __init__(self, data, server):
        self.pid, address, self.leave = server.popen.pid, server.address, Event()
        self.analysts = [
            Analyst(number, data, address, self.leave) for number in range(ANALYSTS)
        ]
        self.pages = public_pages(address)
        assert len(self.pages) > 20, self.pages
        self.readers = [Reader(self.pages, address, self.leave) for _ in range(READERS)]

    def run(self):
        visitors = [*self.readers, *self.analysts]
        for visitor in visitors:
            visitor.start()
        time.sleep(WARM_SECONDS)
        self.warm = resident(self.pid)
        time.sleep(SECONDS - WARM_SECONDS)
        self.growth = resident(self.pid) / self.warm - 1
        self.leave.set()
        for visitor in visitors:
            visitor.join(LIMIT)
        self.statuses = sum((v.statuses for v in visitors), Counter())
        self.took = [seconds for reader in self.readers for seconds in reader.took]

    def told(self):
        written = sum(len(analyst.stated) for analyst in self.analysts)
        return (
            f"\n{READERS} readers of {len(self.pages)} pages and {ANALYSTS} analysts "
            f"for {SECONDS} s: {len(self.took)} pages read, p99 "
            f"{p99(self.took) * 1000:.0f} ms; {written} claims written; answers "
            f"{dict(self.statuses)}; {self.warm:.0f} MiB after {WARM_SECONDS} s, "
            f"{self.growth:+.1%} at the end"
        )


def _is_stored_once(start, analysts):
    with start.stores() as stores, stores.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT text FROM claim").all()
    stored = Counter(text for (text,) in rows)
    stated = [text for analyst in analysts for text in analyst.stated]
    assert stated
    assert [text for text in stated if stored[text] != 1] == []
