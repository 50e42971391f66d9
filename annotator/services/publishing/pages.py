"""The pages that readers see, made only from publications; previews use drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.columns import columns_of
from annotator.domain.views.contents import (
    CategoryView,
    ClaimView,
    GroupView,
    LabView,
    ScorecardView,
)
from annotator.domain.views.pages import (
    CardPage,
    ClaimPage,
    Edition,
    GroupPage,
    HomePage,
    MatrixCell,
    MatrixChoice,
    MatrixRow,
    ScorecardPage,
)
from annotator.domain.views.reasons import counts
from annotator.domain.vocabulary import State
from annotator.services.context import Context
from annotator.services.published import edition_history
from annotator.services.published.changes import newest_changes
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
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind, Publication

WHOLE_MATRIX = MatrixChoice()


def home_page(context: Context, asked: MatrixChoice = WHOLE_MATRIX) -> HomePage:
    """Return the matrix of labs and categories, the reasons, and the newest changes.

    Raises NotFoundError if a lab or a category is asked for that no scorecard has, and
    InvalidError if the way round is unknown.
    """
    context.require(Action.READ_PUBLISHED)
    if asked.by not in {"", "category"}:
        raise InvalidError("by", "may be category.")
    shown = [
        thaw_scorecard(found.body) for found in _current(context, PageKind.SCORECARD)
    ]
    views = _published_claims(context)
    every_category = columns_of(shown[::-1])
    columns = _asked(every_category, asked.category, "category")
    by_slug = {card.lab.slug: card.lab for card in shown}
    every_lab = sorted(by_slug.values(), key=lambda lab: lab.name.casefold())
    labs = {lab.slug for lab in _asked(every_lab, asked.lab, "lab")}
    rows = [_row(card, columns, views) for card in shown if card.lab.slug in labs]
    return HomePage(
        asked=asked,
        labs=tuple(every_lab),
        every_category=every_category,
        categories=columns,
        rows=tuple(
            sorted(rows, key=lambda row: (row.lab.name.casefold(), row.released))
        ),
        changes=newest_changes(context).days,
        reasons=counts(views),
    )


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
        _published_claims(context),
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
    for found in reversed(_current(context, PageKind.SCORECARD)):
        if model_slug in {model.slug for model in thaw_scorecard(found.body).models}:
            return found.slug
    return None


def lab_scorecards(context: Context, lab_slug: str) -> list[ScorecardView]:
    """Return the published scorecards of a lab, newest first."""
    context.require(Action.READ_PUBLISHED)
    shown = [
        thaw_scorecard(found.body) for found in _current(context, PageKind.SCORECARD)
    ]
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
        _published_claims(context),
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


def published_claims(context: Context) -> list[ClaimView]:
    """Return the views of all published claims, oldest first."""
    context.require(Action.READ_PUBLISHED)
    return _published_claims(context)


def published_scorecards(context: Context) -> list[ScorecardView]:
    """Return the views of all published scorecards, oldest first."""
    context.require(Action.READ_PUBLISHED)
    return [
        thaw_scorecard(found.body) for found in _current(context, PageKind.SCORECARD)
    ]


def _published_claims(context: Context) -> list[ClaimView]:
    return [thaw_claim(found.body) for found in _current(context, PageKind.CLAIM)]


def _current(context: Context, kind: PageKind) -> Sequence[Publication]:
    return publications.current(context.session, kind)


def page_of_claim(
    context: Context,
    claim: ClaimView,
    edition: Edition | None,
    others: Iterable[ClaimView],
) -> ClaimPage:
    """Return the page of a claim among others; without an edition it is a preview."""
    near = [v for v in others if v.slug == claim.parent or v.parent == claim.slug]
    near = _as_shown(context, near, is_published=edition is not None)
    cards = [
        thaw_scorecard(found.body) for found in _current(context, PageKind.SCORECARD)
    ]
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
            (card.slug, card.title) for card in cards if _belongs(claim, card)
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
    shown = [claim for claim in views if _belongs(claim, scorecard)]
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


def _belongs(claim: ClaimView, scorecard: ScorecardView) -> bool:
    """Whether a claim is about a scorecard's models, whatever they were called since."""
    if claim.lab.slug != scorecard.lab.slug:
        return False
    if claim.model_slugs:
        slugs = {model.slug for model in scorecard.models}
        return not slugs.isdisjoint(claim.model_slugs)
    names = {
        model.name for model in scorecard.models
    }  # an earlier version froze no slugs
    return not names.isdisjoint(claim.models)


def _row(
    scorecard: ScorecardView,
    columns: Sequence[CategoryView],
    views: Sequence[ClaimView],
) -> MatrixRow:
    cards = {card.category.slug: card for card in scorecard.cards}
    cells: list[MatrixCell | None] = []
    for column in columns:
        card = cards.get(column.slug)
        shown = tuple(
            claim.verdict.shown
            for claim in views
            if claim.verdict
            and claim.category.slug == column.slug
            and claim.parent is None
            and _belongs(claim, scorecard)
        )
        is_said = card and (card.we_say or card.in_short or card.shown or shown)
        cells.append(MatrixCell(card, shown) if card and is_said else None)
    released = [
        model.released for model in scorecard.models if model.released[:1].isdigit()
    ]
    return MatrixRow(
        lab=scorecard.lab,
        scorecard=scorecard.slug,
        title=scorecard.title,
        summary=scorecard.summary,
        released=min(released, default=""),  # they sort as text
        cells=tuple(cells),
    )


_Named = TypeVar("_Named", CategoryView, LabView)


def _asked(known: Sequence[_Named], slug: str, kind: str) -> tuple[_Named, ...]:
    """Return the one that is asked for, or all; raise NotFoundError."""
    found = tuple(one for one in known if slug in {"", one.slug})
    if slug and not found:
        raise NotFoundError(kind, slug)
    return found
