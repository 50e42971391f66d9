"""Who holds a job, when it is tried again, when it ended; and workers' signs of life."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column(
        "job", sa.Column("holder", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("job", sa.Column("not_before", sa.DateTime(timezone=True)))
    op.add_column("job", sa.Column("ended_at", sa.DateTime(timezone=True)))
    # What ran under the program before this one is nobody's now.
    op.execute(
        "UPDATE job SET state = 'waiting', lease_until = NULL WHERE state = 'running'"
    )
    op.create_table(
        "worker",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )


def downgrade() -> None:
    op.drop_table("worker")
    op.execute("UPDATE job SET state = 'failed' WHERE state = 'cancelled'")
    for column in ("ended_at", "not_before", "holder"):
        op.drop_column("job", column)
