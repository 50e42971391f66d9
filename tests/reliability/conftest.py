"""Real processes that are started, told to stop and killed; and a browser for them."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from forked import Forked

from annotator import paths
from annotator.domain.permissions import Role
from annotator.jobs.contexts import WORKER, write
from annotator.services import jobs
from annotator.services.accounts import accounts, authentication, passwords
from annotator.services.context import Actor, Context, Stores
from annotator.services.stores import open_stores

LIMIT = 300.0  # seconds, for what takes a few on a quiet machine
ADMIN = Actor("An admin", Role.ADMIN)
PASSWORD = "a password for tests"
PART = {"HX-Request": "true"}


def until(
    true: Callable[[], object], what: str, limit: float = LIMIT, pause: float = 0.02
) -> None:
    """Wait until something is true, looking every ``pause`` seconds."""
    ends = time.monotonic() + limit
    while not true():
        assert time.monotonic() < ends, f"{what}: not within {limit:g} s"
        time.sleep(pause)


class Process:
    """A program that goes on until it is ended."""

    def __init__(self, log: Path, popen: subprocess.Popen[bytes] | Forked):
        self.log = log
        self.popen = popen

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    @property
    def address(self) -> str:
        """The address it says it is at, or ""."""
        found = re.search(r"Annotator is at (http://\S+)", self.said())
        return found[1] if found else ""

    def wait_for(self, words: str) -> "Process":
        def is_said() -> bool:
            assert self.popen.poll() is None or words in self.said(), self.said()
            return words in self.said()

        until(is_said, words)
        return self

    def kill(self) -> None:
        """As the system does that is out of memory; what it began goes with it."""
        self.popen.kill()
        self.popen.wait()
        self.clean()

    def clean(self) -> None:
        try:
            os.killpg(self.popen.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; return its exit code."""
        self.popen.send_signal(number)
        return self.popen.wait(LIMIT)


