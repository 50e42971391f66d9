"""Time every page of the desk, and saves, in a store as large as years of work make it.

    python -m benchmarks.desk [--claims 2000] [--passages 10000] [--rounds 5] [--only TEXT]
                              [--store FOLDER]

Each address is asked for through the application's test client, in this process; printed
are the median of its CPU milliseconds, its bytes, those bytes as a browser is sent them
(compressed), and how often it asks the database. A page, or data for one, beyond the aim
is marked; a file to download is timed, and has no aim. The store is made anew, or kept in
FOLDER. Another process fills it: what filling leaves in memory, which made each page a
third slower, no server holds.
"""

import argparse
import gzip
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from annotator.app import create_app
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts, passwords
from annotator.services.claims import claims, evidence
from annotator.services.context import Context, Stores
from annotator.services.library import labs, reports
from annotator.services.stores import open_stores
from annotator.settings import Settings
from benchmarks.desk_rows import Size
from benchmarks.desk_store import OPERATOR, fill

PASSWORD = "a benchmark has no secrets"
MOST_MS, MOST_BYTES = 150.0, 200_000  # the aim, for each page
MORE = (  # addresses beside those of the rules
    "/desk/claims/claim-0?change=1",
    "/desk/claims/claim-1",
    "/desk/history?page=30",
    "/desk/history?report=report-0&thing=links",
    "/desk/history?day=2001-01-01",
    "/desk/passages?q=model&state=unlinked",
    "/desk/passages?state=needs+review",
    "/desk/passages?claim=claim-1&stance=supports",
    "/desk/passages?page=100",
)
# No page of their own, or one of things that the store does not have.
NOT_THERE = {
    *("desk.reports", "intake.upload", "evaluations.show", "result_claims.show"),
    "corrections.show",
}
VIEWER = ("viewer.", "candidates.", "public.", "search.", "static")

Form = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One address, what is sent there, and what answering it took."""

    what: str
    milliseconds: float
    size: int
    sent: int  # bytes, compressed
    queries: int
    is_download: bool

    @property
    def is_within(self) -> bool:
        """Whether it reaches the aim."""
        is_light = self.milliseconds <= MOST_MS and self.sent <= MOST_BYTES
        return self.is_download or is_light


def main() -> None:
    """Fill a store, ask for every page, save, and print a table of each."""
    arguments = _arguments()
    size = Size(claims=arguments.claims, passages=arguments.passages)
    with _installation(arguments.store, size) as stores:
        browser = _sign_in(stores)
        print("| | CPU ms | kB | kB sent | queries |\n|---|---|---|---|---|")
        asked = [
            _ask(browser, stores, address, arguments.rounds)
            for address in _pages(stores, browser.application)
            if arguments.only in address
        ]
        for address, form in _saves(stores, browser):
            if arguments.only in address:
                asked += _save(browser, stores, address, form, arguments.rounds)
    late = [one.what for one in asked if not one.is_within]
    print(f"\n{len(asked)} asked, {len(late)} beyond {MOST_MS:.0f} ms or 200 kB sent.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=Size.claims)
    parser.add_argument("--passages", type=int, default=Size.passages)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="a part of the addresses to ask")
    parser.add_argument("--store", type=Path, help="a folder in which to keep it")
    return parser.parse_args()


@contextmanager
def _installation(kept: Path | None, size: Size) -> Iterator[Stores]:
    with tempfile.TemporaryDirectory() as folder:
        data = kept or Path(folder)
        is_there = (data / "annotator.sqlite3").exists()
        offered = data / "offered"
        offered.mkdir(parents=True, exist_ok=True)
        if not is_there:
            start = time.perf_counter()
            with multiprocessing.get_context("spawn").Pool(1) as other:
                other.apply(_fill, (data, offered, size))
            print(f"Filled in {time.perf_counter() - start:.0f} s.\n")
        stores = open_stores(data, offered)
        try:
            yield stores
        finally:
            stores.close()


def _fill(data: Path, offered: Path, size: Size) -> None:
    stores = open_stores(data, offered)
    try:
        fill(stores, size)
    finally:
        stores.close()


def _sign_in(stores: Stores) -> FlaskClient:
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.config["WTF_CSRF_ENABLED"] = False
    hashed = passwords.hash_password(PASSWORD, name="ada")
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        if "ada" not in {user.name for user in accounts.list_users(context)}:
            accounts.add_user(
                context,
                name="ada",
                display_name="Ada",
                role=Role.ADMIN,
                password=hashed,
            )
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "ada", "password": PASSWORD})
    return browser


def _pages(stores: Stores, app: Flask) -> list[str]:
    """Return the address of every page of the desk but the viewer, on things that are there."""
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        category = claims.list_categories(context)[0].slug
        file = reports.get_revision(context, reports.get_report(context, "report-0"))
        lab = labs.list_labs(context)[0].slug
    values = {
        "sha": file.sha256,
        "number": 1,
        "start": 0,
        "end": 40,
        "job_id": 1,
        "evidence_id": 1,
        "save_id": "a-save-of-somebody",
        "name": "ada",
        "kind": "claim",  # and its key: a thing in the history
        "key": "claim-0",
        "category": category,
    }
    slugs = {"claims": "claim-0", "scorecards": "wren-1", "labs": lab}
    found = []
    for rule in app.url_map.iter_rules():
        room = rule.rule.split("/")[2:3]  # /desk/<room>/…
        is_ours = rule.rule.startswith("/desk") or rule.rule == "/account"
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(VIEWER):
            continue
        if is_ours and rule.endpoint not in NOT_THERE:
            with app.test_request_context():
                named = {**values, "slug": slugs.get("".join(room), "report-0")}
                build = app.url_map.bind("localhost").build
                found.append(
                    build(rule.endpoint, {k: named[k] for k in rule.arguments})
                )
    return [*sorted(found), *MORE]


def _saves(stores: Stores, browser: FlaskClient) -> Iterator[tuple[str, Form]]:
    """Yield what is sent to save a claim's facts, a link, a card and a critique."""
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, datetime.now(UTC))
        claim = claims.get_claim(context, "claim-1")
        link = evidence.list_evidence(context, [claim])[0]
        facts = claim.facts
        category = claims.list_categories(context)[0].slug
    yield (
        "/desk/claims/claim-1",
        {
            "text": facts.text,
            "category": facts.category,
            "lab": facts.lab,
            "models": list(facts.models),
            "asserted_by": facts.asserted_by,
            "parent": "",
            "assertion": "",
        },
    )
    weight = {"aims_at": link.aims_at, "load_bearing": link.load_bearing}
    yield (
        f"/desk/claims/claim-1/evidence/{link.id}",
        {**weight, "stance": link.stance, "strength": link.strength, "reasons": ""},
    )
    yield "/desk/claims/claim-1/critique", {"body": "It says so."}
    card = {"lab_says": "It says so.", "we_say": "It does not.", "analysis": "Why."}
    yield f"/desk/scorecards/wren-1/cards/{category}", card


