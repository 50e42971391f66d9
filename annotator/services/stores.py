"""Open the stores of an installation; the only module that chooses them."""

from datetime import UTC, datetime
from pathlib import Path

from annotator import paths
from annotator.domain.errors import AnnotatorError
from annotator.pdf.sandbox import NoRecogniser, ReaderPool, recogniser_here
from annotator.search.quotes.index import QuoteIndex
from annotator.search.words.whoosh_index import WhooshIndex
from annotator.services.context import Cache, Stores, starting_turn
from annotator.storage import told_rows
from annotator.storage.database.copying import copy_database
from annotator.storage.database.engine import Database
from annotator.storage.database.migrate import (
    bring_up_to_date,
    is_empty,
    outdated_from,
)
from annotator.storage.disk.files import Files
from annotator.storage.disk.folder_permissions import make_private

BEFORE_MIGRATION = "before-migration"  # folder of copies, named by their revision

# Sizes of caches, in values; chosen, not measured.
COMPARISONS = 6
MOVES = 5_000  # a few short sentences each
GATES = 2  # the current one, and its predecessor while open requests end
COLLECTIONS = 3  # likewise, and the newest by its name; they share what they hold
GLIMPSES = 400  # pictures of about 40 kB
HASHES = 10_000  # files in the reports folder
WINDOWS = 200  # of a page or two: about 0.3 MB each
DOCUMENTS = 6  # texts in memory: a 300-page report takes about 60 MB


class LostDatabaseError(AnnotatorError):
    """There are stored files, and the database that named them is empty."""


def open_stores(
    data: Path, reports_pdf: Path, database_url: str = "", *, eyes: bool = True
) -> Stores:
    """Open the installation in the folder ``data``, or make it.

    Without ``eyes``, no page is looked at, even if there is a recogniser here. Raise
    LostDatabaseError if it is not new and its database is.
    """
    make_private(data)
    database = Database(database_url or f"sqlite:///{data / 'annotator.sqlite3'}")
    with starting_turn(data):
        _refuse_without_database(data, database)
        _copy_before_migration(data, database)
        is_new = bring_up_to_date(
            database,
            paths.MIGRATIONS,
            then=lambda made: told_rows.explain(made, datetime.now(UTC)),
        )
        stores = _stores(data, reports_pdf, database, eyes=eyes)
        for index in (stores.desk_index, stores.public_index):
            if is_new and not index.held():
                index.rebuilt()  # the database is empty, so the index is complete
    return stores


def _refuse_without_database(data: Path, database: Database) -> None:
    # In a new database no row names the files, so that they would be deleted in a day.
    with database.engine.connect() as connection:
        if not is_empty(connection):
            return
    files = data / "files"
    if files.is_dir() and any(Files(files).hashes()):
        raise LostDatabaseError(
            f"The database is empty, but {files} holds stored files: the database was "
            "lost, or its address is wrong. Restore a backup into a new data folder."
        )


def _copy_before_migration(data: Path, database: Database) -> None:
    """Copy a SQLite database that is about to be migrated, to go back to if need be."""
    revision = outdated_from(database, paths.MIGRATIONS)
    if revision and database.engine.dialect.name == "sqlite":
        folder = data / BEFORE_MIGRATION
        make_private(folder)
        copy_database(database, folder / f"{revision}.sqlite3")


def _stores(data: Path, reports_pdf: Path, database: Database, *, eyes: bool) -> Stores:
    return Stores(
        data=data,
        reports_pdf=reports_pdf,
        database=database,
        files=Files(data / "files"),
        staging=Files(data / "staging"),
        copies=Files(data / "cache" / "copies"),
        desk_index=WhooshIndex(data / "index" / "desk"),
        public_index=WhooshIndex(data / "index" / "public"),
        desk_quotes=QuoteIndex(data / "index" / "desk-quotes"),
        public_quotes=QuoteIndex(data / "index" / "public-quotes"),
        pdf_workers=ReaderPool(),
        documents=Cache(DOCUMENTS),
        windows=Cache(WINDOWS),
        comparisons=Cache(COMPARISONS),
        glimpses=Cache(GLIMPSES),
        gates=Cache(GATES),
        collections=Cache(COLLECTIONS),
        moves=Cache(MOVES),
        hashes=Cache(HASHES),
        recogniser=recogniser_here() if eyes else NoRecogniser(),
    )
