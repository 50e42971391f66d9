"""The page of a reason: the published claims whose verdicts name it, by lab."""

from collections.abc import Sequence
from itertools import groupby

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import EvidenceView, QuoteView, TensionView
from annotator.domain.views.pages import LabClaims, NamedReason, ReasonPage
from annotator.domain.views.reasons import named
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.services.publishing.current_status import status_of

CLAIMS_ON_A_PAGE = 50


def reason_page(context: Context, slug: str, number: int = 1) -> ReasonPage:
    """Return one page, from 1, of the claims that name a reason, by their labs' names.

    Raises NotFoundError if no public claim names it, or there is no such page.
    """
    context.require(Action.READ_PUBLISHED)
    found = [
        NamedReason(claim, given)
        for claim, given in named(published(context).claims)
        if given.reason.slug == slug
    ]
    first = (number - 1) * CLAIMS_ON_A_PAGE
    if number < 1 or first >= len(found):
        raise NotFoundError("reason", slug)
    # The newest claim says what its lab is called.
    labs = {one.claim.lab.slug: one.claim.lab for one in found}
    ordered = sorted(
        found, key=lambda one: (labs[one.claim.lab.slug].name, one.claim.lab.slug)
    )
    shown = ordered[first : first + CLAIMS_ON_A_PAGE]
    return ReasonPage(
        reason=found[-1].given.reason,
        labs=tuple(
            LabClaims(labs[lab], tuple(its))
            for lab, its in groupby(shown, key=lambda one: one.claim.lab.slug)
        ),
        claims=len(found),
        lab_count=len(labs),
        status=status_of(context, _quotes(shown), is_published=True),
        number=number,
        has_more=first + CLAIMS_ON_A_PAGE < len(found),
    )


def _quotes(shown: Sequence[NamedReason]) -> list[QuoteView]:
    """Return the quotes that reasons rest on."""
    grounds = (one.claim.ground_of(one.given) for one in shown)
    return [quote for ground in grounds if ground for quote in _quotes_of(ground)]


def _quotes_of(ground: EvidenceView | TensionView) -> list[QuoteView]:
    if isinstance(ground, TensionView):
        return ground.quotes
    if ground.result:
        return ground.result.quotes
    return [ground.quote] if ground.quote else []
