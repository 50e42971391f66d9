"""Many passages are changed in one act: all of them or none, and undone as one."""

import pytest
from pdfs import text_pdf
from sqlalchemy import event

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Role
from annotator.services.claims import capture, claims, evidence, many_passages
from annotator.services.claims import passage_lists as lists
from annotator.services.claims.evidence import Weight
from annotator.services.claims.many_passages import Chosen
from annotator.services.claims.passage_lists import (
    MOST_AT_ONCE,
    PassageFilters,
    PassageState,
)
from annotator.services.context import Actor, Context
from annotator.services.history import acts as history
from annotator.services.history.acts import Asked
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.storage.passages.passages import Passage

LINES = [f"Run {n} solved {n} of the {n + 30} long tasks." for n in range(4)]
ALL = (1, 2, 3, 4)
SUPPORTS = Weight("supports")


@pytest.fixture
def desk(desk):
    """A report with four marks, and a claim."""
    desk.take_in(text_pdf(LINES), report="card")
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        for line in LINES:
            marking.mark_found(context, revision=revision, quote=line, page=1)
        claims.add_claim(context, ClaimFacts("It works.", "cyber", "wren-labs"))
    return desk


def _do(desk, act, *more, actor="An editor", **named):
    with desk.sit_down() as context:
        if actor != "An editor":
            context = Context(
                context.session, desk.stores, Actor(actor, Role.ANALYST), context.now
            )
        act(context, *more, **named)
        context.session.flush()
        return context.act


def _links(desk):
    with desk.look() as context:
        links = evidence.links_of_passages(context, ALL)
        return {number: len(found) for number, found in links.items()}


def _standing(desk):
    with desk.look() as context:
        found = lists.list_page(context, PassageFilters()).passages
        return sorted(listed.passage.id for listed in found)


def test_linking_is_one_act_that_is_undone_and_done_again(desk):
    act = _do(
        desk, many_passages.link_all, Chosen(ALL), claim="it-works", weight=SUPPORTS
    )
    assert _links(desk) == dict.fromkeys(ALL, 1)
    undone = _do(desk, many_passages.undo, act)
    assert _links(desk) == dict.fromkeys(ALL, 0)
    _do(desk, many_passages.undo, undone)
    assert _links(desk) == dict.fromkeys(ALL, 1)
    with desk.look() as context:
        again, back, first = history.list_acts(context, Asked()).acts[:3]
    assert (again.is_redoing, back.is_undoing) == (True, True)
    said = "".join(part.text for part in first.parts)
    assert said == "linked 4 passages to “It works.”"


def test_it_is_done_to_none_if_one_is_linked_already(desk):
    _do(desk, many_passages.link_all, Chosen((2,)), claim="it-works", weight=SUPPORTS)
    with pytest.raises(ConflictError, match=r"Linked to this claim already.*Run 1"):
        _do(
            desk, many_passages.link_all, Chosen(ALL), claim="it-works", weight=SUPPORTS
        )
    assert _links(desk) == {1: 0, 2: 1, 3: 0, 4: 0}


def test_passages_are_withdrawn_with_their_links_and_restored_with_them(desk):
    _do(desk, many_passages.link_all, Chosen(ALL), claim="it-works", weight=SUPPORTS)
    _do(desk, capture.withdraw_mark, 4)
    _do(desk, many_passages.withdraw_all, Chosen((1, 2, 4)))
    assert (_standing(desk), sum(_links(desk).values())) == ([3], 1)
    _do(desk, many_passages.restore_all, Chosen((1, 2)))
    assert (_standing(desk), sum(_links(desk).values())) == ([1, 2, 3], 3)
    _do(desk, many_passages.restore_all, Chosen((4,)))
    assert sum(_links(desk).values()) == 4


def test_what_a_claim_is_asserted_in_is_not_withdrawn_and_nothing_else_is(desk):
    def assert_in(context):
        claims.get_claim(context, "it-works").assertion_id = 3

    _do(desk, assert_in)
    with pytest.raises(ConflictError, match=r"Cited by “It works.”.*Run 2"):
        _do(desk, many_passages.withdraw_all, Chosen(ALL))
    assert _standing(desk) == list(ALL)


