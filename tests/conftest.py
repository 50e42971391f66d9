"""Fixtures that every test may use: a migrated database, a context, an app."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from annotator import paths
from annotator.services.context import Stores
from annotator.services.stores import open_stores
from annotator.storage.engine import Database
from annotator.storage.migrate import upgrade

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def database_url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.engine.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
    yield database
    database.close()


@pytest.fixture
def stores(tmp_path) -> Iterator[Stores]:
    """An installation of its own, with the reports folder of the checkout."""
    opened = open_stores(tmp_path / "data", paths.REPORTS_PDF)
    yield opened
    opened.close()


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine
