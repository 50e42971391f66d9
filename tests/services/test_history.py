"""The history says who did what, newest first, and nobody can change it."""

from dataclasses import replace

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import SignInNeededError
from annotator.domain.permissions import Role
from annotator.services import history
from annotator.services.accounts import accounts
from annotator.services.accounts.passwords import Hashed
from annotator.services.claims import claims
from annotator.services.context import READER, Actor
from annotator.services.library import labs

FACTS = ClaimFacts("It is safe.", "cyber", "wren-labs")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("history")) as desk:
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
        yield desk


def test_a_change_is_told_with_what_was_before_and_after_and_by_whom(context):
    slug = claims.add_claim(context, FACTS).slug
    ann = replace(context, actor=Actor("Ann", Role.ANALYST))
    claims.edit_claim(ann, slug, replace(FACTS, text="It is quite safe."))
    last = history.newest(context)[0]
    assert (last.actor, last.action, last.entity) == ("Ann", "changed", "claim")
    assert last.before == {"text": "It is safe."}
    assert last.after == {"text": "It is quite safe."}


def test_the_history_comes_in_pages_of_fifty_of_which_the_first_is_the_newest(context):
    for number in range(60):
        labs.find_or_add_lab(context, f"Lab {number}")
    first, second = (history.newest(context, page) for page in (1, 2))
    told = [event.after["name"] for event in (*first, *second)][:60]
    assert told == [f"Lab {number}" for number in reversed(range(60))]
    assert len(first) == history.PAGE_OF_EVENTS
    assert history.newest(context, 0) == history.newest(context, -1) == first
    assert history.newest(context, 99) == []


def test_the_history_of_a_claim_is_its_own_alone(context):
    mine, other = (claims.add_claim(context, FACTS) for _ in range(2))
    claims.submit_claim(context, mine.slug)
    claims.submit_claim(context, other.slug)
    context.session.flush()
    told = history.of_claim(context, mine)
    assert [event.action for event in told] == ["changed", "created"]
    assert {event.entity_id for event in told} == {str(mine.id)}


def test_that_a_password_was_changed_is_told_and_what_is_kept_of_it_is_not(desk):
    with desk.rehearse(Role.ADMIN) as context:
        accounts.first_admin(context, Hashed("secret-of-before"))
        accounts.set_password(context, name="admin", password=Hashed("secret-of-now"))
        context.session.flush()
        changed, created = history.newest(context)[:2]
    assert changed.after == {"password_hash": "(hidden, new)"}
    assert "secret" not in f"{changed.before}{changed.after}{created.after}"


@pytest.mark.parametrize(
    "change", ["UPDATE event SET actor = 'x'", "DELETE FROM event"]
)
def test_the_history_is_not_rewritten(context, change):
    with pytest.raises(DBAPIError, match="append-only"):
        context.session.execute(sql(change))


def test_a_reader_is_told_no_history(context):
    claim = claims.add_claim(context, FACTS)
    reader = replace(context, actor=READER)
    for ask in (history.newest, lambda asked: history.of_claim(asked, claim)):
        with pytest.raises(SignInNeededError):
            ask(reader)
