"""Whoosh as it comes: pages, its own analyser with stems, its own highlights."""

from pathlib import Path
from typing import Any

from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import And, FuzzyTerm, Or, Phrase, Prefix, Term

from benchmarks.corpora import Source
from benchmarks.peers.engines import COMPARED, HITS, Peer, most_alike
from benchmarks.questions import EDITED, FUZZY, PHRASES, PREFIX, Place, Question


class PlainWhoosh(Peer):
    """Whoosh with the settings it comes with, and the text stored for its highlights."""

    name = "Whoosh"
    notes = (
        "stock settings; prefix and fuzzy words are stems, as its analyser makes them"
    )

    def begin(self, folder: Path) -> None:
        """Make an empty index."""
        folder.mkdir(parents=True, exist_ok=True)
        analyser = StemmingAnalyzer(stoplist=None)
        schema = Schema(
            text=TEXT(analyser, stored=True),
            document=NUMERIC(stored=True),
            number=NUMERIC(stored=True),
        )
        create_in(str(folder), schema)
        self.open(folder)

    def open(self, folder: Path) -> None:
        """Open the folder."""
        self._index, self._writer = open_dir(str(folder)), None
        self._searcher = self._index.searcher()

    def add(self, source: Source) -> None:
        """Add its pages."""
        self._writer = self._writer or self._index.writer()
        for number, page in enumerate(source.pages, 1):
            self._writer.add_document(
                text=self.text(page), document=source.number, number=number
            )

    def finish(self) -> None:
        """Commit."""
        self._writer.commit()
        self._writer = None
        self._searcher.close()
        self._searcher = self._index.searcher()

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Ask with a query of the fitting kind."""
        is_edited = question.cell in EDITED
        count = COMPARED if is_edited else HITS
        results = self._searcher.search(self._query(question), limit=count)
        hits = list(results)
        if snippets:
            for hit in hits[:HITS]:
                hit.highlights("text")
        if is_edited:
            hits = [
                hits[i] for i in most_alike(question.asked, [h["text"] for h in hits])
            ]
        return [Place(hit["document"], hit["number"]) for hit in hits]

    def _query(self, question: Question) -> Any:
        analyser = self._index.schema["text"].analyzer
        words = [token.text for token in analyser(question.asked, mode="query")]
        if question.cell in PHRASES:
            return Phrase("text", words)
        if question.cell == PREFIX:
            return Prefix("text", question.asked)
        if question.cell == FUZZY:
            return FuzzyTerm("text", words[0], maxdist=1)
        terms = [Term("text", word) for word in words]
        return Or(terms) if question.cell in EDITED else And(terms)
