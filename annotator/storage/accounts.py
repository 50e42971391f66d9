"""People who sign in, and their sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Role
from annotator.storage.base import Base, OneOf


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
    """One browser in which somebody is signed in, until it ends or is revoked."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    browser: Mapped[str]
    at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class SignInFailure(Base):
    """A wrong password; too many in a row make an account wait."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


def find_user(session: Session, name: str) -> User | None:
    """Return the person who signs in as ``name``, if there is one."""
    return session.scalar(select(User).where(User.name == name))


def find_by_id(session: Session, user_id: int) -> User | None:
    """Return the person with this id, if there is one."""
    return session.get(User, user_id)


def user_by_name(session: Session, name: str) -> User:
    """Return the person who signs in as ``name``."""
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


def find_sign_in(session: Session, token_hash: str, now: datetime) -> SignIn | None:
    """Return the standing session with this token, with its person."""
    query = (
        select(SignIn)
        .join(SignIn.user)
        .where(
            SignIn.token_hash == token_hash,
            SignIn.revoked_at.is_(None),
            SignIn.ends_at > now,
            User.active.is_(True),
        )
        .options(selectinload(SignIn.user))
    )
    return session.scalar(query)


def sign_ins_of(session: Session, user: User, now: datetime) -> Sequence[SignIn]:
    """Return the standing sessions of ``user``, newest first."""
    query = select(SignIn).where(
        SignIn.user_id == user.id, SignIn.revoked_at.is_(None), SignIn.ends_at > now
    )
    return session.scalars(query.order_by(SignIn.id.desc())).all()


def failures_since(session: Session, name: str, address: str, since: datetime) -> int:
    """Return how often signing in failed for this name or from this address."""
    query = select(func.count()).select_from(SignInFailure)
    query = query.where(
        (SignInFailure.name == name) | (SignInFailure.address == address),
        SignInFailure.at > since,
    )
    return session.scalar(query) or 0
