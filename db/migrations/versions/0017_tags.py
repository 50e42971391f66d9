"""Passages have tags, and acts that their events alone do not explain are told in words."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "passage_tag",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"]),
        sa.PrimaryKeyConstraint("passage_id", "tag"),
    )
    op.create_index("ix_passage_tag_tag", "passage_tag", ["tag"])
    op.create_table(
        "told_act",
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("act"),
    )


def downgrade() -> None:
    op.drop_table("told_act")
    op.drop_index("ix_passage_tag_tag", "passage_tag")
    op.drop_table("passage_tag")
