"""Admins say who works here; everybody sees and ends their own sessions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from annotator.domain.errors import ConflictError, ForbiddenError, InvalidError
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts, authentication
from annotator.services.accounts.authentication import Proven
from annotator.services.accounts.passwords import Hashed
from annotator.services.context import Actor

KEPT, NEW = Hashed("what is kept of a password"), Hashed("what is kept of another")
ADA = {"name": "ada", "display_name": "Ada", "role": "editor"}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("accounts")) as desk:
        yield desk


@pytest.fixture
def context(desk):
    with desk.rehearse(Role.ADMIN) as context:
        yield context


def _add(context, name="ada", role="editor"):
    facts = {"name": name, "display_name": name.title(), "role": role}
    return accounts.add_user(context, **facts, password=KEPT)


def _as(context, user):
    return replace(context, actor=accounts.as_actor(user))


def _sign_in(context, name="ada"):
    attempt = authentication.begin_attempt(context, name=name, address="")
    proven = Proven(attempt, attempt.user_id)
    return authentication.start_session(context, proven, browser="a browser").token


def _is_in(context, token):
    return accounts.find_sign_in(context, token) is not None


def test_the_first_admin_is_made_once(context):
    assert accounts.has_nobody(context)
    assert accounts.first_admin(context, KEPT)
    assert not accounts.has_nobody(context)
    assert not accounts.first_admin(context, KEPT)
    assert [user.name for user in accounts.list_users(context)] == ["admin"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("name", "ada lovelace"),
        ("name", "-ada"),
        ("name", "a" * 41),
        ("display_name", "A" * 81),
        ("display_name", "Ada\u202e"),
        ("role", "reader"),
        ("role", "boss"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_by_its_field(context, field, wrong):
    with pytest.raises(InvalidError) as refused:
        accounts.add_user(context, **{**ADA, field: wrong}, password=KEPT)
    assert refused.value.field == field
    assert accounts.has_nobody(context)


def test_a_name_is_the_same_in_capitals_and_belongs_to_one_person(context):
    made = accounts.add_user(
        context, name=" Ada ", display_name=" ", role="editor", password=KEPT
    )
    assert (made.name, made.display_name) == ("ada", "ada")
    assert accounts.find_person(context, name="ADA").id == made.id
    with pytest.raises(ConflictError, match="a person called “ada”"):
        _add(context, "ada")


def test_only_an_admin_manages_accounts(context):
    _add(context)
    editor = replace(context, actor=Actor("Ed", Role.EDITOR))
    for act in (
        lambda: accounts.list_users(editor),
        lambda: _add(editor, "eve"),
        lambda: accounts.set_role(editor, name="ada", role="admin"),
        lambda: accounts.set_active(editor, name="ada", active=False),
        lambda: accounts.set_password(editor, name="ada", password=NEW),
        lambda: accounts.revoke_all(editor, name="ada"),
    ):
        with pytest.raises(ForbiddenError):
            act()


def test_there_is_always_an_admin_who_can_sign_in(context):
    ada, eve = _add(context, "ada", "admin"), _add(context, "eve", "admin")
    accounts.set_active(context, name="eve", active=False)
    for act in (
        lambda: accounts.set_role(context, name="ada", role="editor"),
        lambda: accounts.set_active(context, name="ada", active=False),
    ):
        with pytest.raises(ConflictError, match="last admin"):
            act()
    accounts.set_active(context, name="eve", active=True)
    with pytest.raises(ConflictError, match="deactivate yourself"):
        accounts.set_active(_as(context, ada), name="ada", active=False)
    assert accounts.set_role(context, name="ada", role="editor").role is Role.EDITOR
    assert accounts.actor(context, eve.id) == Actor("Eve", Role.ADMIN, eve.id)


def test_somebody_who_is_deactivated_acts_no_more_and_is_signed_in_nowhere(context):
    _add(context, "root", "admin")
    ada = _add(context)
    token = _sign_in(context)
    assert _is_in(context, token)
    accounts.set_active(context, name="ada", active=False)
    assert not _is_in(context, token)
    assert accounts.actor(context, ada.id) is None
    accounts.set_active(context, name="ada", active=True)
    assert not _is_in(context, token), "sessions that ended stay so"


def test_people_end_their_own_sessions_and_nobody_elses(context):
    ada, eve = _add(context, "ada"), _add(context, "eve")
    one, two, hers = _sign_in(context), _sign_in(context), _sign_in(context, "eve")
    newest, oldest = accounts.my_sign_ins(_as(context, ada))
    assert newest.id > oldest.id
    accounts.revoke(_as(context, eve), oldest.id)
    assert _is_in(context, one)
    accounts.revoke_others(_as(context, ada), two)
    assert [_is_in(context, token) for token in (one, two, hers)] == [False, True, True]
    accounts.sign_out(context, two)
    assert not _is_in(context, two)


def test_a_session_ends_at_a_set_time_however_much_it_is_used(context):
    _add(context)
    token = _sign_in(context)
    end = context.now + authentication.SESSION_LENGTH
    just_before = replace(context, now=end - timedelta(seconds=1))
    accounts.record_use(just_before, token)
    assert _is_in(just_before, token)
    assert not _is_in(replace(context, now=end), token)


def test_a_session_that_is_not_used_over_a_long_weekend_ends(context):
    ada = _add(context)
    token = _sign_in(context)
    monday = replace(context, now=context.now + accounts.IDLE_LENGTH)
    assert not _is_in(monday, token)
    assert not accounts.my_sign_ins(_as(monday, ada))
    sunday = replace(context, now=monday.now - timedelta(seconds=1))
    found = accounts.find_sign_in(sunday, token)
    assert accounts.is_use_to_record(sunday, found)
    accounts.record_use(sunday, token)
    assert _is_in(monday, token)
    assert not accounts.is_use_to_record(
        replace(sunday, now=sunday.now + timedelta(minutes=1)),
        accounts.find_sign_in(sunday, token),
    )


def test_a_password_that_was_changed_meanwhile_is_not_changed_over_it(context):
    ada = _as(context, _add(context))
    other, mine = _sign_in(context), _sign_in(context)
    accounts.change_password(ada, was=KEPT, new=NEW, token=mine)
    assert accounts.my_password(ada) == ("ada", NEW)
    assert [_is_in(context, token) for token in (other, mine)] == [False, True]
    with pytest.raises(ConflictError, match="has been changed"):
        accounts.change_password(ada, was=KEPT, new=KEPT, token=mine)


def test_the_command_line_has_no_account_of_its_own(context):
    with pytest.raises(ConflictError, match="no account of its own"):
        accounts.my_sign_ins(context)
