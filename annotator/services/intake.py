"""Take a lab's PDF in: look at it, read it, keep it as a revision of a report."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from annotator.domain import text, titles
from annotator.domain.dates import date_fact
from annotator.domain.errors import (
    InvalidError,
    PdfProblem,
    UnreadablePdfError,
)
from annotator.domain.pages import PdfFacts, RawPage
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import ReportKind, State
from annotator.pdf import limits
from annotator.pdf.sandbox import PdfReader
from annotator.services import jobs, labs, passages
from annotator.services.context import Context, Stores
from annotator.storage import reports, revisions, words
from annotator.storage.files import Files
from annotator.storage.jobs import Job
from annotator.storage.labs import Lab
from annotator.storage.reports import Report
from annotator.storage.revisions import Page, Revision

EXTRACTOR = "pymupdf-lite"  # the distribution; its version is kept with each text
LOOKED_AT = 3  # pages that are read for the title, the date and the lab

Progress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True)
class ReportFacts:
    """What a person says of a file: which report it is, or is to become."""

    lab: str  # a name or a slug
    title: str
    kind: str
    published: str  # see domain.dates
    models: tuple[str, ...] = ()  # names or slugs
    report: str = ""  # the slug of a report that this is another file of
    source_url: str = ""
    file_name: str = ""


@dataclass(frozen=True)
class Inspection:
    """A file that can be taken in, with what it seems to be."""

    sha256: str
    bytes: int
    page_count: int
    facts: ReportFacts
    known_as: str = ""  # the slug of the report that already has this very file


@dataclass(frozen=True)
class ReadFile:
    """A file that was read from its first page to its last."""

    sha256: str
    bytes: int
    facts: PdfFacts
    raw_pages: tuple[RawPage, ...]


def inspect_file(context: Context, *, name: str, content: bytes) -> Inspection:
    """Look at a PDF and keep it; one that cannot be taken in leaves nothing behind."""
    context.require(Action.ADD_REPORT)
    sha256 = hashlib.sha256(content).hexdigest()
    known = revisions.find_by_sha256(context.session, sha256)
    with _named(name), PdfReader(content) as reader:
        facts = reader.facts()
        shown = range(1, min(LOOKED_AT, facts.page_count) + 1)
        first_pages = [reader.page(number) for number in shown]
    context.stores.files.put(content)
    return Inspection(
        sha256=sha256,
        bytes=len(content),
        page_count=facts.page_count,
        facts=_suggest(context, name, facts, first_pages),
        known_as=known.report.slug if known else "",
    )


class _named:  # noqa: N801  -- reads as a statement
    """Say which file it was when a PDF cannot be read."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        """Nothing is needed before."""

    def __exit__(self, _type: object, error: BaseException | None, _at: object) -> None:
        if isinstance(error, UnreadablePdfError) and not error.name:
            raise UnreadablePdfError(error.problem, self.name) from error


def _suggest(
    context: Context, name: str, facts: PdfFacts, first_pages: Sequence[RawPage]
) -> ReportFacts:
    opening = text.compose(first_pages)
    words_shown = " ".join(page.text for page in opening)
    title = titles.title(facts, first_pages) or Path(name).stem
    known = labs.list_labs(context)
    lab = titles.first_named(
        f"{facts.author} {words_shown}", [lab.name for lab in known]
    )
    models = [model.name for each in known if each.name == lab for model in each.models]
    return ReportFacts(
        lab=lab,
        title=title,
        kind=titles.kind(title),
        published=titles.date(words_shown) or titles.pdf_date(facts.created),
        models=tuple(model for model in models if model.casefold() in title.casefold()),
        file_name=name,
    )


def offered_files(context: Context) -> list[Path]:
    """Return the PDFs in the reports folder that are not taken in yet, by name."""
    context.require(Action.ADD_REPORT)
    known = revisions.known_hashes(context.session)
    found = sorted(context.stores.reports_pdf.rglob("*.pdf"))
    return [path for path in found if _hash_of(path) not in known]


def read_offered(context: Context, name: str) -> bytes:
    """Return the bytes of one of the offered files, named as it is offered."""
    for path in offered_files(context):
        if offered_name(context, path) == name:
            return path.read_bytes()
    raise InvalidError("file", f"“{name}” is not among the offered files any more.")


def offered_name(context: Context, path: Path) -> str:
    """Return how an offered file is called: its path below the reports folder."""
    return path.relative_to(context.stores.reports_pdf).as_posix()


def _hash_of(path: Path) -> str:
    if path.stat().st_size > limits.FILE_BYTES:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def start_intake(context: Context, *, sha256: str, facts: ReportFacts) -> Job:
    """Check what was said of a file, and queue the reading of it."""
    context.require(Action.ADD_REPORT)
    _check(facts)
    payload = {"sha256": sha256, "facts": asdict(facts)}
    return jobs.put(context, kind="intake", title=facts.title, payload=payload)


def run_intake(stores: Stores, payload: dict[str, Any], on_page: Progress) -> ReadFile:
    """Read the file of a queued intake, outside of any transaction."""
    return read_file(stores.files, payload["sha256"], on_page)


def finish_intake(context: Context, payload: dict[str, Any], read: ReadFile) -> str:
    """Keep what was read of a queued intake; return the address of its report."""
    facts = payload["facts"]
    models = tuple(facts.pop("models"))
    revision = add_revision(context, read, ReportFacts(**facts, models=models))
    return revision.report.slug


def read_file(files: Files, sha256: str, on_page: Progress) -> ReadFile:
    """Read a stored file; one that turns out to be unreadable is not kept."""
    content = files.get(sha256)
    try:
        facts, raw_pages = _read(content, on_page)
    except UnreadablePdfError:
        files.remove(sha256)
        raise
    return ReadFile(sha256, len(content), facts, raw_pages)


def _read(content: bytes, on_page: Progress) -> tuple[PdfFacts, tuple[RawPage, ...]]:
    with PdfReader(content) as reader:
        facts = reader.facts()
        raw_pages = []
        for number in range(1, facts.page_count + 1):
            raw_pages.append(reader.page(number))
            on_page(number, facts.page_count)
    if not any(page.lines for page in raw_pages):
        raise UnreadablePdfError(PdfProblem.NO_TEXT)
    return facts, tuple(raw_pages)


def add_revision(context: Context, read: ReadFile, facts: ReportFacts) -> Revision:
    """Keep a file that was read as a revision; the same bytes are the same revision."""
    context.require(Action.ADD_REPORT)
    known = revisions.find_by_sha256(context.session, read.sha256)
    if known is not None:
        return known
    report = _report_for(context, facts)
    pages = text.compose(read.raw_pages)
    revision = _revision(context, report, read, facts, pages)
    context.session.add(revision)
    context.session.flush()
    context.session.add_all(_pages(revision, read.raw_pages, pages))
    context.session.flush()
    passages.place_all(context, report, revision)
    jobs.index_later(context, report)
    return revision


def _report_for(context: Context, facts: ReportFacts) -> Report:
    known = reports.find_by_slug(context.session, facts.report)
    if known is not None:
        return known
    _check(facts)
    lab = labs.find_or_add_lab(context, facts.lab)
    return _add_report(context, lab, facts)


def _add_report(context: Context, lab: Lab, facts: ReportFacts) -> Report:
    report = Report(
        slug=slugify(facts.report or facts.title, reports.slugs(context.session)),
        lab=lab,
        kind=ReportKind(facts.kind),
        title=facts.title.strip(),
        source_url=facts.source_url,
        published=date_fact("published", facts.published),
        state=State.DRAFT,
        created_at=context.now,
        models=[labs.find_or_add_model(context, lab, name) for name in facts.models],
    )
    context.session.add(report)
    context.session.flush()
    return report


def _check(facts: ReportFacts) -> None:
    for field in ("lab", "title"):
        if not getattr(facts, field).strip():
            raise InvalidError(field, "is required")
    if facts.kind not in set(ReportKind):
        known = ", ".join(ReportKind)
        raise InvalidError("kind", f"“{facts.kind}” is not one of: {known}.")
    date_fact("published", facts.published)
    if facts.source_url and not facts.source_url.startswith(("https://", "http://")):
        raise InvalidError("source url", "must begin with https:// or http://")


def _revision(
    context: Context,
    report: Report,
    read: ReadFile,
    facts: ReportFacts,
    pages: Sequence[text.PageText],
) -> Revision:
    earlier = revisions.of_report(context.session, report)
    return Revision(
        report=report,
        sha256=read.sha256,
        file_name=facts.file_name,
        bytes=read.bytes,
        page_count=len(pages),
        fetched_from=facts.source_url,
        fetched_at=context.now,
        published=date_fact("published", facts.published),
        supersedes_id=earlier[0].id if earlier else None,
        extractor=EXTRACTOR,
        extractor_version=f"{version(EXTRACTOR)}+{text.EXTRACTOR_VERSION}",
        length=sum(len(page.text) for page in pages),
        outline=[
            [entry.level, entry.title, entry.page] for entry in read.facts.outline
        ],
        active_content=list(read.facts.active),
    )


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
