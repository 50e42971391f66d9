"""A store as large as years of work make it, for timing the desk: seeded, and quick to fill.

Files are taken in and pages published as people do it, since what that writes is long to
say; claims, passages and what belongs to them are inserted as rows (see desk_rows).
"""

import random
from collections.abc import Sequence

import pymupdf

from annotator.domain.permissions import Role
from annotator.domain.vocabulary import State
from annotator.jobs.worker import work_all
from annotator.services.claims import claims, scorecards
from annotator.services.context import Actor, Context, Stores
from annotator.services.intake import intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.library import labs, reports
from annotator.services.library.texts import document
from annotator.services.published import editions
from annotator.services.publishing import drafts_as_pages, report_publication
from annotator.services.search import synonyms
from benchmarks import desk_rows as rows
from benchmarks.desk_rows import START, Size, sentence

SEED = 20300101
LINES = 40  # sentences on a page
OPERATOR = Actor("the benchmark", Role.ADMIN)
LABS = ("Wren Labs", "Heron AI", "Kite Research")
AT_ONCE = 200  # claims that are published together


def fill(stores: Stores, size: Size) -> None:
    """Fill an empty installation."""
    chance = random.Random(SEED)
    lines = -(-size.passages // size.reports)
    for number in range(size.reports):
        take_in(stores, number, pages(chance, lines))
    # A second file of the first report, in which some sentences are told otherwise.
    take_in(stores, 0, _reworded(chance, stores, 0))
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, START)
        people = rows.add_people(session, size.people)
        rows.add_models(context)
        placed = rows.add_passages(context, chance, size)
        rows.add_claims(context, chance, size, placed, people)
        rows.add_absences(context, chance, size)
        rows.add_jobs(session, chance, size, people)
        for number in range(20):
            words = f"abbreviation{number}, long name {number}"
            synonyms.add_synonyms(context, text=words)
    _publish(stores, size)


# Files


def pages(chance: random.Random, lines: int) -> list[list[str]]:
    """Return pages of sentences, line by line."""
    said = [sentence(chance, number) for number in range(lines)]
    return [said[first : first + LINES] for first in range(0, lines, LINES)]


def _reworded(chance: random.Random, stores: Stores, number: int) -> list[list[str]]:
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, START)
        report = reports.get_report(context, f"report-{number}")
        text = document(context, reports.get_revision(context, report))
    return [
        [
            line.replace("says", "denies") if chance.random() < 0.03 else line
            for line in page.text.splitlines()
            if line.strip()
        ]
        for page in text.pages
    ]


def take_in(stores: Stores, number: int, pages: Sequence[Sequence[str]]) -> None:
    """Take in a file of the report of this number; its pages are given line by line."""
    sha256 = stores.staging.put(_pdf(pages))
    read = intake.read_and_keep(stores, sha256, lambda _done, _total: None)
    facts = ReportFacts(
        lab=LABS[number % len(LABS)],
        title=f"Report {number}",
        kind="system card",
        published="2029",
        report=f"report-{number}",
    )
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, START)
        intake.add_revision(context, read, facts)
    work_all(stores)


def _pdf(pages: Sequence[Sequence[str]]) -> bytes:
    with pymupdf.open() as pdf:
        for lines in pages:
            page = pdf.new_page(width=595, height=842)
            writer = pymupdf.TextWriter(page.rect)
            for number, line in enumerate(lines):
                writer.append((60, 60 + 18 * number), line, fontsize=9)
            writer.write_text(page)
        pdf.subset_fonts()
        return bytes(pdf.tobytes())


# Publication


def _publish(stores: Stores, size: Size) -> None:
    """Publish each report, half of the claims, and a scorecard for each model."""
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, START)
        for number in range(size.reports):
            slug = f"report-{number}"
            report = reports.get_report(context, slug)
            newest = reports.get_revision(context, report).sha256
            report_publication.publish_file(context, slug, newest)
        models = [(lab, m) for lab in labs.list_labs(context) for m in lab.models]
        for lab, model in models[: size.scorecards]:
            scorecards.add_scorecard(
                context, lab=lab.slug, models=[model.slug], title=model.name
            )
    publish_claims(stores, every=2)
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, START)
        for card in scorecards.list_scorecards(context)[::2]:
            card.state = State.PUBLISHED
            view = drafts_as_pages.scorecard_view(context, card)
            editions.publish_edition(context, view.title, view)


def publish_claims(stores: Stores, *, every: int = 1) -> None:
    """Publish every claim, or every second one and so on."""
    with stores.database.reading() as session:
        context = Context(session, stores, OPERATOR, START)
        slugs = [claim.slug for claim in claims.list_claims(context)][::every]
    for first in range(0, len(slugs), AT_ONCE):
        with stores.database.writing.begin() as session:
            context = Context(session, stores, OPERATOR, START)
            these = [claims.get_claim(context, s) for s in slugs[first:][:AT_ONCE]]
            views = drafts_as_pages.claim_views(context, these)
            for claim, view in zip(these, views, strict=True):
                claim.state = State.PUBLISHED
                editions.publish_edition(context, view.text, view)
