"""Migrate a database to the schema that this version expects."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from annotator.domain.errors import AnnotatorError
from annotator.storage.database.engine import Database


class NewerDatabaseError(AnnotatorError):
    """A newer version of the program has changed the database."""

    is_for_operators = True


def bring_up_to_date(
    database: Database, scripts: Path, then: Callable[[Connection], None]
) -> bool:
    """Run the migrations that are missing; return whether the database was empty.

    If it was not, ``then`` is called with their transaction. A lock keeps other processes
    from doing the same; on SQLite the caller must see to it. Raises NewerDatabaseError if
    the database is ahead of the program.
    """
    with database.engine.connect() as connection:
        if _is_current(connection, scripts):
            return False
    with database.changing_schema() as connection:
        was_empty = is_empty(connection)
        upgrade(connection, scripts)
        if not was_empty:
            then(connection)
    return was_empty


def outdated_from(database: Database, scripts: Path) -> str:
    """Return the revision from which a database would be migrated; "" if it would not.

    An empty database has none. Raises NewerDatabaseError if it is ahead of the program.
    """
    with database.engine.connect() as connection:
        if _is_current(connection, scripts):
            return ""
        heads = MigrationContext.configure(connection).get_current_heads()
        return "-".join(sorted(heads))


def _is_current(connection: Connection, scripts: Path) -> bool:
    known = _known(scripts)
    found = set(MigrationContext.configure(connection).get_current_heads())
    if not found <= known.every:
        raise NewerDatabaseError(
            "The database is of a newer version of the program. Run that one, or "
            "restore a backup that was made before the upgrade."
        )
    return found == known.newest


class _Known(NamedTuple):
    """The revisions of a folder of migrations."""

    every: frozenset[str]
    newest: frozenset[str]


@cache  # they do not change while the program runs, and take 60 ms to read
def _known(scripts: Path) -> _Known:
    folder = ScriptDirectory(str(scripts))
    every = frozenset(script.revision for script in folder.walk_revisions())
    return _Known(every, frozenset(folder.get_heads()))


def is_empty(connection: Connection) -> bool:
    """Whether the database has no tables yet."""
    return not inspect(connection).get_table_names()


def upgrade(connection: Connection, scripts: Path, revision: str = "head") -> None:
    """Run the migrations in the folder ``scripts`` up to ``revision``."""
    command.upgrade(_config(connection, scripts), revision)


def downgrade(connection: Connection, scripts: Path, revision: str) -> None:
    """Undo the migrations in the folder ``scripts`` down to ``revision``."""
    command.downgrade(_config(connection, scripts), revision)


def drift(connection: Connection, scripts: Path) -> None:
    """Raise an Alembic error if the tables and the migrations do not agree."""
    command.check(_config(connection, scripts))


def _config(connection: Connection, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
