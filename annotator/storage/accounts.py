"""People who sign in, and their sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zlib import crc32

from sqlalchemy import ColumnElement, ForeignKey, delete, func, select, update
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    mapped_column,
    relationship,
)

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Role
from annotator.domain.sign_in_waits import Failures
from annotator.storage.database.base import Base, OneOf


class User(Base):
    """Somebody with an account."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[Role] = mapped_column(OneOf(Role))
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SignIn(Base):
    """A session: one browser in which somebody is signed in, until it ends or is revoked."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    browser: Mapped[str]
    at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # About when it was used last.
    seen_at: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00")
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class KnownBrowser(Base):
    """A browser in which somebody has signed in before; it keeps a token."""

    __tablename__ = "known_browser"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    signed_in_at: Mapped[datetime]  # the last time


class SignInFailure(Base):
    """A sign-in attempt; it is deleted if the password was right, or after an hour."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    network: Mapped[str] = mapped_column(index=True)  # see domain.sign_in_waits
    known_browser_id: Mapped[int | None] = mapped_column(
        ForeignKey(KnownBrowser.id, ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(index=True)


def find_user(session: Session, name: str) -> User | None:
    """Return the person who signs in as ``name``, if there is one."""
    return session.scalar(select(User).where(User.name == name))


def find_by_id(session: Session, user_id: int) -> User | None:
    """Return the person with this id, if there is one."""
    return session.get(User, user_id)


def user_by_name(session: Session, name: str) -> User:
    """Return the person who signs in as ``name``; raise NotFoundError if there is none."""
    user = find_user(session, name)
    if user is None:
        raise NotFoundError("person", name)
    return user


def users(session: Session) -> Sequence[User]:
    """Return everybody, by name."""
    return session.scalars(select(User).order_by(User.name)).all()


def how_many_users(session: Session) -> int:
    """Return how many accounts there are."""
    return session.scalar(select(func.count()).select_from(User)) or 0


def find_sign_in(
    session: Session, token_hash: str, now: datetime, seen_since: datetime
) -> SignIn | None:
    """Return the valid session with this token, with its person, if there is one."""
    query = (
        select(SignIn)
        .join(SignIn.user)
        .where(
            SignIn.token_hash == token_hash,
            _is_valid(now, seen_since),
            User.active.is_(True),
        )
        .options(contains_eager(SignIn.user))  # one query, as every request asks this
    )
    return session.scalar(query)


def sign_ins_of(
    session: Session, user: User, now: datetime, seen_since: datetime
) -> Sequence[SignIn]:
    """Return the valid sessions of ``user``, newest first."""
    query = select(SignIn).where(SignIn.user_id == user.id, _is_valid(now, seen_since))
    return session.scalars(query.order_by(SignIn.id.desc())).all()


def _is_valid(now: datetime, seen_since: datetime) -> ColumnElement[bool]:
    return (
        SignIn.revoked_at.is_(None)
        & (SignIn.ends_at > now)
        & (SignIn.seen_at > seen_since)
    )


def see_sign_in(session: Session, token_hash: str, now: datetime) -> None:
    """Record that a session is used now."""
    session.execute(
        update(SignIn).where(SignIn.token_hash == token_hash).values(seen_at=now)
    )


def forget_sign_ins_before(session: Session, moment: datetime) -> None:
    """Delete the sessions that ended before ``moment``."""
    ended = (SignIn.ends_at < moment) | (SignIn.revoked_at < moment)
    session.execute(delete(SignIn).where(ended))


def forget_browsers_before(session: Session, moment: datetime) -> None:
    """Delete the known browsers in which nobody has signed in since ``moment``."""
    session.execute(delete(KnownBrowser).where(KnownBrowser.signed_in_at < moment))


def lock_user(session: Session, user_id: int) -> User | None:
    """Return a person, locked until this transaction ends."""
    query = select(User).where(User.id == user_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def count_failures(session: Session, name: str, network: str) -> dict[str, Failures]:
    """Return the failures for a name and a network: "pair", "account" and "address".

    Failures in known browsers are not counted, as they have a rule of their own.
    """
    by = {
        "pair": (SignInFailure.name == name) & (SignInFailure.network == network),
        "account": SignInFailure.name == name,
        "address": SignInFailure.network == network,
    }
    strange = SignInFailure.known_browser_id.is_(None)
    return {what: _failures(session, strange & which) for what, which in by.items()}


def failures_of_browser(session: Session, browser: KnownBrowser) -> Failures:
    """Return the failures in a known browser."""
    return _failures(session, SignInFailure.known_browser_id == browser.id)


def _failures(session: Session, which: ColumnElement[bool]) -> Failures:
    query = select(func.count(), func.max(SignInFailure.at)).where(which)
    count, last = session.execute(query).one()
    return Failures(count, last)


def forget_failures_before(session: Session, moment: datetime) -> None:
    """Delete the failures that are older than ``moment``."""
    session.execute(delete(SignInFailure).where(SignInFailure.at < moment))


def forget_failures_of(session: Session, failure: SignInFailure) -> None:
    """Delete a failure and those of its browser, or of its name and network.

    Called when the password was right.
    """
    browser = failure.known_browser_id
    of_pair = (SignInFailure.name == failure.name) & (
        SignInFailure.network == failure.network
    )
    strange = SignInFailure.known_browser_id.is_(None)
    of_browser = SignInFailure.known_browser_id == browser
    alike = of_browser if browser is not None else of_pair & strange
    session.execute(delete(SignInFailure).where(alike))


def one_attempt_at_a_time(session: Session, name: str) -> None:
    """Lock sign-in attempts at ``name``, so that simultaneous ones are counted in turn.

    The lock ends with the transaction. SQLite needs none, as it has only one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(crc32(name.encode()))))


def known_browsers(
    session: Session, token_hashes: Collection[str], since: datetime
) -> Sequence[KnownBrowser]:
    """Return the known browsers with these tokens, if signed in to after ``since``."""
    query = select(KnownBrowser).where(
        KnownBrowser.token_hash.in_(token_hashes), KnownBrowser.signed_in_at > since
    )
    return session.scalars(query.order_by(KnownBrowser.id)).all()


def forget_browsers(
    session: Session, user: User, before: datetime | None = None
) -> None:
    """Delete all known browsers of a person, or those not used since ``before``."""
    which = KnownBrowser.user_id == user.id
    if before is not None:
        which &= KnownBrowser.signed_in_at < before
    session.execute(delete(KnownBrowser).where(which))
