"""Claims, and the queries on them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, ForeignKey, Select, Table, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.claims import ClaimFacts, plain_facts
from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import AssertedBy, State
from annotator.storage.accounts import User
from annotator.storage.claims.categories import SCORECARD_ORDER, Category
from annotator.storage.database.base import Base, OneOf, Versioned
from annotator.storage.library.labs import Lab, Model
from annotator.storage.passages.passages import Passage

claim_model = Table(
    "claim_model",
    Base.metadata,
    Column("claim_id", ForeignKey("claim.id"), primary_key=True),
    Column("model_id", ForeignKey("model.id"), primary_key=True, index=True),
)


class Claim(Versioned, Base):
    """A statement about models, asserted by their lab or put by an analyst."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    asserted_by: Mapped[AssertedBy] = mapped_column(OneOf(AssertedBy))
    assertion_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id))
    text: Mapped[str]
    state: Mapped[State] = mapped_column(OneOf(State), default=State.DRAFT)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    lab: Mapped[Lab] = relationship(lazy="raise_on_sql")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    models: Mapped[list[Model]] = relationship(
        secondary=claim_model, lazy="raise_on_sql", order_by=Model.name
    )
    parent: Mapped["Claim | None"] = relationship(
        remote_side="Claim.id", back_populates="subclaims", lazy="raise_on_sql"
    )
    subclaims: Mapped[list["Claim"]] = relationship(
        back_populates="parent", lazy="raise_on_sql", order_by="Claim.id"
    )

    @property
    def facts(self) -> ClaimFacts:
        """The facts of the claim, with slugs for other rows."""
        return ClaimFacts(
            category=self.category.slug,
            lab=self.lab.slug,
            models=tuple(sorted(model.slug for model in self.models)),
            parent=self.parent.slug if self.parent else "",
            assertion=self.assertion_id,
            **plain_facts(self),
        )


def _whole() -> Select[Claim]:
    return select(Claim).options(
        selectinload(Claim.lab),
        selectinload(Claim.category),
        selectinload(Claim.models),
        selectinload(Claim.parent),
        selectinload(Claim.subclaims),
    )


def by_slug(session: Session, slug: str) -> Claim:
    """Return the claim called ``slug`` with everything but its evidence.

    Raise NotFoundError if there is none.
    """
    claim = session.scalar(_whole().where(Claim.slug == slug))
    if claim is None:
        raise NotFoundError("claim", slug)
    return claim


def by_ids(session: Session, claim_ids: Sequence[int]) -> dict[int, Claim]:
    """Return these claims with everything but their evidence, by id."""
    query = _whole().where(Claim.id.in_(claim_ids))
    return {claim.id: claim for claim in session.scalars(query)}


class StatedRow(NamedTuple):
    """What a claim says, as a plain row."""

    id: int
    slug: str
    text: str


def stated(session: Session, slugs: Collection[str]) -> dict[str, StatedRow]:
    """Return what these claims say, by slug."""
    query = select(Claim.id, Claim.slug, Claim.text).where(Claim.slug.in_(slugs))
    return {row.slug: StatedRow(*row) for row in session.execute(query)}


def models_of(session: Session, claim_ids: Collection[int]) -> dict[int, list[Model]]:
    """Return the models that each of these claims is about, by claim id."""
    query = (
        select(claim_model.c.claim_id, Model)
        .join(Model, Model.id == claim_model.c.model_id)
        .where(claim_model.c.claim_id.in_(claim_ids))
        .order_by(Model.name)
    )
    found: dict[int, list[Model]] = {}
    for claim, model in session.execute(query):
        found.setdefault(claim, []).append(model)
    return found


def slugs_of(session: Session, claim_ids: Sequence[int]) -> dict[int, str]:
    """Return the slug of each of these claims, by id."""
    query = select(Claim.id, Claim.slug).where(Claim.id.in_(claim_ids))
    return dict(iter(session.execute(query)))


def every(session: Session) -> Sequence[Claim]:
    """Return every claim, by lab, category and age."""
    query = _whole().join(Claim.category).join(Category.group).join(Claim.lab)
    query = query.order_by(Lab.name, *SCORECARD_ORDER, Claim.id)
    return session.scalars(query).all()


def matching(session: Session, words: Sequence[str], limit: int) -> Sequence[Claim]:
    """Return standing claims whose text holds all of ``words``, newest first."""
    query = _whole().where(Claim.state != State.WITHDRAWN)
    for word in words:
        query = query.where(Claim.text.icontains(word, autoescape=True))
    return session.scalars(query.order_by(Claim.id.desc()).limit(limit)).all()


def about(session: Session, models: Sequence[Model]) -> Sequence[Claim]:
    """Return the claims about any of ``models``, in the order they were made."""
    ids = [model.id for model in models]
    query = _whole().where(Claim.models.any(Model.id.in_(ids)))
    return session.scalars(query.order_by(Claim.id)).all()


def slugs_like(session: Session, stem: str) -> set[str]:
    """Return the slugs that begin with ``stem``."""
    query = select(Claim.slug).where(Claim.slug.startswith(stem, autoescape=True))
    return set(session.scalars(query))


def texts(session: Session, slugs: Sequence[str]) -> dict[str, str]:
    """Return the texts of these claims, by slug."""
    query = select(Claim.slug, Claim.text).where(Claim.slug.in_(slugs))
    return dict(iter(session.execute(query)))


def hold(session: Session, claim: Claim) -> None:
    """Lock this claim until the transaction ends; wait while another holds the lock.

    Append-only rows about a claim are thus written one after the other.
    """
    query = select(Claim.id).where(Claim.id == claim.id)
    session.execute(query.with_for_update(key_share=True))


def asserting(session: Session, passage_ids: Collection[int]) -> list[tuple[str, int]]:
    """Return the text of each standing claim asserted in these passages, with which."""
    query = select(Claim.text, Claim.assertion_id).where(
        Claim.assertion_id.in_(passage_ids), Claim.state != State.WITHDRAWN
    )
    rows = session.execute(query.order_by(Claim.id))
    return [(text, passage) for text, passage in rows if passage is not None]


def asserted_in(session: Session, passage_id: int) -> Sequence[str]:
    """Return the text of each standing claim that its lab asserts in this passage."""
    query = select(Claim.text).where(
        Claim.assertion_id == passage_id, Claim.state != State.WITHDRAWN
    )
    return session.scalars(query.order_by(Claim.id)).all()
