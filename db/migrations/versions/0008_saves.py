"""Versions of what people edit, and the forms that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

EDITED = ["claim", "evidence", "scorecard", "card", "report", "model", "synonyms"]


def upgrade() -> None:
    for table in EDITED:
        version = sa.Column("version", sa.Integer(), server_default="1", nullable=False)
        op.add_column(table, version)
    op.create_table(
        "submission",
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_submission_user_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("form_id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_at"), "submission", ["at"])


def downgrade() -> None:
    op.drop_table("submission")
    for table in EDITED:
        op.drop_column(table, "version")
