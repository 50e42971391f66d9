"""Evaluations are followed across reports and labs, merged, and put in an order."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "other_id <> evaluation_id", name="ck_relation_two_evaluations"
        ),
        sa.CheckConstraint(
            "report_id IS NOT NULL OR other_id IS NOT NULL",
            name="ck_relation_another_side",
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["user_account.id"]),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["evaluation.id"]),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("evaluation_id", "report_id", "other_id"):
        op.create_index(f"ix_relation_{column}", "relation", [column])
    op.add_column(
        "evaluation",
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
    )
    op.execute("UPDATE evaluation SET position = id")
    op.add_column(
        "evaluation", sa.Column("merged_into_id", sa.Integer(), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("evaluation", "merged_into_id")
    op.drop_column("evaluation", "position")
    op.drop_table("relation")
