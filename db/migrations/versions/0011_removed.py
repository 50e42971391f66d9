"""Reports and files that were taken in by mistake can be removed, and put back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = ("report", "revision")


def upgrade() -> None:
    for table in TABLES:
        removed_at = sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True)
        op.add_column(table, removed_at)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "removed_at")
