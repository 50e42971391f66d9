"""Read the files of a report, store their text, and read them again after an update."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import version

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.matching.anchoring import Document
from annotator.domain.permissions import Action
from annotator.domain.recognition.scanned_page import (
    is_blank,
    read_by_machine,
    scale_of,
    snapped,
)
from annotator.domain.text import canonical_text
from annotator.domain.text.layout.outline import printed_outline
from annotator.domain.text.layout.reading_order import read_pages
from annotator.domain.text.page_faults import PageFault, page_faults, unreadable_share
from annotator.domain.text.pages import PdfFacts, RawPage
from annotator.pdf.reader import PdfReader
from annotator.services import jobs
from annotator.services.claims import absences
from annotator.services.context import Context, Stores
from annotator.services.passages import pictures, placing, twins
from annotator.storage.database.engine import take_turns
from annotator.storage.disk.files import read_from
from annotator.storage.library import revisions as stored
from annotator.storage.library import words
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Page, Revision
from annotator.storage.passages.passages import Placement
from annotator.storage.work import jobs as stored_jobs

_PLEASE_WAIT = re.compile(r"please wait|adobe reader", re.IGNORECASE)
ILLEGIBLE_SHARE = 0.5  # of a page's characters; such a page is read as a scan (chosen)
UNREAD_PAGE = (612.0, 792.0)  # points; the size given to a page that cannot be read
TRIED_AGAIN = timedelta(days=1)  # after this, scans that could not be read are
EXTRACTOR = "pymupdf-lite"  # the distribution; its version is stored with each text

Packed = bytes  # the words of a page: see storage.words
Progress = Callable[[int, int], None]  # called with pages done, pages in all


@dataclass(frozen=True)
class ReadFile:
    """A file and the text that was read from all of its pages."""

    sha256: str
    bytes: int
    facts: PdfFacts
    raw_pages: tuple[RawPage, ...]
    pages: tuple[canonical_text.PageText, ...]  # of the canonical text
    words: tuple[Packed, ...]  # of each page


@dataclass(frozen=True)
class Origin:
    """Where a file is from, and which file it supersedes."""

    file_name: str
    address: str
    published: str  # see domain.input.dates
    supersedes: int | None = None  # the id of a revision


def read_file(stores: Stores, sha256: str, on_page: Progress) -> ReadFile:
    """Read a stored file page by page; raise UnreadablePdfError if that fails.

    All slow work is done here, so that storing the result only inserts rows.
    """
    content = read_from(sha256, stores.files, stores.staging)
    with stores.open_pdf(content) as reader:
        facts = reader.facts()
        raw_pages: list[RawPage] = []
        for number in range(1, facts.page_count + 1):
            page = _read_page(reader, number)
            raw_pages.append(_looked_at(stores, reader, page))
            on_page(number, facts.page_count)
    _check_text(facts, raw_pages)
    lines = read_pages(raw_pages)
    pages = tuple(canonical_text.compose(raw_pages, lines))
    return ReadFile(
        sha256=sha256,
        bytes=len(content),
        facts=replace(facts, outline=facts.outline or printed_outline(lines)),
        raw_pages=tuple(raw_pages),
        pages=pages,
        words=tuple(words.pack(page.words) for page in pages),
    )


def _check_text(facts: PdfFacts, pages: Sequence[RawPage]) -> None:
    """Raise UnreadablePdfError if nothing in a file could ever be quoted."""
    if not any(page.lines for page in pages):
        is_scan = any(page.has_picture for page in pages)
        raise UnreadablePdfError(PdfProblem.NO_TEXT if is_scan else PdfProblem.DRAWING)
    shown = " ".join(w.text for line in pages[0].lines for w in line.words)
    # All that an XFA form says to programs that cannot show it (ISO 32000-1, 12.7.8).
    if len(pages) == 1 and "XFA" in facts.active and _PLEASE_WAIT.search(shown):
        raise UnreadablePdfError(PdfProblem.FORM)


def _read_page(reader: PdfReader, number: int) -> RawPage:
    """Return a page; one of which nothing can be made is empty, and known as such.

    Raise UnreadablePdfError if the reader itself failed, so that no page can be read,
    or if the pages together hold too much text.
    """
    try:
        return reader.page(number)
    except UnreadablePdfError as error:
        if reader.failed or error.problem is PdfProblem.TOO_MUCH_TEXT:
            raise
        width, height = UNREAD_PAGE
        return RawPage(number, str(number), width, height, 0, (), is_read=False)


def _looked_at(stores: Stores, reader: PdfReader, page: RawPage) -> RawPage:
    """Return a page; one without legible text as its picture is read, if anybody can."""
    name = stores.recogniser.name
    has_text = page.lines and unreadable_share(page) < ILLEGIBLE_SHARE
    if not name or has_text or not page.is_read:
        return page
    scale, whole = scale_of(page), (0.0, 0.0, page.width, page.height)
    try:
        picture = reader.grey(page.number, scale=scale, clip=whole)
        seen = [] if is_blank(picture) else stores.recogniser.page(picture)
    except UnreadablePdfError:
        return page  # it stays known as a page without text
    return read_by_machine(page, snapped(picture, seen), scale=scale, reader=name)


def add(context: Context, report: Report, read: ReadFile, origin: Origin) -> Revision:
    """Store a file that was read, and queue the placing of passages in it."""
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
        active_content=list(read.facts.active),
    )
    _set_text(context, revision, read)
    placing.place_later(context, revision)
    jobs.index_later(context, report)
    _search_later(context, revision)
    pictures.draw_later(context, revision)
    return revision


def _set_text(context: Context, revision: Revision, read: ReadFile) -> None:
    revision.extractor, revision.extractor_version = EXTRACTOR, extractor_version()
    revision.faults = page_faults(read.raw_pages)
    revision.outline = [[e.level, e.title, e.page] for e in read.facts.outline]
    revision.length = sum(len(page.text) for page in read.pages)
    context.session.add(revision)
    context.session.flush()
    context.session.add_all(_pages(revision, read))
    context.session.flush()


def reread_later(context: Context) -> None:
    """Queue a new reading, once, of each file whose text another version made.

    Scans that could not be read are tried again, once a day, where a recogniser is.
    """
    context.require(Action.ADD_REPORT)
    outdated = stored.read_otherwise(context.session, EXTRACTOR, extractor_version())
    lately = stored_jobs.put_since(context.session, "reread", context.now - TRIED_AGAIN)
    tried = {job.payload["sha256"] for job in lately}
    scans = [file for file in _unread_scans(context) if file.sha256 not in tried]
    queued = {
        job.payload["sha256"]
        for job in stored_jobs.unfinished(context.session, "reread")
    }
    for revision in {file.sha256: file for file in (*outdated, *scans)}.values():
        if revision.sha256 not in queued:
            jobs.put(
                context,
                kind="reread",
                title=f"Read “{revision.report.title}” again",
                payload={"sha256": revision.sha256},
            )


def _unread_scans(context: Context) -> list[Revision]:
    if not context.stores.recogniser.name:
        return []
    return stored.with_fault(context.session, PageFault.NO_TEXT)


@dataclass(frozen=True)
class Followed:
    """The placements of a file's passages before and in its new text."""

    before: dict[int, int]  # the id of the newest placement, by passage id
    rows: tuple[Placement, ...]


