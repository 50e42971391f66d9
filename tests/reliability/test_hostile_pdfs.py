"""Hostile PDFs are uploaded at a real server: each is answered, and nobody dies of one.

What is accepted is described, published, and opened by the analyst and by a reader. That
each is answered within 30 s is asserted in `make soak`, as a machine may be busy.
"""

import html
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hostile_pdfs import KINDS, MORE_KINDS
from reliability.conftest import LIMIT, Browser, Client, until
from soak import IS_SOAK

from annotator.domain.errors import PdfProblem

pytestmark = [pytest.mark.soak, pytest.mark.slow, pytest.mark.sandbox]

MADE = KINDS | MORE_KINDS if IS_SOAK else KINDS
MOST_SECONDS = 30.0
PAUSE_SECONDS = 0.3  # between two looks, a little shorter than the page's own
REFUSED = re.compile(
    r'role="alert">Not added\. ([^<]*)<|</strong> was not added\. ([^<]*)<'
)
AGAIN = re.compile(r'<p class="quiet">([^<]*) It will be retried')
FAILED = re.compile(r'<p class="error" role="alert">([^<]*)</p>')
WAITING = "Wait"  # for its facts
ADDED = "Added"


class Desk:
    """An analyst, and a reader, at a server."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.outcomes: Counter[str] = Counter()
        self.answered: dict[str, float] = {}  # seconds, by the kind of file
        self.pictures: Counter[int] = Counter()  # by the status of the answer

    def send(self, name, content):
        """Upload a file and wait for its answer; return its address if it is accepted."""
        began = time.monotonic()
        status, card = self.client.upload(self.address, f"{name[:40]}.pdf", content)
        assert status == 200, f"{name}: {status}"
        path = re.search(r"/desk/intake/uploads/\d+", card)
        said = self.wait(name, path[0], _answer) if path else _answer(card)
        self.answered[name] = time.monotonic() - began
        if said != WAITING:
            self.refused(name, said)
            if path:  # so that it is not tried again
                self.client.part(self.address, f"{path[0]}/dismiss", {})
            return ""
        return path[0]

    def wait(self, name, path, answer):
        """Wait until there is an answer on the page of an upload."""
        said = []

        def is_answered():
            status, card = self.client.part(self.address, path)
            assert status == 200, f"{name}: {status}"
            said.append(answer(card))
            return said[-1]

        until(is_answered, name, 2 * LIMIT, PAUSE_SECONDS)
        return said[-1]

    def refused(self, name, said):
        problems = [p for p in PdfProblem if said.startswith(p.value)]
        assert problems, f"{name}: {said}"
        self.outcomes[problems[0].name] += 1

    def take_in(self, name, path):
        """Describe an accepted file, and open it when it was read."""
        facts = {"title": name, "lab": "Wren Labs", "kind": "system card"}
        more = {"published": "2030-01", "models": "", "source_url": "", "report": ""}
        status, _ = self.client.part(self.address, path, {**facts, **more})
        assert status == 200, f"{name}: {status}"
        said = self.wait(name, path, lambda card: _answer(card, described=True))
        if said != ADDED:
            self.refused(name, said)
            return
        self.outcomes["taken in"] += 1
        _, card = self.client.part(self.address, path)
        self.open(re.search(r'/desk/reports/([^"]+)">Open it', card)[1])

    def open(self, slug):
        """Look at the first page as an analyst does, publish it, and as a reader does."""
        status, page = self.client.ask(self.address, f"/desk/reports/{slug}")
        assert status == 200, slug
        sha = re.search(r"/revisions/([0-9a-f]{64})", page)[1]
        folder = f"/reports/{slug}/revisions/{sha}"
        publish = f"/desk/reports/{slug}/publication/files/{sha}"
        assert self.client.ask(self.address, publish, {"do": "publish"})[0] == 303
        reader = Browser()
        for who, start in ((self.client, "/desk"), (reader, "")):
            assert who.ask(self.address, f"{start}{folder}/pages/1")[0] == 200, slug
            status, _ = who.ask(self.address, f"{start}{folder}/pages/1.webp")
            assert status in (200, 422, 503), f"{slug}: {status}"
            self.pictures[status] += 1
        for path in (f"/desk{folder}/pages/1/words", f"/desk{folder}/pages/1/links"):
            assert self.client.ask(self.address, path)[0] in (200, 422, 503), slug
        assert reader.ask(self.address, f"{folder}.pdf")[0] in (200, 422, 503), slug


def _answer(card, *, described=False):
    """What a part of the intake desk says of a file; "" while it is at work."""
    for pattern in (REFUSED, AGAIN):
        if said := pattern.search(card):
            return html.unescape(said[1] or said[2] if said.lastindex else "").strip()
    if re.search(r">\s*Added,", card):
        return ADDED
    if said := FAILED.search(card):
        return html.unescape(said[1])
    return WAITING if 'name="published"' in card and not described else ""


def test_hostile_pdfs_are_answered_and_nobody_dies_of_them(start):
    start.load_sample()
    client = Client(start.data)
    server = start("serve", "--port", "0").wait_for("Press Ctrl+C")
    client.get_token(server.address)
    desk = Desk(client, server.address)
    with ThreadPoolExecutor(1) as reading:
        accepted = [
            reading.submit(desk.take_in, name, path)
            for name, make in MADE.items()
            if (path := desk.send(name, make()))
        ]
        for one in accepted:
            one.result()
    assert server.popen.poll() is None, server.said()
    assert "Traceback" not in server.said(), server.said()
    assert client.ask(server.address, "/")[0] == 200
    assert sum(desk.outcomes.values()) == len(MADE)
    slowest = max(desk.answered, key=desk.answered.__getitem__)
    print(
        f"\n{len(MADE)} hostile PDFs uploaded: 0 deaths of the server; "
        f"{dict(desk.outcomes.most_common())}; first pages drawn: "
        f"{dict(desk.pictures)}; slowest answer {desk.answered[slowest]:.1f} s "
        f"({slowest})"
    )
    if IS_SOAK:
        assert desk.answered[slowest] <= MOST_SECONDS
    assert server.end() == 0, server.said()
