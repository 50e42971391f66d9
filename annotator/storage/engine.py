"""Connect to the database; the one place that knows which one it is."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from annotator import write_lock

_WRITES = "annotator_writes"  # the option of a connection that will write
BUSY_TIMEOUT_MILLISECONDS = 15_000  # how long a writer waits for another


class Database:
    """The database of one installation: sessions that read, sessions that write."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        writing = self.engine.execution_options(**{_WRITES: True})
        self.reading = sessionmaker(self.engine, expire_on_commit=False)
        self.writing: sessionmaker[Session] = sessionmaker(
            writing, expire_on_commit=False
        )

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Return an engine for ``url``, with SQLite made as strict as PostgreSQL."""
    engine = create_engine(url)
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
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")


def _on_sqlite_begin(connection: Connection) -> None:
    # Python's driver opens no transaction for a SAVEPOINT, so that releasing the
    # first one would commit it; begin by hand. A transaction that will write says so
    # at once: one that reads first and writes later cannot wait for its turn.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
