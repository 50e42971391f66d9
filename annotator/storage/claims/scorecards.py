"""Scorecards and their cards, one for each category."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Select, Table, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import CategoryShown, Credence, State
from annotator.storage.claims.categories import Category
from annotator.storage.database.base import Base, OneOf, Versioned
from annotator.storage.library.labs import Lab, Model

scorecard_model = Table(
    "scorecard_model",
    Base.metadata,
    Column("scorecard_id", ForeignKey("scorecard.id"), primary_key=True),
    Column("model_id", ForeignKey("model.id"), primary_key=True, index=True),
)


class Scorecard(Versioned, Base):
    """A lab's page on one model, or on several that were released together."""

    __tablename__ = "scorecard"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")  # one sentence
    overall: Mapped[str] = mapped_column(default="")  # Markdown
    state: Mapped[State] = mapped_column(OneOf(State), default=State.DRAFT)
    lab: Mapped[Lab] = relationship(lazy="raise_on_sql")
    models: Mapped[list[Model]] = relationship(
        secondary=scorecard_model, lazy="raise_on_sql", order_by=Model.id
    )
    cards: Mapped[list["Card"]] = relationship(
        back_populates="scorecard", lazy="raise_on_sql", order_by="Card.category_id"
    )


class Card(Versioned, Base):
    """One category of a scorecard: what the lab says and what we say."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("scorecard_id", "category_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey(Scorecard.id))
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id), index=True)
    lab_says: Mapped[str] = mapped_column(default="")
    we_say: Mapped[str] = mapped_column(default="")
    in_short: Mapped[str] = mapped_column(default="")  # what we say, for the front page
    analysis: Mapped[str] = mapped_column(default="")  # Markdown
    shown: Mapped[CategoryShown | None] = mapped_column(OneOf(CategoryShown))
    credence: Mapped[Credence | None] = mapped_column(OneOf(Credence))
    scorecard: Mapped[Scorecard] = relationship(
        back_populates="cards", lazy="raise_on_sql"
    )
    category: Mapped[Category] = relationship(lazy="raise_on_sql")


def _whole() -> Select[Scorecard]:
    return select(Scorecard).options(
        selectinload(Scorecard.lab)
        .selectinload(Lab.models)
        .selectinload(Model.predecessor),
        selectinload(Scorecard.models),
        selectinload(Scorecard.cards).selectinload(Card.category),
    )


def by_slug(session: Session, slug: str) -> Scorecard:
    """Return the scorecard called ``slug``, with its models and cards.

    Raise NotFoundError if there is none.
    """
    scorecard = session.scalar(_whole().where(Scorecard.slug == slug))
    if scorecard is None:
        raise NotFoundError("scorecard", slug)
    return scorecard


def every(session: Session) -> Sequence[Scorecard]:
    """Return every scorecard, by lab and newest first."""
    query = _whole().join(Scorecard.lab).order_by(Lab.name, Scorecard.id.desc())
    return session.scalars(query).all()


def of_lab(session: Session, lab_id: int) -> Sequence[Scorecard]:
    """Return the scorecards of a lab, newest first, without models and cards."""
    query = select(Scorecard).where(Scorecard.lab_id == lab_id)
    return session.scalars(query.order_by(Scorecard.id.desc())).all()


def covering(session: Session, model_ids: Sequence[int]) -> Sequence[Scorecard]:
    """Return the scorecards on any of these models."""
    query = _whole().where(Scorecard.models.any(Model.id.in_(model_ids)))
    return session.scalars(query.order_by(Scorecard.id.desc())).all()
