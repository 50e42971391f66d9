"""People who sign in: accounts, passwords, and the browsers they are signed in with."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from threading import Semaphore

from pwdlib import PasswordHash

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action, Role
from annotator.services.context import Actor, Context
from annotator.storage import accounts
from annotator.storage.accounts import SignIn, SignInFailure, User

SESSION_LENGTH = timedelta(days=14)
LEAST_PASSWORD = 12  # characters
LEAST_WITHOUT_NAME = 8  # characters of it that are not the name
MOST_PASSWORD = 256
MOST_DISPLAY_NAME = 80
MOST_FAILURES = 10  # of a name or an address, within …
FAILURE_WINDOW = timedelta(minutes=15)

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")
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
_hashing = Semaphore(2)  # each hash takes 64 MB; a burst of sign-ins must not take all
_NOBODY = _hasher.hash(secrets.token_hex())  # checked for names that do not exist


class WrongPasswordError(InvalidError):
    """The name or the password is wrong; the same for both, on purpose."""

    def __init__(self) -> None:
        super().__init__("password", "The name or the password is wrong.")


def generate_password() -> str:
    """Return a new password of five groups, easy to copy by hand."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))
    return "-".join(groups)


def first_admin(context: Context) -> str | None:
    """Make the account “admin” if there is none at all; return its password, once."""
    if accounts.how_many_users(context.session):
        return None
    password = generate_password()
    _add(context, "admin", "Admin", Role.ADMIN, password)
    return password


def add_user(
    context: Context, *, name: str, display_name: str, role: str, password: str
) -> User:
    """Add somebody; ``name`` is what they sign in with."""
    context.require(Action.MANAGE_ACCOUNTS)
    name = name.strip().casefold()
    if not _NAME.fullmatch(name):
        raise InvalidError(
            "name", "may hold small letters, digits, dots and hyphens; at most 40."
        )
    display_name = " ".join(display_name.split()) or name
    if len(display_name) > MOST_DISPLAY_NAME or not display_name.isprintable():
        raise InvalidError(
            "display_name", f"may have {MOST_DISPLAY_NAME} characters that can be seen."
        )
    if accounts.find_user(context.session, name):
        raise ConflictError(f"There is somebody called “{name}” already.")
    _check_password(name, password)
    return _add(context, name, display_name, _role(role), password)


def sign_in(
    context: Context, *, name: str, password: str, address: str, browser: str
) -> str:
    """Return a new session's token; raise WrongPasswordError, or ask to wait."""
    name = name.strip().casefold()
    since = context.now - FAILURE_WINDOW
    failures = accounts.failures_since(context.session, name, address, since)
    if failures >= MOST_FAILURES:
        raise ConflictError("Too many wrong passwords. Wait a quarter of an hour.")
    user = accounts.find_user(context.session, name)
    if not _matches(password, user) or user is None:
        raise WrongPasswordError
    token = secrets.token_urlsafe(32)
    context.session.add(
        SignIn(
            token_hash=_hash_token(token),
            user=user,
            browser=browser[:200],
            at=context.now,
            ends_at=context.now + SESSION_LENGTH,
        )
    )
    context.session.flush()
    return token


def remember_failure(context: Context, *, name: str, address: str) -> None:
    """Count a wrong password, so that guessing takes longer than a life."""
    name = name.strip().casefold()[:40]
    context.session.add(SignInFailure(name=name, address=address, at=context.now))


def find_sign_in(context: Context, token: str) -> SignIn | None:
    """Return the standing session that ``token`` opens, with its person, if any."""
    return accounts.find_sign_in(context.session, _hash_token(token), context.now)


def actor(context: Context, user_id: int | None) -> Actor | None:
    """Return the person with this id as an actor, if they may still act."""
    user = None if user_id is None else accounts.find_by_id(context.session, user_id)
    return as_actor(user) if user is not None and user.active else None


def as_actor(user: User) -> Actor:
    """Return a person as one who acts."""
    return Actor(user.display_name, user.role, user.id)


def sign_out(context: Context, token: str) -> None:
    """End the session that ``token`` opens, at once."""
    found = find_sign_in(context, token)
    if found is not None:
        found.revoked_at = context.now


