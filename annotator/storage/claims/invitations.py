"""Invitations of labs to respond to a claim, and their responses."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.errors import NotFoundError
from annotator.domain.invitations import InvitationFacts
from annotator.storage.accounts import User
from annotator.storage.claims.claims import Claim
from annotator.storage.database.base import Base, Versioned


class Invitation(Versioned, Base):
    """That a lab was invited to respond to a claim, and the response once it is there."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    claim_slug: Mapped[str] = mapped_column(index=True)  # by which readers find it
    invited_on: Mapped[str]  # days are ISO 8601 dates
    due_on: Mapped[str]
    contact_note: Mapped[str] = mapped_column(default="")  # no reader is shown it
    response_on: Mapped[str] = mapped_column(default="")  # empty until it is there
    response_text: Mapped[str] = mapped_column(default="")
    response_url: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    @property
    def facts(self) -> InvitationFacts:
        """What an editor recorded."""
        names = InvitationFacts.__dataclass_fields__
        return InvitationFacts(**{name: getattr(self, name) for name in names})


def of_claims(session: Session, slugs: Collection[str]) -> Sequence[Invitation]:
    """Return the standing invitations on these claims with them, the newest first."""
    query = (
        select(Invitation)
        .where(Invitation.claim_slug.in_(slugs), Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.invited_on.desc(), Invitation.id.desc())
    )
    return session.scalars(query).all()


def of_claim(session: Session, slug: str, number: int) -> Invitation:
    """Return an invitation on a claim, also a withdrawn one; raise NotFoundError."""
    query = select(Invitation).where(
        Invitation.id == number, Invitation.claim_slug == slug
    )
    found = session.scalar(query)
    if found is None:
        raise NotFoundError("invitation", number)
    return found


def count_silent(session: Session, today: date) -> int:
    """Return how many invitations stand unanswered after the day on which they were due."""
    query = select(func.count()).where(
        Invitation.withdrawn_at.is_(None),
        Invitation.response_on == "",
        Invitation.due_on < today.isoformat(),
    )
    return session.scalar(query) or 0
