"""Connect to the database, SQLite or PostgreSQL, and hide their differences."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.orm import Session, sessionmaker

from annotator import write_lock
from annotator.domain.errors import StoreProblem, StoreUnavailableError
from annotator.storage.database import failures
from annotator.storage.database.changes import Changes
from annotator.storage.database.session import CarefulSession

_SCHEMA = 7_261_904_118  # id of the advisory lock on the schema (PostgreSQL)
_WRITES = "annotator_writes"  # execution option of connections that write
# How long a writer waits for another (chosen, not measured). A waiting request holds one of
# the server's few threads, which readers need too; so it fails early and keeps the text.
BUSY_TIMEOUT_MILLISECONDS = 8_000
# Beyond the five that stay open: each of the server's threads and of the worker's lanes
# may hold one, and two for a moment.
_MORE_CONNECTIONS = 30
# Without limits, a connection to a PostgreSQL server that is gone would wait for hours.
_POSTGRESQL_LIMITS = {
    "connect_timeout": 8,  # seconds
    "keepalives_idle": 10,  # seconds
    "tcp_user_timeout": 15_000,  # milliseconds
}


class Database:
    """The database of one installation, with sessions for reading and for writing."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.changes = Changes(self.engine)
        writing = self.engine.execution_options(**{_WRITES: True})
        self.reading: sessionmaker[Session] = sessionmaker(
            self.engine, class_=CarefulSession, expire_on_commit=False
        )
        # What is read in one of these is as it was at one moment; SQLite's all are so.
        is_postgresql = self.engine.dialect.name == "postgresql"
        steady = {"isolation_level": "REPEATABLE READ"} if is_postgresql else {}
        self.reading_one_moment: sessionmaker[Session] = sessionmaker(
            self.engine.execution_options(**steady),
            class_=CarefulSession,
            expire_on_commit=False,
        )
        self.writing: sessionmaker[Session] = sessionmaker(
            writing, class_=CarefulSession, expire_on_commit=False
        )

    @contextmanager
    def changing_schema(self) -> Iterator[Connection]:
        """Yield a transaction for changing the schema; only one exists at a time."""
        writing = self.engine.execution_options(**{_WRITES: True})
        with writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA})")
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.changes.close()
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Return an engine for ``url``, with SQLite made as strict as PostgreSQL."""
    is_postgresql = make_url(url).get_backend_name() == "postgresql"
    engine = create_engine(
        url,
        connect_args=_POSTGRESQL_LIMITS if is_postgresql else {},
        pool_pre_ping=is_postgresql,  # else each lost connection fails one request
        max_overflow=_MORE_CONNECTIONS,
    )
    failures.listen(engine)
    event.listen(engine, "begin", _on_begin)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def take_turns(session: Session, what: str, *, shared: bool = False) -> None:
    """Take the lock named ``what`` until the end of this transaction.

    Wait while another holds it, unless both take it ``shared``. SQLite needs none, as it
    has only one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        name = "pg_advisory_xact_lock" + ("_shared" if shared else "")
        session.execute(select(getattr(func, name)(func.hashtext(what))))


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        write_lock.taken_by(connection)


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    try:
        _set_up(connection)
    except UnicodeDecodeError as error:  # SQLite quotes a name that is damaged
        raise StoreUnavailableError(StoreProblem.DAMAGED) from error


def _set_up(connection: Any) -> None:
    connection.isolation_level = None  # no implicit BEGIN, see below
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _on_sqlite_begin(connection: Connection) -> None:
    # Python's driver opens no transaction for a SAVEPOINT, so that releasing the first
    # one would commit it; hence an explicit BEGIN. A transaction that will write takes
    # the lock at once, as one that reads first cannot wait for the lock later.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
