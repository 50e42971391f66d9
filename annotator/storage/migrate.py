"""Bring a database up to the schema this version expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect


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
    """Raise if the tables and the migrations no longer agree."""
    command.check(_config(connection, scripts))


def _config(connection: Connection, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
