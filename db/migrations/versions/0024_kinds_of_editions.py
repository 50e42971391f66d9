"""An edition says what kind of change it is, in an editor's words, and of which lab it is.

The labs of what was published before are read from what was frozen. Going down drops all
three.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_publication = sa.table(
    "publication",
    sa.column("id", sa.Integer()),
    sa.column("kind", sa.Text()),
    sa.column("slug", sa.Text()),
    sa.column("body", sa.Text()),
    sa.column("lab", sa.Text()),
)


def upgrade() -> None:
    op.add_column("publication", sa.Column("change", sa.Text(), nullable=True))
    for name in ("note", "lab"):
        op.add_column(
            "publication", sa.Column(name, sa.Text(), server_default="", nullable=False)
        )
    _let_change()
    _fill_labs()
    _refuse_change()
    op.create_index("ix_publication_lab", "publication", ["lab"])


def _fill_labs() -> None:
    """Write each row's lab; a withdrawal has that of the edition it ended."""
    connection = op.get_bind()
    table = _publication.c
    known: dict[tuple[str, str], str] = {}
    numbers = connection.scalars(sa.select(table.id).order_by(table.id)).all()
    for number in numbers:  # one by one, as bodies are long
        kind, slug, body = connection.execute(
            sa.select(table.kind, table.slug, table.body).where(table.id == number)
        ).one()
        if body:
            frozen = json.loads(body)
            known[kind, slug] = frozen.get("facts", frozen)["lab"]["slug"]
        connection.execute(
            sa.update(_publication)
            .where(table.id == number)
            .values(lab=known.get((kind, slug), ""))
        )


def _let_change() -> None:
    on_table = " ON publication" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER publication_refuses_update{on_table}")


def _refuse_change() -> None:
    head = "CREATE TRIGGER publication_refuses_update BEFORE UPDATE ON publication"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    else:
        op.execute(
            f"{head} BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END"
        )


def downgrade() -> None:
    op.drop_index("ix_publication_lab", "publication")
    for name in ("lab", "note", "change"):
        op.drop_column("publication", name)
