"""Tantivy, through its official Python binding: the engine to be as fast as."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.corpora import Source
from benchmarks.peers.engines import COMPARED, HITS, Peer, most_alike, plain_words
from benchmarks.questions import EDITED, FUZZY, PHRASES, PREFIX, Place, Question

MEMORY = 128_000_000  # bytes that a writer may use


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