def test_what_somebody_changed_meanwhile_is_named_and_nothing_is_done(desk):
    with desk.look() as context:
        seen = lists.list_page(context, PassageFilters()).seen
    _do(desk, many_passages.tag_all, Chosen((2,)), "late", actor="Bob")
    chosen = Chosen(ALL, seen=seen)
    with pytest.raises(ConflictError, match=r"Changed in the meantime by Bob: “Run 1"):
        _do(desk, many_passages.withdraw_all, chosen)
    assert _standing(desk) == list(ALL)
    _do(desk, many_passages.withdraw_all, Chosen((1, 3), seen=seen))
    assert _standing(desk) == [2, 4]


def test_all_that_were_found_are_those_that_were_found_then(desk):
    every = Chosen(everything=PassageFilters(words=("solved",)), found=4)
    _do(desk, many_passages.tag_all, every, "  Long   Tasks ")
    with desk.look() as context:
        assert lists.list_tags(context) == {"long tasks": 4}
    _do(desk, marking.withdraw_passage, 1)
    with pytest.raises(ConflictError, match=r"had 4 passages .* and has 3 now"):
        _do(desk, many_passages.untag_all, every, "long tasks")


def test_a_tag_is_taken_off_and_that_is_undone(desk):
    _do(desk, many_passages.tag_all, Chosen((1, 2)), "x")
    act = _do(desk, many_passages.untag_all, Chosen(ALL), "x")
    with desk.look() as context:
        assert lists.list_tags(context) == {}
    _do(desk, many_passages.undo, act)
    with desk.look() as context:
        assert lists.list_tags(context) == {"x": 2}
        newest = history.list_acts(context, Asked()).acts[1]
    assert (
        "".join(x.text for x in newest.parts) == "removed the tag “x” from 2 passages"
    )


def test_only_ones_own_act_is_undone(desk):
    act = _do(desk, many_passages.tag_all, Chosen(ALL), "x", actor="Bob")
    with desk.sit_down(Role.ANALYST) as context:
        stranger = Context(
            context.session, desk.stores, Actor("Eve", Role.ANALYST, 99), context.now
        )
        with pytest.raises(ConflictError, match="no such change"):
            many_passages.undo(stranger, act)


def test_a_tag_is_a_short_word(desk):
    for tag in ("", "   ", "one, two", "x" * 41):
        with pytest.raises(InvalidError):
            _do(desk, many_passages.tag_all, Chosen(ALL), tag)


@pytest.fixture
def many(desk):
    """A few more passages than can be changed at once: their ids."""
    with desk.sit_down() as context:
        first = context.session.get_one(Passage, 1)
        columns = {x.key for x in Passage.__table__.columns} - {"id"}
        context.session.add_all(
            Passage(**{name: getattr(first, name) for name in columns})
            for _ in range(MOST_AT_ONCE - 3)
        )
    return tuple(range(1, MOST_AT_ONCE + 2))


def test_five_hundred_at_once_take_no_query_each_and_more_are_refused(desk, many):
    with pytest.raises(InvalidError, match="more than 500"):
        _do(desk, many_passages.withdraw_all, Chosen(many))
    chosen, asked = Chosen(many[1:]), []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    engine = desk.stores.database.engine
    event.listen(engine, "before_cursor_execute", note)
    act = _do(desk, many_passages.link_all, chosen, claim="it-works", weight=SUPPORTS)
    undone = _do(desk, many_passages.undo, act)
    _do(desk, many_passages.undo, undone)
    _do(desk, many_passages.withdraw_all, chosen)
    _do(desk, many_passages.restore_all, chosen)
    event.remove(engine, "before_cursor_execute", note)
    assert len([x for x in asked if x.startswith("SELECT")]) < 200
    with desk.look() as context:
        unlinked = PassageFilters(state=PassageState.UNLINKED)
        assert lists.list_page(context, unlinked).total == 1
