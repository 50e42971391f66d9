"""This tool, asked as its pages and commands ask it, from the box to the sentence."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from annotator.domain.permissions import Role
from annotator.domain.text import PageText
from annotator.domain.vocabulary import ReportKind, State
from annotator.search.query import parse
from annotator.services import finding, quote_indexing, search
from annotator.services.context import Actor, Context, Stores
from annotator.services.stores import open_stores
from annotator.storage import reports, revisions
from annotator.storage.labs import Lab
from annotator.storage.reports import Report
from annotator.storage.revisions import Page, Revision
from annotator.storage.words import pack
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

OPERATOR = Actor("the benchmark", Role.ADMIN)
LONG = 40  # code points, from which on a query may be a quote
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Annotator:
    """This tool: quotes and phrases by the index of quotes, all else by that of words.

    Ids alone are what the indexes answer; with snippets, it is what a person is shown: a
    quote's exact span, each sign of it checked, or the sentences that say the words.
    """

    name = "annotator"
    notes = "indexes from its database, whose texts are not counted"
    lacks: frozenset[str] = frozenset({PREFIX, FUZZY})
    has_words = True

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
        self._documents: dict[int, int] = {}

    def add(self, source: Source) -> None:
        """Index a report from the database."""
        with _context(self.stores) as context:
            if self.has_words:
                search.index_report(context, slug(source))
            else:
                report = reports.by_slug(context.session, slug(source))
                quote_indexing.index_quotes(context, report)

    def finish(self) -> None:
        """What was added is visible."""

    def can(self, cell: str) -> bool:
        """Whether there is a means for this kind of question."""
        is_quote = cell in PHRASES or cell in EDITED
        return cell not in self.lacks and (self.has_words or is_quote)

    def ask(self, question: Question, *, snippets: bool) -> list[Place]:
        """Search as a person who is signed in does."""
        if question.cell in PHRASES or question.cell in EDITED:
            find = self._quotes if snippets else self._stretches
            return find(question.asked)
        if snippets:
            with _context(self.stores) as context:
                found = search.search(context, question.asked).found
            return [Place(int(f.report[:5]), f.page) for f in found]
        hits = self.stores.desk_index.search(parse(question.asked), limit=HITS).hits
        return [Place(int(h.report[:5]), int(h.key.split(":")[1])) for h in hits]

    def _quotes(self, quote: str) -> list[Place]:
        with _context(self.stores) as context:
            [found] = finding.find_quotes(context, [quote], limit=HITS)
        return [Place(int(f.report[:5]), f.page, f.exact) for f in found]

    def _stretches(self, quote: str) -> list[Place]:
        found = self.stores.desk_quotes.find(quote, limit=HITS).best
        return [Place(self._document(s.revision), s.pages[0]) for s in found]

    def _document(self, revision: int) -> int:
        """Return the number of the document that a revision was made from."""
        if not self._documents:
            with self.stores.database.reading() as session:
                self._documents = {
                    each.id: int(each.report.slug[:5])
                    for each in revisions.with_reports(
                        session, self.stores.desk_quotes.versions().keys()
                    ).values()
                }
        return self._documents[revision]

    def size(self, folder: Path) -> int:
        """Return how many bytes the desk's indexes take."""
        return sum(_bytes(folder / "index" / each) for each in ("desk", "desk-quotes"))

    def figures(self, folder: Path) -> dict[str, float]:
        """Return how large the index of quotes is for what it holds."""
        with _context(self.stores) as context:
            files = revisions.all_by_id(context.session)
            length = sum(each.length for each in files)
        size = _bytes(folder / "index" / "desk-quotes")
        return {"quote bytes per character": size / length}

    def close(self) -> None:
        """Close the installation."""
        self.stores.close()


class AnnotatorQuotes(Annotator):
    """The index of quotes alone, where that of words would take too long to build."""

    notes = "quotes alone; indexes from its database, whose texts are not counted"
    has_words = False


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


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
                search.index_report(context, name)

    def search(self, query: str) -> list[tuple[str, int, int]]:
        """Return the reports of the first hits, and from where to where they stand.

        As on the search page: what is long is looked for as a quote first.
        """
        typed = " ".join(plain_words(query))
        with _context(self.stores) as context:
            if len(query) >= LONG:
                [places] = finding.find_quotes(context, [query], limit=HITS)
                if places:
                    return [(each.report, each.start, each.end) for each in places]
            found = search.search(context, typed).found
        return [
            (hit.report, hit.start, hit.start + 1)
            for hit in found
            if hit.start is not None
        ]

    def close(self) -> None:
        """Close the stores."""
        self.stores.close()


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
