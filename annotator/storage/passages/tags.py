"""Tags: short words by which analysts sort passages."""

from collections.abc import Collection, Sequence

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.storage.database.base import Base
from annotator.storage.passages.passages import Passage


class PassageTag(Base):
    """One tag of one passage."""

    __tablename__ = "passage_tag"

    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True, index=True)


def of_passages(
    session: Session, passage_ids: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """Return the tags of those of these passages that have any, in their order."""
    query = select(PassageTag.passage_id, PassageTag.tag).where(
        PassageTag.passage_id.in_(passage_ids)
    )
    found: dict[int, tuple[str, ...]] = {}
    for passage, tag in session.execute(query.order_by(PassageTag.tag)):
        found[passage] = (*found.get(passage, ()), tag)
    return found


def rows(
    session: Session, passage_ids: Collection[int], tag: str
) -> Sequence[PassageTag]:
    """Return the rows of those of these passages that have a tag."""
    query = select(PassageTag).where(
        PassageTag.passage_id.in_(passage_ids), PassageTag.tag == tag
    )
    return session.scalars(query).all()


def every(session: Session) -> dict[str, int]:
    """Return how many standing passages each tag has, in the order of the tags."""
    query = (
        select(PassageTag.tag, func.count())
        .join(Passage, Passage.id == PassageTag.passage_id)
        .where(Passage.withdrawn_at.is_(None))
        .group_by(PassageTag.tag)
        .order_by(PassageTag.tag)
    )
    return dict(iter(session.execute(query).all()))
