"""Open the stores of one installation; the only place that says which they are."""

from pathlib import Path

from annotator import paths
from annotator.pdf.sandbox import ReaderPool
from annotator.search.quote_index import QuoteIndex
from annotator.search.whoosh_index import WhooshIndex
from annotator.services.context import Cache, Stores
from annotator.storage.engine import Database
from annotator.storage.files import Files
from annotator.storage.migrate import is_empty, upgrade

COMPARISONS = 6
GLIMPSES = 400  # pictures of about 40 kB
HASHES = 10_000  # files in the reports folder
WINDOWS = 200  # of a page or two: about 0.3 MB each
DOCUMENTS = 6  # texts in memory: a 300-page report takes about 60 MB


def open_stores(data: Path, reports_pdf: Path, database_url: str = "") -> Stores:
    """Open, or make, an installation in the folder ``data``."""
    data.mkdir(parents=True, exist_ok=True)
    database = Database(database_url or f"sqlite:///{data / 'annotator.sqlite3'}")
    with database.engine.begin() as connection:
        is_new = is_empty(connection)
        upgrade(connection, paths.MIGRATIONS)
    stores = Stores(
        data=data,
        reports_pdf=reports_pdf,
        database=database,
        files=Files(data / "files"),
        staging=Files(data / "staging"),
        desk_index=WhooshIndex(data / "index" / "desk"),
        public_index=WhooshIndex(data / "index" / "public"),
        desk_quotes=QuoteIndex(data / "index" / "desk-quotes"),
        public_quotes=QuoteIndex(data / "index" / "public-quotes"),
        readers=ReaderPool(),
        documents=Cache(DOCUMENTS),
        windows=Cache(WINDOWS),
        comparisons=Cache(COMPARISONS),
        glimpses=Cache(GLIMPSES),
        hashes=Cache(HASHES),
    )
    for index in (stores.desk_index, stores.public_index):
        if is_new and not index.held():
            index.rebuilt()  # there is nothing yet that it lacks
    return stores
