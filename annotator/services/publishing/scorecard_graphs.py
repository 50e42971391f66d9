"""The graph of a whole scorecard: its claims, and the passages that several rest on."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.domain.graph import shared_passages
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.domain.views.pages import Edition, ScorecardGraphPage
from annotator.services.context import Context
from annotator.services.published import edition_history
from annotator.services.published.collection import published
from annotator.services.published.snapshots import thaw_scorecard
from annotator.services.publishing import pages
from annotator.services.publishing.current_status import status_of
from annotator.storage.published.publications import PageKind

CLAIMS_OF_A_CATEGORY = 12  # the weightiest: with ten categories it can still be read


def scorecard_graph_page(context: Context, slug: str) -> ScorecardGraphPage:
    """Return the graph of a published scorecard; raise NotFoundError or WithdrawnError."""
    context.require(Action.READ_PUBLISHED)
    found = edition_history.current(context, PageKind.SCORECARD, slug)
    scorecard = thaw_scorecard(found.body)
    edition = edition_history.edition_of(context, found)
    return _page(context, scorecard, edition, published(context).claims)


def preview_graph(context: Context, slug: str) -> ScorecardGraphPage:
    """Return the same as it would be if all were published now."""
    view, claims = pages.drafts_of_scorecard(context, slug)
    return _page(context, view, None, claims)


def _page(
    context: Context,
    scorecard: ScorecardView,
    edition: Edition | None,
    views: Iterable[ClaimView],
) -> ScorecardGraphPage:
    found = pages.claims_by_category(scorecard, views)
    cards = [
        replace(
            pages.whole_card(card, claims, claims[:CLAIMS_OF_A_CATEGORY]),
            is_whole=len(claims) <= CLAIMS_OF_A_CATEGORY,
        )
        for card in scorecard.cards
        if (claims := found[card.category.slug])
    ]
    shared = shared_passages(cards)
    status = status_of(
        context, [cited.quote for cited in shared], is_published=edition is not None
    )
    return ScorecardGraphPage(
        scorecard=scorecard,
        edition=edition,
        cards=tuple(cards),
        shared=tuple(pages.passages_as_shown(shared, status)),
        status=status,
    )
