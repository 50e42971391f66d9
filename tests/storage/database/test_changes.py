"""A commit by anybody, in whatever connection or process, is noticed; nothing else is."""

import subprocess
import sys

import pytest
from sqlalchemy import text

from annotator.domain.errors import StoreUnavailableError
from annotator.storage.database.engine import Database

BY_ANOTHER_PROCESS = """
import sys
from sqlalchemy import text
from annotator.storage.database.engine import Database
database = Database(sys.argv[1])
with database.writing.begin() as session:
    session.execute(text("INSERT INTO kept VALUES (1)"))
database.close()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return f"sqlite:///{tmp_path / 'changed.sqlite3'}"


@pytest.fixture
def changed(url):
    """A database with a table."""
    database = Database(url)
    with database.writing.begin() as session:
        session.execute(text("CREATE TABLE kept (number INTEGER)"))
    yield database
    with database.writing.begin() as session:
        session.execute(text("DROP TABLE kept"))
    database.close()


def _add(session):
    session.execute(text("INSERT INTO kept VALUES (1)"))


def test_nothing_changes_by_reading(changed):
    before = changed.changes.newest()
    with changed.reading() as session:
        session.execute(text("SELECT * FROM kept"))
    assert changed.changes.newest() == before


def test_each_commit_is_noticed_and_what_was_rolled_back_was_none(changed):
    seen = {changed.changes.newest()}
    for _ in range(3):
        with changed.writing.begin() as session:
            _add(session)
        seen.add(changed.changes.newest())
    assert len(seen) == 4


def test_a_commit_is_noticed_only_once_others_see_what_it_did(changed):
    with changed.writing() as session:
        _add(session)
        during = changed.changes.newest()
        session.commit()
    assert changed.changes.newest() != during


def test_a_commit_of_another_process_is_noticed(changed, url):
    before = changed.changes.newest()
    subprocess.run([sys.executable, "-c", BY_ANOTHER_PROCESS, url], check=True)
    assert changed.changes.newest() != before


def test_after_closing_it_watches_anew(changed):
    before = changed.changes.newest()
    changed.changes.close()
    with changed.writing.begin() as session:
        _add(session)
    assert changed.changes.newest() != before


def test_a_database_that_is_away_is_said_to_be(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'no-folder' / 'x.sqlite3'}")
    with pytest.raises(StoreUnavailableError):
        database.changes.newest()
    database.close()
