"""This tool, asked as its pages and commands ask it, from the box to the sentence."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from annotator.domain.permissions import Role
from annotator.domain.text.canonical_text import PageText
from annotator.domain.vocabulary import ReportKind, State
from annotator.search.query.parser import parse
from annotator.services.context import Actor, Context, Stores
from annotator.services.search import combined, indexing, indexing_quotes, quotes, words
from annotator.services.search.results import SearchResult, place_of
from annotator.services.stores import open_stores
from annotator.storage.library import reports, revisions
from annotator.storage.library.labs import Lab
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Page, Revision
from annotator.storage.library.words import pack
from benchmarks.corpora import Source, page_texts
from benchmarks.peers.engines import HITS, plain_words
from benchmarks.questions import (
    EDITED,
    FUZZY,
    PHRASES,
    PREFIX,
    Place,
    Question,
)

SIGNS = {PREFIX: "*", FUZZY: "~"}  # after the word that is typed
OPERATOR = Actor("the benchmark", Role.ADMIN)
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Stand = tuple[str, int, int]  # a report, and from where to where, in code points


class AnnotatorWords:
    """Words through the words' index; with snippets, all that a search page does."""

    name = "annotator"
    notes = "indexes from its database, whose texts are not counted"
    lacks = frozenset({*PHRASES, *EDITED})  # these are quotes

    def prepare(self, sources: Iterator[Source], folder: Path) -> None:
        """Keep the documents in an installation's database, as intake does."""
        stores = open_stores(folder, folder)
        _add_lab(stores)
        for source in sources:
            keep(stores, source)
        stores.close()

    def keep(self, source: Source) -> None:
        """Keep one more document in the database, unless it is there from before."""
        if not _is_kept(self.stores, source):
            keep(self.stores, source)

    def begin(self, folder: Path) -> None:
        """Begin with an empty index."""
        shutil.rmtree(folder / "index", ignore_errors=True)
        self.open(folder)

    def open(self, folder: Path) -> None:
        """Open the installation."""
        self.stores = open_stores(folder, folder)

    def add(self, source: Source) -> None:
        """Index a report from the database."""
        with _context(self.stores) as context:
            indexing.index_report(context, slug(source))

    def finish(self) -> None:
        """What was added is visible, and the index is whole."""
        self.stores.desk_index.rebuilt()

    def can(self, cell: str) -> bool:
        """Whether there is a means for this kind of question."""
        return cell not in self.lacks

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Search as a person who is signed in does."""
        typed = question.asked + SIGNS.get(question.cell, "")
        if snippets:
            with _context(self.stores) as context:
                found = words.search(context, typed).found
            places = [place for each in found if (place := place_of(each))]
            return [Place(int(each.report[:5]), each.page) for each in places]
        hits = self.stores.desk_index.search(parse(typed), limit=HITS).hits
        return [Place(self.numbers[hit.report], hit.page) for hit in hits]

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number in the corpus of each report, by its id."""
        with _context(self.stores) as context:
            every = reports.by_title(context.session)
            return {report.id: int(report.slug[:5]) for report in every}

    def size(self, folder: Path) -> int:
        """Return how many bytes the files of the index take."""
        files = (folder / "index" / "desk").rglob("*")
        return sum(path.stat().st_size for path in files if path.is_file())

    def close(self) -> None:
        """Close the installation."""
        self.stores.close()


