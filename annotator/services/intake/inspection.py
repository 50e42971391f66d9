"""Look at the first pages of a PDF: what it says it is, and what it is like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from annotator.domain.matching.shingles import overlap, shingles
from annotator.domain.permissions import Action
from annotator.domain.text import canonical_text, titles
from annotator.domain.text.pages import PdfFacts, RawPage
from annotator.services.context import Context, Stores
from annotator.services.library import labs
from annotator.storage.disk.files import read_from
from annotator.storage.library import revisions

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

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the facts that ``dataclasses.asdict`` made this of."""
        return cls(**{**kept, "models": tuple(kept["models"])})


@dataclass(frozen=True)
class FirstPages:
    """What was read of a file to see what it is."""

    facts: PdfFacts
    pages: tuple[RawPage, ...]


@dataclass(frozen=True)
class Inspection:
    """A file that can be taken in, with what it seems to be."""

    page_count: int
    facts: ReportFacts
    likeness: float = 0.0  # to the report that ``facts`` takes it for, from 0 to 1

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the inspection that ``dataclasses.asdict`` made this of."""
        return cls(**{**kept, "facts": ReportFacts.from_json(kept["facts"])})


def read_first_pages(stores: Stores, sha256: str) -> FirstPages:
    """Read how a stored file begins; raise UnreadablePdfError if it cannot be."""
    content = read_from(sha256, stores.files, stores.staging)
    with stores.open_pdf(content) as reader:
        facts = reader.facts()
        shown = range(1, min(COMPARED, facts.page_count) + 1)
        return FirstPages(facts, tuple(reader.page(number) for number in shown))


def suggest(context: Context, *, name: str, seen: FirstPages) -> Inspection:
    """Return what a file seems to be, by its first pages and the reports that are here."""
    context.require(Action.ADD_REPORT)
    like = _most_like(context, canonical_text.compose(seen.pages))
    suggested = _facts(context, name, seen.facts, seen.pages[:LOOKED_AT])
    return Inspection(
        page_count=seen.facts.page_count,
        facts=replace(suggested, report=like.report if like else ""),
        likeness=like.share if like else 0.0,
    )


@dataclass(frozen=True)
class _Like:
    report: str  # slug
    share: float  # of the runs of words that both begin with


def _most_like(
    context: Context, opening: Sequence[canonical_text.PageText]
) -> _Like | None:
    """Return the report whose newest file begins most like this one, if any does."""
    mine = shingles(" ".join(page.text for page in opening))
    best = max(
        (
            _Like(report, overlap(mine, shingles(words)))
            for report, words in revisions.openings(context.session, COMPARED)
        ),
        key=lambda like: like.share,
        default=None,
    )
    return best if best and best.share >= ALIKE else None


def _facts(
    context: Context, name: str, facts: PdfFacts, first_pages: Sequence[RawPage]
) -> ReportFacts:
    opening = canonical_text.compose(first_pages)
    words_shown = " ".join(page.text for page in opening)
    title = titles.title(facts, first_pages) or Path(name).stem
    known = labs.list_labs(context)
    lab = titles.first_named(
        f"{facts.author} {words_shown}", [lab.name for lab in known]
    )
    models = [
        model.name
        for opening in known
        if opening.name == lab
        for model in opening.models
    ]
    return ReportFacts(
        lab=lab,
        title=title,
        kind=titles.kind(title),
        published=titles.date(words_shown) or titles.pdf_date(facts.created),
        models=tuple(model for model in models if model.casefold() in title.casefold()),
        file_name=name,
    )
