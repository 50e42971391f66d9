"""Copies of a SQLite database in one file: made while others write, and looked through."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.domain.errors import AnnotatorError
from annotator.storage.database.engine import Database

_READ_ONLY = "mode=ro"
_PAGES_AT_ONCE = 4_000  # of 4 kB; between two such steps others may write


class NotCopiedError(AnnotatorError):
    """A database cannot be copied, or a copy of one cannot be used."""


def copy_database(database: Database, target: Path) -> str:
    """Write the database as it is at one moment to a new file; return its SHA-256.

    The file is there whole or not at all. Raises NotCopiedError unless it is SQLite's:
    PostgreSQL has a program for it.
    """
    if database.engine.dialect.name != "sqlite":
        raise NotCopiedError(
            "This copies SQLite databases only. Copy the PostgreSQL database with "
            "pg_dump, and the folder “files” of the data folder with it."
        )
    part = target.with_name(f".part-{target.name}")
    part.unlink(missing_ok=True)
    try:
        connection = database.engine.raw_connection()
        try:
            source = connection.driver_connection
            with closing(sqlite3.connect(part)) as copy:
                source.backup(copy, pages=_PAGES_AT_ONCE)  # type: ignore[union-attr]
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, complete
        finally:
            connection.close()
        digest = sha256_of(part)
        _move_in(part, target)
    finally:
        part.unlink(missing_ok=True)
    return digest


def put_copy(source: Path, target: Path) -> None:
    """Copy a database in a file to a new one, which is there whole or not at all."""
    part = target.with_name(f".part-{target.name}")
    try:
        shutil.copyfile(source, part)
        _move_in(part, target)
    finally:
        part.unlink(missing_ok=True)


def problems_of(path: Path) -> list[str]:
    """Return what is wrong with a database in a file, as SQLite says it; [] if nothing."""
    try:
        with closing(_open(path)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return [str(error)]
    dangling = [
        f"{table} {row} names a row of {other}" for table, row, other, _ in lost
    ]
    # What it says of a broken tree has a heading, and a line for each of its pages.
    lines = [line for (said,) in found for line in said.splitlines()]
    told = [line for line in lines if line != "ok" and not line.startswith("***")]
    return told + dangling


def problems_of_database(database: Database) -> list[str]:
    """Return the same of an open database; PostgreSQL looks after itself."""
    url = database.engine.url
    if database.engine.dialect.name != "sqlite" or not url.database:
        return []
    return problems_of(Path(url.database))


def files_named_in(path: Path) -> dict[str, bool]:
    """Return the hashes of the files that a database in a file names, sorted.

    With each is whether it is needed; of a removed report it may have been deleted.
    """
    with closing(_open(path)) as connection:
        rows = connection.execute(
            "SELECT sha256, removed_at IS NULL FROM revision ORDER BY sha256"
        )
        return {sha256: bool(is_needed) for sha256, is_needed in rows}


def history_head_in(path: Path) -> tuple[int, str]:
    """Return the number and the hash of the newest event of a database in a file."""
    with closing(_open(path)) as connection:
        newest = "SELECT number, hash FROM event_hash ORDER BY number DESC LIMIT 1"
        number, hashed = connection.execute(newest).fetchone() or (0, "")
        return number, hashed


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?{_READ_ONLY}", uri=True)


def _move_in(part: Path, target: Path) -> None:
    """Give a file that was written its name, and force both to the disk (fsync)."""
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
