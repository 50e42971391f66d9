"""What finds a passage again in another file, seals, and how changes were coded."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

APPEND_ONLY = ["seal", "change_coding"]

PASSAGE = [
    sa.Column("position", sa.Double(), nullable=True),
    sa.Column("occurrence", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("occurrences", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("heading", sa.Text(), nullable=False, server_default=""),
    sa.Column("picture", sa.Text(), nullable=False, server_default=""),
]
PLACEMENT = [
    sa.Column("runner_up", sa.Double(), nullable=False, server_default="0"),
    sa.Column("candidates", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("changed", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("text_version", sa.Text(), nullable=False, server_default=""),
    sa.Column("decided", sa.Boolean(), nullable=False, server_default=sa.false()),
]


def upgrade() -> None:
    # Columns are added in place: a table made anew would lose its triggers.
    for column in PASSAGE:
        op.add_column("passage", column)
    for column in PLACEMENT:
        op.add_column("placement", column)
    _create_seal()
    _create_change_coding()
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(_trigger(table, change))


def _create_seal() -> None:
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_seal_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_seal_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
    )
    op.create_index(
        "ix_seal_passage_id_revision_id", "seal", ["passage_id", "revision_id"]
    )


def _create_change_coding() -> None:
    op.create_table(
        "change_coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_revision_id", sa.Integer(), nullable=False),
        sa.Column("new_revision_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["old_revision_id"],
            ["revision.id"],
            name=op.f("fk_change_coding_old_revision_id_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["new_revision_id"],
            ["revision.id"],
            name=op.f("fk_change_coding_new_revision_id_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_change_coding_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_coding")),
    )
    op.create_index(
        "ix_change_coding_revisions",
        "change_coding",
        ["old_revision_id", "new_revision_id"],
    )


def downgrade() -> None:
    on_table = " ON {}" if op.get_bind().dialect.name == "postgresql" else ""
    for table in APPEND_ONLY:
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{change}{on_table.format(table)}")
        op.drop_table(table)
    for column in PLACEMENT:
        op.drop_column("placement", column.name)
    for column in PASSAGE:
        op.drop_column("passage", column.name)


def _trigger(table: str, change: str) -> str:
    head = f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}"
    if op.get_bind().dialect.name == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
