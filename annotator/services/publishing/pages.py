"""The pages that readers see, made only from publications; previews use drafts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.relevant_part import by_weight, relevant_part, weightiest
from annotator.domain.views.contents import (
    CardView,
    ClaimView,
    GroupView,
    QuoteView,
    ScorecardView,
)
from annotator.domain.views.pages import (
    CardPage,
    CitedPassage,
    ClaimPage,
    Edition,
    GroupPage,
    ScorecardPage,
)
from annotator.domain.views.status import CurrentStatus
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

# What a scorecard shows of each category; the rest has a page of its own. With ten
# categories as long as this, its page is about 30 kB compressed.
CLAIMS_IN_SHORT = 8
PASSAGES_IN_SHORT = 10
EVALUATIONS_IN_SHORT = 12


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


def claims_on_scorecard(context: Context, slug: str) -> list[ClaimView]:
    """Return all claims of a published scorecard as they were frozen, by category.

    Raises as ``scorecard_page`` does.
    """
    context.require(Action.READ_PUBLISHED)
    found = edition_history.current(context, PageKind.SCORECARD, slug)
    scorecard = thaw_scorecard(found.body)
    claims = claims_by_category(scorecard, published(context).claims)
    return [claim for card in scorecard.cards for claim in claims[card.category.slug]]


def preview_scorecard(context: Context, slug: str) -> ScorecardPage:
    """Return the page of a scorecard as it would be if it were published now."""
    view, claims = drafts_of_scorecard(context, slug)
    return page_of_scorecard(context, view, None, claims)


def drafts_of_scorecard(
    context: Context, slug: str
) -> tuple[ScorecardView, list[ClaimView]]:
    """Return a scorecard and its claims as they would be if they were published now."""
    context.require(Action.READ_DRAFTS)
    scorecard = scorecards.by_slug(context.session, slug)
    found = claims.about(context.session, scorecard.models)
    drafts = [claim for claim in found if claim.state is not State.WITHDRAWN]
    views = claim_views(context, drafts)
    bare = scorecard_view(context, scorecard)
    quotes = [*quotes_in(bare), *(q for view in views for q in quotes_in(view))]
    cited = {quote.report for quote in quotes}
    return scorecard_view(context, scorecard, cited), views


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
    status = status_with(context, (), views, is_published=is_published)
    return [status.of_claim(view) for view in views]


def status_with(
    context: Context,
    quotes: Iterable[QuoteView],
    claims: Sequence[ClaimView],
    *,
    is_published: bool,
) -> CurrentStatus:
    """Return the current status of quotes, and of all that claims show."""
    every_quote = [*quotes, *(quote for view in claims for quote in quotes_in(view))]
    absences = [absence for view in claims for absence in absences_in(view)]
    return status_of(context, every_quote, absences, is_published=is_published)


def page_of_scorecard(
    context: Context,
    scorecard: ScorecardView,
    edition: Edition | None,
    views: Iterable[ClaimView],
) -> ScorecardPage:
    """Return the page of a scorecard with its claims; without an edition, a preview.

    Of long categories it has what weighs most.
    """
    found = claims_by_category(scorecard, views)
    cards = [card_in_short(card, found[card.category.slug]) for card in scorecard.cards]
    shown = [claim for card in cards for claim in card.claims]
    status = status_with(
        context, quotes_in(scorecard), shown, is_published=edition is not None
    )
    return ScorecardPage(
        scorecard=with_public_reports(context, scorecard) if edition else scorecard,
        edition=edition and opened(context, edition, scorecard, status),
        groups=_grouped(card_as_shown(card, status) for card in cards),
        status=status,
    )


def claims_by_category(
    scorecard: ScorecardView, views: Iterable[ClaimView]
) -> dict[str, list[ClaimView]]:
    """Return the claims that a scorecard shows, the weightiest first, by category."""
    found: dict[str, list[ClaimView]] = defaultdict(list)
    for claim in views:
        if belongs(claim, scorecard):
            found[claim.category.slug].append(claim)
    ordered = {category: by_weight(claims) for category, claims in found.items()}
    return defaultdict(list, ordered)


def card_in_short(card: CardView, claims: Sequence[ClaimView]) -> CardPage:
    """Return as much of a category as its scorecard shows, whose claims are these."""
    shown = claims[:CLAIMS_IN_SHORT]
    whole = whole_card(card, claims, shown)
    tests = card.evaluations[:EVALUATIONS_IN_SHORT]
    return replace(
        whole,
        passages=tuple(weightiest(whole.passages, PASSAGES_IN_SHORT)),
        evaluations=tests,
        is_whole=len(shown) == len(claims)
        and len(whole.passages) <= PASSAGES_IN_SHORT
        and len(tests) == len(card.evaluations),
    )


def whole_card(
    card: CardView, claims: Sequence[ClaimView], shown: Sequence[ClaimView]
) -> CardPage:
    """Return a category with everything on some of its claims."""
    tops = {claim.slug for claim in claims}
    return CardPage(
        card=card,
        claims=tuple(shown),
        passages=tuple(relevant_part(shown)),
        evaluations=card.evaluations,
        verdicts=tuple(
            claim.verdict.shown
            for claim in claims
            if claim.verdict and claim.parent not in tops
        ),
        claim_count=len(claims),
        evidence_count=sum(len(claim.evidence) for claim in claims),
        tension_count=sum(len(claim.tensions) for claim in claims),
    )


def card_as_shown(card: CardPage, status: CurrentStatus) -> CardPage:
    """Return a category with its quotes as they may be shown."""
    return replace(
        card,
        claims=tuple(map(status.of_claim, card.claims)),
        passages=tuple(passages_as_shown(card.passages, status)),
    )


def passages_as_shown(
    passages: Iterable[CitedPassage], status: CurrentStatus
) -> list[CitedPassage]:
    """Return passages with their quotes as they may be shown."""
    return [replace(one, quote=status.shown(one.quote)) for one in passages]


def with_public_reports(context: Context, scorecard: ScorecardView) -> ScorecardView:
    """Return a scorecard that lists only the reports that are public now."""
    public = gate_of(context).reports
    listed = tuple(report for report in scorecard.reports if report.slug in public)
    return replace(scorecard, reports=listed)


def _grouped(cards: Iterable[CardPage]) -> tuple[GroupPage, ...]:
    found: dict[GroupView, list[CardPage]] = {}
    for page in cards:
        found.setdefault(page.card.category.group, []).append(page)
    return tuple(GroupPage(group, tuple(its)) for group, its in found.items())


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
