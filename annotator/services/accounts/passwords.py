"""Generate, hash and check passwords; hashing is slow on purpose.

Hash and check outside write transactions, which would block every other save.
"""

import secrets
from threading import Semaphore
from typing import NewType

from pwdlib import PasswordHash

from annotator import write_lock
from annotator.domain.errors import InvalidError

Hashed = NewType("Hashed", str)  # the hash of a password

LEAST_PASSWORD = 12  # characters
LEAST_WITHOUT_NAME = 8  # characters of a password apart from the name
MOST_PASSWORD = 256

_COMMON = {
    "123456789012",
    "1234567890123",
    "adminadminadmin",
    "correcthorsebatterystaple",
    "letmeinletmein",
    "passwordpassword",
    "password1234",
    "password12345",
    "qwertyuiop12",
    "qwertyuiopasdfgh",
}
_hasher = PasswordHash.recommended()  # argon2id
_hashing = Semaphore(2)  # two at a time: each takes 64 MB
# Checked for unknown names, so that they take as long; of what, nobody knows.
NOBODYS = Hashed(
    "$argon2id$v=19$m=65536,t=3,p=4$j5NY+By2qIDp+KOkHU6Qxg"
    "$a+neAXpQRWKq3oeGp+6h857D0vQDfed4mkrt5iNyojw"
)


def generate_password() -> str:
    """Return a random password in five groups, easy to copy by hand."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))
    return "-".join(groups)


def hash_password(password: str, *, name: str) -> Hashed:
    """Return the hash of a new password; raise InvalidError if it is too weak."""
    _check_strength(name.strip().casefold(), password)
    write_lock.refuse_if_held("hashing a password")
    with _hashing:
        return Hashed(_hasher.hash(password))


def is_right(password: str, kept: str) -> bool:
    """Whether the hash ``kept`` is of ``password``; takes as long if it is not."""
    write_lock.refuse_if_held("checking a password")
    with _hashing:
        return _hasher.verify(password[:MOST_PASSWORD], kept)


def _check_strength(name: str, password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise InvalidError("password", f"needs at least {LEAST_PASSWORD} characters.")
    if len(password) > MOST_PASSWORD:
        raise InvalidError("password", f"has more than {MOST_PASSWORD} characters.")
    plain = password.casefold().replace(" ", "")
    rest = plain.replace(name, "") if name else plain
    is_weak = plain in _COMMON or len(set(plain)) < 4 or len(rest) < LEAST_WITHOUT_NAME
    if is_weak:
        raise InvalidError("password", "is too easy to guess; choose another.")
