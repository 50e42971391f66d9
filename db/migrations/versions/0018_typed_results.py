"""Results and lines have typed fields beside what is printed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_TABLES = {
    "evaluation": ("metric", "direction?"),
    "threshold": ("comparison", "low?", "high?", "of?", "unit", "withdrawn_at@"),
    "result": (
        *("number?", "to_number?", "of?", "unit", "comparison", "low?", "high?"),
        *("interval_meaning?", "level?", "trials?", "elicitation", "outcome?"),
        *("discount", "no_source", "withdrawn_at@"),
    ),
}


_REFERENCES = {"invoked_id": "threshold", "discount_id": "passage"}


def upgrade() -> None:
    for table, names in _TABLES.items():
        version = sa.Column("version", sa.Integer(), server_default="1", nullable=False)
        for column in (version, *map(_column, names)):
            op.add_column(table, column)
    for name, table in _REFERENCES.items():
        # Alembic adds a reference apart from its column, which SQLite cannot do.
        op.execute(
            f"ALTER TABLE result ADD COLUMN {name} INTEGER"
            f" CONSTRAINT fk_result_{name}_{table} REFERENCES {table} (id)"
        )


def _column(name: str) -> sa.Column:
    if name.endswith("@"):
        return sa.Column(name[:-1], sa.DateTime(timezone=True), nullable=True)
    kind = sa.Integer() if name == "trials?" else sa.Text()
    if name.endswith("?"):
        return sa.Column(name[:-1], kind, nullable=True)
    return sa.Column(name, kind, server_default="", nullable=False)


def downgrade() -> None:
    for name in _REFERENCES:
        op.drop_column("result", name)
    for table, names in _TABLES.items():
        for name in (*names, "version"):
            op.drop_column(table, name.rstrip("?@"))
