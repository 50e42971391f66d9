"""The front page: labs and categories, with what we say of each."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
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
    EarlierRows,
    HomePage,
    MatrixCell,
    MatrixChoice,
    MatrixRow,
)
from annotator.domain.views.reasons import counts
from annotator.services.context import Context
from annotator.services.published.changes import newest_changes
from annotator.services.published.collection import published
from annotator.services.publishing.pages import belongs

WHOLE_MATRIX = MatrixChoice()
NEWEST_OF_A_LAB = 3  # of 20 labs with 10 models each, the page is 28 kB compressed

_Named = TypeVar("_Named", CategoryView, LabView)


def home_page(
    context: Context,
    asked: MatrixChoice = WHOLE_MATRIX,
    *,
    newest: int | None = NEWEST_OF_A_LAB,
) -> HomePage:
    """Return the matrix of labs and categories, the reasons, and the newest changes.

    Unless one lab is asked for, the matrix has the ``newest`` so many scorecards of each
    lab; None is all.
    Raises NotFoundError if a lab or a category is asked for that no scorecard has, and
    InvalidError if the way round is unknown.
    """
    context.require(Action.READ_PUBLISHED)
    if asked.by not in {"", "category"}:
        raise InvalidError("by", "may be category.")
    public = published(context)
    shown = public.scorecards
    every_category = columns_of(shown[::-1])
    columns = _asked(every_category, asked.category, "category")
    by_slug = {card.lab.slug: card.lab for card in shown}
    every_lab = sorted(by_slug.values(), key=lambda lab: lab.name.casefold())
    labs = {lab.slug for lab in _asked(every_lab, asked.lab, "lab")}
    ordered = sorted(
        (card for card in shown if card.lab.slug in labs),
        key=lambda card: (
            by_slug[card.lab.slug].name.casefold(),
            card.lab.slug,
            _released(card),
        ),
    )
    kept: list[ScorecardView] = []
    earlier = []
    for lab, of_lab in groupby(ordered, key=lambda card: by_slug[card.lab.slug]):
        its = list(of_lab)
        left_out = 0 if asked.lab or newest is None else max(0, len(its) - newest)
        kept += its[left_out:]
        if left_out:
            earlier.append(EarlierRows(lab, left_out))
    return HomePage(
        asked=asked,
        labs=tuple(every_lab),
        every_category=every_category,
        categories=columns,
        rows=tuple(
            _row(card, columns, public.claims_by_lab.get(card.lab.slug, []))
            for card in kept
        ),
        earlier=tuple(earlier),
        changes=newest_changes(context).days,
        reasons=counts(public.claims),
    )


def _row(
    scorecard: ScorecardView,
    columns: Sequence[CategoryView],
    views: Sequence[ClaimView],
) -> MatrixRow:
    cards = {card.category.slug: card for card in scorecard.cards}
    judged = defaultdict(list)
    for claim in views:
        if claim.verdict and claim.parent is None and belongs(claim, scorecard):
            judged[claim.category.slug].append(claim.verdict.shown)
    cells: list[MatrixCell | None] = []
    for column in columns:
        card, shown = cards.get(column.slug), tuple(judged[column.slug])
        is_said = card and (card.we_say or card.in_short or card.shown or shown)
        cells.append(MatrixCell(card, shown) if card and is_said else None)
    return MatrixRow(
        lab=scorecard.lab,
        scorecard=scorecard.slug,
        title=scorecard.title,
        summary=scorecard.summary,
        released=_released(scorecard),
        cells=tuple(cells),
    )


def _released(scorecard: ScorecardView) -> str:
    """Return when the first of a scorecard's models was released, or ""."""
    dates = [m.released for m in scorecard.models if m.released[:1].isdigit()]
    return min(dates, default="")  # they sort as text


def _asked(known: Sequence[_Named], slug: str, kind: str) -> tuple[_Named, ...]:
    """Return the one that is asked for, or all; raise NotFoundError."""
    found = tuple(one for one in known if slug in {"", one.slug})
    if slug and not found:
        raise NotFoundError(kind, slug)
    return found
