"""What this tool's search is compared with, each behind the same few methods.

Peers index pages. They are handed text in which words broken at a line's end are joined
and page furniture is gone, which none of them would do; ``is_raw`` hands them the text
as it is printed, to show what that costs.

A quote with mistakes is looked for by its words, any of them; the best of what that
finds are compared with the quote and put in the order of their likeness to it.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from benchmarks.corpora import Source, as_printed, read_on
from benchmarks.questions import EDITED, FUZZY, PHRASES, PREFIX, Place, Question

HITS = 20  # as a page of results has
COMPARED = 50  # pages that are compared with a quote that has mistakes

Found = Sequence[tuple[int, int]]  # document and page


class Engine(Protocol):
    """A search engine that keeps its index in a folder."""

    name: str
    notes: str

    def prepare(self, sources: Iterator[Source], folder: Path) -> None:
        """Do what is not indexing: keep the texts, if the engine indexes kept texts."""

    def keep(self, source: Source) -> None:
        """Keep a document's text before it is indexed, if the engine does."""

    def begin(self, folder: Path) -> None:
        """Make an empty index."""

    def open(self, folder: Path) -> None:
        """Open an index that was finished."""

    def add(self, source: Source) -> None:
        """Index a document."""

    def finish(self) -> None:
        """Make what was added visible."""

    def can(self, cell: str) -> bool:
        """Whether the engine has a means for this kind of question."""

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Return what is found, best first, and make a snippet of each if told to."""

    def size(self, folder: Path) -> int:
        """Return how many bytes the index takes on disk, kept texts aside."""

    def close(self) -> None:
        """End what was started."""


class Peer:
    """What peers have in common."""

    name = "peer"
    notes = ""
    lacks: frozenset[str] = frozenset()

    def __init__(self, *, is_raw: bool = False) -> None:
        self.is_raw = is_raw
        self.text = as_printed if is_raw else read_on

    def prepare(self, sources: Iterator[Source], folder: Path) -> None:
        """Peers are handed texts, and keep them in their index."""

    def keep(self, source: Source) -> None:
        """See above."""

    def can(self, cell: str) -> bool:
        """Whether the engine has a means for this kind of question."""
        return cell not in self.lacks and (cell in PHRASES or not self.is_raw)

    def size(self, folder: Path) -> int:
        """Return how many bytes the files of the index take."""
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """Nothing was started."""


def plain_words(text: str) -> list[str]:
    """Return the words of a quote, in lower case, without punctuation."""
    return re.findall(r"\w+", text.lower())


def most_alike(asked: str, texts: Sequence[str]) -> list[int]:
    """Return which texts hold what is most like a quote, best first."""
    found = process.extract(asked, texts, scorer=fuzz.partial_ratio, limit=HITS)
    return [number for _, _, number in found]


class Fts5(Peer):
    """SQLite's FTS5, words stemmed with Porter's rules."""

    name = "FTS5 porter"
    _tokenize, _prefix = "porter unicode61", ", prefix='3 4'"

    def begin(self, folder: Path) -> None:
        """Make the table, and one of its words for what is spelt wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        self.open(folder)
        self._database.execute(
            "CREATE VIRTUAL TABLE page USING fts5(text, document UNINDEXED,"
            f" number UNINDEXED, tokenize='{self._tokenize}'{self._prefix})"
        )
        self._database.execute("CREATE VIRTUAL TABLE word USING fts5vocab(page, row)")

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._database = sqlite3.connect(folder / "fts5.sqlite3")
        self._known: list[str] | None = None

    def add(self, source: Source) -> None:
        """Insert its pages."""
        self._database.executemany(
            "INSERT INTO page VALUES (?, ?, ?)",
            [
                (self.text(page), source.number, number)
                for number, page in enumerate(source.pages, 1)
            ],
        )

    def finish(self) -> None:
        """Commit."""
        self._database.commit()

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Ask with MATCH, ranked by bm25."""
        if question.cell in EDITED:
            return self._nearly(question.asked)
        what = "snippet(page, 0, '[', ']', '…', 40)" if snippets else "''"
        rows = self._database.execute(
            f"SELECT document, number, {what} FROM page WHERE page MATCH ?"
            f" ORDER BY rank LIMIT {HITS}",
            (self._match(question),),
        )
        return [Place(document, number) for document, number, _ in rows]

    def _match(self, question: Question) -> str:
        if question.cell in PHRASES:
            return self._quoted(question.asked)
        if question.cell == PREFIX:
            return f"{question.asked}*"
        if question.cell == FUZZY:
            return " OR ".join(map(self._quoted, self._alike(question.asked)))
        return question.asked

    def _alike(self, word: str) -> list[str]:
        if self._known is None:
            rows = self._database.execute("SELECT term FROM word")
            self._known = [term for (term,) in rows]
        found = process.extract(
            word, self._known, scorer=Levenshtein.distance, score_cutoff=2, limit=10
        )
        return [term for term, _, _ in found] or [word]

    def _nearly(self, asked: str) -> list[Place]:
        rows = self._database.execute(
            "SELECT document, number, text FROM page WHERE page MATCH ?"
            f" ORDER BY rank LIMIT {COMPARED}",
            (" OR ".join(map(self._quoted, self._pieces(asked))),),
        ).fetchall()
        order = most_alike(asked, [text for _, _, text in rows])
        return [Place(rows[at][0], rows[at][1]) for at in order]

    def _pieces(self, asked: str) -> list[str]:
        return plain_words(asked)

    @staticmethod
    def _quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'


class Fts5Trigram(Fts5):
    """SQLite's FTS5 over runs of three letters: any substring, signs and all."""

    name = "FTS5 trigram"
    notes = "a prefix is a substring; a quote with mistakes is looked for by its words"
    lacks = frozenset({FUZZY})
    _tokenize, _prefix = "trigram", ""

    def _match(self, question: Question) -> str:
        if question.cell in PHRASES or question.cell == PREFIX:
            return self._quoted(question.asked)
        return " AND ".join(map(self._quoted, question.asked.split()))

    def _pieces(self, asked: str) -> list[str]:
        long = [word for word in plain_words(asked) if len(word) >= 5]
        return long or [asked]
