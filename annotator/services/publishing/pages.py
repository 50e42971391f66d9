"""The pages that readers see, made only from publications; previews use drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import (
    ClaimView,
    GroupView,
    ScorecardView,
)
from annotator.domain.views.pages import (
    CardPage,
    ClaimPage,
    Edition,
    GroupPage,
    ScorecardPage,
)
from annotator.domain.vocabulary import State
from annotator.services.context import Context
from annotator.services.published import edition_history
from annotator.services.published.collection import published
from annotator.services.published.contents import opened
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import (
    absences_in,
    quotes_in,
    thaw_claim,
    thaw_scorecard,
)
from annotator.services.publishing.current_status import status_of
from annotator.services.publishing.drafts_as_pages import claim_views, scorecard_view
from annotator.storage.claims import claims, scorecards
from annotator.storage.published.publications import PageKind


def scorecard_page(context: Context, slug: str) -> ScorecardPage:
    """Return the page of a published scorecard.

    Raises NotFoundError, or WithdrawnError if it was public.
    """
    context.require(Action.READ_PUBLISHED)
    found = edition_history.current(context, PageKind.SCORECARD, slug)
    return page_of_scorecard(
        context,
        thaw_scorecard(found.body),
        edition_history.edition_of(context, found),
        published(context).claims,
    )


def preview_scorecard(context: Context, slug: str) -> ScorecardPage:
    """Return the page of a scorecard as it would be if it were published now."""
    context.require(Action.READ_DRAFTS)
    scorecard = scorecards.by_slug(context.session, slug)
    found = claims.about(context.session, scorecard.models)
    drafts = [claim for claim in found if claim.state is not State.WITHDRAWN]
    views = claim_views(context, drafts)
    bare = scorecard_view(context, scorecard)
    quotes = [*quotes_in(bare), *(q for view in views for q in quotes_in(view))]
    cited = {quote.report for quote in quotes}
    return page_of_scorecard(
        context, scorecard_view(context, scorecard, cited), None, views
    )


def scorecard_of_model(context: Context, model_slug: str) -> str | None:
    """Return the slug of the newest published scorecard on a model, or None."""
    context.require(Action.READ_PUBLISHED)
    for shown in reversed(published(context).scorecards):
        if model_slug in {model.slug for model in shown.models}:
            return shown.slug
    return None


def lab_scorecards(context: Context, lab_slug: str) -> list[ScorecardView]:
    """Return the published scorecards of a lab, newest first."""
    context.require(Action.READ_PUBLISHED)
    shown = published(context).scorecards
    found = [view for view in reversed(shown) if view.lab.slug == lab_slug]
    if not found:
        raise NotFoundError("lab", lab_slug)
    return found


def claim_page(context: Context, slug: str) -> ClaimPage:
    """Return the page of a published claim, with its parent and sub-claims.

    Raises NotFoundError, or WithdrawnError if it was public.
    """
    context.require(Action.READ_PUBLISHED)
    found = edition_history.current(context, PageKind.CLAIM, slug)
    return page_of_claim(
        context,
        thaw_claim(found.body),
        edition_history.edition_of(context, found),
        published(context).claims,
    )


def preview_claim(context: Context, slug: str) -> ClaimPage:
    """Return the page of a claim as it would be if it were published now."""
    context.require(Action.READ_DRAFTS)
    claim = claims.by_slug(context.session, slug)
    near = [*claim.subclaims, *([claim.parent] if claim.parent else [])]
    slugs = [other.slug for other in near if other.state is not State.WITHDRAWN]
    others = [claims.by_slug(context.session, other) for other in slugs]
    view, *rest = claim_views(context, [claim, *others])
    return page_of_claim(context, view, None, rest)


def page_of_claim(
    context: Context,
    claim: ClaimView,
    edition: Edition | None,
    others: Iterable[ClaimView],
) -> ClaimPage:
    """Return the page of a claim among others; without an edition it is a preview."""
    near = [v for v in others if v.slug == claim.parent or v.parent == claim.slug]
    near = _as_shown(context, near, is_published=edition is not None)
    cards = published(context).scorecards
    status = status_of(
        context,
        quotes_in(claim),
        absences_in(claim),
        is_published=edition is not None,
    )
    return ClaimPage(
        claim=status.of_claim(claim),
        edition=edition and opened(context, edition, claim, status),
        parent=next((view for view in near if view.slug == claim.parent), None),
        subclaims=tuple(view for view in near if view.parent == claim.slug),
        scorecards=tuple(
            (card.slug, card.title) for card in cards if belongs(claim, card)
        ),
        status=status,
    )


def _as_shown(
    context: Context, views: Sequence[ClaimView], *, is_published: bool
) -> list[ClaimView]:
    """Return claims with those quotes withheld that may not be shown."""
    quotes = [quote for view in views for quote in quotes_in(view)]
    absences = [absence for view in views for absence in absences_in(view)]
    status = status_of(context, quotes, absences, is_published=is_published)
    return [status.of_claim(view) for view in views]


def page_of_scorecard(
    context: Context,
    scorecard: ScorecardView,
    edition: Edition | None,
    views: Sequence[ClaimView],
) -> ScorecardPage:
    """Return the page of a scorecard with its claims; without an edition, a preview."""
    shown = [claim for claim in views if belongs(claim, scorecard)]
    quotes = [*quotes_in(scorecard), *(q for claim in shown for q in quotes_in(claim))]
    absences = [absence for claim in shown for absence in absences_in(claim)]
    status = status_of(context, quotes, absences, is_published=edition is not None)
    cards = [
        CardPage(
            card,
            tuple(
                _in_families(
                    [
                        status.of_claim(claim)
                        for claim in shown
                        if claim.category.slug == card.category.slug
                    ]
                )
            ),
        )
        for card in scorecard.cards
    ]
    shown_reports = gate_of(context).reports
    return ScorecardPage(
        scorecard=replace(
            scorecard,
            reports=tuple(r for r in scorecard.reports if r.slug in shown_reports)
            if edition
            else scorecard.reports,
        ),
        edition=edition and opened(context, edition, scorecard, status),
        groups=_grouped(cards),
        status=status,
    )


def _grouped(cards: Iterable[CardPage]) -> tuple[GroupPage, ...]:
    found: dict[GroupView, list[CardPage]] = {}
    for page in cards:
        found.setdefault(page.card.category.group, []).append(page)
    return tuple(GroupPage(group, tuple(its)) for group, its in found.items())


def _in_families(found: list[ClaimView]) -> list[ClaimView]:
    """Return claims, each followed by its sub-claims."""
    slugs = {claim.slug for claim in found}
    tops = [claim for claim in found if claim.parent not in slugs]
    ordered: list[ClaimView] = []
    waiting = tops[::-1]
    while waiting:
        claim = waiting.pop()
        ordered.append(claim)
        waiting += [child for child in found if child.parent == claim.slug][::-1]
    return ordered


def belongs(claim: ClaimView, scorecard: ScorecardView) -> bool:
    """Whether a claim is about a scorecard's models, whatever they were called since."""
    if claim.lab.slug != scorecard.lab.slug:
        return False
    if claim.model_slugs:
        slugs = {model.slug for model in scorecard.models}
        return not slugs.isdisjoint(claim.model_slugs)
    # An earlier version froze no slugs.
    names = {model.name for model in scorecard.models}
    return not names.isdisjoint(claim.models)
