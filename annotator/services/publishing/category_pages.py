"""A category of a scorecard on a page of its own, with all its claims."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.domain.views.editions import EditionPlace
from annotator.domain.views.pages import CategoryPage, Edition
from annotator.services.context import Context
from annotator.services.published import edition_history
from annotator.services.published.collection import published
from annotator.services.published.snapshots import (
    quotes_in,
    thaw_claim,
    thaw_scorecard,
)
from annotator.services.publishing import pages
from annotator.storage.published import editions
from annotator.storage.published.publications import PageKind

CLAIMS_ON_A_PAGE = 25


@dataclass(frozen=True)
class CategoryEdition:
    """A category's page as it was published, with its claims as they stood then."""

    page: CategoryPage
    place: EditionPlace


def category_page(
    context: Context, scorecard: str, category: str, number: int = 1
) -> CategoryPage:
    """Return page ``number``, from 1, of a published scorecard's category (slugs).

    Raises NotFoundError, or WithdrawnError if the scorecard was public.
    """
    context.require(Action.READ_PUBLISHED)
    found = edition_history.current(context, PageKind.SCORECARD, scorecard)
    return _page(
        context,
        thaw_scorecard(found.body),
        edition_history.edition_of(context, found),
        published(context).claims,
        category,
        number,
    )


def category_edition(
    context: Context, scorecard: str, edition: int, category: str, number: int = 1
) -> CategoryEdition:
    """Return the same of an edition, with its claims as they stood then."""
    context.require(Action.READ_PUBLISHED)
    [found] = edition_history.find(context, PageKind.SCORECARD, scorecard, edition)
    claims = editions.as_of(context.session, PageKind.CLAIM, found.id)
    return CategoryEdition(
        _page(
            context,
            thaw_scorecard(found.body),
            edition_history.edition_of(context, found),
            [thaw_claim(claim.body) for claim in claims],
            category,
            number,
        ),
        edition_history.place_of(context, found),
    )


def preview_category(
    context: Context, scorecard: str, category: str, number: int = 1
) -> CategoryPage:
    """Return the same as it would be if all were published now."""
    view, claims = pages.drafts_of_scorecard(context, scorecard)
    return _page(context, view, None, claims, category, number)


def _page(
    context: Context,
    scorecard: ScorecardView,
    edition: Edition | None,
    views: Iterable[ClaimView],
    category: str,
    number: int,
) -> CategoryPage:
    cards = {card.category.slug: card for card in scorecard.cards}
    first = (number - 1) * CLAIMS_ON_A_PAGE
    if category not in cards or number < 1:
        raise NotFoundError("category of this scorecard", category)
    claims = pages.claims_by_category(scorecard, views)[category]
    shown = claims[first : first + CLAIMS_ON_A_PAGE]
    if first and not shown:
        raise NotFoundError("page of this category", str(number))
    card = pages.whole_card(cards[category], claims, shown)
    of_card = quotes_in(replace(scorecard, cards=(card.card,)))
    status = pages.status_with(
        context, of_card, shown, is_published=edition is not None
    )
    return CategoryPage(
        scorecard=scorecard,
        edition=edition,
        shown=pages.card_as_shown(card, status),
        status=status,
        number=number,
        first=first + 1,
        has_more=first + CLAIMS_ON_A_PAGE < len(claims),
    )
