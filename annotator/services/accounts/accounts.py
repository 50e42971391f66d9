"""Accounts of people, and their sessions."""

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action, Role
from annotator.services.accounts.passwords import Hashed
from annotator.services.context import Actor, Context
from annotator.storage import accounts
from annotator.storage.accounts import SignIn, User

MOST_DISPLAY_NAME = 80
IDLE_LENGTH = timedelta(days=3)  # of a session, at most, between two uses: a weekend
SEEN_EVERY = timedelta(minutes=15)  # at least, between two records of a use

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")


def has_nobody(context: Context) -> bool:
    """Whether there is no account yet, as in a new installation."""
    return not accounts.how_many_users(context.session)


def first_admin(context: Context, password: Hashed) -> bool:
    """Make the account “admin” if there is no account; return whether it was made."""
    if not has_nobody(context):
        return False
    _add(context, "admin", "Admin", Role.ADMIN, password)
    return True


def add_user(
    context: Context, *, name: str, display_name: str, role: str, password: Hashed
) -> User:
    """Add a person, who signs in as ``name``; raise InvalidError."""
    context.require(Action.MANAGE_ACCOUNTS)
    name = name.strip().casefold()
    if not _NAME.fullmatch(name):
        raise InvalidError(
            "name",
            "may contain lowercase letters, digits, dots and hyphens, at most 40.",
        )
    display_name = " ".join(display_name.split()) or name
    if len(display_name) > MOST_DISPLAY_NAME or not display_name.isprintable():
        raise InvalidError(
            "display_name", f"may have at most {MOST_DISPLAY_NAME} visible characters."
        )
    if accounts.find_user(context.session, name):
        raise ConflictError(f"There is already a person called “{name}”.")
    return _add(context, name, display_name, _role(role), password)


def find_sign_in(context: Context, token: str) -> SignIn | None:
    """Return the session that ``token`` opens, with its person, unless it has ended.

    It ends at a set time, or earlier once it has not been used for ``IDLE_LENGTH``.
    """
    idle_since = context.now - IDLE_LENGTH
    digest = hash_token(token)
    return accounts.find_sign_in(context.session, digest, context.now, idle_since)


def is_use_to_record(context: Context, found: SignIn) -> bool:
    """Whether the last recorded use of a session is so old that this one is recorded."""
    return context.now - found.seen_at >= SEEN_EVERY


def record_use(context: Context, token: str) -> None:
    """Record that the session that ``token`` opens is used now."""
    accounts.see_sign_in(context.session, hash_token(token), context.now)


def actor(context: Context, user_id: int | None) -> Actor | None:
    """Return the person with this id as an actor; None if they may not sign in."""
    user = None if user_id is None else accounts.find_by_id(context.session, user_id)
    return as_actor(user) if user is not None and user.active else None


def as_actor(user: User) -> Actor:
    """Return a person as an actor."""
    return Actor(user.display_name, user.role, user.id)


def sign_out(context: Context, token: str) -> None:
    """End the session that ``token`` opens, at once."""
    found = find_sign_in(context, token)
    if found is not None:
        found.revoked_at = context.now


def my_sign_ins(context: Context) -> Sequence[SignIn]:
    """Return this person's sessions, newest first."""
    context.require(Action.READ_DRAFTS)
    return _sign_ins_of(context, _me(context))


def revoke(context: Context, sign_in_id: int) -> None:
    """End one of this person's own sessions."""
    for found in my_sign_ins(context):
        if found.id == sign_in_id:
            found.revoked_at = context.now


def revoke_others(context: Context, token: str) -> None:
    """End all of this person's sessions but the one with ``token``."""
    for found in my_sign_ins(context):
        if found.token_hash != hash_token(token):
            found.revoked_at = context.now


def revoke_all(context: Context, *, name: str) -> None:
    """End every session of a person, and forget the browsers they have used."""
    user = find_person(context, name=name)
    _end_sessions(context, user)
    accounts.forget_browsers(context.session, user)


def _end_sessions(context: Context, user: User) -> None:
    for found in _sign_ins_of(context, user):
        found.revoked_at = context.now


def _sign_ins_of(context: Context, user: User) -> Sequence[SignIn]:
    idle_since = context.now - IDLE_LENGTH
    return accounts.sign_ins_of(context.session, user, context.now, idle_since)


def my_password(context: Context) -> tuple[str, Hashed]:
    """Return this person's sign-in name and the hash of their password."""
    context.require(Action.READ_DRAFTS)
    me = _me(context)
    return me.name, Hashed(me.password_hash)


def change_password(context: Context, *, was: Hashed, new: Hashed, token: str) -> None:
    """Change one's own password; every other session ends.

    ``was`` is the hash against which the old password was checked. If the password was
    changed since, nothing is changed now and an error is raised.
    """
    context.require(Action.READ_DRAFTS)
    user = _me(context)
    if user.password_hash != was:
        raise ConflictError("Your password has been changed; sign in again.")
    user.password_hash = new
    revoke_others(context, token)


def set_password(context: Context, *, name: str, password: Hashed) -> None:
    """Give a person a new password, for example a forgotten one; their sessions end."""
    context.require(Action.MANAGE_ACCOUNTS)
    user = find_person(context, name=name)
    user.password_hash = password
    _end_sessions(context, user)


def find_person(context: Context, *, name: str) -> User:
    """Return the person who signs in as ``name``; raise NotFoundError."""
    context.require(Action.MANAGE_ACCOUNTS)
    return accounts.user_by_name(context.session, name.strip().casefold())


def list_users(context: Context) -> Sequence[User]:
    """Return all people, ordered by name."""
    context.require(Action.MANAGE_ACCOUNTS)
    return accounts.users(context.session)


def list_authors(context: Context) -> Sequence[User]:
    """Return all people whose work there is, ordered by name."""
    context.require(Action.READ_DRAFTS)
    return accounts.users(context.session)


def set_role(context: Context, *, name: str, role: str) -> User:
    """Change a person's role; the last admin stays one."""
    user = find_person(context, name=name)
    if _role(role) is not Role.ADMIN:
        _keep_an_admin(context, user)
    user.role = _role(role)
    return user


def set_active(context: Context, *, name: str, active: bool) -> User:
    """Allow a person to sign in, or forbid it and end their sessions at once."""
    user = find_person(context, name=name)
    if not active:
        if user.id == context.actor.id:
            raise ConflictError("You cannot deactivate yourself.")
        _keep_an_admin(context, user)
        revoke_all(context, name=name)
    user.active = active
    return user


def _add(
    context: Context, name: str, display_name: str, role: Role, password: Hashed
) -> User:
    user = User(
        name=name,
        display_name=display_name,
        role=role,
        password_hash=password,
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
        raise ConflictError(
            "This is the last admin; make another person an admin first."
        )


def hash_token(token: str) -> str:
    """Return the hash under which a token is stored; it is useless if stolen."""
    return hashlib.sha256(token.encode()).hexdigest()
