"""Read a report in our viewer and in Mozilla's, in the same browser and the same run.

    python -m benchmarks.reader [--pages 300] [--marks 0 2000] [--rounds 3] [PDF …]

For each it prints, as medians: seconds until the first page can be read (its picture and
its text are there), seconds from asking for page 200 until that can be read, the
renderer's memory after every page was shown, and the bytes that came over the wire, for
the first page and for all. Then the ratios to pdf.js. Without a PDF, reports of the
shared folder are joined to one of ``--pages`` pages.
"""

import argparse
import functools
import http.server
import logging
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import Stance
from annotator.jobs.worker import work_all
from annotator.services.accounts import accounts, passwords
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import Context, Stores
from annotator.services.intake import intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.stores import open_stores
from annotator.settings import Settings
from benchmarks.desk_store import OPERATOR

PEER = "pdfjs-dist@6.5.438"
PEERS = Path(__file__).parent / "peers"
SHARED = Path(__file__).parent.parent.parent / "shared"
WINDOW = {"width": 1280, "height": 900}
JUMP = 200
PASSWORD = "a benchmark has no secrets"
SECONDS = 120.0  # for any page to be shown
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# Go to a page of the report, if wanted, and wait until it is shown; return the
# milliseconds since the browser began to load, and since now.
SHOWN = """async ([page, limit, goes]) => {
  const begun = performance.now();
  if (goes) globalThis.reader.goTo(page);
  while (!globalThis.reader?.isShown(page)) {
    if (performance.now() - begun > limit) return null;
    await new Promise((done) => setTimeout(done, 4));
  }
  return [performance.now(), performance.now() - begun];
}"""
OURS = """globalThis.reader = {
  pages: JSON.parse(document.querySelector("#sheets").dataset.pages).length,
  goTo: (page) => (location.hash = `page=${page}`),
  isShown(page) {
    const sheet = document.querySelector(`#page-${page}`);
    return Boolean(sheet?.dataset.shown && sheet.querySelector(".text"));
  },
}"""


@dataclass
class Run:
    """What one reading of one report took."""

    first_page_s: float
    jump_s: float
    first_page_kb: float
    all_pages_kb: float
    memory_mb: float


def main() -> None:
    """Read each report with each viewer, in turns, and print a table."""
    arguments = _arguments()
    contents = [path.read_bytes() for path in arguments.pdf] or [
        joined(arguments.pages)
    ]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = shutil.which("chromium") or sys.exit("Install Debian's chromium.")
        launch = functools.partial(
            playwright.chromium.launch, executable_path=path, args=CHROMIUM
        )
        for number, content in enumerate(contents):
            where = Path(folder) / str(number)
            runs: dict[str, list[Run]] = {}
            with _peer(where, content) as address:
                for _ in range(arguments.rounds):
                    runs.setdefault("pdf.js", []).append(_read(launch, address, None))
            for marks in arguments.marks:
                with ours(where / f"marks-{marks}", content, marks) as (
                    address,
                    token,
                ):
                    for _ in range(arguments.rounds):
                        name = f"annotator, {marks} marks"
                        runs.setdefault(name, []).append(_read(launch, address, token))
            _print(content, runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--marks", type=int, nargs="+", default=[0, 2000])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def joined(pages: int) -> bytes:
    """Return the first pages of the shared reports as one PDF."""
    with pymupdf.open() as joined:
        for path in sorted(SHARED.glob("reports/*.pdf")) + sorted(
            SHARED.glob("wild/*.pdf")
        ):
            with pymupdf.open(path) as pdf:
                joined.insert_pdf(pdf, to_page=pages - joined.page_count - 1)
            if joined.page_count >= pages:
                break
        content: bytes = joined.tobytes(garbage=3, deflate=True)
    return content


# What is read


def _read(launch: Callable[[], Browser], address: str, token: str | None) -> Run:
    """Open the report in a new browser, jump, then show every page."""
    browser = launch()
    try:
        page = window(browser, address, token)
        wire = _Wire(page)
        page.goto(address, wait_until="commit")
        if token:
            page.locator("#sheets").wait_for()
            page.evaluate(OURS)
        opened, _ = _wait(page, 1)
        page.wait_for_timeout(300)  # what the first page still brings with it
        first_bytes = wire.bytes
        count = page.evaluate("reader.pages")
        jumped = _go_to(page, min(JUMP, count))
        for number in range(1, count + 1):
            _go_to(page, number)
        page.wait_for_timeout(1000)
        memory = _renderer_megabytes()
        return Run(opened, jumped, first_bytes / 1000, wire.bytes / 1000, memory)
    finally:
        browser.close()


def window(browser: Browser, address: str, token: str | None) -> Page:
    context = browser.new_context(viewport=WINDOW)
    if token:
        site = address.split("/desk")[0]
        context.add_cookies([{"name": "annotator", "value": token, "url": site}])
    return context.new_page()


def _go_to(page: Page, number: int) -> float:
    """Go to a page, and return after how many seconds it was shown."""
    return _wait(page, number, goes=True)[1]


def _wait(page: Page, number: int, *, goes: bool = False) -> tuple[float, float]:
    """Return when a page of the report was shown: in seconds since the start, and since now."""
    shown = page.evaluate(SHOWN, [number, 1000 * SECONDS, goes])
    if shown is None:
        sys.exit(f"Page {number} was not shown within {SECONDS:.0f} s.")
    since_start, waited = shown
    return since_start / 1000, waited / 1000


class _Wire:
    """Counts the bytes that a page receives, as they were sent."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0.0
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, float]) -> None:
        self.bytes += event["encodedDataLength"]


def _renderer_megabytes() -> float:
    """Return the private memory of the largest renderer that runs now."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"--type=renderer" not in status.read_bytes():
                continue
            rollup = (status.parent / "smaps_rollup").read_text()
        except OSError:  # it has ended meanwhile
            continue
        private = [
            int(line.split()[1])
            for line in rollup.splitlines()
            if line.startswith(("Private_Clean", "Private_Dirty"))
        ]
        most = max(most, sum(private))
    return most / 1024


# Where it is read


@contextmanager
def _peer(folder: Path, content: bytes) -> Iterator[str]:
    """Serve pdf.js with the report."""
    folder.mkdir(parents=True)
    subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(folder), PEER], check=True
    )
    [package] = folder.glob("*.tgz")
    shutil.unpack_archive(package, folder)
    site = folder / "package"
    for name in ("pdfjs.html", "pdfjs_page.mjs"):
        shutil.copy(PEERS / name, site)
    (site / "report.pdf").write_bytes(content)
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/pdfjs.html"
    server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def ours(folder: Path, content: bytes, marks: int) -> Iterator[tuple[str, str]]:
    """Serve this tool with the report and some marks in it, and somebody signed in."""
    offered = folder / "offered"
    offered.mkdir(parents=True)
    stores = open_stores(folder / "data", offered, eyes=False)
    _take_in(stores, content)
    _mark(stores, marks)
    work_all(stores)  # as the worker beside a server does; pages are drawn ahead
    token = _sign_in(stores)
    app = create_app(Settings(data=stores.data, reports_pdf=offered), stores)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}/desk/reports/report", token
    server.close()
    stores.close()


