"""A database that is locked, full, read-only or lost is said in one plain sentence."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Fault, failing
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from annotator.domain.errors import StoreProblem, StoreUnavailableError
from annotator.storage.database import engine as engines
from annotator.storage.database.copying import problems_of
from annotator.storage.database.engine import Database, make_engine
from annotator.storage.library.labs import Lab


@pytest.fixture
def impatient(monkeypatch):
    """Wait for another writer for a moment only; before the database is opened."""
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MILLISECONDS", 50)


@pytest.fixture
def holder(database_url, impatient, database) -> Iterator[sqlite3.Connection]:
    """Somebody else, who holds the write lock and does not let go."""
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def _add_a_lab(database: Database, name: str = "wren") -> None:
    with database.writing.begin() as session:
        session.add(Lab(slug=name, name=name * 500, url=""))


def _add_many_labs(database: Database) -> None:
    for number in range(2_000):
        _add_a_lab(database, f"lab-{number}")


def _refused(database: Database, problem: StoreProblem) -> None:
    with pytest.raises(StoreUnavailableError) as said:
        _add_many_labs(database)
    assert said.value.problem is problem
    assert said.value.is_passing


def test_a_locked_database_is_busy_and_takes_the_change_when_it_is_free(
    database, holder
):
    _refused(database, StoreProblem.BUSY)
    holder.rollback()
    _add_a_lab(database)


def test_a_full_database_says_so_and_can_still_be_read(database):
    with database.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
    full = Database(str(database.engine.url))
    engines.event.listen(
        full.engine,
        "connect",
        lambda raw, _record: raw.execute(f"PRAGMA max_page_count = {pages + 4}"),
    )
    _refused(full, StoreProblem.FULL)
    with full.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM lab")) < 2_000
    full.close()


def test_a_database_that_cannot_be_written_says_so(database):
    engines.event.listen(
        database.engine,
        "connect",
        lambda raw, _record: raw.execute("PRAGMA query_only = 1"),
    )
    database.engine.dispose()
    _refused(database, StoreProblem.READ_ONLY)


def test_a_database_that_is_not_there_is_lost(tmp_path):
    nowhere = Database(f"sqlite:///{tmp_path / 'no folder' / 'x.sqlite3'}")
    _refused(nowhere, StoreProblem.LOST)


def test_words_of_a_row_that_are_no_text_are_damage(database):
    with database.writing.begin() as session:
        session.execute(
            text(
                "INSERT INTO lab (slug, name, url, version) VALUES ('x', CAST(x'61a7' AS TEXT), '', 1)"
            )
        )
    with pytest.raises(StoreUnavailableError) as said, database.reading() as session:
        session.execute(text("SELECT name FROM lab")).all()
    assert said.value.problem is StoreProblem.DAMAGED


def test_names_of_tables_that_are_no_text_are_damage(database_url, database):
    database.close()
    path = Path(database_url.removeprefix("sqlite:///"))
    content = path.read_bytes()
    path.write_bytes(content.replace(b"tablelablab", b"tablel\xa7bl\xa7b"))
    damaged = Database(database_url)
    with pytest.raises(StoreUnavailableError) as said, damaged.reading() as session:
        session.execute(text("SELECT name FROM lab")).all()
    assert said.value.problem is StoreProblem.DAMAGED
    damaged.close()
    assert problems_of(path)


def test_a_mistake_of_ours_stays_what_it_is(database):
    _add_a_lab(database)
    with pytest.raises(IntegrityError):
        _add_a_lab(database)
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))


class TestOnPostgresql:
    """The same words for another driver's errors."""

    @pytest.fixture
    def engine(self, postgresql_url) -> Iterator[Engine]:
        engine = make_engine(postgresql_url)
        yield engine
        engine.dispose()

    def test_a_read_only_transaction(self, engine):
        with engine.connect() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            with pytest.raises(StoreUnavailableError) as said:
                connection.execute(text("CREATE TABLE a (b INT)"))
        assert said.value.problem is StoreProblem.READ_ONLY

    def test_a_lost_connection_is_said_once_and_replaced(self, engine):
        with engine.connect() as connection:
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
            with engine.begin() as other:
                other.execute(text(f"SELECT pg_terminate_backend({pid})"))
            with pytest.raises(StoreUnavailableError) as said:
                connection.execute(text("SELECT 1"))
        assert said.value.problem is StoreProblem.LOST
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1

    def test_a_connection_lost_while_idle_is_replaced_unseen(self, engine):
        with engine.connect() as connection:
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
        killer = make_engine(engine.url.render_as_string(hide_password=False))
        with killer.begin() as other:
            other.execute(text(f"SELECT pg_terminate_backend({pid})"))
        killer.dispose()
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1

    def test_a_server_that_is_not_there(self, tmp_path):
        nobody = make_engine(f"postgresql+psycopg://nobody@/x?host={tmp_path}")
        with pytest.raises(StoreUnavailableError) as said, nobody.connect():
            pass
        assert said.value.problem is StoreProblem.LOST

    def test_a_wrong_column_stays_what_it_is(self, engine):
        with pytest.raises(DBAPIError), engine.connect() as connection:
            connection.execute(text("SELECT nothing"))


def test_a_database_that_could_not_be_written_for_a_moment_is_opened_anew(database):
    # SQLite then opens it for reading, and every later change would be refused.
    with failing(Fault("database open", "EACCES", at=1)):
        database.engine.dispose()
        with pytest.raises(StoreUnavailableError):
            _add_a_lab(database)
    _add_a_lab(database)
