"""The front page: labs and categories, with what we say of each."""

from collections.abc import Sequence
from typing import TypeVar

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.columns import columns_of
from annotator.domain.views.contents import (
    CategoryView,
    ClaimView,
    LabView,
    ScorecardView,
)
from annotator.domain.views.pages import (
    HomePage,
    MatrixCell,
    MatrixChoice,
    MatrixRow,
)
from annotator.domain.views.reasons import counts
from annotator.services.context import Context
from annotator.services.published.changes import newest_changes
from annotator.services.publishing.pages import (
    belongs,
    published_claims,
    published_scorecards,
)

WHOLE_MATRIX = MatrixChoice()

_Named = TypeVar("_Named", CategoryView, LabView)


def home_page(context: Context, asked: MatrixChoice = WHOLE_MATRIX) -> HomePage:
    """Return the matrix of labs and categories, the reasons, and the newest changes.

    Raises NotFoundError if a lab or a category is asked for that no scorecard has, and
    InvalidError if the way round is unknown.
    """
    context.require(Action.READ_PUBLISHED)
    if asked.by not in {"", "category"}:
        raise InvalidError("by", "may be category.")
    shown = published_scorecards(context)
    views = published_claims(context)
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
            and belongs(claim, scorecard)
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


def _asked(known: Sequence[_Named], slug: str, kind: str) -> tuple[_Named, ...]:
    """Return the one that is asked for, or all; raise NotFoundError."""
    found = tuple(one for one in known if slug in {"", one.slug})
    if slug and not found:
        raise NotFoundError(kind, slug)
    return found