@contextmanager
def _act(stores: Stores) -> Iterator[Context]:
    with stores.database.writing.begin() as session:
        yield Context(session, stores, OPERATOR, datetime.now(UTC))


def _take_in(stores: Stores, content: bytes) -> None:
    sha256 = stores.staging.put(content)
    read = intake.read_and_keep(stores, sha256, lambda _done, _all: None)
    facts = ReportFacts(
        lab="A lab",
        title="Report",
        kind="system card",
        published="2030",
        report="report",
    )
    with _act(stores) as context:
        intake.add_revision(context, read, facts)


def _mark(stores: Stores, count: int) -> None:
    chance = random.Random(14)
    stances = list(Stance)
    with _act(stores) as context:
        revision = reports.get_revision(context, reports.get_report(context, "report"))
        made = [
            claims.add_claim(
                context, ClaimFacts(f"Claim {number}", "cyber", "a-lab")
            ).slug
            for number in range(min(count, 40))
        ]
        marked = 0
        while marked < count:
            start = chance.randrange(revision.length - 400)
            end = start + chance.randrange(40, 300)
            try:
                passage = marking.mark_quote(
                    context, sha256=revision.sha256, start=start, end=end
                )
            except InvalidError:  # only white space, or words that are not shown
                continue
            weight = Weight(stance=stances[marked % 4], note=f"Note {marked}")
            evidence.link_evidence(
                context,
                claim=made[marked % len(made)],
                target=Target(passage=passage.id),
                weight=weight,
            )
            marked += 1


def _sign_in(stores: Stores) -> str:
    hashed = passwords.hash_password(PASSWORD, name="ada")
    with _act(stores) as context:
        accounts.add_user(
            context, name="ada", display_name="Ada", role=Role.EDITOR, password=hashed
        )
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    cookie = browser.get_cookie("annotator")
    return cookie.value if cookie else ""


# What is printed


def _print(content: bytes, runs: dict[str, list[Run]]) -> None:
    names = [field.name for field in fields(Run)]
    print(f"A PDF of {len(content) / 1000:,.0f} kB\n")
    print("| | " + " | ".join(name.replace("_", " ") for name in names) + " |")
    print("|---" * (len(names) + 1) + "|")
    medians = {
        who: [statistics.median(getattr(run, name) for run in found) for name in names]
        for who, found in runs.items()
    }
    for who, values in medians.items():
        print(f"| {who} | " + " | ".join(f"{value:,.2f}" for value in values) + " |")
    peer = medians["pdf.js"]
    for who, values in medians.items():
        if who != "pdf.js":
            ratios = [mine / theirs for mine, theirs in zip(values, peer, strict=True)]
            print(
                f"| {who}, ÷ pdf.js | " + " | ".join(f"{r:.2f}" for r in ratios) + " |"
            )
    print()


if __name__ == "__main__":
    main()
