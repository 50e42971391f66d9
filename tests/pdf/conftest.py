"""Workers under watch: after each test none may be left, not even as a zombie."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.pdf.child import SECOND, Child


class Workers:
    """Starts workers, real or not, and remembers them."""

    def __init__(self) -> None:
        self.pids: list[int] = []

    def start(self) -> Child:
        return self._remember(Child())

    def start_second(self) -> Child:
        return self._remember(Child(SECOND))

    def acting(self, *steps: str) -> Callable[[], Child]:
        """Return how to start a process that greets, takes a PDF, then does ``steps``.

        Steps are lines of Python; they may call ``say(kind, content)``, ``hear()`` and
        ``work(seconds)``.
        """
        source = "\n".join([_ACTOR, *steps])
        return self.running(sys.executable, "-I", "-c", source)

    def running(self, *command: str) -> Callable[[], Child]:
        """Return how to start any program in the place of a worker."""
        return lambda: self._remember(Child(command))

    def saying(self, kind: bytes, content: bytes) -> Callable[[], Child]:
        """Return how to start a process that answers the first request with this."""
        return self.acting("hear()", f"say({kind!r}, {content!r})", "hear()")

    def _remember(self, child: Child) -> Child:
        self.pids.append(child.pid)
        return child


_ACTOR = """
import json, os, signal, sys, time
from annotator.pdf import messages

def say(kind, content):
    sys.stdout.buffer.write(messages.frame(kind, content))
    sys.stdout.buffer.flush()

def hear():
    kind, length = messages.HEADER.unpack(sys.stdin.buffer.read(messages.HEADER.size))
    return sys.stdin.buffer.read(length)

def work(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass

say(messages.HELLO, b"[]")
hear()
say(messages.JSON, b'{"page_count": 3}')
"""


def alive_in_group(group: int) -> Iterator[str]:
    """Yield each process of a group, but those that are dead and only not yet buried."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = status.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                yield status.parent.name


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers()
    yield workers
    for pid in workers.pids:
        with pytest.raises(ProcessLookupError):  # a zombie could still be found
            os.kill(pid, 0)
        assert not list(alive_in_group(pid))


@pytest.fixture
def honest_page() -> dict[str, object]:
    """What a worker says about a page, which a test may spoil."""
    page: dict[str, object] = json.loads(
        """{"number": 1, "label": "i", "width": 595.0, "height": 842, "rotation": 0,
        "lines": [[0, 0, [["word", 1.0, 2.0, 3.0, 4.0, 11.0, 0, false, []]]]],
        "links": [[1, 2, 3, 4, "https://example.org/"]], "notes": 0,
        "has_picture": false, "leaves_out": false}"""
    )
    return page