class AnnotatorQuotes(AnnotatorWords):
    """Quotes through their own index; with snippets, all that finding a quote does."""

    name = "annotator-quotes"
    notes = "indexes from its database, whose texts are not counted"

    def begin(self, folder: Path) -> None:
        """Begin with an empty index."""
        super().begin(folder)
        self.is_anew = True

    def open(self, folder: Path) -> None:
        """Open the installation."""
        super().open(folder)
        self.is_anew = False

    def add(self, source: Source) -> None:
        """Take note of a report, to be indexed from the database."""
        self.last = source

    def finish(self) -> None:
        """Index all there is, or the one report that came in."""
        with _context(self.stores) as context:
            if self.is_anew:
                indexing_quotes.rebuild_quotes(context)
            else:
                report = reports.by_slug(context.session, slug(self.last))
                indexing_quotes.index_quotes(context, report)

    def can(self, cell: str) -> bool:
        """Whether it is a phrase or a quote."""
        return cell in {*PHRASES, *EDITED}

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Find a quote as the search page does, or as far as the index goes."""
        if snippets:
            with _context(self.stores) as context:
                [found] = quotes.find_quotes(context, [question.asked])
            return [
                Place(int(match.place.report[:5]), match.place.page, match.exact)
                for match in found
            ]
        best = self.stores.desk_quotes.find(question.asked, limit=HITS).best
        return [Place(self.numbers[each.revision], each.pages[0]) for each in best]

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number in the corpus of each revision, by its id."""
        with _context(self.stores) as context:
            every = revisions.with_reports(
                context.session, self.stores.desk_quotes.versions()
            )
            return {id_: int(each.report.slug[:5]) for id_, each in every.items()}

    def size(self, folder: Path) -> int:
        """Return how many bytes the files of the index take."""
        files = (folder / "index" / "desk-quotes").rglob("*")
        return sum(path.stat().st_size for path in files if path.is_file())


def slug(source: Source) -> str:
    """Return what a document's report is called; it begins with the number."""
    return f"{source.number:05}-{source.name}"


@contextmanager
def _context(stores: Stores) -> Iterator[Context]:
    with stores.database.reading() as session:
        yield Context(session, stores, OPERATOR, NOW)


def _is_kept(stores: Stores, source: Source) -> bool:
    with stores.database.reading() as session:
        return reports.find_by_slug(session, slug(source)) is not None


class Installation:
    """Real reports in an installation, to be searched as a person does it."""

    def __init__(self, folder: Path) -> None:
        self.stores = open_stores(folder, folder)
        _add_lab(self.stores)

    def take_in(self, reports: dict[str, list[PageText]]) -> None:
        """Keep and index the texts of reports."""
        for name, texts in reports.items():
            _keep(self.stores, name, name, texts)
            with _context(self.stores) as context:
                indexing.index_report(context, name)

    def answer(self, query: str) -> list[Stand]:
        """Return where the hits of the search page stand: of a quote, then of words."""
        with _context(self.stores) as context:
            said = combined.answer(context, query, {}, sort="relevance", page=1)
        quoted = [hit.place for wording in said.wordings for hit in wording.hits]
        return [
            *((at.report, at.span.start, at.span.end) for at in quoted if at.span),
            *_stands(said.results.found),
        ]

    def search(self, query: str) -> list[Stand]:
        """Return where the words' hits stand."""
        with _context(self.stores) as context:
            found = words.search(context, " ".join(plain_words(query))).found
        return list(_stands(found))

    def close(self) -> None:
        """Close the stores."""
        self.stores.close()


def _stands(found: Sequence[SearchResult]) -> Iterator[Stand]:
    """Yield the code point at which each hit's first mark stands."""
    for hit in found:
        place = place_of(hit)
        if place and place.span:
            yield place.report, place.span.start, place.span.start + 1


def _add_lab(stores: Stores) -> None:
    with stores.database.writing.begin() as session:
        session.add(Lab(slug="lab", name="Lab"))


def keep(stores: Stores, source: Source) -> None:
    """Put a document into the database as intake would have, had it been a PDF."""
    _keep(stores, slug(source), source.name, page_texts(source))


def _keep(stores: Stores, name: str, title: str, texts: Sequence[PageText]) -> None:
    with stores.database.writing.begin() as session:
        report = Report(
            slug=name,
            lab_id=1,
            kind=ReportKind("system card"),
            title=title,
            published="2025-05-22",
            state=State.DRAFT,
            created_at=NOW,
        )
        Context(session, stores, OPERATOR, NOW)
        session.add(report)
        session.flush()
        revision = Revision(
            report_id=report.id,
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            file_name=f"{name}.pdf",
            bytes=1,
            page_count=len(texts),
            fetched_at=NOW,
            published="2025-05-22",
            extractor="benchmark",
            extractor_version="1",
            length=sum(len(text.text) for text in texts),
            outline=[],
            active_content=[],
        )
        session.add(revision)
        session.flush()
        session.add_all(
            Page(
                revision_id=revision.id,
                number=text.number,
                label=text.label,
                width=text.width,
                height=text.height,
                rotation=0,
                start=text.start,
                text=text.text,
                words=pack(text.words),
                links=[],
            )
            for text in texts
        )
