"""Labs and their models, and the queries on them."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.storage.database.base import Base, Versioned


class Lab(Versioned, Base):
    """A company that publishes reports and releases models."""

    __tablename__ = "lab"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    invented: Mapped[bool] = mapped_column(default=False)  # for practice
    models: Mapped[list["Model"]] = relationship(
        back_populates="lab", lazy="raise_on_sql", order_by="Model.name"
    )


class Model(Versioned, Base):
    """A released model; its dates are date facts (domain.input.dates).

    Models that a lab released together have the same ``release``: the slug of the first
    of them. So they are all together with one another or not at all, and no pair can be
    there in one direction only. It is None for a model that was released by itself.
    """

    __tablename__ = "model"

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    most_powerful: Mapped[bool] = mapped_column(default=False)
    released: Mapped[str]
    training_dates: Mapped[str]
    deployment_dates: Mapped[str]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("model.id"))
    release: Mapped[str | None] = mapped_column("release_key")
    lab: Mapped[Lab] = relationship(back_populates="models", lazy="raise_on_sql")
    predecessor: Mapped["Model | None"] = relationship(
        remote_side="Model.id", lazy="raise_on_sql"
    )

    @property
    def released_with(self) -> list["Model"]:
        """The other models of its lab that were released together with it."""
        if self.release is None:
            return []
        release = [model for model in self.lab.models if model.release == self.release]
        return [model for model in release if model is not self]


def _whole() -> Select[Lab]:
    models = selectinload(Lab.models)
    return select(Lab).options(models.selectinload(Model.predecessor))


def lab_by_slug(session: Session, slug: str) -> Lab:
    """Return the lab called ``slug``, with its models, or raise NotFoundError."""
    lab = session.scalar(_whole().where(Lab.slug == slug))
    if lab is None:
        raise NotFoundError("lab", slug)
    return lab


def labs_by_name(session: Session) -> Sequence[Lab]:
    """Return every lab with its models, in the order of their names."""
    return session.scalars(_whole().order_by(Lab.name)).all()


def model_by_slug(session: Session, slug: str) -> Model:
    """Return the model called ``slug``, with its lab, or raise NotFoundError."""
    query = select(Model).where(Model.slug == slug)
    query = query.options(
        selectinload(Model.lab).selectinload(Lab.models).selectinload(Model.predecessor)
    )
    model = session.scalar(query)
    if model is None:
        raise NotFoundError("model", slug)
    return model


def hold_lab_of(session: Session, slug: str) -> None:
    """Lock the lab of a model until the transaction ends.

    So two people do not make a circle of predecessors at the same time.
    """
    query = select(Lab.id).join(Lab.models).where(Model.slug == slug)
    session.execute(query.with_for_update(of=Lab))


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
