"""What the field calls the same, for searches; with what it is known to."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KNOWN = [
    ["CBRN", "bio"],
    ["AI R&D", "autonomy"],
    ["misuse", "abuse"],
]


def upgrade() -> None:
    table = op.create_table(
        "synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_synonyms_created_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonyms")),
    )
    made = datetime(2026, 11, 24, tzinfo=UTC)
    rows = [{"words": words, "created_at": made} for words in KNOWN]
    op.bulk_insert(table, rows)


def downgrade() -> None:
    op.drop_table("synonyms")
