"""Readers of a server, who ask for one page after the other, and how long they wait."""

import random
import re
import time
from collections import Counter
from threading import Thread

from reliability.conftest import Browser

READING_SECONDS = (1.0, 4.0)  # between two pages of one reader


class Visitor(Thread):
    """Somebody who asks for one page after the other until it is time to go."""

    def __init__(self, browser, address, leave):
        super().__init__()
        self.browser, self.address, self.leave = browser, address, leave
        self.took: list[float] = []
        self.statuses: Counter[str] = Counter()

    def get(self, path):
        self.count(lambda: self.browser.ask(self.address, path)[0])

    def count(self, ask):
        began = time.monotonic()
        try:
            status = str(ask())
        except Exception as error:  # noqa: BLE001  -- counted, and shown
            status = repr(error)
        self.took.append(time.monotonic() - began)
        self.statuses[status] += 1
        return status


class Reader(Visitor):
    """Reads public pages."""

    def __init__(self, pages, address, leave):
        super().__init__(Browser(), address, leave)
        self.pages = pages

    def run(self):
        while not self.leave.wait(random.uniform(*READING_SECONDS)):
            self.get(random.choice(self.pages))


def public_pages(address):
    """Return the addresses of pages that a reader comes to, in two steps from the first."""
    found = {"/"}
    for _ in range(2):
        for path in sorted(found)[:20]:
            _, page = Browser().ask(address, path)
            found |= set(re.findall(r'href="(/[^"#?]*)"', page))
    files = (".pdf", ".gz", ".zip", ".svg", ".css", ".js", ".png", ".ico")
    kept = [p for p in sorted(found) if not p.endswith(files)]
    return [p for p in kept if not p.startswith(("/sign-in", "/desk", "/static"))]


def p99(took):
    return sorted(took)[int(len(took) * 0.99)]
