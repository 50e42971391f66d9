"""The columns of the front page: the categories as published scorecards have them."""

from collections.abc import Sequence

from annotator.domain.views.contents import CategoryView, ScorecardView


def columns_of(scorecards: Sequence[ScorecardView]) -> tuple[CategoryView, ...]:
    """Return the categories of published scorecards, newest scorecard first, in order.

    The newest scorecard says what a category is called and where it stands. One that only
    an older scorecard has stands after the one that it follows there, in its group.
    """
    columns: list[CategoryView] = []
    for scorecard in scorecards:
        place = 0
        for category in (card.category for card in scorecard.cards):
            known = [column.slug for column in columns]
            if category.slug in known:
                place = known.index(category.slug) + 1
            else:
                columns.insert(place, category)
                place += 1
    groups = list(dict.fromkeys(column.group.slug for column in columns))
    return tuple(sorted(columns, key=lambda column: groups.index(column.group.slug)))