def my_sign_ins(context: Context) -> Sequence[SignIn]:
    """Return the browsers this person is signed in with, newest first."""
    context.require(Action.READ_DRAFTS)
    return accounts.sign_ins_of(context.session, _me(context), context.now)


def revoke(context: Context, sign_in_id: int) -> None:
    """End one of this person's own sessions."""
    for found in my_sign_ins(context):
        if found.id == sign_in_id:
            found.revoked_at = context.now


def revoke_others(context: Context, token: str) -> None:
    """End all of this person's sessions but the one with ``token``."""
    for found in my_sign_ins(context):
        if found.token_hash != _hash_token(token):
            found.revoked_at = context.now


def revoke_all(context: Context, *, name: str) -> None:
    """End every session of somebody."""
    context.require(Action.MANAGE_ACCOUNTS)
    user = accounts.user_by_name(context.session, name)
    for found in accounts.sign_ins_of(context.session, user, context.now):
        found.revoked_at = context.now


def change_password(context: Context, *, old: str, new: str, token: str) -> None:
    """Change one's own password; every other session ends."""
    context.require(Action.READ_DRAFTS)
    user = _me(context)
    if not _matches(old, user):
        raise InvalidError("old", "This is not your password.")
    _check_password(user.name, new)
    user.password_hash = _hash(new)
    revoke_others(context, token)


def list_users(context: Context) -> Sequence[User]:
    """Return everybody, by name."""
    context.require(Action.MANAGE_ACCOUNTS)
    return accounts.users(context.session)


def set_role(context: Context, *, name: str, role: str) -> User:
    """Trust somebody with more or less; the last admin stays one."""
    context.require(Action.MANAGE_ACCOUNTS)
    user = accounts.user_by_name(context.session, name)
    if _role(role) is not Role.ADMIN:
        _keep_an_admin(context, user)
    user.role = _role(role)
    return user


def set_active(context: Context, *, name: str, active: bool) -> User:
    """Let somebody sign in again, or not any more; their sessions end at once."""
    context.require(Action.MANAGE_ACCOUNTS)
    user = accounts.user_by_name(context.session, name)
    if not active:
        if user.id == context.actor.id:
            raise ConflictError("You cannot deactivate yourself.")
        _keep_an_admin(context, user)
        revoke_all(context, name=name)
    user.active = active
    return user


def _add(
    context: Context, name: str, display_name: str, role: Role, password: str
) -> User:
    user = User(
        name=name,
        display_name=display_name,
        role=role,
        password_hash=_hash(password),
        active=True,
        created_at=context.now,
    )
    context.session.add(user)
    context.session.flush()
    return user


def _role(role: str) -> Role:
    if role not in set(Role) - {Role.READER}:
        raise InvalidError("role", "must be analyst, editor or admin.")
    return Role(role)


def _me(context: Context) -> User:
    me = (
        accounts.find_by_id(context.session, context.actor.id)
        if context.actor.id is not None
        else None
    )
    if me is None:
        raise ConflictError("The command line has no account of its own.")
    return me


def _keep_an_admin(context: Context, user: User) -> None:
    others = [
        other
        for other in accounts.users(context.session)
        if other.role is Role.ADMIN and other.active and other.id != user.id
    ]
    if user.role is Role.ADMIN and not others:
        raise ConflictError("This is the last admin; make somebody else one first.")


def _check_password(name: str, password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise InvalidError("password", f"needs at least {LEAST_PASSWORD} characters.")
    if len(password) > MOST_PASSWORD:
        raise InvalidError("password", f"has more than {MOST_PASSWORD} characters.")
    plain = password.casefold().replace(" ", "")
    is_name = len(plain.replace(name, "")) < LEAST_WITHOUT_NAME
    if plain in _COMMON or len(set(plain)) < 4 or is_name:
        raise InvalidError("password", "is too easily guessed; take another.")


def _hash(password: str) -> str:
    with _hashing:
        return _hasher.hash(password)


def _matches(password: str, user: User | None) -> bool:
    known = user.password_hash if user is not None and user.active else _NOBODY
    with _hashing:
        return _hasher.verify(password[:MOST_PASSWORD], known)


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
