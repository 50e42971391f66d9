"""Strangers attack a real server in every way at once: readers are answered all the same.

How long readers wait is printed; it is asserted in `make soak` alone, as the machine of
`make test` may be busy with other things.
"""

import random
import socket
import threading
from collections import Counter, deque

import pytest
from hostile_contents import tiles
from reliability.conftest import LIMIT, PASSWORD, Browser, Client, until
from soak import IS_SOAK, figure
from visitors import Reader, p99, public_pages

from annotator.services.publishing import report_publication

pytestmark = [pytest.mark.soak, pytest.mark.slow, pytest.mark.sandbox]

ATTACKS = figure(ci=200, soak=2_000)
ATTACKERS = 8
HELD = 300  # connections that are left open; the oldest then make room
READERS, PAGES_BEFORE = 10, 3
MOST_SECONDS = 1.0  # that a reader may wait, but for one in a hundred
SLOW = tiles(b".3", b"Printed over many tiles.")
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: a\r\n"
BEGINNINGS = {
    "half-open": b"",
    "half a line": b"GET / HT",
    "half the headers": b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
    "slow body": HEAD + b"Content-Length: 5000\r\n\r\nname=",
    "slow pieces": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nna",
    "huge body": HEAD + b"Content-Length: 400000000\r\n\r\n" + b"x" * 10_000,
    "huge headers": b"GET / HTTP/1.1\r\n" + b"X: " + b"x" * 100_000,
    "no HTTP": bytes(range(256)) * 10,
    "answer not taken": b"GET /source.tar.gz HTTP/1.1\r\nHost: a\r\n\r\n",
}


class Attackers:
    """Attack a server, and remember what came of it."""

    def __init__(self, address, picture):
        self.address, self.picture = address, picture
        host, _, port = address.removeprefix("http://").strip("/").partition(":")
        self.place = host, int(port)
        self.done: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.held: deque[socket.socket] = deque()
        self.lock = threading.Lock()
        self.left = ATTACKS
        self.threads = [threading.Thread(target=self._run) for _ in range(ATTACKERS)]

    def _run(self):
        ways = [*BEGINNINGS, "wrong password", "slow drawing"]
        while (number := self._next()) is not None:
            way = ways[number % len(ways)]
            if way == "wrong password":
                self._guess(number)
            elif way == "slow drawing":
                self._draw(number)
            else:
                self._begin(BEGINNINGS[way])
            with self.lock:
                self.done[way] += 1

    def _next(self):
        with self.lock:
            self.left -= 1
            return self.left if self.left >= 0 else None

    def _begin(self, sent):
        connection = socket.create_connection(self.place, timeout=LIMIT)
        try:
            connection.sendall(sent)
        except OSError:
            self.answers["closed at once"] += 1
        self.held.append(connection)
        if len(self.held) > HELD:
            self.held.popleft().close()

    def _guess(self, number):
        browser = Browser()
        browser.get_token(self.address)
        wrong = {"name": "ada", "password": f"a wrong password {number}"}
        status, _ = browser.ask(self.address, "/sign-in", wrong)
        with self.lock:
            self.answers[f"password {status}"] += 1

    def _draw(self, number):
        width = random.choice((640, 768, 896, 1024, 1200, 1424, 1792, 2096, 2448))
        address = f"{self.picture}?width={width}"
        status, _ = Browser().ask(self.address, address)
        with self.lock:
            self.answers[f"drawing {status}"] += 1

    def let_go(self):
        while self.held:
            self.held.pop().close()


def test_readers_and_the_right_password_are_answered_whatever_attackers_do(
    start, desk_of
):
    start.load_sample()
    Client(start.data)  # an account for ada
    picture = _public_picture(start, desk_of)
    server = start("serve", "--port", "0").wait_for("Press Ctrl+C")
    ada = Browser()
    assert _sign_in(ada, server.address) == 303
    pages = public_pages(server.address)
    leave = threading.Event()
    readers = [Reader(pages, server.address, leave) for _ in range(READERS)]
    attackers = Attackers(server.address, picture)
    _arrive(readers)
    for thread in attackers.threads:
        thread.start()
    until(lambda: attackers.left < ATTACKS / 2, "half of the attacks", pause=0.1)
    assert _sign_in(ada, server.address) == 303, "while they guess"
    for thread in attackers.threads:
        thread.join(LIMIT * (1 + ATTACKS / 200))
    assert _sign_in(ada, server.address) == 303, "and after"
    leave.set()
    for thread in readers:
        thread.join(LIMIT)
    attackers.let_go()
    took = [seconds for reader in readers for seconds in reader.took]
    print(
        f"\n{sum(attackers.done.values())} attacks ({len(attackers.done)} kinds; "
        f"{dict(attackers.answers)}): {len(took)} pages read meanwhile, p99 "
        f"{p99(took):.2f} s; the right password worked"
    )
    _all_is_well(server, attackers, readers)
    if IS_SOAK:
        assert p99(took) <= MOST_SECONDS


def _arrive(readers):
    """Have each read a few pages first: a server has just started only for a moment."""
    for reader in readers:
        reader.start()
    until(lambda: all(len(r.took) >= PAGES_BEFORE for r in readers), "pages read")
    for reader in readers:
        reader.took.clear()


def _all_is_well(server, attackers, readers):
    assert sum(attackers.done.values()) == ATTACKS
    statuses = sum((reader.statuses for reader in readers), Counter())
    assert set(statuses) == {"200"}, statuses
    assert set(attackers.answers) <= {
        "closed at once",
        *(f"password {status}" for status in (422, 429)),
        *(f"drawing {status}" for status in (200, 422, 503)),
    }
    assert server.popen.poll() is None
    assert "Traceback" not in server.said(), server.said()
    assert server.end() == 0, server.said()


def _sign_in(browser, address):
    """Sign ada in, in a browser that may know her; return the status of the answer."""
    browser.cookies.pop("annotator", None)
    browser.get_token(address)
    form = {"name": "ada", "password": PASSWORD}
    status, _ = browser.ask(address, "/sign-in", form)
    assert browser.ask(address, "/desk")[0] == 200
    return status


def _public_picture(start, desk_of):
    """Publish a file whose first page takes very long to draw; return its address."""
    with start.stores() as stores:
        desk = desk_of(stores)
        sha256 = desk.bring_in(SLOW, report="slow")
        with desk.sit_down() as context:
            report_publication.publish_file(context, "slow", "")
    return f"/reports/slow/revisions/{sha256}/pages/1.webp"
