"""Categories, the rows of every scorecard, and the groups that they stand in."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    contains_eager,
    mapped_column,
    relationship,
    selectinload,
)

from annotator.domain.errors import NotFoundError
from annotator.storage.database.base import Base, Versioned


class CategoryGroup(Versioned, Base):
    """A group of categories, with its heading on a scorecard."""

    __tablename__ = "category_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    position: Mapped[int]
    introduction: Mapped[str] = mapped_column(default="")  # Markdown
    categories: Mapped[list["Category"]] = relationship(
        back_populates="group", lazy="raise_on_sql", order_by="Category.position"
    )


class Category(Versioned, Base):
    """A category: a row of every scorecard; its position is that within its group."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    # Never empty: SQLite adds no column that must be filled and refers to another table.
    group_id: Mapped[int] = mapped_column(
        ForeignKey(CategoryGroup.id), index=True, nullable=True
    )
    position: Mapped[int]
    introduction: Mapped[str] = mapped_column(default="")  # Markdown
    experimental: Mapped[bool] = mapped_column(default=False)
    invitation: Mapped[str] = mapped_column(default="")  # to comment on it
    group: Mapped[CategoryGroup] = relationship(
        back_populates="categories", lazy="joined"
    )

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands on a scorecard."""
        return self.group.position, self.position


# The order of the scorecard, for queries that join both tables.
SCORECARD_ORDER = (CategoryGroup.position, Category.position)


def every(session: Session) -> Sequence[Category]:
    """Return every category, in the order of the scorecard."""
    query = (
        select(Category).join(Category.group).options(contains_eager(Category.group))
    )
    return session.scalars(query.order_by(*SCORECARD_ORDER)).all()


def by_slug(session: Session, slug: str) -> Category:
    """Return the category called ``slug``; raise NotFoundError if there is none."""
    category = session.scalar(select(Category).where(Category.slug == slug))
    if category is None:
        raise NotFoundError("category", slug)
    return category


def groups(session: Session) -> Sequence[CategoryGroup]:
    """Return every group with its categories, in the order of the scorecard."""
    query = select(CategoryGroup).options(selectinload(CategoryGroup.categories))
    return session.scalars(query.order_by(CategoryGroup.position)).all()


def group_by_slug(session: Session, slug: str) -> CategoryGroup:
    """Return the group called ``slug`` with its categories; raise NotFoundError."""
    query = select(CategoryGroup).options(selectinload(CategoryGroup.categories))
    group = session.scalar(query.where(CategoryGroup.slug == slug))
    if group is None:
        raise NotFoundError("group", slug)
    return group


def hold_order(session: Session) -> None:
    """Lock all groups until the transaction ends, so that one person orders at a time."""
    query = select(CategoryGroup.id).order_by(CategoryGroup.id)
    session.execute(query.with_for_update())