def follow_passages(context: Context, read: ReadFile) -> Followed:
    """Look up each passage of a known file in its new text; nothing is stored."""
    context.require(Action.READ_DRAFTS)
    revision = stored.by_sha256(context.session, read.sha256)
    before = placing.newest_in(context, revision)
    rows = placing.follow_places(
        context, read.sha256, Document(read.pages), _text_version()
    )
    return Followed(before, tuple(rows))


def replace_text(
    context: Context, read: ReadFile, followed: Followed
) -> Revision | None:
    """Replace the text of a known file by what was read.

    Placements are replaced in the same transaction, so that no offset ever refers to a
    text that is gone. If a passage was marked or decided on since the look-up, nothing
    is stored and None is returned: call ``follow_passages`` again.
    """
    context.require(Action.ADD_REPORT)
    take_turns(context.session, f"text of {read.sha256}")
    revision = stored.by_sha256(context.session, read.sha256)
    if placing.newest_in(context, revision) != followed.before:
        return None
    stored.drop_pages(context.session, revision)
    _set_text(context, revision, read)
    context.session.add_all(followed.rows)
    context.session.flush()
    placing.place_later(context, revision)
    jobs.index_later(context, revision.report)
    _search_later(context, revision)
    return revision


def _search_later(context: Context, revision: Revision) -> None:
    """Queue the searches that every new text needs: for twins and for absences."""
    twins.look_in_later(context, revision)
    absences.rerun_later(context, revision)


def _text_version() -> str:
    return f"{EXTRACTOR} {extractor_version()}"


def extractor_version() -> str:
    """Return the version of the text extraction: the PDF library's and our own."""
    return f"{version(EXTRACTOR)}+{canonical_text.EXTRACTOR_VERSION}"


def _pages(revision: Revision, read: ReadFile) -> list[Page]:
    return [
        Page(
            revision_id=revision.id,
            number=page.number,
            label=page.label,
            width=page.width,
            height=page.height,
            rotation=raw.rotation,
            read_by=raw.read_by,
            confidence=raw.confidence,
            start=page.start,
            text=page.text,
            words=packed,
            links=[[list(link.box), link.address] for link in raw.links],
        )
        for raw, page, packed in zip(
            read.raw_pages, read.pages, read.words, strict=True
        )
    ]
