"""Editors judge each category, and say what a scorecard comes to; invented labs say so."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_TEXTS = (("card", "in_short"), ("scorecard", "summary"))
_VERDICT = ("shown", "credence")


def upgrade() -> None:
    for table, name in _TEXTS:
        text = sa.Column(name, sa.Text(), server_default="", nullable=False)
        op.add_column(table, text)
    for name in _VERDICT:
        op.add_column("card", sa.Column(name, sa.Text(), nullable=True))
    op.add_column(
        "lab",
        sa.Column("invented", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute("UPDATE lab SET invented = true WHERE slug = 'northfield'")


def downgrade() -> None:
    op.drop_column("lab", "invented")
    for name in _VERDICT:
        op.drop_column("card", name)
    for table, name in _TEXTS:
        op.drop_column(table, name)
