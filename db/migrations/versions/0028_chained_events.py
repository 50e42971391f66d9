"""The history is a chain: each event has a hash of what it says and of the hash before it.

The events that are there are chained in the order of their ids. What they said before that
was not sealed, so that only what is altered from now on is found.
"""

import sqlalchemy as sa
from alembic import op

from annotator.domain import history_chain
from annotator.domain.history_chain import START, Head

revision = "0028"
down_revision = "0027"

AT_ONCE = 200  # events; those of publications hold whole pages

_event = sa.table(
    "event",
    sa.column("id", sa.Integer()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("act", sa.Text()),
    sa.column("actor_id", sa.Integer()),
    *(
        sa.column(name, sa.Text())
        for name in ("actor", "action", "entity", "entity_id")
    ),
    *(sa.column(name, sa.JSON()) for name in ("before", "after")),
)


def upgrade() -> None:
    event_hash = op.create_table(
        "event_hash",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_hash_event_id_event")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_event_hash")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_hash_event_id")),
    )
    _chain(op.get_bind(), event_hash)
    for change in ("UPDATE", "DELETE"):
        op.execute(_trigger(change))


def _chain(connection: sa.Connection, event_hash: sa.Table) -> None:
    head, newest = START, 0
    query = sa.select(_event).order_by(_event.c.id).limit(AT_ONCE)
    while (
        found := connection.execute(query.where(_event.c.id > newest)).mappings().all()
    ):
        rows = []
        for event in found:
            head: Head = history_chain.after(head, history_chain.digest(event))
            rows.append(
                {"number": head.number, "event_id": event["id"], "hash": head.hash}
            )
        connection.execute(event_hash.insert(), rows)
        newest = found[-1]["id"]


def downgrade() -> None:
    """Go back; going up again chains the events that are there then."""
    on_table = " ON event_hash" if op.get_bind().dialect.name == "postgresql" else ""
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER event_hash_refuses_{change}{on_table}")
    op.drop_table("event_hash")


def _trigger(change: str) -> str:
    head = f"CREATE TRIGGER event_hash_refuses_{change.lower()} BEFORE {change} ON event_hash"
    if op.get_bind().dialect.name == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'event_hash is append-only'); END"
