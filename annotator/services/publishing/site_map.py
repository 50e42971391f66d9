"""Which pages readers can reach, and when each has changed; from publications alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.storage.published import editions
from annotator.storage.published.publications import PageKind


@dataclass(frozen=True)
class SitePage:
    """A public page: of which kind it is, its slug, its title, and when it changed."""

    kind: str  # "claim", "scorecard", "report", "lab", "evaluation" or "reason"
    slug: str
    title: str
    changed: datetime


def site_pages(context: Context) -> list[SitePage]:
    """Return the public pages but for the front page, each once, the newest first.

    Pages that gather what several publications say have changed with the newest of them.
    """
    context.require(Action.READ_PUBLISHED)
    newest: dict[tuple[str, str], SitePage] = {}
    for page in _pages(context):
        before = newest.get((page.kind, page.slug))
        if before is None or before.changed < page.changed:
            newest[page.kind, page.slug] = page
    return sorted(
        newest.values(),
        key=lambda page: (-page.changed.timestamp(), page.kind, page.slug),
    )


def _pages(context: Context) -> Iterator[SitePage]:
    public = published(context)
    for found in editions.current(context.session):
        yield SitePage(found.kind, found.slug, found.title, found.at)
        if found.kind is PageKind.SCORECARD:
            card = public.scorecards_by_id[found.id]
            yield SitePage("lab", card.lab.slug, card.lab.name, found.at)
            for test in (test for part in card.cards for test in part.evaluations):
                yield SitePage("evaluation", test.slug, test.name, found.at)
        elif found.kind is PageKind.CLAIM:
            verdict = public.claims_by_id[found.id].verdict
            for given in verdict.reasons if verdict else ():
                reason = given.reason
                yield SitePage("reason", reason.slug, reason.name, found.at)
