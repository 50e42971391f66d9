"""Signing in: who waits for whom, what browsers are known, and what a hash must not hold up."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from annotator import paths
from annotator.domain import sign_in_waits
from annotator.domain.errors import AnnotatorError
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts, authentication, passwords
from annotator.services.accounts.authentication import TooSoonError, WrongPasswordError
from annotator.services.context import READER, Actor, Context
from annotator.services.stores import open_stores
from annotator.storage.accounts import KnownBrowser, SignIn, SignInFailure

RIGHT, WRONG = "eleven quiet herons", "a wrong password"
HOME, AWAY = "192.0.2.7", "198.51.100.9"


class Door:
    """Where one signs in; time passes when a test says so.

    Most tests are about waits, and spare themselves the third of a second of a hash:
    whether a password is right they decide by looking.
    """

    def __init__(self, desk, now) -> None:
        self.desk, self.now = desk, now

    @contextmanager
    def writing(self):
        with self.desk.stores.database.writing.begin() as session:
            yield Context(session, self.desk.stores, READER, self.now)

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)

    def fail(self, name: str = "ann", address: str = AWAY, known: str = "") -> None:
        """Try a wrong password; it is left counted."""
        with self.writing() as context:
            authentication.begin_attempt(
                context, name=name, address=address, known_tokens=[known] * bool(known)
            )

    def enter(
        self, name: str = "ann", address: str = HOME, known: str = ""
    ) -> authentication.Session:
        """Try the right password."""
        with self.writing() as context:
            attempt = authentication.begin_attempt(
                context, name=name, address=address, known_tokens=[known] * bool(known)
            )
        assert attempt.user_id is not None
        proven = authentication.Proven(attempt, attempt.user_id)
        with self.writing() as context:
            return authentication.start_session(context, proven, browser="a browser")

    def fail_as_fast_as_possible(self, times: int, **who: str) -> None:
        for _ in range(times):
            while True:
                try:
                    self.fail(**who)
                    break
                except TooSoonError as error:
                    self.wait(seconds=error.seconds)

    def count(self, table: type) -> int:
        with self.writing() as context:
            return context.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def door(desk, now) -> Door:
    desk.add_person("ann", "analyst")
    return Door(desk, now)


def _seconds_to_wait(act: Callable[[], object]) -> int:
    """How long one is asked to wait; 0 if one need not."""
    try:
        act()
    except TooSoonError as error:
        return error.seconds
    return 0


def test_each_wrong_password_waits_longer_than_the_last(door):
    asked = []
    for _ in range(9):
        seconds = _seconds_to_wait(door.fail)
        asked.append(seconds)
        if seconds:
            door.wait(seconds=seconds)
            door.fail()
    assert asked == [0, 0, 0, 1, 2, 4, 8, 16, 32]


def test_asking_again_during_a_wait_does_not_make_it_longer(door):
    door.fail_as_fast_as_possible(5)
    for _ in range(50):
        assert _seconds_to_wait(door.fail) == 4
    door.wait(seconds=4)
    door.fail()


def test_a_stranger_who_guesses_all_day_does_not_keep_the_person_out(door):
    for _ in range(24):
        door.fail_as_fast_as_possible(20)
        assert door.enter(address=HOME).token
    assert _seconds_to_wait(door.fail) > 0


def test_a_stranger_behind_the_same_address_does_not_keep_other_people_out(door):
    door.fail_as_fast_as_possible(25, name="bob", address=HOME)
    assert door.enter("ann", HOME).token


def test_many_addresses_that_guess_at_one_name_are_slowed_by_seconds(door):
    for last in range(sign_in_waits.ACCOUNT.free):
        door.fail(address=f"203.0.113.{last}")
    assert _seconds_to_wait(lambda: door.fail(address="203.0.113.99")) == 1
    door.fail_as_fast_as_possible(20, address="203.0.113.100")
    assert _seconds_to_wait(lambda: door.enter(address=HOME)) <= 4
    assert door.count(SignInFailure) == sign_in_waits.ACCOUNT.free + 20


def test_one_address_that_guesses_at_many_names_is_slowed_by_seconds(door):
    for number in range(sign_in_waits.ADDRESS.free):
        door.fail(name=f"somebody-{number}", address=AWAY)
    assert _seconds_to_wait(lambda: door.fail("somebody-else", AWAY)) == 1
    door.fail("somebody-else", HOME)


def test_the_other_addresses_of_a_household_are_one(door):
    for number in range(3):
        door.fail(address=f"2001:db8:1:2::{number}")
    assert _seconds_to_wait(lambda: door.fail(address="2001:db8:1:2:9::9")) == 1
    assert _seconds_to_wait(lambda: door.fail(address="2001:db8:1:3::1")) == 0


def test_a_name_that_nobody_has_waits_as_one_that_somebody_has(door):
    def asked(name: str) -> list[int]:
        return [_seconds_to_wait(lambda: door.fail(name)) for _ in range(6)]

    assert asked("nobody") == asked("ann")


def test_the_right_password_ends_the_waits_of_its_pair(door):
    door.fail_as_fast_as_possible(3, address=HOME)
    door.wait(seconds=1)
    door.enter(address=HOME)
    assert door.count(SignInFailure) == 0


def test_a_right_password_elsewhere_does_not_end_a_strangers_waits(door):
    door.fail_as_fast_as_possible(6, address=AWAY)
    door.enter(address=HOME)
    assert _seconds_to_wait(lambda: door.fail(address=AWAY)) > 0


def test_wrong_passwords_are_forgotten_after_an_hour(door):
    door.fail_as_fast_as_possible(6)
    door.wait(hours=1, seconds=1)
    door.fail(name="somebody-else")
    assert door.count(SignInFailure) == 1


def test_a_browser_that_has_signed_in_before_does_not_wait_for_strangers(door):
    known = door.enter(address=HOME).known_token
    for last in range(200):
        _seconds_to_wait(lambda last=last: door.fail(address=f"203.0.113.{last}"))
    for _ in range(30):
        _seconds_to_wait(lambda: door.fail(address=HOME))
    assert _seconds_to_wait(lambda: door.enter(address=HOME)) > 0
    assert door.enter(address=HOME, known=known).known_token == known
    assert door.enter(address=AWAY, known=known).known_token == known


def test_a_known_browser_counts_its_own_wrong_passwords_generously(door):
    known = door.enter(address=HOME).known_token
    for _ in range(10):
        door.fail(address=HOME, known=known)
    assert _seconds_to_wait(lambda: door.fail(known=known)) == 1
    door.fail_as_fast_as_possible(10, known=known)
    assert _seconds_to_wait(lambda: door.fail(known=known)) == 60
    assert door.enter(address=HOME).token, "a stolen browser makes nobody else wait"


def test_a_browser_is_known_for_its_own_person_alone(door, desk):
    desk.add_person("bob", "analyst")
    bobs = door.enter("bob", HOME).known_token
    for _ in range(3):
        door.fail("ann", HOME)
    assert _seconds_to_wait(lambda: door.fail("ann", HOME, known=bobs)) == 1


def test_a_token_that_was_made_up_makes_no_browser_known(door):
    for _ in range(3):
        door.fail(known="made up")
    assert _seconds_to_wait(lambda: door.fail(known="made up")) == 1


def test_a_browser_is_known_for_a_year_after_its_last_sign_in(door):
    known = door.enter().known_token
    door.wait(days=364)
    assert door.enter(known=known).known_token == known
    door.wait(days=364)
    assert door.enter(known=known).known_token == known
    door.wait(days=366)
    assert door.enter(known=known).known_token != known
    assert door.count(KnownBrowser) == 1


def test_ending_all_sessions_of_somebody_forgets_their_browsers(door, desk):
    known = door.enter().known_token
    door.fail(known=known)
    with desk.sit_down(Role.ADMIN) as context:
        accounts.revoke_all(context, name="ann")
    assert door.count(KnownBrowser) == 0
    assert door.enter(known=known).known_token != known


def test_neither_tokens_nor_passwords_are_kept_as_they_are(door, desk):
    session = door.enter()
    with desk.sit_down(Role.ADMIN) as context:
        [known] = context.session.scalars(select(KnownBrowser)).all()
        [user] = accounts.list_users(context)
        assert session.known_token not in known.token_hash
        assert user.password_hash.startswith("$argon2id$")


def test_guesses_that_come_together_are_counted_together(door):
    def guess(_: int) -> int:
        return _seconds_to_wait(door.fail)

    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(guess, range(24)))
    assert asked.count(0) == sign_in_waits.PAIR.free


def test_guesses_that_come_together_are_counted_together_on_postgresql(
    tmp_path, postgresql_url, desk_of, now
):
    stores = open_stores(tmp_path, paths.REPORTS_PDF, postgresql_url)
    try:
        door = Door(desk_of(stores), now)
        door.desk.add_person("ann", "analyst")
        with ThreadPoolExecutor(8) as pool:
            asked = list(
                pool.map(lambda _: _seconds_to_wait(door.fail), range(24)),
            )
        assert asked.count(0) == sign_in_waits.PAIR.free
        door.wait(minutes=5)
        assert door.enter(address=AWAY).token
        assert door.count(SignInFailure) == 0
    finally:
        stores.close()


def test_a_wrong_password_and_an_unknown_name_are_told_alike(door, desk):
    hashed = passwords.hash_password(RIGHT, name="beth")
    with desk.sit_down(Role.ADMIN) as context:
        accounts.add_user(
            context, name="beth", display_name="B", role="analyst", password=hashed
        )
    for name in ("beth", "nobody"):
        with door.writing() as context:
            attempt = authentication.begin_attempt(context, name=name, address=HOME)
        takes = [text.split("$")[1:4] for text in (attempt.kept, hashed)]
        assert takes[0] == takes[1] == ["argon2id", "v=19", "m=65536,t=3,p=4"]
        with pytest.raises(WrongPasswordError, match=r"The name or the password"):
            authentication.check_attempt(attempt, WRONG)


def test_the_right_password_of_somebody_deactivated_is_wrong(door, desk):
    with desk.sit_down(Role.ADMIN) as context:
        accounts.set_active(context, name="ann", active=False)
    with door.writing() as context:
        attempt = authentication.begin_attempt(context, name="ann", address=HOME)
    with pytest.raises(WrongPasswordError):
        authentication.check_attempt(attempt, RIGHT)


@pytest.mark.parametrize("change", ["password", "active"])
def test_a_session_is_not_begun_if_the_account_changed_while_it_was_checked(
    door, desk, change
):
    with door.writing() as context:
        attempt = authentication.begin_attempt(context, name="ann", address=HOME)
    proven = authentication.check_attempt(attempt, RIGHT)
    new = passwords.hash_password("twelve loud bitterns", name="ann")
    with desk.sit_down(Role.ADMIN) as context:
        if change == "password":
            accounts.set_password(context, name="ann", password=new)
        else:
            accounts.set_active(context, name="ann", active=False)
    with door.writing() as context, pytest.raises(WrongPasswordError):
        authentication.start_session(context, proven, browser="")


def test_a_new_password_replaces_the_old_one_and_ends_every_session(door, desk):
    token = door.enter().token
    new = passwords.hash_password("twelve loud bitterns", name="ann")
    with desk.sit_down(Role.ADMIN) as context:
        assert accounts.find_sign_in(context, token) is not None
        accounts.set_password(context, name="ann", password=new)
        assert accounts.find_sign_in(context, token) is None
    with pytest.raises(WrongPasswordError):
        desk.sign_in("ann", password=RIGHT)
    assert desk.sign_in("ann", password="twelve loud bitterns")


def test_what_ended_long_ago_is_forgotten_and_what_is_valid_is_not(door):
    def sweep() -> tuple[int, int]:
        with door.writing() as context:
            admin = replace(context, actor=Actor("the program", Role.ADMIN))
            authentication.forget_old(admin)
        return door.count(SignIn), door.count(KnownBrowser)

    door.enter()
    door.now += authentication.SESSION_LENGTH
    door.enter()
    door.now += authentication.FORGOTTEN_AFTER - timedelta(days=1)
    assert sweep() == (2, 2)
    door.now += timedelta(days=2)
    assert sweep() == (1, 2)
    door.now += authentication.KNOWN_FOR
    assert sweep() == (0, 0)


def test_only_the_program_or_an_admin_forgets_sessions(door):
    with door.writing() as context, pytest.raises(AnnotatorError):
        authentication.forget_old(context)
