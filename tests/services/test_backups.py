"""A lost disk costs nothing that was backed up."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from pdfs import text_pdf
from sqlalchemy import select
from wren_claims import state
from wren_pages import claim_on_page

from annotator import paths
from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Role
from annotator.services import backups
from annotator.services.library import reports
from annotator.services.stores import open_stores
from annotator.storage.database.base import Base
from annotator.storage.database.copying import NotCopiedError
from annotator.storage.disk.files import PART

CARD = text_pdf(["Wren 1 solved 12 of the 40 long tasks."])


@pytest.fixture
def desk(desk):
    desk.take_in(CARD, report="card")
    desk.take_in(text_pdf(["Another one."]), report="other")
    with desk.sit_down() as context:
        claim_on_page(context, "It is safe.", models=())
    return desk


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def _back_up(desk, folder, now, **more):
    told = []
    made = backups.back_up(
        desk.stores, folder, now=now, progress=lambda *done: told.append(done), **more
    )
    assert not told or told[-1][0] == told[-1][1]
    return made


def _restore(folder, data, **more):
    return backups.restore(folder, data, progress=lambda *_: None, **more)


def _tables(stores):
    """Every row of every table."""
    with stores.database.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
        }


def test_what_is_restored_is_equal_in_every_table_and_file(desk, folder, now, tmp_path):
    made = _back_up(desk, folder, now)
    assert (made.copied, made.problems) == (2, ())
    before = _tables(desk.stores)
    assert any(before["claim"])
    assert any(before["publication"])
    assert _restore(folder, tmp_path / "new") == made.backup
    with closing(open_stores(tmp_path / "new", paths.REPORTS_PDF)) as stores:
        assert _tables(stores) == before
        assert [*stores.files.hashes()] == [*desk.stores.files.hashes()]
        for sha256 in stores.files.hashes():
            assert stores.files.get(sha256) == desk.stores.files.get(sha256)
        assert stores.public_index.needs_rebuild, "made anew at the start"
    secrets = [(data / "secret-key") for data in (desk.stores.data, tmp_path / "new")]
    assert secrets[0].exists() == secrets[1].exists()


def test_a_second_backup_copies_only_what_is_new(desk, folder, now):
    _back_up(desk, folder, now)
    assert _back_up(desk, folder, now + timedelta(days=1)).copied == 0
    desk.take_in(text_pdf(["A third."]), report="third")
    made = _back_up(desk, folder, now + timedelta(days=2))
    assert (made.copied, len(made.backup.files)) == (1, 3)


def test_only_the_newest_backups_are_kept_and_any_of_them_can_be_restored(
    desk, folder, now, tmp_path
):
    made = []
    for day in range(4):
        made.append(_back_up(desk, folder, now + timedelta(days=day), kept=3).backup)
        with desk.sit_down() as context:
            state(context, f"Claim of day {day}.")
    assert backups.list_backups(folder) == made[:0:-1]
    assert len([*folder.glob("*.sqlite3")]) == 3
    _restore(folder, tmp_path / "new", name=made[1].name)
    with closing(open_stores(tmp_path / "new", paths.REPORTS_PDF)) as stores:
        claims = " ".join(_tables(stores)["claim"])
    assert "day 0" in claims
    assert "day 1" not in claims


def test_a_backup_under_writes_is_of_one_moment(desk, folder, now, tmp_path):
    stop, written = Event(), []

    def write():
        while not stop.is_set():
            with desk.sit_down() as context:
                slug = state(context, f"Claim number {len(written)}.")
            written.append(slug)

    writer = Thread(target=write)
    writer.start()
    try:
        made = []
        for hour in range(3):
            before = len(written)
            made.append((before, _back_up(desk, folder, now + timedelta(hours=hour))))
    finally:
        stop.set()
        writer.join()
    for number, (before, backup) in enumerate(made):
        data = tmp_path / f"new-{number}"
        _restore(folder, data, name=backup.backup.name)
        with closing(open_stores(data, paths.REPORTS_PDF)) as stores:
            found = " ".join(_tables(stores)["claim"])
        there = [f"Claim number {n}." in found for n in range(len(written))]
        assert all(there[:before]), "what was acknowledged before is there"
        assert there == sorted(there, reverse=True), "and nothing after a gap"


def test_a_file_that_is_lost_or_damaged_is_named_and_the_rest_is_copied(
    desk, folder, now, tmp_path
):
    first, second = desk.stores.files.hashes()
    desk.stores.files.path(first).write_bytes(b"%PDF-altered")
    desk.stores.files.path(second).unlink()
    made = _back_up(desk, folder, now)
    assert [first in made.problems[0], second in made.problems[1]] == [True, True]
    assert made.backup.files == ()
    _restore(folder, tmp_path / "new")
    desk.take_in(CARD, report="card")


def test_a_file_of_a_removed_report_is_no_problem_once_it_is_deleted(desk, folder, now):
    with desk.sit_down(Role.ADMIN) as context:
        removed = reports.get_revision(context, reports.get_report(context, "other"))
        sha256 = removed.sha256
        removed.removed_at = now
    desk.stores.files.path(sha256).unlink()
    made = _back_up(desk, folder, now)
    assert made.problems == ()
    assert sha256 not in made.backup.files


@pytest.mark.parametrize("what", ["database", "file", "list"])
def test_a_damaged_backup_is_not_restored(desk, folder, now, tmp_path, what):
    made = _back_up(desk, folder, now)
    path = {
        "database": folder / f"{made.backup.name}.sqlite3",
        "file": folder / "files" / made.backup.files[0][:2] / made.backup.files[0],
        "list": folder / f"{made.backup.name}.json",
    }[what]
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    error = backups.UnreadableListError if what == "list" else NotCopiedError
    with pytest.raises(error):
        _restore(folder, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    if what == "file":  # and the next backup mends it
        assert _back_up(desk, folder, now + timedelta(days=1)).copied == 1
        _restore(folder, tmp_path / "new")


def test_a_damaged_database_is_not_taken_for_a_backup(desk, folder, now):
    desk.stores.database.close()
    path = desk.stores.data / "annotator.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "DELETE FROM sqlite_master WHERE name = 'ix_publication_lab'"
        )
        connection.commit()
    with pytest.raises(NotCopiedError, match="damaged"):
        _back_up(desk, folder, now)
    assert backups.list_backups(folder) == []
    assert [*folder.glob("*.sqlite3")] == []


def test_nothing_is_restored_over_what_is_there(desk, folder, now, tmp_path):
    _back_up(desk, folder, now)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine")
    with pytest.raises(NotCopiedError, match="is not empty"):
        _restore(folder, tmp_path / "used")
    with pytest.raises(NotFoundError):
        _restore(folder, tmp_path / "new", name="yesterday")
    with pytest.raises(NotFoundError):
        _restore(tmp_path / "empty", tmp_path / "new")


def test_a_backup_whose_list_was_not_written_is_none(desk, folder, now):
    made = _back_up(desk, folder, now)
    (folder / f"{made.backup.name}.json").unlink()
    assert backups.list_backups(folder) == []


def test_what_a_killed_backup_left_is_removed_a_day_later(desk, folder, now):
    _back_up(desk, folder, now)
    left = [
        folder / f"{PART}20260101T000000Z.sqlite3",
        next((folder / "files").iterdir()) / f"{PART}x",
    ]
    at_work = folder / f"{PART}at-work"
    for path, hours in [(left[0], 25), (left[1], 25), (at_work, 23)]:
        path.write_bytes(b"half")
        then = (now - timedelta(hours=hours)).timestamp()
        os.utime(path, (then, then))
    _back_up(desk, folder, now + timedelta(seconds=1))
    assert not any(path.exists() for path in left)
    assert at_work.exists()


def test_the_list_of_a_backup_says_what_belongs_to_it(desk, folder, now):
    made = _back_up(desk, folder, now)
    told = json.loads((folder / f"{made.backup.name}.json").read_text())
    assert told["files"] == sorted(desk.stores.files.hashes())
    assert (folder.stat().st_mode & 0o077) == 0