def _ask(browser: FlaskClient, stores: Stores, address: str, rounds: int) -> Asked:
    """Ask for an address, and print what that took."""
    made = [_made(stores, lambda: browser.get(address)) for _ in range(rounds + 1)]
    return _printed(address, made)


def _save(
    browser: FlaskClient, stores: Stores, address: str, form: Form, rounds: int
) -> list[Asked]:
    """Save at an address, follow to what is shown, and print what each of them took."""
    saved, shown = [], []
    for turn in range(rounds + 1):
        varied = {name: _varied(value, turn) for name, value in form.items()}
        save = partial(browser.post, address, data=varied)
        saved.append(_made(stores, save))
        after = partial(browser.get, saved[-1].answer.location.partition("#")[0])
        shown.append(_made(stores, after))
    return [
        _printed(f"POST {address}", saved),
        _printed("the page after it", shown),
    ]


@dataclass(frozen=True)
class _Made:
    """An answer, and what making it took."""

    answer: TestResponse
    milliseconds: float
    queries: int


def _made(stores: Stores, ask: Callable[[], TestResponse]) -> _Made:
    with _counting(stores) as queries:
        start = time.process_time()
        answer = ask()
        spent = 1000 * (time.process_time() - start)
    if answer.status_code not in {200, 302, 303}:
        raise SystemExit(f"{answer.request.path} answered {answer.status_code}")
    return _Made(answer, spent, len(queries))


def _printed(what: str, made: Sequence[_Made]) -> Asked:
    """Print the medians of what was made, but of the first, which warms what is kept."""
    counted = made[1:]
    sizes = [len(one.answer.data) for one in counted]
    sent = [len(gzip.compress(one.answer.data)) for one in counted]
    headers = made[-1].answer.headers
    asked = Asked(
        what,
        statistics.median(one.milliseconds for one in counted),
        max(sizes),
        max(sent),
        max(one.queries for one in counted),
        headers.get("Content-Disposition", "").startswith("attachment"),
    )
    mark = "" if asked.is_within else " ←"
    print(
        f"| {what} | {asked.milliseconds:.0f}{mark} | {asked.size / 1000:.0f} "
        f"| {asked.sent / 1000:.0f} | {asked.queries} |"
    )
    return asked


def _varied(value: Any, turn: int) -> Any:
    """Return a text that differs at each turn, so that something is saved."""
    is_prose = isinstance(value, str) and value.endswith(".")
    return f"{value[:-1]} {turn}." if is_prose else value


@contextmanager
def _counting(stores: Stores) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(stores.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(stores.database.engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main()
