"""Twins of passages; absences: their runs, how hits were judged, and as evidence."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

APPEND_ONLY = ["absence_run", "absence_judgement"]

THREE_TARGETS = (
    "(passage_id IS NOT NULL AND result_id IS NULL AND source_url = '')"
    " OR (passage_id IS NULL AND result_id IS NOT NULL AND source_url = '')"
    " OR (passage_id IS NULL AND result_id IS NULL AND source_url <> '')"
)
FOUR_TARGETS = (
    "(passage_id IS NOT NULL AND result_id IS NULL AND absence_id IS NULL"
    " AND source_url = '')"
    " OR (passage_id IS NULL AND result_id IS NOT NULL AND absence_id IS NULL"
    " AND source_url = '')"
    " OR (passage_id IS NULL AND result_id IS NULL AND absence_id IS NOT NULL"
    " AND source_url = '')"
    " OR (passage_id IS NULL AND result_id IS NULL AND absence_id IS NULL"
    " AND source_url <> '')"
)


def upgrade() -> None:
    _create_twin()
    _create_absence()
    _create_absence_run()
    _create_absence_judgement()
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(_trigger(table, change))
    _extend_evidence()


def _create_twin() -> None:
    op.create_table(
        "twin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("page_label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        _foreign_key("twin", "passage_id", "passage"),
        _foreign_key("twin", "revision_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twin")),
    )
    op.create_index(
        "ix_twin_passage_id_revision_id", "twin", ["passage_id", "revision_id"]
    )
    op.create_index(op.f("ix_twin_revision_id"), "twin", ["revision_id"])


def _create_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        _foreign_key("absence", "report_id", "report"),
        _foreign_key("absence", "created_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_report_id"), "absence", ["report_id"])


def _create_absence_run() -> None:
    op.create_table(
        "absence_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("queries", sa.JSON(), nullable=False),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _foreign_key("absence_run", "absence_id", "absence"),
        _foreign_key("absence_run", "revision_id", "revision"),
        _foreign_key("absence_run", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_run")),
    )
    op.create_index(op.f("ix_absence_run_absence_id"), "absence_run", ["absence_id"])


def _create_absence_judgement() -> None:
    op.create_table(
        "absence_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("says", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _foreign_key("absence_judgement", "absence_id", "absence"),
        _foreign_key("absence_judgement", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_judgement")),
    )
    op.create_index(
        op.f("ix_absence_judgement_absence_id"), "absence_judgement", ["absence_id"]
    )


def downgrade() -> None:
    _narrow_evidence()
    on_table = " ON {}" if op.get_bind().dialect.name == "postgresql" else ""
    for table in APPEND_ONLY:
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{change}{on_table.format(table)}")
    for table in ("absence_judgement", "absence_run", "absence", "twin"):
        op.drop_table(table)


def _extend_evidence() -> None:
    if op.get_bind().dialect.name != "postgresql":
        _remake_evidence(FOUR_TARGETS, with_absences=True)
        op.create_index(op.f("ix_evidence_absence_id"), "evidence", ["absence_id"])
        return
    op.add_column("evidence", sa.Column("absence_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_evidence_absence_id_absence"),
        "evidence",
        "absence",
        ["absence_id"],
        ["id"],
    )
    op.create_index(op.f("ix_evidence_absence_id"), "evidence", ["absence_id"])
    op.drop_constraint(op.f("ck_evidence_one_target"), "evidence", type_="check")
    op.create_check_constraint(
        op.f("ck_evidence_one_target"), "evidence", sa.text(FOUR_TARGETS)
    )


def _narrow_evidence() -> None:
    op.execute("DELETE FROM evidence WHERE absence_id IS NOT NULL")
    if op.get_bind().dialect.name != "postgresql":
        _remake_evidence(THREE_TARGETS, with_absences=False)
        return
    op.drop_constraint(op.f("ck_evidence_one_target"), "evidence", type_="check")
    op.create_check_constraint(
        op.f("ck_evidence_one_target"), "evidence", sa.text(THREE_TARGETS)
    )
    op.drop_column("evidence", "absence_id")  # with its index and its foreign key


def _remake_evidence(targets: str, *, with_absences: bool) -> None:
    """Make the table anew, as SQLite changes no constraint in place; it has no triggers."""
    others = ["claim", "passage", "result", *(["absence"] if with_absences else [])]
    op.create_table(
        "evidence_anew",
        *_evidence_columns(others),
        sa.CheckConstraint(targets, name=op.f("ck_evidence_one_target")),
        *(_foreign_key("evidence", f"{other}_id", other) for other in others),
        _foreign_key("evidence", "created_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    kept = ", ".join(c.name for c in _evidence_columns(["claim", "passage", "result"]))
    op.execute(f"INSERT INTO evidence_anew ({kept}) SELECT {kept} FROM evidence")
    op.drop_table("evidence")
    op.rename_table("evidence_anew", "evidence")
    for column in ("claim_id", "passage_id", "result_id"):
        op.create_index(op.f(f"ix_evidence_{column}"), "evidence", [column])


def _evidence_columns(others: list[str]) -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{x}_id", sa.Integer(), nullable=x != "claim") for x in others),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("aims_at", sa.Text(), nullable=False),
        sa.Column("load_bearing", sa.Text(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _foreign_key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _trigger(table: str, change: str) -> str:
    head = f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}"
    if op.get_bind().dialect.name == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
