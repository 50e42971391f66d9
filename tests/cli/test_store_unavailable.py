"""At a terminal, a database that does not answer is one sentence and exit code 1."""

import sqlite3

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.storage.database import engine as engines


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MILLISECONDS", 50)

    def run(*arguments):
        return CliRunner().invoke(main, ["--data", str(tmp_path / "data"), *arguments])

    return run


def test_a_busy_database_is_said_in_a_sentence(run, tmp_path):
    assert run("migrate").exit_code == 0
    other = sqlite3.connect(tmp_path / "data" / "annotator.sqlite3")
    other.execute("BEGIN IMMEDIATE")
    done = run("user", "add", "ada")
    other.close()
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database is busy")
    assert "Traceback" not in done.output


def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(run, tmp_path):
    (tmp_path / "file").write_text("a file, and no folder")
    done = run("--data", str(tmp_path / "file" / "data"), "migrate")
    assert done.exit_code == 1
    assert done.output.startswith("Error: The data folder")
    assert "Not a directory" in done.output


@pytest.mark.parametrize("how", ["torn", "no database"])
def test_a_damaged_database_is_said_in_a_sentence(run, tmp_path, how):
    assert run("migrate").exit_code == 0
    path = tmp_path / "data" / "annotator.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if how == "torn" else b"torn" * 2_000)
    done = run("reports")
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database is damaged")
    assert "Traceback" not in done.output


def test_a_database_of_a_newer_version_is_said_in_a_sentence(run, tmp_path):
    assert run("migrate").exit_code == 0
    database = sqlite3.connect(tmp_path / "data" / "annotator.sqlite3")
    database.execute("UPDATE alembic_version SET version_num = 'newer'")
    database.commit()
    database.close()
    done = run("migrate")
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database is of a newer version")
    assert "Traceback" not in done.output
    assert not (tmp_path / "data" / "before-migration").exists()
