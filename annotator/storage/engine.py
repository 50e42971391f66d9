"""Connect to the database; the one place that knows which one it is."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from annotator import write_lock
from annotator.storage.session import CarefulSession

_WRITES = "annotator_writes"  # the option of a connection that will write
BUSY_TIMEOUT_MILLISECONDS = 15_000  # how long a writer waits for another


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
