"""Passwords are strong, are kept as hashes that take long, and hold nobody up."""

import pytest

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts, passwords
from annotator.write_lock import SlowWorkError

RIGHT = "eleven quiet herons"


@pytest.mark.parametrize(
    "weak",
    [
        "eleven char",
        "x1" * 129,
        "PasswordPassword",
        "correct horse battery staple",
        "abcabcabcabc",
        "margaret1234",
        "Margaret Margaret",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_before_it_is_hashed(weak):
    with pytest.raises(InvalidError) as refused:
        passwords.hash_password(weak, name=" Margaret ")
    assert refused.value.field == "password"


def test_a_password_that_is_made_up_is_long_and_never_the_same():
    made = {passwords.generate_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 24 for password in made)
    assert passwords.hash_password(made.pop(), name="margaret")


def test_a_hash_knows_its_password_and_tells_nobody_that_two_are_the_same():
    one, other = (passwords.hash_password(RIGHT, name="ann") for _ in range(2))
    assert one != other
    assert passwords.is_right(RIGHT, one)
    assert not passwords.is_right(RIGHT.title(), other)


def test_a_password_is_not_hashed_while_others_wait_to_write(desk):
    kept = passwords.hash_password(RIGHT, name="ann")
    with desk.sit_down(Role.ADMIN) as context:
        accounts.list_users(context)
        with pytest.raises(SlowWorkError):
            passwords.hash_password(RIGHT, name="ann")
        with pytest.raises(SlowWorkError):
            passwords.is_right(RIGHT, kept)
    assert passwords.is_right(RIGHT, kept)
