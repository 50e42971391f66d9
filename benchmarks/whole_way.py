"""Time the whole way on real reports: intake, first view, search, rendering.

    python benchmarks/whole_way.py [--reports ../shared/reports] [--rounds 5]

Each part runs beside a peer on the same data in the same run, and what is printed are
medians and ratios: machines differ and drift. Peers: PyMuPDF in this process without
confinement (the floor for reading and drawing), pypdf (reading), SQLite's FTS5 (search).
"""

import argparse
import logging
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
import pypdf

from annotator.app import create_app
from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.pdf.sandbox import PdfReader
from annotator.services.accounts import accounts, passwords
from annotator.services.context import Actor, Context, Stores
from annotator.services.intake import inspection, intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.library import reports
from annotator.services.search import words
from annotator.services.stores import open_stores
from annotator.settings import Settings

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it has much to say of fonts

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
OPERATOR = Actor("the benchmark", Role.ADMIN)
PASSWORD = "a benchmark has no secrets"
QUERIES = [
    "uplift trial",
    "threshold",
    '"remained below the thresholds"',
    "prompt injection computer use",
    '"generally higher performance"',
    "virology",
    "autonomy evaluations",
    "reward hacking",
]


def main() -> None:
    """Run every part and print a table for each."""
    arguments = _arguments()
    files = sorted(arguments.reports.glob("*.pdf"))
    if not files:
        sys.exit(f"There are no reports in {arguments.reports}; name a folder of PDFs.")
    with _installation() as stores:
        _intake(stores, files)
        _search(stores, arguments.rounds)
        _first_view(stores, arguments.rounds)
    _rendering(files, arguments.rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


@contextmanager
def _installation() -> Iterator[Stores]:
    with tempfile.TemporaryDirectory() as folder:
        stores = open_stores(Path(folder), Path(folder))
        try:
            yield stores
        finally:
            stores.close()


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _median_ms(act: Callable[[], object], rounds: int) -> float:
    return 1000 * statistics.median(_timed(act) for _ in range(rounds))


def _intake(stores: Stores, files: list[Path]) -> None:
    print("Intake: from the file to stored, placed and indexed\n")
    print("| report | pages | intake s | pages/s | / PyMuPDF words | / pypdf text |")
    print("|---|---|---|---|---|---|")
    for path in files:
        pages = pymupdf.open(path).page_count
        ours = _timed(lambda path=path: _take_in(stores, path))
        floor = _timed(
            lambda path=path: [p.get_text("words") for p in pymupdf.open(path)]
        )
        peer = _timed(
            lambda path=path: [p.extract_text() for p in pypdf.PdfReader(path).pages]
        )
        print(
            f"| {path.stem} | {pages} | {ours:.2f} | {pages / ours:.0f} "
            f"| {ours / floor:.1f}× | {ours / peer:.2f}× |"
        )
    print()


def _take_in(stores: Stores, path: Path) -> None:
    sha256 = stores.staging.put(path.read_bytes())
    seen = inspection.read_first_pages(stores, sha256)
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        inspection.suggest(context, name=path.name, seen=seen)
    read = intake.read_and_keep(stores, sha256, lambda _done, _total: None)
    facts = ReportFacts(
        lab="Lab",
        title=path.stem,
        kind="system card",
        published="2025",
        report=path.stem,
    )
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        intake.add_revision(context, read, facts)
    work_all(stores)


def _search(stores: Stores, rounds: int) -> None:
    print("Search: words and phrases, with the sentence that says it\n")
    peer = _fts5(stores)
    ours, theirs = [], []
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        for query in QUERIES:
            words.search(context, query)  # once to warm the caches of both
            _ask_fts5(peer, query)
            for _ in range(rounds):
                ours.append(1000 * _timed(lambda q=query: words.search(context, q)))
                theirs.append(1000 * _timed(lambda q=query: _ask_fts5(peer, q)))
    print("| | p50 ms | p95 ms |")
    print("|---|---|---|")
    for name, times in (("annotator", ours), ("SQLite FTS5, snippet()", theirs)):
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {statistics.median(times):.2f} | {p95:.2f} |")
    print()


def _fts5(stores: Stores) -> sqlite3.Connection:
    peer = sqlite3.connect(":memory:")
    peer.execute("CREATE VIRTUAL TABLE page USING fts5(text, tokenize='porter')")
    source = sqlite3.connect(stores.data / "annotator.sqlite3")
    peer.executemany(
        "INSERT INTO page VALUES (?)", source.execute("SELECT text FROM page")
    )
    source.close()
    return peer


def _ask_fts5(peer: sqlite3.Connection, query: str) -> None:
    peer.execute(
        "SELECT snippet(page, 0, '[', ']', '…', 40) FROM page WHERE page MATCH ?"
        " ORDER BY rank LIMIT 20",
        (query,),
    ).fetchall()


def _first_view(stores: Stores, rounds: int) -> None:
    print("First view of a report in the reading room\n")
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    hashed = passwords.hash_password(PASSWORD, name="ada")
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        accounts.add_user(
            context, name="ada", display_name="Ada", role="analyst", password=hashed
        )
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        longest = max(reports.list_reports(context), key=lambda shelf: shelf.pages)
        report = longest.report.slug
    page = f"/desk/reports/{report}"
    print("| what | ms |")
    print("|---|---|")
    first = 1000 * _timed(lambda: client.get(page))
    print(f"| the page of {report} ({longest.pages} pages), first time | {first:.0f} |")
    print(
        f"| the same again, median | {_median_ms(lambda: client.get(page), rounds):.0f} |"
    )
    print()


def _rendering(files: list[Path], rounds: int) -> None:
    print("Rendering a page, 2 pixels a point, as PNG\n")
    print("| report | start-up ms | warm ms a page | / PyMuPDF in process |")
    print("|---|---|---|---|")
    for path in files:
        content = path.read_bytes()
        start = _median_ms(lambda content=content: PdfReader(content).close(), rounds)
        with PdfReader(content) as reader:
            numbers = range(1, min(20, reader.facts().page_count) + 1)
            ours = [
                1000 * _timed(lambda n=n: reader.image(n, scale=2.0)) for n in numbers
            ]
        floor = _floor_of_rendering(path, numbers)
        ratio = statistics.median(ours) / statistics.median(floor)
        print(
            f"| {path.stem} | {start:.0f} | {statistics.median(ours):.0f} | {ratio:.2f}× |"
        )


def _floor_of_rendering(path: Path, numbers: range) -> list[float]:
    document = pymupdf.open(path)
    return [
        1000 * _timed(lambda n=n: document[n - 1].get_pixmap(dpi=144).tobytes("png"))
        for n in numbers
    ]


if __name__ == "__main__":
    main()
