"""The columns of the front page are the categories that published scorecards have."""

from annotator.domain.views.columns import columns_of
from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    GroupView,
    LabView,
    ScorecardView,
)

TESTS, SAFETY = GroupView("tests", "Tests"), GroupView("safety", "Safety")


def _scorecard(*categories):
    cards = tuple(CardView(category, "", "", "", ()) for category in categories)
    return ScorecardView("w", "W", LabView("wren", "Wren"), (), (), "", cards)


def _category(slug, group=TESTS, name=""):
    return CategoryView(slug, name or slug, group)


def _slugs(*scorecards):
    return [column.slug for column in columns_of(scorecards)]


def test_without_scorecards_there_are_none():
    assert columns_of([]) == ()


def test_the_newest_scorecard_says_what_they_are_called_and_where_they_stand():
    newest = _scorecard(_category("b", name="Newer"), _category("a"))
    older = _scorecard(_category("a"), _category("b", name="Older"))
    first, second = columns_of([newest, older])
    assert (first.name, second.slug) == ("Newer", "a")


def test_one_that_only_an_older_scorecard_has_stands_where_it_stood_there():
    newest = _scorecard(_category("a"), _category("c"), _category("s", SAFETY))
    older = _scorecard(
        _category("z"), _category("a"), _category("b"), _category("t", SAFETY)
    )
    assert _slugs(newest, older) == ["z", "a", "b", "c", "t", "s"]


def test_the_columns_of_a_group_stand_beside_one_another():
    newest = _scorecard(_category("a"), _category("s", SAFETY))
    older = _scorecard(_category("s"), _category("late"))
    assert _slugs(newest, older) == ["a", "late", "s"]
