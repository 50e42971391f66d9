"""Connect to the database; the one place that knows which one it is."""

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
from annotator.storage.database import failures
from annotator.storage.database.session import CarefulSession

_SCHEMA = 7_261_904_118  # the number of PostgreSQL's advisory lock on the schema
_WRITES = "annotator_writes"  # the option of a connection that will write
# How long a writer waits for another. A request that waits holds one of the server's
# few threads, and with them the readers: better to say so soon, with the text kept.
BUSY_TIMEOUT_MILLISECONDS = 8_000
# A PostgreSQL that has gone says nothing; without limits one waits for it for hours.
_POSTGRESQL_LIMITS = {
    "connect_timeout": 8,  # seconds
    "keepalives_idle": 10,  # seconds
    "tcp_user_timeout": 15_000,  # milliseconds
}


class Database:
    """The database of one installation: sessions that read, sessions that write."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        writing = self.engine.execution_options(**{_WRITES: True})
        self.reading: sessionmaker[Session] = sessionmaker(
            self.engine, class_=CarefulSession, expire_on_commit=False
        )
        self.writing: sessionmaker[Session] = sessionmaker(
            writing, class_=CarefulSession, expire_on_commit=False
        )

    @contextmanager
    def changing_schema(self) -> Iterator[Connection]:
        """Give a transaction that nobody else has who changes the schema."""
        writing = self.engine.execution_options(**{_WRITES: True})
        with writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA})")
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Return an engine for ``url``, with SQLite made as strict as PostgreSQL."""
    is_postgresql = make_url(url).get_backend_name() == "postgresql"
    engine = create_engine(
        url,
        connect_args=_POSTGRESQL_LIMITS if is_postgresql else {},
        pool_pre_ping=is_postgresql,  # or each lost connection fails somebody once
    )
    failures.listen(engine)
    event.listen(engine, "begin", _on_begin)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def take_turns(session: Session, what: str) -> None:
    """Wait until nobody else is doing ``what``, till the end of this transaction.

    SQLite's writers take turns anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITES, False):
        write_lock.taken_by(connection)


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # leave BEGIN to us, see below
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _on_sqlite_begin(connection: Connection) -> None:
    # Python's driver opens no transaction for a SAVEPOINT, so that releasing the
    # first one would commit it; begin by hand. A transaction that will write says so
    # at once: one that reads first and writes later cannot wait for its turn.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
