"""Backups that are made while people write are restored, also by a later version: counted.

A server runs, its analysts state claims and take in files, and `annotator backup` copies.
What `annotator restore` makes of that is compared row by row and byte by byte with the
installation: nothing that was acknowledged before is missing, and nothing is torn.
"""

import json
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from pdfs import text_pdf
from reliability.conftest import LIMIT, Client
from soak import figure
from sqlalchemy import select

from annotator import paths
from annotator.services.stores import open_stores
from annotator.storage.database.base import Base
from annotator.storage.database.copying import sha256_of
from annotator.storage.database.engine import make_engine
from annotator.storage.database.migrate import downgrade

pytestmark = [pytest.mark.soak, pytest.mark.slow]

ROUNDS = figure(ci=3, soak=50)
WRITERS = 3
EARLIER = "0024"  # a version of the database from which this one is migrated
# Rows that are changed, or go, while the program works; all others are only added.
CHANGING = {"job", "worker", "sign_in", "sign_in_failure", "known_browser"}
STILL = {  # to which neither the writers nor jobs add
    "publication",
    "published_passage",
    "published_revision",
    "passage",
    "evidence",
    "critique",
    "verdict",
    "scorecard",
    "card",
    "evaluation",
    "threshold",
    "result",
}


class Writer(threading.Thread):
    """States claims until it is told to stop."""

    def __init__(self, client, address, number, stop):
        super().__init__()
        self.client, self.address, self.number, self.stop = (
            client,
            address,
            number,
            stop,
        )
        self.stated: list[str] = []

    def run(self):
        while not self.stop.wait(0.1):
            text = f"Claim {len(self.stated)} of writer {self.number}."
            assert self.client.claim(self.address, text) == 303
            self.stated.append(text)


def _tables(stores):
    with stores.database.reading() as session:
        return {
            table.name: {repr(row) for row in session.execute(select(table))}
            for table in Base.metadata.sorted_tables
        }


def _open(data):
    return closing(open_stores(data, paths.REPORTS_PDF))


def _age(path):
    """Take a database in a file back to an earlier version."""
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        downgrade(connection, paths.MIGRATIONS, EARLIER)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _finish(process):
    assert process.popen.wait(LIMIT) == 0, process.said()


def test_what_is_backed_up_under_writes_is_restored_equal(
    start, desk_of, tmp_path, sample_ready
):
    shutil.copytree(sample_ready, start.data)
    client = Client(start.data)
    server = start("serve", "--port", "0").wait_for("Press Ctrl+C")
    client.get_token(server.address)
    stop = threading.Event()
    writers = [Writer(client, server.address, n, stop) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        rows = sum(
            _round(start, desk_of, tmp_path, number, writers)
            for number in range(ROUNDS)
        )
    finally:
        stop.set()
        for writer in writers:
            writer.join(LIMIT)
    assert server.end() == 0, server.said()
    assert "Traceback" not in server.said()
    print(
        f"\n{ROUNDS} backups under writes, {ROUNDS // 3} of them restored into a "
        f"later version: {rows:,} rows and every file equal; "
        f"{sum(len(w.stated) for w in writers)} claims written meanwhile"
    )


def _round(start, desk_of, folder, number, writers):
    """Back up, restore and compare; return how many rows were equal."""
    before = [len(writer.stated) for writer in writers]
    copies, data = folder / "backups", folder / f"new-{number}"
    backup = start("backup", str(copies))
    with start.stores() as stores:
        content = text_pdf([f"Report {number}."])
        desk_of(stores).bring_in(content, report=f"report {number}")
    _finish(backup)
    older = _made_older(copies) if number % 3 == 2 else None
    _finish(start("restore", str(copies), data=data))
    claims, count = _compare(start, data, older)
    _acknowledged_are_there(claims, writers, before)
    shutil.rmtree(data)
    return count


def _made_older(folder):
    """Make the newest backup one of an earlier version; return its database."""
    path = max(folder.glob("*Z.sqlite3"))
    _age(path)
    listed = path.with_suffix(".json")
    told = {**json.loads(listed.read_text()), "database_sha256": sha256_of(path)}
    listed.write_text(json.dumps(told))
    return path


def _compare(start, data, older):
    """Compare what was restored with what it is from; return the claims and the rows.

    Of an earlier version everything that was in the database is there as it was.
    """
    with _open(data) as restored, start.stores() as stores:
        # What was restored is read first: the installation only grows meanwhile.
        found, live = _tables(restored), _tables(stores)
        hashes = [*restored.files.hashes()]
        assert len(found["revision"]) == len(hashes)
        for sha256 in hashes:
            assert restored.files.get(sha256) == stores.files.get(sha256)
    if older:
        _same_rows(older, data / "annotator.sqlite3")
    else:
        _grown_only(found, live)
    return " ".join(found["claim"]), sum(map(len, found.values()))


def _grown_only(found, live):
    for name in found.keys() - CHANGING:
        assert found[name] <= live[name], (name, sorted(found[name] - live[name])[:3])
        assert name not in STILL or found[name] == live[name], name


def _same_rows(older, newer):
    """Compare every column that the earlier version had.

    The history alone grows: it tells what the update has changed.
    """
    with closing(sqlite3.connect(older)) as old, closing(sqlite3.connect(newer)) as new:
        for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type='table'"):
            told = old.execute(f"PRAGMA table_info({name})").fetchall()
            columns = ", ".join(f'"{column[1]}"' for column in told)
            asked = f'SELECT {columns} FROM "{name}"'
            was, there = (set(map(repr, of.execute(asked))) for of in (old, new))
            if name == "event":
                assert was <= there, sorted(was - there)[:3]
            elif name != "alembic_version":
                assert was == there, name


def _acknowledged_are_there(stored, writers, before):
    for writer, count in zip(writers, before, strict=True):
        there = [
            f"Claim {n} of writer {writer.number}." in stored
            for n in range(len(writer.stated) + 1)
        ]
        assert all(there[:count]), "what was acknowledged before is there"
        assert there == sorted(there, reverse=True), "and nothing after a gap"
