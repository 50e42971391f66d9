"""A running server and a real browser, shared by the tests of this folder."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser.find_browser import find_browser
from browser.phone import HEIGHT, OPTIONS, WIDTH, Phone
from every_kind import work_on
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    expect,
    sync_playwright,
)
from waitress import wasyncore
from waitress.server import create_server

from annotator import paths
from annotator.app import create_app
from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.services.context import Actor, Context, Stores
from annotator.services.intake import intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.stores import open_stores
from annotator.settings import Settings

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ADMIN = Actor("An admin", Role.ADMIN)
# What htmx says when a later request takes the place of one that is on its way, as while
# somebody types on a slow machine. Of one that failed it says more.
ABORTED = ("htmx:afterRequest", "htmx:sendAbort")
PUBLIC = "http://localhost"  # where readers find the sample; nothing listens there
LIMIT = 120.0  # seconds, for what takes a moment on a quiet machine

expect.set_options(timeout=1000 * LIMIT)


@dataclass
class Site:
    """A server on this machine, and the stores that it serves from."""

    address: str
    stores: Stores

    def take_in(self, content: bytes, report: str) -> str:
        """Take a PDF in as a report with this slug; return its SHA-256."""
        # Tests share the site: the same bytes would be a file of another one's report.
        sha256 = self.stores.staging.put(content + f"\n% {report}\n".encode())
        read = intake.read_and_keep(self.stores, sha256, lambda _done, _all: None)
        facts = ReportFacts(
            lab="Wren Labs",
            title=report,
            kind="system card",
            published="2030",
            models=("Wren 1",),
            report=report,
        )
        with self.stores.database.writing.begin() as session:
            intake.add_revision(self.context(session), read, facts)
        work_all(self.stores)
        return sha256

    def context(self, session) -> Context:
        return Context(session, self.stores, ADMIN, datetime.now(UTC))


@pytest.fixture(scope="session")
def site(tmp_path_factory, desk_of) -> Iterator[Site]:
    """A server that nobody else uses, with an editor called ed."""
    stores = open_stores(tmp_path_factory.mktemp("site"), paths.REPORTS_PDF)
    app = create_app(Settings(stores.data, stores.reports_pdf), stores)
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, host="127.0.0.1", port=port, threads=4)
    running = Thread(target=server.run, daemon=True)
    running.start()
    site = Site(f"http://127.0.0.1:{port}", stores)
    desk_of(stores).add_person("ed", "editor")
    yield site
    # In its own thread, which may be waiting for one of them.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
    server.task_dispatcher.shutdown()
    running.join(LIMIT)
    stores.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; that there is none is an error, with advice."""
    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


def open_context(chromium: Browser, **options: Any) -> BrowserContext:
    """Open a browser of its own that waits for what it needs, also on a busy machine."""
    context = chromium.new_context(**options)
    context.set_default_timeout(1000 * LIMIT)
    return context


@pytest.fixture
def windows(chromium: Browser, site: Site, desk_of) -> Iterator[Callable[..., Page]]:
    """Opens windows, each a browser of its own in which ed is signed in."""
    opened: list[BrowserContext] = []
    problems: list[str] = []

    def open_window(width: int = 1280, height: int = 900, **options: object) -> Page:
        size = {"width": width, "height": height}
        context = open_context(
            chromium, viewport=size, base_url=site.address, **options
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        opened.append(context)
        token = desk_of(site.stores).sign_in("ed")
        cookie = {"name": "annotator", "value": token, "url": site.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield open_window
    for context in opened:
        context.close()
    assert problems == [], "a script failed"


@pytest.fixture
def window(windows: Callable[..., Page]) -> Page:
    """A window in which ed is signed in."""
    return windows()


@pytest.fixture(scope="module")
def reader(desk_in, tmp_path_factory, sample_ready):
    """A reader's way to the sample, without a server between."""
    with desk_in(tmp_path_factory.mktemp("public"), sample_ready) as desk:
        app = create_app(Settings(desk.stores.data, paths.REPORTS_PDF), desk.stores)
        yield app.test_client()


@pytest.fixture(scope="module")
def later_reader(desk_in, tmp_path_factory, prepared, sample_ready):
    """A reader's way to the sample after a year of work."""

    def work(folder: Path) -> None:
        with desk_in(folder, sample_ready) as desk:
            work_on(desk)

    ready = prepared.once("every-kind", work)
    with desk_in(tmp_path_factory.mktemp("later"), ready) as desk:
        settings = Settings(desk.stores.data, desk.stores.reports_pdf)
        yield create_app(settings, desk.stores).test_client()


@pytest.fixture
def public_window(chromium: Browser, reader) -> Iterator[Callable[..., Page]]:
    """Open a public page in a window of its own; nothing on it may be refused."""
    opened: list[BrowserContext] = []
    refused: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(PUBLIC)
        with reader.get(address, headers=route.request.headers) as given:
            route.fulfill(
                status=given.status_code,
                headers=dict(given.headers),
                body=given.get_data(),
            )

    def open_window(
        address: str, width: int = 1280, height: int = 800, **options: object
    ) -> Page:
        size = {"width": width, "height": height}
        context = open_context(chromium, viewport=size, base_url=PUBLIC, **options)
        opened.append(context)
        context.route("**/*", answer)
        page = context.new_page()

        def hear(said: ConsoleMessage) -> None:
            # That the page itself is a problem's page is what was asked for.
            is_of_page = said.location["url"] == PUBLIC + address
            is_known = is_of_page and said.text.startswith("Failed to load resource")
            if not is_known and not said.text.startswith(ABORTED):
                refused.append(said.text)

        page.on("console", hear)
        page.goto(address)
        return page

    yield open_window
    for context in opened:
        context.close()
    assert refused == []


@pytest.fixture
def phone(public_window) -> Callable[..., Phone]:
    """Opens a public page on a phone."""

    def open_page(address: str, **options: object) -> Phone:
        return Phone(public_window(address, WIDTH, HEIGHT, **OPTIONS, **options))

    return open_page