class Browser:
    """Somebody's browser; it does not try anything twice."""

    form = "/sign-in"  # a page with a form

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    def ask(
        self, address: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Return status and text; with ``form`` it is sent, else the page is got."""
        if form is None:
            return self._ask(address, path)
        body = urlencode({**form, "csrf_token": self.csrf}).encode()
        return self._ask(address, path, body, "application/x-www-form-urlencoded")

    def part(
        self, address: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Return status and text of the part of a page, as htmx asks for it."""
        if form is None:
            return self._ask(address, path, more=PART)
        body = urlencode({**form, "csrf_token": self.csrf}).encode()
        kind = "application/x-www-form-urlencoded"
        return self._ask(address, path, body, kind, PART)

    def upload(self, address: str, name: str, content: bytes) -> tuple[int, str]:
        """Send a file as the intake desk does; return status and what is shown of it."""
        boundary = b"--a-boundary-that-no-file-has"
        head = b'Content-Disposition: form-data; name="%s"'
        parts = [
            head % b"csrf_token" + b"\r\n\r\n" + self.csrf.encode(),
            head % b"files" + b'; filename="%s"\r\n\r\n' % name.encode() + content,
        ]
        sent = b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts)
        kind = f"multipart/form-data; boundary={boundary.decode()}"
        body = sent + b"--%s--\r\n" % boundary
        return self._ask(address, "/desk/intake/files", body, kind, PART)

    def _ask(
        self,
        address: str,
        path: str,
        body: bytes | None = None,
        kind: str = "",
        more: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=LIMIT)
        cookies = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        headers = {"Cookie": cookies, **(more or {})}
        if body is not None:
            headers |= {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {k: v.value for k, v in SimpleCookie(line).items()}
        finally:
            connection.close()
        return answer.status, text

    def get_token(self, address: str) -> None:
        """Get what every form needs."""
        _, page = self.ask(address, self.form)
        [self.csrf, *_] = re.findall(r'name="csrf_token" value="(.*?)"', page)


class Client(Browser):
    """A browser in which an admin is signed in."""

    form = "/desk/claims/new"

    def __init__(self, data: Path, database_url: str = "", name: str = "ada"):
        super().__init__()
        stores = open_stores(data, paths.REPORTS_PDF, database_url)
        hashed = passwords.hash_password(PASSWORD, name=name)
        with stores.database.writing.begin() as session:
            context = Context(session, stores, ADMIN, datetime.now(UTC))
            accounts.add_user(
                context,
                name=name,
                display_name=name.title(),
                role="admin",
                password=hashed,
            )
            attempt = authentication.begin_attempt(context, name=name, address="")
        proven = authentication.check_attempt(attempt, PASSWORD)
        with stores.database.writing.begin() as session:
            context = Context(session, stores, ADMIN, datetime.now(UTC))
            token = authentication.start_session(context, proven, browser="").token
        stores.close()
        self.cookies = {"annotator": token}

    def claim(self, address: str, text: str) -> int:
        """Add a claim; return the status of the answer."""
        form = {"text": text, "category": "cyber", "lab": "northfield"}
        return self.ask(address, "/desk/claims", {**form, "asserted_by": "lab"})[0]


class Starter:
    """Starts programs on one data folder."""

    def __init__(self, folder: Path, sample: Path, database_url: str = ""):
        self.folder, self.data, self.sample = folder, folder / "data", sample
        self.database_url = database_url
        self.started: list[Process] = []
        self._numbers = count()

    def __call__(self, *command: str, data: Path | None = None) -> Process:
        """Start an ``annotator`` command."""
        folder = ["--data", str(data or self.data)]
        return self.run(["annotator", *folder, *command])

    def run(self, argv: list[str]) -> Process:
        """Start a module of Python's."""
        log = self._new_log()
        with log.open("wb") as file:
            popen = subprocess.Popen(
                [sys.executable, "-m", *argv],
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self._env()},
                start_new_session=True,
            )
        return self._keep(Process(log, popen))

    def fork(self, *command: str) -> Process:
        """Start an ``annotator`` command that has nothing to import any more."""
        log = self._new_log()
        return self._keep(Process(log, Forked(log, list(command), self._env())))

    def _env(self) -> dict[str, str]:
        return {
            "ANNOTATOR_EYES": "0",  # it takes 4 s to start, after each kill
            "ANNOTATOR_DATA": str(self.data),
            "ANNOTATOR_DATABASE_URL": self.database_url,
        }

    def _new_log(self) -> Path:
        return self.folder / f"log-{next(self._numbers)}"

    def _keep(self, process: Process) -> Process:
        self.started.append(process)
        return process

    def load_sample(self) -> None:
        """Fill the data folder."""
        if self.database_url:
            loading = self("demo", "--no-serve")
            assert loading.popen.wait(LIMIT) == 0, loading.said()
        else:
            shutil.copytree(self.sample, self.data)

    @contextmanager
    def stores(self) -> Iterator[Stores]:
        """Open the data folder in this process."""
        stores = open_stores(self.data, paths.REPORTS_PDF, self.database_url)
        yield stores
        stores.close()


@pytest.fixture
def start(tmp_path, sample_loaded) -> Iterator[Starter]:
    """Start commands on a data folder; whatever still runs at the end is killed."""
    starter = Starter(tmp_path, sample_loaded)
    yield starter
    for each in starter.started:
        if each.popen.poll() is None:
            each.kill()
        each.clean()


def put(stores: Stores, kind: str, **payload: object) -> int:
    """Queue a job; return its number."""
    made = write(
        stores,
        WORKER,
        lambda c: jobs.put(c, kind=kind, title=f"A {kind}", payload=payload),
    )
    return made.id


def hashes(stores: Stores) -> list[str]:
    """Return the SHA-256 of every file."""
    return [path.name for path in sorted(stores.files.folder.glob("*/*"))]


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as asked:
        return asked.getsockname()[1]
