"""What differs between database, files, indexes and editions is named, and mended."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from annotator import paths
from annotator.services import backups, checkup
from annotator.services.stores import open_stores


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


def _found(desk):
    with desk.look() as context:
        return [*checkup.differences(context)]


def _not_repaired(desk):
    return [one for one in _found(desk) if not one.can_be_repaired]


def _alter(desk, statement):
    path = desk.stores.data / "annotator.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)


def test_an_installation_that_was_let_be_agrees(desk):
    assert _found(desk) == []


@pytest.mark.parametrize(
    ("damage", "said"), [(b"%PDF-no", "is damaged"), (None, "is missing")]
)
def test_a_lost_or_damaged_file_is_named_and_healed_by_the_same_bytes(
    desk, damage, said
):
    [sha256] = desk.stores.files.hashes()
    whole = desk.stores.files.get(sha256)
    path = desk.stores.files.path(sha256)
    if damage:
        path.write_bytes(damage)
    else:
        path.unlink()
    [found] = _found(desk)
    assert found.what == f"The file {sha256} of wren-card {said}."
    assert "Ingest the same PDF again" in found.remedy
    desk.stores.files.put(whole)
    assert _found(desk) == []


def test_an_edition_that_was_altered_in_the_database_is_named(desk):
    drop = "DROP TRIGGER publication_refuses_update;"
    _alter(
        desk, f"{drop} UPDATE publication SET body = body || ' ' WHERE kind = 'claim'"
    )
    [found, row] = _found(desk)
    assert row.what.startswith("The history does not tell who changed a page")
    assert found.what.startswith("Edition 1 of the claim wren-1-solved")
    assert "changed it in the database" in found.remedy


def test_a_row_that_was_altered_in_the_database_is_named_and_not_mended(desk):
    _alter(desk, "UPDATE claim SET text = 'X' WHERE id = 1")
    [found] = _not_repaired(desk)
    assert found.what.startswith(
        "The history does not tell who changed a claim (claim 1)"
    )
    assert "“repair” does not mend history" in found.remedy
    with desk.look() as context:
        checkup.repair(context)
    assert _not_repaired(desk) == [found]


def test_a_history_that_was_cut_off_is_found_by_a_backup(desk, tmp_path, now):
    folder = tmp_path / "backups"
    made = backups.back_up(desk.stores, folder, now=now, progress=lambda *_: None)
    with desk.look() as context:
        assert made.backup.history == checkup.history_head(context)
        assert [*checkup.history_since(context, folder)] == []
    _alter(
        desk,
        "DROP TRIGGER event_hash_refuses_delete;"
        "DELETE FROM event_hash WHERE number = (SELECT max(number) FROM event_hash)",
    )
    with desk.look() as context:
        [found] = checkup.history_since(context, folder)
    assert made.backup.name in found.what


def test_a_lost_index_is_named_and_made_anew(desk, desk_of):
    shutil.rmtree(desk.stores.data / "index")
    with closing(open_stores(desk.stores.data, paths.REPORTS_PDF)) as stores:
        again = desk_of(stores)
        found = _found(again)
        assert found
        assert all(one.can_be_repaired for one in found)
        with again.look() as context:
            assert checkup.repair(context) == len(found)
        assert _found(again) == []
        with again.look() as context:
            assert checkup.repair(context) == 0


def test_a_damaged_database_is_named_first_and_alone(desk):
    _alter(
        desk,
        "PRAGMA writable_schema = ON;"
        "DELETE FROM sqlite_master WHERE name = 'ix_publication_lab';",
    )
    [found] = _found(desk)
    assert found.what.startswith("The database: ")
    assert "Restore a backup" in found.remedy
