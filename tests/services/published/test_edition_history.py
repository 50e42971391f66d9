"""The editions of a page: which there are, which stood when, and which may be seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from claim_views import a_claim

from annotator.domain.errors import NotFoundError, WithdrawnError
from annotator.services.published import edition_history, editions
from annotator.storage.published.publications import PageKind

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("history")) as desk:
        yield desk


@pytest.fixture
def context(desk):
    with desk.rehearse() as context:
        yield context


def _publish(context, text, *, days=0):
    """Publish a claim so many days after noon."""
    at = replace(context, now=context.now + days * DAY)
    return editions.publish_edition(at, text, a_claim("safe", text=text))


def _withdraw(context, *, days):
    at = replace(context, now=context.now + days * DAY)
    editions.withdraw_edition(at, PageKind.CLAIM, "safe")


def _story(context):
    """Two editions, a withdrawal, and two more."""
    _publish(context, "One.")
    _publish(context, "Two.", days=1)
    _withdraw(context, days=2)
    _publish(context, "Three.", days=3)
    _publish(context, "Four.", days=4)


def test_an_edition_is_found_by_its_number_unless_its_page_was_withdrawn(context):
    _story(context)
    found = edition_history.find(context, "claim", "safe", 4, 3)
    assert [edition.title for edition in found] == ["Four.", "Three."]
    with pytest.raises(WithdrawnError, match="withdrawn on 3 January 2030"):
        edition_history.find(context, "claim", "safe", 2)
    with pytest.raises(NotFoundError, match="no edition of this claim “5”"):
        edition_history.find(context, "claim", "safe", 5)
    with pytest.raises(NotFoundError, match="no claim “other”"):
        edition_history.find(context, "claim", "other", 1)
    _withdraw(context, days=5)
    for number in (1, 4, 9):
        with pytest.raises(WithdrawnError, match="6 January 2030"):
            edition_history.find(context, "claim", "safe", number)


def test_an_edition_knows_its_neighbours_and_the_newest(context):
    _story(context)
    _publish(context, "Five.", days=5)
    [third, fifth] = edition_history.find(context, "claim", "safe", 3, 5)
    place = edition_history.place_of(context, third)
    assert place.before is None  # it was withdrawn
    assert (place.after.number, place.newest.number) == (4, 5)
    place = edition_history.place_of(context, fifth)
    assert (place.before.number, place.after) == (4, None)
    assert place.newest == place.this


def test_only_what_may_be_seen_is_listed_newest_first(context):
    _story(context)
    listed = edition_history.list_editions(context, "claim", "safe", 1)
    assert [line.number for line in listed.lines] == [4, 3]
    assert (listed.title, listed.has_more) == ("Four.", False)
    assert edition_history.list_editions(context, "claim", "safe", 2).lines == ()
    edition = edition_history.edition_of(
        context, edition_history.current(context, "claim", "safe")
    )
    assert [line.number for line in edition.lines] == [4, 3]


def test_a_page_names_its_newest_editions_alone(context):
    for number in range(edition_history.LISTED + 2):
        _publish(context, f"{number}.")
    found = edition_history.current(context, "claim", "safe")
    edition = edition_history.edition_of(context, found)
    assert len(edition.lines) == edition_history.LISTED
    assert edition.has_more


def _at(days, hours=0):
    return datetime(2030, 1, 1, 12, tzinfo=UTC) + days * DAY + timedelta(hours=hours)


def test_the_edition_that_stood_at_a_moment_has_a_number(context):
    _story(context)
    asked = [_at(0), _at(1, -1), _at(1), _at(3), _at(99)]
    numbers = [edition_history.number_at(context, "claim", "safe", at) for at in asked]
    assert numbers == [1, 1, 2, 3, 4]
    with pytest.raises(WithdrawnError):
        edition_history.number_at(context, "claim", "safe", _at(2))


def test_before_the_first_edition_the_first_that_may_be_seen_is_named(context):
    _story(context)
    with pytest.raises(
        NotFoundError, match=r"not public on 31 December 2029\."
    ) as told:
        edition_history.number_at(context, "claim", "safe", _at(-1))
    assert "Its first edition is of 4 January 2030: edition 3." in str(told.value)
