"""A recogniser reads pictures: of quotes, to compare them, and of pages without text.

Editors decide where a quote and its picture differ.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

KEPT = {"picture_check": "digest", "picture_decision": "revision_id"}


def upgrade() -> None:
    op.create_table(
        "picture_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"]),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "picture_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"]),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in KEPT.items():
        op.create_index(
            f"ix_{table}_passage_id_{column}", table, ["passage_id", column]
        )
        _add_triggers(table)
    op.add_column(
        "page", sa.Column("read_by", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "page", sa.Column("confidence", sa.Double(), server_default="1", nullable=False)
    )
    op.add_column(
        "seal",
        sa.Column("picture", sa.Text(), server_default="not checked", nullable=False),
    )
    op.add_column(
        "seal",
        sa.Column("picture_reason", sa.Text(), server_default="", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("seal", "picture_reason")
    op.drop_column("seal", "picture")
    op.drop_column("page", "confidence")
    op.drop_column("page", "read_by")
    for table in reversed([*KEPT]):
        op.drop_table(table)


def _add_triggers(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        head = f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        else:
            op.execute(
                f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
