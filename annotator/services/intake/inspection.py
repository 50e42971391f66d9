"""Inspect the first pages of a PDF: suggest its facts, and the report it belongs to."""

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

# Chosen, not measured.
LOOKED_AT = 3  # pages that are searched for the title, the date and the lab
COMPARED = 8  # pages that are compared with the first pages of other reports
ENOUGH_SECONDS = 8.0  # of work, after which no other page is looked at
ALIKE = 0.5  # share of common runs from which on it is a file of the same report


@dataclass(frozen=True)
class ReportFacts:
    """The facts of a file: of a new report, or of a known one."""

    lab: str  # a name or a slug
    title: str
    kind: str
    published: str  # see domain.input.dates
    models: tuple[str, ...] = ()  # names or slugs
    report: str = ""  # the slug of the known report to which the file belongs
    supersedes: str = ""  # the hash of the file it supersedes; "" for the newest
    source_url: str = ""
    file_name: str = ""

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the facts from what ``dataclasses.asdict`` returned for them."""
        return cls(**{**kept, "models": tuple(kept["models"])})


@dataclass(frozen=True)
class FirstPages:
    """What was read of a file for its inspection."""

    facts: PdfFacts
    pages: tuple[RawPage, ...]


@dataclass(frozen=True)
class Inspection:
    """The result of inspecting a file: its suggested facts."""

    page_count: int
    facts: ReportFacts
    likeness: float = 0.0  # to the report that ``facts`` names, from 0 to 1

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the inspection from what ``dataclasses.asdict`` returned for it."""
        return cls(**{**kept, "facts": ReportFacts.from_json(kept["facts"])})


def read_first_pages(stores: Stores, sha256: str) -> FirstPages:
    """Read the first pages of a stored file; raise UnreadablePdfError."""
    content = read_from(sha256, stores.files, stores.staging)
    with stores.open_pdf(content) as reader:
        facts = reader.facts()
        pages = [reader.page(1)]
        for number in range(2, min(COMPARED, facts.page_count) + 1):
            if reader.seconds > ENOUGH_SECONDS:
                break  # somebody waits, and the first pages say most
            pages.append(reader.page(number))
        return FirstPages(facts, tuple(pages))


def suggest(context: Context, *, name: str, seen: FirstPages) -> Inspection:
    """Return what a file seems to be, judging by its first pages and known reports."""
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
    share: float  # of the runs in their first pages that both have


def _most_like(
    context: Context, opening: Sequence[canonical_text.PageText]
) -> _Like | None:
    """Return the report whose newest file begins most like this one, or None."""
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
