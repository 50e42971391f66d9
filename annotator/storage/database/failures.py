"""Distinguish a database that is locked, full, read-only, lost or damaged from our own mistakes.

The driver's errors for such a database become StoreUnavailableError, wherever they are
raised: on connecting, beginning, writing or committing.
"""

import sqlite3

from sqlalchemy import Engine, ExceptionContext, event

from annotator.domain.errors import StoreProblem, StoreUnavailableError

# SQLite's primary result codes: https://www.sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_BUSY: StoreProblem.BUSY,
    sqlite3.SQLITE_LOCKED: StoreProblem.BUSY,
    sqlite3.SQLITE_PROTOCOL: StoreProblem.BUSY,
    sqlite3.SQLITE_FULL: StoreProblem.FULL,
    sqlite3.SQLITE_READONLY: StoreProblem.READ_ONLY,
    sqlite3.SQLITE_PERM: StoreProblem.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StoreProblem.LOST,
    sqlite3.SQLITE_IOERR: StoreProblem.LOST,
    sqlite3.SQLITE_CORRUPT: StoreProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: StoreProblem.DAMAGED,
}
_NO_TEXT = "Could not decode to UTF-8"  # Python's driver, of a row; it has no code
# PostgreSQL's SQLSTATE: whole codes first, then prefixes of codes.
_POSTGRESQL = {
    "25006": StoreProblem.READ_ONLY,  # read-only transaction
    "53100": StoreProblem.FULL,  # disk full
    "40001": StoreProblem.BUSY,  # serialization failure
    "40P01": StoreProblem.BUSY,  # deadlock
    "55P03": StoreProblem.BUSY,  # lock not available
    "XX001": StoreProblem.DAMAGED,  # data corrupted
    "XX002": StoreProblem.DAMAGED,  # index corrupted
    "08": StoreProblem.LOST,  # connection
    "53": StoreProblem.LOST,  # resources, such as connections
    "57P": StoreProblem.LOST,  # shut down, or starting up
    "58": StoreProblem.LOST,  # the machine, such as an I/O error
}


# SQLite opens what cannot be written for reading, and the pool would keep that for good.
_OPEN_ANEW = (StoreProblem.READ_ONLY, StoreProblem.LOST, StoreProblem.DAMAGED)


def listen(engine: Engine) -> None:
    """Have ``engine`` raise StoreUnavailableError if the database is unavailable."""
    event.listen(engine, "handle_error", _on_error)


def problem_of(error: BaseException | None) -> StoreProblem | None:
    """Return why the database is unavailable, or None if the error has another cause."""
    if isinstance(error, UnicodeDecodeError):
        return StoreProblem.DAMAGED  # a name that SQLite quotes in an error
    if isinstance(error, sqlite3.Error):
        if str(error).startswith(_NO_TEXT):
            return StoreProblem.DAMAGED
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error, "sqlstate", None)
    if state:
        return next((_POSTGRESQL[key] for key in _starts(state)), None)
    # psycopg has no code if the server could not send one.
    is_lost = type(error).__name__ in {"OperationalError", "ConnectionTimeout"}
    return StoreProblem.LOST if is_lost else None


def _starts(state: str) -> list[str]:
    return [key for key in (state, state[:3], state[:2]) if key in _POSTGRESQL]


def _on_error(context: ExceptionContext) -> StoreUnavailableError | None:
    if context.is_pre_ping:
        return None  # SQLAlchemy then replaces the lost connection
    problem = problem_of(context.original_exception)
    if problem is None and context.is_disconnect:
        problem = StoreProblem.LOST
    if problem in _OPEN_ANEW:
        context.is_disconnect = True
    return None if problem is None else StoreUnavailableError(problem)
