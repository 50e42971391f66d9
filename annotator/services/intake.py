"""Take a lab's PDF in: look at it, read it, keep it as a revision of a report."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from annotator.domain import text, titles
from annotator.domain.dates import date_fact
from annotator.domain.errors import InvalidError, UnreadablePdfError
from annotator.domain.pages import PdfFacts, RawPage
from annotator.domain.permissions import Action
from annotator.domain.shingles import overlap, shingles
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import ReportKind, State
from annotator.pdf import limits
from annotator.pdf.sandbox import PdfReader
from annotator.services import jobs, labs, revisions
from annotator.services.context import Context, Stores
from annotator.services.revisions import Origin, Progress, ReadFile
from annotator.storage import reports
from annotator.storage import revisions as stored_revisions
from annotator.storage.files import Files
from annotator.storage.jobs import Job
from annotator.storage.labs import Lab
from annotator.storage.reports import Report
from annotator.storage.revisions import Revision

LOOKED_AT = 3  # pages that are read for the title, the date and the lab
COMPARED = 8  # pages that are compared with how other reports begin
ALIKE = 0.5  # of their runs of words in common: another file of the same report


@dataclass(frozen=True)
class ReportFacts:
    """What a person says of a file: which report it is, or is to become."""

    lab: str  # a name or a slug
    title: str
    kind: str
    published: str  # see domain.dates
    models: tuple[str, ...] = ()  # names or slugs
    report: str = ""  # the slug of a report that this is another file of
    supersedes: str = ""  # the hash of the file it takes the place of, else the newest
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
    likeness: float = 0.0  # to the report that ``facts`` takes it for, from 0 to 1


def inspect_file(context: Context, *, name: str, content: bytes) -> Inspection:
    """Look at a PDF and keep it; one that cannot be taken in leaves nothing behind."""
    context.require(Action.ADD_REPORT)
    sha256 = hashlib.sha256(content).hexdigest()
    known = stored_revisions.find_by_sha256(context.session, sha256)
    with _named(name), PdfReader(content) as reader:
        facts = reader.facts()
        shown = range(1, min(COMPARED, facts.page_count) + 1)
        first_pages = [reader.page(number) for number in shown]
    context.stores.files.put(content)
    like = _most_like(context, text.compose(first_pages))
    suggested = _suggest(context, name, facts, first_pages[:LOOKED_AT])
    return Inspection(
        sha256=sha256,
        bytes=len(content),
        page_count=facts.page_count,
        facts=replace(suggested, report=like.report if like else ""),
        known_as=known.report.slug if known else "",
        likeness=like.share if like else 0.0,
    )


@dataclass(frozen=True)
class _Like:
    report: str  # slug
    share: float  # of the runs of words that both begin with


def _most_like(context: Context, opening: Sequence[text.PageText]) -> _Like | None:
    """Return the report whose newest file begins most like this one, if any does."""
    mine = shingles(" ".join(page.text for page in opening))
    best = max(
        (
            _Like(report, overlap(mine, shingles(words)))
            for report, words in stored_revisions.openings(context.session, COMPARED)
        ),
        key=lambda like: like.share,
        default=None,
    )
    return best if best and best.share >= ALIKE else None


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
    known = {*stored_revisions.hashes(context.session).values()}
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
    _superseded(context, reports.find_by_slug(context.session, facts.report), facts)
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
    """Read a file that is to be taken in; one that proves unreadable is not kept."""
    try:
        return revisions.read_file(files, sha256, on_page)
    except UnreadablePdfError:
        files.remove(sha256)
        raise


def add_revision(context: Context, read: ReadFile, facts: ReportFacts) -> Revision:
    """Keep a file that was read as a revision; the same bytes are the same revision."""
    context.require(Action.ADD_REPORT)
    known = stored_revisions.find_by_sha256(context.session, read.sha256)
    if known is not None:
        return known
    report = reports.find_by_slug(context.session, facts.report)
    earlier = _superseded(context, report, facts)
    origin = Origin(
        file_name=facts.file_name,
        address=facts.source_url,
        published=date_fact("published", facts.published),
        supersedes=earlier.id if earlier else None,
    )
    return revisions.add(context, report or _new_report(context, facts), read, origin)


def _superseded(
    context: Context, report: Report | None, facts: ReportFacts
) -> Revision | None:
    """Return the file that a new one takes the place of, if there is any."""
    if report is None:
        if facts.supersedes:
            raise InvalidError(
                "supersedes", "needs a report that is here; name it with its slug."
            )
        return None
    return stored_revisions.named(context.session, report, facts.supersedes)


def _new_report(context: Context, facts: ReportFacts) -> Report:
    _check(facts)
    return _add_report(context, labs.find_or_add_lab(context, facts.lab), facts)


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
