"""Tell, at hardly any cost, whether anything was committed since one looked last."""

from collections.abc import Hashable
from threading import Lock

from sqlalchemy import Engine, PoolProxiedConnection

from annotator.domain.errors import StoreUnavailableError
from annotator.storage.database.failures import problem_of

# Which transactions are visible; a commit is one more.
_POSTGRESQL = "SELECT pg_current_snapshot()::text"
# Another number on this connection after each commit on any other, in any process.
_SQLITE = "PRAGMA data_version"


class Changes:
    """The commits on a database, by anybody and in every process; thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._watching: PoolProxiedConnection | None = None  # SQLite's; never writes
        self._opened = 0  # how often it was

    def newest(self) -> Hashable:
        """Return a value that is another one after each commit.

        Raises StoreUnavailableError.
        """
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                snapshot: str = connection.exec_driver_sql(_POSTGRESQL).scalar_one()
                return snapshot
        with self._lock:
            version = self._version()
            return self._opened, version

    def close(self) -> None:
        """Close the connection that watches, if there is one."""
        with self._lock:
            watching, self._watching = self._watching, None
            if watching is not None:
                watching.close()

    def _version(self) -> int:
        try:
            if self._watching is None:
                self._watching = self._engine.raw_connection()
                self._watching.detach()  # the pool's connections are for requests
                self._opened += 1
            # Not through SQLAlchemy, which takes longer than sending a finished page.
            cursor = self._watching.cursor()
            cursor.execute(_SQLITE)
            version: int = cursor.fetchone()[0]  # type: ignore[index]
        except self._engine.dialect.loaded_dbapi.Error as error:
            self._watching = None
            problem = problem_of(error)
            raise StoreUnavailableError(problem) if problem else error from error
        return version
