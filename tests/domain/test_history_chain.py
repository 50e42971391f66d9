"""Whatever is altered in a history, its chain of hashes does not fit any more."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.history_chain import START, after, digest

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=5,
)
EVENTS = st.fixed_dictionaries(
    {
        "id": st.integers(1, 9),
        "at": st.datetimes(timezones=st.just(UTC)),
        "actor": st.text(max_size=5),
        "after": st.dictionaries(st.text(max_size=5), JSON, max_size=3),
    }
)


def _chained(events):
    """The places of events in a chain."""
    place, places = START, []
    for event in events:
        place = after(place, digest(event))
        places.append(place)
    return places


def _first_break(events, places):
    """The number of the first event that does not fit, or None."""
    told = _chained(events)
    pairs = zip(told, places, strict=False)
    unlike = next((one.number for one, kept in pairs if one != kept), None)
    return unlike or (None if len(told) == len(places) else min(len(told), len(places)))


@given(st.lists(EVENTS, min_size=1, max_size=6), st.data())
def test_an_event_that_is_altered_is_the_first_that_does_not_fit(events, data):
    at = data.draw(st.integers(0, len(events) - 1))
    name = data.draw(st.sampled_from(sorted(events[at])))
    other = data.draw(EVENTS.filter(lambda event: event[name] != events[at][name]))
    altered = [*events]
    altered[at] = events[at] | {name: other[name]}
    assert _first_break(altered, _chained(events)) == at + 1


@given(st.lists(EVENTS, min_size=1, max_size=6), st.data())
def test_an_event_that_is_removed_is_missed_if_the_number_is_known(events, data):
    at = data.draw(st.integers(0, len(events) - 1))
    left = [event for place, event in enumerate(events) if place != at]
    assert _first_break(left, _chained(events)) is not None


@given(st.lists(EVENTS, min_size=2, max_size=6), st.data())
def test_two_events_that_are_swapped_do_not_fit(events, data):
    one, other = data.draw(
        st.lists(
            st.integers(0, len(events) - 1), min_size=2, max_size=2, unique=True
        ).filter(lambda two: events[two[0]] != events[two[1]])
        if any(event != events[0] for event in events)
        else st.just([0, 0])
    )
    swapped = [*events]
    swapped[one], swapped[other] = events[other], events[one]
    first = None if one == other else min(one, other) + 1
    assert _first_break(swapped, _chained(events)) == first


def test_a_moment_is_the_same_in_every_zone_and_as_sqlite_gives_it():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
    for same in (elsewhere, NOON.replace(tzinfo=None)):
        assert digest({"at": same}) == digest({"at": NOON})


def test_the_hashes_of_histories_that_are_there_stay_what_they_are():
    """Another algorithm would break the chains of all installations."""
    told = {
        "id": 1,
        "at": NOON,
        "actor": "Ann",
        "after": {"text": "1.70 × ä", "n": 1.5},
    }
    place = after(after(START, digest(told)), digest(told))
    assert place.number == 2
    assert place.hash == (
        "f6646c5c78b15742064e815a1bd32d0defc65f6c07d7bb6d44ef3e94de28105c"
    )
