"""Letters: corrections that readers suggest, and what an editor published of them.

Readers are shown rows of ``PublishedLetter`` and none of ``Letter``. What a stranger wrote
is kept out of the history (``events``), which lasts for ever, so that it can be erased.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.errors import NotFoundError
from annotator.domain.letters import About
from annotator.domain.vocabulary import LetterAbout, LetterState
from annotator.storage.accounts import User
from annotator.storage.database.base import Base, OneOf, Versioned


class Letter(Versioned, Base):
    """What a reader wrote, what it is about, and the editor's decision on it."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_about_slug", "about", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # the reader was told
    about: Mapped[LetterAbout] = mapped_column(OneOf(LetterAbout))
    slug: Mapped[str]  # of a claim, a scorecard or a report
    edition: Mapped[int]  # 0 for a page of a report
    revision: Mapped[str]  # SHA-256 of the file, or ""
    page: Mapped[int]
    passage: Mapped[int]  # 0 if it is about none
    title: Mapped[str]  # as readers saw it
    quote: Mapped[str]  # of the passage, likewise
    letter_text: Mapped[str]
    sender_name: Mapped[str]
    sender_email: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[LetterState] = mapped_column(OneOf(LetterState), index=True)
    answer: Mapped[str] = mapped_column(default="")

    @property
    def subject(self) -> About:
        """What the letter is about."""
        return About(
            self.about, self.slug, self.edition, self.revision, self.page, self.passage
        )


class LetterSending(Base):
    """That somebody sent a letter: kept for a day, to count and to know doubles."""

    __tablename__ = "letter_sending"

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(index=True)  # keyed digest of the address
    digest: Mapped[str]  # of what was written, and about what
    number: Mapped[str]  # of the letter
    at: Mapped[datetime] = mapped_column(index=True)


class PublishedLetter(Base):
    """A letter with its answer as an editor published both; written once, but for its end."""

    __tablename__ = "published_letter"
    __table_args__ = (Index("ix_published_letter_about_slug", "about", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), index=True)
    about: Mapped[LetterAbout] = mapped_column(OneOf(LetterAbout))
    slug: Mapped[str]
    revision: Mapped[str]
    page: Mapped[int]
    passage: Mapped[int]
    sent_at: Mapped[datetime]
    letter_text: Mapped[str]
    state: Mapped[LetterState] = mapped_column(OneOf(LetterState))
    answer: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    taken_down_at: Mapped[datetime | None]


@dataclass(frozen=True)
class LetterFilters:
    """Which letters are listed: those that meet all that is given."""

    state: LetterState | None = None
    about: LetterAbout | None = None


# What readers send


def one_at_a_time(session: Session) -> None:
    """Lock the sending of letters until the transaction ends, so that none is miscounted.

    SQLite needs no lock, as it has only one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(crc32(b"letters"))))


def count_open(session: Session) -> int:
    """Return how many letters wait for an editor."""
    query = select(func.count()).where(Letter.state == LetterState.OPEN)
    return session.scalar(query) or 0


def sent_since(
    session: Session, moment: datetime, *, sender: str = ""
) -> Sequence[datetime]:
    """Return when letters were sent since a moment, by all or by one sender."""
    query = select(LetterSending.at).where(LetterSending.at > moment)
    if sender:
        query = query.where(LetterSending.sender == sender)
    return session.scalars(query).all()


def sending_of_text(session: Session, sender: str, digest: str) -> LetterSending | None:
    """Return the sending of the same words by the same sender, if that is known still."""
    query = select(LetterSending).where(
        LetterSending.sender == sender, LetterSending.digest == digest
    )
    return session.scalars(query.limit(1)).first()


def forget_sendings_before(session: Session, moment: datetime) -> None:
    """Delete who sent before a moment."""
    session.execute(delete(LetterSending).where(LetterSending.at < moment))


# The desk


def by_id(session: Session, number: int) -> Letter:
    """Return a letter; raise NotFoundError if there is none."""
    found = session.get(Letter, number)
    if found is None:
        raise NotFoundError("correction", number)
    return found


def by_number(session: Session, number: str) -> Letter:
    """Return the letter with a reference number; raise NotFoundError if there is none."""
    found = session.scalar(select(Letter).where(Letter.number == number))
    if found is None:
        raise NotFoundError("correction", number)
    return found


def page(
    session: Session, filters: LetterFilters, *, limit: int, offset: int
) -> tuple[Sequence[Letter], int]:
    """Return letters, newest first, and how many there are in all."""
    met: list[ColumnElement[bool]] = []
    if filters.state is not None:
        met.append(Letter.state == filters.state)
    if filters.about is not None:
        met.append(Letter.about == filters.about)
    query = select(Letter).where(*met).order_by(Letter.id.desc())
    total = session.scalar(select(func.count()).select_from(Letter).where(*met)) or 0
    return session.scalars(query.limit(limit).offset(offset)).all(), total


def count_by_state(session: Session) -> dict[LetterState, int]:
    """Return how many letters there are in each state in which there are some."""
    query = select(Letter.state, func.count()).group_by(Letter.state)
    return dict(iter(session.execute(query).all()))


def public_ids(session: Session, ids: Collection[int]) -> set[int]:
    """Return those of these letters that readers see."""
    query = select(PublishedLetter.letter_id).where(
        PublishedLetter.letter_id.in_(ids), _STANDS
    )
    return set(session.scalars(query))


def published_of(session: Session, letter: Letter) -> PublishedLetter | None:
    """Return what readers see of a letter, if they see it."""
    query = select(PublishedLetter).where(
        PublishedLetter.letter_id == letter.id, _STANDS
    )
    return session.scalar(query)


def erase(session: Session, letter: Letter) -> None:
    """Delete a letter, and all that was ever published of it."""
    of_letter = PublishedLetter.letter_id == letter.id
    for row in session.scalars(select(PublishedLetter).where(of_letter)).all():
        session.delete(row)
    session.flush()
    session.delete(letter)
    session.flush()


# What readers see

_STANDS = PublishedLetter.taken_down_at.is_(None)


def standing(
    session: Session,
    about: LetterAbout,
    slug: str,
    *,
    limit: int,
    revision: str = "",
    page: int = 0,
) -> Sequence[PublishedLetter]:
    """Return what readers see of letters about a page, the newest first."""
    query = select(PublishedLetter).where(
        _STANDS,
        PublishedLetter.about == about,
        PublishedLetter.slug == slug,
        PublishedLetter.revision == revision,
        PublishedLetter.page == page,
    )
    query = query.order_by(PublishedLetter.sent_at.desc(), PublishedLetter.id.desc())
    return session.scalars(query.limit(limit)).all()
