"""What labs and categories are called: the current names, or those that readers see."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from annotator.domain.views.columns import columns_of
from annotator.domain.views.reports import PublicReportView
from annotator.services.context import Context
from annotator.services.published.gate import gate_of, sees_drafts
from annotator.services.published.snapshots import (
    PageView,
    thaw,
    thaw_claim,
    thaw_scorecard,
)
from annotator.storage.claims import categories
from annotator.storage.library import labs
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

Names = Mapping[str, str]  # what people call things, by slug
Places = Iterable[Callable[[Context], Names]]  # the later ones take longer


def of(context: Context, places: Places, slugs: Collection[str]) -> dict[str, str]:
    """Return the names of things that this person may see, by slug.

    Later places are asked only for names that the earlier ones lack.
    """
    found: dict[str, str] = {}
    for place in places:
        if all(slug in found for slug in slugs):
            break
        found = {**place(context), **found}
    return found


def _labs(context: Context) -> Names:
    if sees_drafts(context):
        return labs.lab_names(context.session)
    shown = (report.facts.lab for report in gate_of(context).reports.values())
    return {lab.slug: lab.name for lab in shown}


def _labs_of_pages(context: Context) -> Names:
    """The labs of published claims and scorecards, whose reports may not be public."""
    if sees_drafts(context):
        return {}
    return {view.lab.slug: view.lab.name for view in _pages(context)}


def _pages(context: Context) -> Iterator[PageView]:
    shown = publications.current(context.session, PageKind.CLAIM, PageKind.SCORECARD)
    views = (thaw(publication) for publication in shown)
    return (view for view in views if not isinstance(view, PublicReportView))


def _categories(context: Context) -> Names:
    if sees_drafts(context):
        found = categories.every(context.session)
        return {category.slug: category.name for category in found}
    shown = publications.current(context.session, PageKind.SCORECARD)
    views = [thaw_scorecard(publication.body) for publication in shown[::-1]]
    return {column.slug: column.name for column in columns_of(views)}


def _categories_of_claims(context: Context) -> Names:
    """The categories of published claims, which no scorecard may show."""
    if sees_drafts(context):
        return {}
    shown = publications.current(context.session, PageKind.CLAIM)
    found = (thaw_claim(publication.body).category for publication in shown)
    return {category.slug: category.name for category in found}


LABS: Places = (_labs, _labs_of_pages)
CATEGORIES: Places = (_categories, _categories_of_claims)
