"""Labs and their models, and the queries on them."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.storage.database.base import Base, Versioned


class Lab(Base):
    """A company that publishes reports and releases models."""

    __tablename__ = "lab"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    models: Mapped[list["Model"]] = relationship(
        back_populates="lab", lazy="raise_on_sql", order_by="Model.name"
    )


class Model(Versioned, Base):
    """A released model; its dates are date facts (domain.input.dates)."""

    __tablename__ = "model"

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    most_powerful: Mapped[bool] = mapped_column(default=False)
    released: Mapped[str]
    training_dates: Mapped[str]
    deployment_dates: Mapped[str]
    lab: Mapped[Lab] = relationship(back_populates="models", lazy="raise_on_sql")


def lab_by_slug(session: Session, slug: str) -> Lab:
    """Return the lab called ``slug``, with its models, or raise NotFoundError."""
    query = select(Lab).where(Lab.slug == slug).options(selectinload(Lab.models))
    lab = session.scalar(query)
    if lab is None:
        raise NotFoundError("lab", slug)
    return lab


def labs_by_name(session: Session) -> Sequence[Lab]:
    """Return every lab with its models, in the order of their names."""
    query = select(Lab).options(selectinload(Lab.models)).order_by(Lab.name)
    return session.scalars(query).all()


def model_by_slug(session: Session, slug: str) -> Model:
    """Return the model called ``slug``, with its lab, or raise NotFoundError."""
    query = select(Model).where(Model.slug == slug).options(selectinload(Model.lab))
    model = session.scalar(query)
    if model is None:
        raise NotFoundError("model", slug)
    return model


def lab_names(session: Session) -> dict[str, str]:
    """Return the name of every lab, by its slug."""
    return dict(iter(session.execute(select(Lab.slug, Lab.name))))


def model_names(session: Session) -> dict[str, str]:
    """Return the name of every model, by its slug."""
    return dict(iter(session.execute(select(Model.slug, Model.name))))


def slugs_by_name(session: Session, names: Sequence[str]) -> dict[str, str]:
    """Return the slugs of the models with these names, by name."""
    query = select(Model.name, Model.slug).where(Model.name.in_(names))
    return dict(iter(session.execute(query)))


def names_of(session: Session, slugs: Sequence[str]) -> dict[str, str]:
    """Return the names of these models, by their slugs."""
    query = select(Model.slug, Model.name).where(Model.slug.in_(slugs))
    return dict(iter(session.execute(query)))


def models_by_slugs(session: Session, slugs: Sequence[str]) -> list[Model]:
    """Return the models called ``slugs``, in that order, or raise NotFoundError."""
    return [model_by_slug(session, slug) for slug in slugs]
