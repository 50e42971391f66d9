"""Verdicts name reasons, from a list that editors keep."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_FIRST = (  # the list to begin with: slug, name, explanation
    (
        *("no-line-stated", "no line stated"),
        "A result is given, and no line that it is held against, so that it cannot be told what it means.",
    ),
    (
        *("between-the-lines", "between the lines"),
        "The result lies between the line that would rule the danger out and the one that would rule it in, and"
        " decides neither.",
    ),
    (
        *("weak-elicitation", "weak elicitation"),
        "The model was not brought to do its best: without tools, training for the task, enough attempts or"
        " experts, as others may have them.",
    ),
    (
        *("other-model", "other model"),
        "What was tested is another model than the claim is about, or another version of it.",
    ),
    (
        *("number-withheld", "number withheld"),
        "The report says that something was measured, and not what came of it.",
    ),
    (
        *("single-test", "single test"),
        "The claim rests on one test, and nothing else would show if that misses what it should find.",
    ),
    (
        *("saturated-baseline", "saturated baseline"),
        "The line was passed, and then set aside because the test no longer tells models apart.",
    ),
    (
        *("contradicted-elsewhere", "contradicted elsewhere"),
        "Another passage or result, of the lab or of others, does not go together with the claim.",
    ),
    (
        *("argument-missing", "argument missing"),
        "Results and the claim are stated, and not how the one follows from the other.",
    ),
)


def upgrade() -> None:
    reason = op.create_table(
        "reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
        sa.UniqueConstraint("slug", name=op.f("uq_reason_slug")),
    )
    op.bulk_insert(
        reason,
        [
            {"slug": slug, "name": name, "explanation": said, "position": position}
            for position, (slug, name, said) in enumerate(_FIRST)
        ],
    )
    _create_verdict_reason()
    for change in ("UPDATE", "DELETE"):
        op.execute(_trigger("verdict_reason", change))


def downgrade() -> None:
    """Go back; the reasons that verdicts name are lost, the verdicts are kept."""
    on_table = " ON verdict_reason" if _is_postgresql() else ""
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER verdict_reason_refuses_{change}{on_table}")
    op.drop_table("verdict_reason")
    op.drop_table("reason")


def _create_verdict_reason() -> None:
    names = {
        "verdict_id": "verdict",
        "reason_id": "reason",
        "evidence_id": "evidence",
        "tension_id": "tension",
    }
    op.create_table(
        "verdict_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("tension_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "evidence_id IS NULL OR tension_id IS NULL",
            name=op.f("ck_verdict_reason_one_ground"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_verdict_reason_{column}_{table}"),
            )
            for column, table in names.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_reason")),
        sa.UniqueConstraint(
            "verdict_id",
            "reason_id",
            name=op.f("uq_verdict_reason_verdict_id_reason_id"),
        ),
    )
    for column in ("reason_id", "evidence_id", "tension_id"):
        op.create_index(op.f(f"ix_verdict_reason_{column}"), "verdict_reason", [column])


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _trigger(table: str, change: str) -> str:
    head = f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}"
    if _is_postgresql():
        return f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
