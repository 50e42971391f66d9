"""Rows that are written once: the database itself refuses to change or delete them."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = [
    "placement",
    "verdict",
    "critique",
    "publication",
    "published_passage",
    "event",
]


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        for change in ("UPDATE", "DELETE"):
            op.execute(_trigger(table, change))


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for change in ("update", "delete"):
            on_table = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_refuses_{change}{on_table}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")


def _trigger(table: str, change: str) -> str:
    head = f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}"
    if op.get_bind().dialect.name == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
