"""A context says who acts and when; what they do is told of them and kept to one act."""

from dataclasses import replace

import pytest

from annotator.domain.errors import ForbiddenError, SignInNeededError
from annotator.domain.permissions import Action
from annotator.services.context import READER, Cache, Stores
from annotator.services.library import labs
from annotator.storage import events
from annotator.storage.disk.locks import TurnBusyError, turn


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("context")) as desk:
        yield desk


def test_a_context_lets_people_do_what_their_role_may(context):
    context.require(Action.PUBLISH)
    with pytest.raises(ForbiddenError, match="An editor may not manage accounts"):
        context.require(Action.MANAGE_ACCOUNTS)
    with pytest.raises(SignInNeededError, match="Sign in to publish"):
        replace(context, actor=READER).require(Action.PUBLISH)


def test_what_is_done_in_a_context_is_one_act_of_its_person_at_its_time(desk):
    acts = []
    for days in (1, 2):
        with desk.rehearse(days=days) as context:
            for name in ("Wren", "Gull"):
                labs.find_or_add_lab(context, name)
            told = events.newest(context.session, 50)[:2]
            assert {(e.actor, e.at, e.act) for e in told} == {
                ("An editor", context.now, context.act)
            }
            acts.append(context.act)
    assert acts[0] != acts[1]


def test_what_was_begun_in_a_context_that_failed_was_not_done(desk):
    with pytest.raises(RuntimeError, match="broke"), desk.sit_down() as context:
        _begin_and_break(context)
    with desk.look() as context:
        assert labs.list_labs(context) == []
        assert events.newest(context.session, 50) == []


def _begin_and_break(context):
    labs.find_or_add_lab(context, "Wren")
    raise RuntimeError("it broke")


def test_a_cache_drops_what_was_used_longest_ago():
    cache = Cache(2)
    for key in ("a", "b"):
        cache.keep(key, key.upper())
    assert cache.find("a") == "A"
    cache.keep("c", "C")
    assert [cache.find(key) for key in ("a", "b", "c")] == ["A", None, "C"]
    cache.keep("a", "A again")
    assert [cache.find(key) for key in ("a", "c")] == ["A again", "C"]


@pytest.mark.parametrize(
    ("take_turn", "lock"),
    [(Stores.indexing_turn, "index/turn.lock"), (Stores.starting_turn, "start.lock")],
)
def test_only_one_has_a_turn_at_a_time(desk, take_turn, lock):
    def take_it_too():
        return turn(desk.stores.data / lock, what="waiting", seconds=0.05)

    with take_turn(desk.stores), pytest.raises(TurnBusyError), take_it_too():
        pytest.fail("two had the turn")
    with take_it_too():  # it was given back
        pass


def test_a_cache_that_weighs_drops_what_was_used_longest_ago():
    cache = Cache(10, len)
    for name, value in (("a", b"aaaa"), ("b", b"bbbb")):
        cache.keep(name, value)
    assert cache.find("a") == b"aaaa"
    cache.keep("c", b"cccc")
    assert [cache.find(name) for name in "abc"] == [b"aaaa", None, b"cccc"]
    cache.keep("c", b"cc")
    cache.keep("d", b"dddd")
    assert [cache.find(name) for name in "acd"] == [b"aaaa", b"cc", b"dddd"]
    cache.keep("e", b"e" * 11)
    assert [cache.find(name) for name in "acde"] == [None] * 4
