"""The files of a report: read one, keep it, and read it anew with a better reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from annotator.domain import text
from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.pages import PdfFacts, RawPage
from annotator.domain.permissions import Action
from annotator.pdf.sandbox import PdfReader
from annotator.services import absences, jobs, placing, twins
from annotator.services.context import Context
from annotator.storage import jobs as stored_jobs
from annotator.storage import passages, words
from annotator.storage import revisions as stored
from annotator.storage.files import Files
from annotator.storage.reports import Report
from annotator.storage.revisions import Page, Revision

EXTRACTOR = "pymupdf-lite"  # the distribution; its version is kept with each text

Progress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True)
class ReadFile:
    """A file that was read from its first page to its last."""

    sha256: str
    bytes: int
    facts: PdfFacts
    raw_pages: tuple[RawPage, ...]


@dataclass(frozen=True)
class Origin:
    """Where a file is from, and which one it takes the place of."""

    file_name: str
    address: str
    published: str  # see domain.dates
    supersedes: int | None = None  # the number of a revision


def read_file(files: Files, sha256: str, on_page: Progress) -> ReadFile:
    """Read a stored file, page by page; raise if it cannot be read or has no text."""
    content = files.get(sha256)
    with PdfReader(content) as reader:
        facts = reader.facts()
        raw_pages = []
        for number in range(1, facts.page_count + 1):
            raw_pages.append(reader.page(number))
            on_page(number, facts.page_count)
    if not any(page.lines for page in raw_pages):
        raise UnreadablePdfError(PdfProblem.NO_TEXT)
    return ReadFile(sha256, len(content), facts, tuple(raw_pages))


def add(context: Context, report: Report, read: ReadFile, origin: Origin) -> Revision:
    """Keep a file that was read, and have the report's passages looked up in it."""
    context.require(Action.ADD_REPORT)
    revision = Revision(
        report=report,
        sha256=read.sha256,
        file_name=origin.file_name,
        bytes=read.bytes,
        page_count=len(read.raw_pages),
        fetched_from=origin.address,
        fetched_at=context.now,
        published=origin.published,
        supersedes_id=origin.supersedes,
        outline=[
            [entry.level, entry.title, entry.page] for entry in read.facts.outline
        ],
        active_content=list(read.facts.active),
    )
    _set_text(context, revision, read)
    placing.place_later(context, revision)
    jobs.index_later(context, report)
    _search_later(context, revision)
    return revision


def _set_text(context: Context, revision: Revision, read: ReadFile) -> None:
    pages = text.compose(read.raw_pages)
    revision.extractor, revision.extractor_version = EXTRACTOR, extractor_version()
    revision.length = sum(len(page.text) for page in pages)
    context.session.add(revision)
    context.session.flush()
    context.session.add_all(_pages(revision, read.raw_pages, pages))
    context.session.flush()


def reread_later(context: Context) -> None:
    """Queue the reading anew of each file whose text another reader made, once."""
    context.require(Action.ADD_REPORT)
    queued = {
        job.payload["sha256"]
        for job in stored_jobs.unfinished(context.session, "reread")
    }
    files = stored.read_otherwise(context.session, EXTRACTOR, extractor_version())
    for revision in files:
        if revision.sha256 not in queued:
            jobs.put(
                context,
                kind="reread",
                title=f"Read “{revision.report.title}” anew",
                payload={"sha256": revision.sha256},
            )


def replace_text(context: Context, read: ReadFile) -> Revision:
    """Keep what was read of a known file in the place of its earlier text.

    The passages follow: each is looked up in the new text in the same transaction, so
    that no offset ever points into a text that is no longer there.
    """
    context.require(Action.ADD_REPORT)
    revision = stored.by_sha256(context.session, read.sha256)
    stored.drop_pages(context.session, revision)
    _set_text(context, revision, read)
    standing = passages.on_file(context.session, revision)
    placing.place(context, revision.sha256, standing)
    jobs.index_later(context, revision.report)
    _search_later(context, revision)
    return revision


def _search_later(context: Context, revision: Revision) -> None:
    """Queue what is looked for in every new text: passages' twins, and absences."""
    twins.look_in_later(context, revision)
    absences.rerun_later(context, revision)


def extractor_version() -> str:
    """Return the version of what makes text: the PDF library's, and our own."""
    return f"{version(EXTRACTOR)}+{text.EXTRACTOR_VERSION}"


def _pages(
    revision: Revision, raw_pages: Sequence[RawPage], pages: Sequence[text.PageText]
) -> list[Page]:
    return [
        Page(
            revision_id=revision.id,
            number=page.number,
            label=page.label,
            width=page.width,
            height=page.height,
            rotation=raw.rotation,
            start=page.start,
            text=page.text,
            words=words.pack(page.words),
            links=[[list(link.box), link.address] for link in raw.links],
        )
        for raw, page in zip(raw_pages, pages, strict=True)
    ]
