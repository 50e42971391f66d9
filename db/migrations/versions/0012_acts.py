"""What was done in one act is known by the act, and not by two times being equal."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

REFUSAL = "event_refuses_update"


def upgrade() -> None:
    for table in ("event", "job"):
        op.add_column(
            table, sa.Column("act", sa.Text(), server_default="", nullable=False)
        )
    # Of earlier changes the time and the person are all that tells acts apart.
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER {REFUSAL}{' ON event' if postgresql else ''}")
    op.execute("UPDATE event SET act = 'before ' || CAST(at AS TEXT) || ' ' || actor")
    head = f"CREATE TRIGGER {REFUSAL} BEFORE UPDATE ON event"
    op.execute(
        f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        if postgresql
        else f"{head} BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
    )


def downgrade() -> None:
    for table in ("event", "job"):
        op.drop_column(table, "act")
