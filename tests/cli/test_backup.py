"""annotator backup and annotator restore, from the command line."""

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from annotator import paths
from annotator.cli import main
from annotator.services.stores import BEFORE_MIGRATION
from annotator.storage.database.copying import sha256_of
from annotator.storage.database.engine import make_engine
from annotator.storage.database.migrate import downgrade

EARLIER = "0024"


@pytest.fixture
def run(tmp_path):
    def run(*arguments, data="data"):
        words = ["--data", str(tmp_path / data), *map(str, arguments)]
        return CliRunner().invoke(main, words)

    return run


def _age(path):
    """Take a database back to an earlier version."""
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        downgrade(connection, paths.MIGRATIONS, EARLIER)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _revision(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[
            0
        ]


def test_what_was_backed_up_is_restored_and_nothing_else_is_touched(run, tmp_path):
    assert run("user", "add", "ada", "--role", "editor").exit_code == 0
    done = run("backup", tmp_path / "copies")
    assert done.exit_code == 0, done.output
    assert "0 files, 0 of them new" in done.output
    restored = run("restore", tmp_path / "copies", data="new")
    assert restored.exit_code == 0, restored.output
    assert "ada" in run("user", "list", data="new").output
    again = run("restore", tmp_path / "copies", data="new")
    assert again.exit_code == 1
    assert "is not empty" in again.output


def test_a_backup_of_an_earlier_version_is_restored_into_this_one(run, tmp_path):
    assert run("user", "add", "ada").exit_code == 0
    assert run("backup", tmp_path / "copies").exit_code == 0
    [path] = (tmp_path / "copies").glob("*.sqlite3")
    _age(path)
    [listed] = (tmp_path / "copies").glob("*.json")
    told = {**json.loads(listed.read_text()), "database_sha256": sha256_of(path)}
    listed.write_text(json.dumps(told))
    assert run("restore", tmp_path / "copies", data="new").exit_code == 0
    assert _revision(tmp_path / "new" / "annotator.sqlite3") > EARLIER
    assert "ada" in run("user", "list", data="new").output


def test_a_database_is_copied_before_it_is_migrated(run, tmp_path):
    assert run("user", "add", "ada").exit_code == 0
    path = tmp_path / "data" / "annotator.sqlite3"
    _age(path)
    assert run("migrate").exit_code == 0
    assert _revision(path) > EARLIER
    copied = tmp_path / "data" / BEFORE_MIGRATION / f"{EARLIER}.sqlite3"
    assert _revision(copied) == EARLIER
    assert (copied.parent.stat().st_mode & 0o077) == 0
    with closing(sqlite3.connect(copied)) as connection:
        assert connection.execute("SELECT name FROM user_account").fetchall() == [
            ("ada",)
        ]


def test_a_new_installation_has_nothing_to_copy(run, tmp_path):
    assert run("migrate").exit_code == 0
    assert not (tmp_path / "data" / BEFORE_MIGRATION).exists()


def test_an_installation_is_checked_and_mended_from_the_command_line(run, tmp_path):
    assert run("migrate").exit_code == 0
    said = run("check").output
    assert said == "Everything agrees.\nThe history has 0 events.\n"
    path = tmp_path / "data" / "annotator.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA writable_schema = ON;"
            "DELETE FROM sqlite_master WHERE name = 'ix_publication_lab';"
        )
    done = run("check")
    assert done.exit_code == 1
    assert done.output.startswith("The database: ")
    assert "Nothing to repair" in run("repair").output
