"""What labs and categories are called: the current names, or those that readers see."""

from collections.abc import Callable, Collection, Iterable, Mapping

from annotator.domain.views.columns import columns_of
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.services.published.gate import gate_of, sees_drafts
from annotator.services.published.snapshots import (
    PageView,
)
from annotator.storage.claims import categories
from annotator.storage.library import labs

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
    public = published(context)
    shown: list[PageView] = [*public.claims, *public.scorecards]
    return {view.lab.slug: view.lab.name for view in shown}


def _categories(context: Context) -> Names:
    if sees_drafts(context):
        found = categories.every(context.session)
        return {category.slug: category.name for category in found}
    shown = published(context).scorecards
    return {column.slug: column.name for column in columns_of(shown[::-1])}


def _categories_of_claims(context: Context) -> Names:
    """The categories of published claims, which no scorecard may show."""
    if sees_drafts(context):
        return {}
    found = (claim.category for claim in published(context).claims)
    return {category.slug: category.name for category in found}


LABS: Places = (_labs, _labs_of_pages)
CATEGORIES: Places = (_categories, _categories_of_claims)
