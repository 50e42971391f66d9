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
from typing import Any, Protocol

import tantivy
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from benchmarks.corpora import Source, as_printed, read_on
from benchmarks.questions import EDITED, FUZZY, PHRASES, PREFIX, Place, Question

HITS = 20  # as a page of results has
COMPARED = 50  # pages that are compared with a quote that has mistakes
MEMORY = 128_000_000  # bytes that a writer may use

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
    offers: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()

    def __init__(self, *, is_raw: bool = False) -> None:
        self.text = as_printed if is_raw else read_on

    def prepare(self, sources: Iterator[Source], folder: Path) -> None:
        """Peers are handed texts, and keep them in their index."""

    def keep(self, source: Source) -> None:
        """See above."""

    def can(self, cell: str) -> bool:
        """Whether the engine has a means for this kind of question."""
        return cell not in self.lacks

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
        return [word for word in plain_words(asked) if len(word) >= 5]


class Tantivy(Peer):
    """Tantivy, through its official Python binding."""

    name = "Tantivy"

    def begin(self, folder: Path) -> None:
        """Make an empty index; two threads write to it."""
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True)
        builder.add_integer_field("document", stored=True)
        builder.add_integer_field("number", stored=True)
        self._ready(tantivy.Index(builder.build(), path=str(folder)))

    def open(self, folder: Path) -> None:
        """Open the folder."""
        self._ready(tantivy.Index.open(str(folder)))

    def _ready(self, index: Any) -> None:
        self._index, self._writer = index, None
        self._schema, self._searcher = index.schema, index.searcher()

    def add(self, source: Source) -> None:
        """Add its pages."""
        if self._writer is None:
            self._writer = self._index.writer(MEMORY, 2)
        for number, page in enumerate(source.pages, 1):
            self._writer.add_document(
                tantivy.Document(
                    text=self.text(page), document=source.number, number=number
                )
            )

    def finish(self) -> None:
        """Commit, merge what is to be merged, and look at the index anew."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._writer = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Ask with a query of the fitting kind."""
        query = self._query(question)
        count = COMPARED if question.cell in EDITED else HITS
        hits = self._searcher.search(query, count, count=False).hits
        documents = [self._searcher.doc(address) for _, address in hits]
        if snippets:
            self._snippets(query, documents[:HITS])
        if question.cell in EDITED:
            texts = [document.get_first("text") for document in documents]
            documents = [documents[at] for at in most_alike(question.asked, texts)]
        return [
            Place(d.get_first("document"), d.get_first("number")) for d in documents
        ]

    def _snippets(self, query: Any, documents: Sequence[Any]) -> None:
        make = tantivy.SnippetGenerator.create(
            self._searcher, query, self._schema, "text"
        )
        for document in documents:
            make.snippet_from_doc(document).to_html()

    def _query(self, question: Question) -> Any:
        words = plain_words(question.asked)
        if question.cell in PHRASES:
            return tantivy.Query.phrase_query(self._schema, "text", words)
        if question.cell == PREFIX:
            return tantivy.Query.regex_query(
                self._schema, "text", f"{re.escape(question.asked)}.*"
            )
        if question.cell == FUZZY:
            return self._fuzzy(question.asked)
        occur = tantivy.Occur.Should if question.cell in EDITED else tantivy.Occur.Must
        parts = [(occur, self._part(question, word)) for word in words]
        return tantivy.Query.boolean_query(parts)

    def _part(self, question: Question, word: str) -> Any:
        return tantivy.Query.term_query(self._schema, "text", word)

    def _fuzzy(self, word: str) -> Any:
        return tantivy.Query.fuzzy_term_query(self._schema, "text", word, distance=1)


class TantivyFuzzy(Tantivy):
    """Tantivy, each word of a quote with mistakes allowed one of its own."""

    name = "Tantivy fuzzy"
    notes = "quotes with mistakes only; in all else it is Tantivy"

    def can(self, cell: str) -> bool:
        """Whether it differs from Tantivy."""
        return cell in EDITED

    def _part(self, question: Question, word: str) -> Any:
        return self._fuzzy(word)
