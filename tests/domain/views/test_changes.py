"""Changes are told by day, and what was first published in one act as one."""

from datetime import UTC, date, datetime, timedelta

from annotator.domain.views.changes import ChangeEntry, by_day, together

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def _new(number, at=NOON, kind="claim", **more):
    return ChangeEntry(f"urn:{number}", at, kind, title=f"{number}", **more)


def test_many_that_were_published_at_once_are_one():
    three = [_new(1), _new(2), _new(3)]
    [one] = together(three)
    assert one.alike == tuple(three)
    assert together(three[:2]) == three[:2]


def test_others_of_that_moment_stand_for_themselves():
    revised = _new(9, has_earlier=True)
    withdrawn = _new(8, is_withdrawal=True)
    card = _new(7, kind="scorecard")
    later = _new(6, NOON + timedelta(seconds=1))
    entries = [later, card, _new(1), _new(2), revised, withdrawn, _new(3)]
    assert together(entries) == entries


def test_days_are_of_utc_and_in_the_order_of_their_entries():
    entries = [_new(3, NOON + timedelta(days=1)), _new(2), _new(1)]
    days = by_day(entries)
    assert [day.day for day in days] == [date(2030, 1, 2), date(2030, 1, 1)]
    assert [len(day.entries) for day in days] == [1, 2]
