"""Groups of categories are rows; labs, models and categories are edited in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_GROUPS = {  # what was stored before: the slug and the name of the group
    "evaluation": ("evaluation", "Evaluation categories"),
    "safety case": ("safety-case", "Safety case categories"),
}


def upgrade() -> None:
    op.add_column("lab", _version())
    op.add_column("model", sa.Column("release_key", sa.Text(), nullable=True))
    _add_reference("model", "predecessor_id", "model")
    op.create_table(
        "category_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        _version(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_group")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_group_slug")),
    )
    op.add_column("category", _version())
    for name in ("introduction", "invitation"):
        text = sa.Column(name, sa.Text(), server_default="", nullable=False)
        op.add_column("category", text)
    op.add_column(
        "category",
        sa.Column(
            "experimental", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
    )
    _add_reference("category", "group_id", "category_group")
    op.create_index(op.f("ix_category_group_id"), "category", ["group_id"])
    _fill_groups()
    op.drop_column("category", "group_name")


def _version() -> sa.Column:
    return sa.Column("version", sa.Integer(), server_default="1", nullable=False)


def _add_reference(table: str, column: str, other: str) -> None:
    # Alembic adds a reference apart from its column, which SQLite cannot do.
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"
        f" CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} (id)"
    )


def _fill_groups() -> None:
    groups = sa.table(
        "category_group", *map(sa.column, ("slug", "name", "position", "introduction"))
    )
    for position, (stored, (slug, name)) in enumerate(_GROUPS.items()):
        row = {"slug": slug, "name": name, "position": position, "introduction": ""}
        op.bulk_insert(groups, [row])
        op.execute(
            "UPDATE category SET group_id ="
            f" (SELECT id FROM category_group WHERE slug = '{slug}')"
            f" WHERE group_name = '{stored}'"
        )


def downgrade() -> None:
    """Go back; categories of other groups become evaluation categories."""
    op.add_column(
        "category",
        sa.Column("group_name", sa.Text(), server_default="evaluation", nullable=False),
    )
    for stored, (slug, _) in _GROUPS.items():
        op.execute(
            f"UPDATE category SET group_name = '{stored}' WHERE group_id IN"
            f" (SELECT id FROM category_group WHERE slug = '{slug}')"
        )
    # Positions were over all groups; those of a later group follow an earlier one's.
    op.execute(
        "UPDATE category SET position = position + 1000 *"
        " (SELECT position FROM category_group WHERE category_group.id = group_id)"
    )
    op.drop_index(op.f("ix_category_group_id"), "category")
    for name in ("group_id", "experimental", "invitation", "introduction", "version"):
        op.drop_column("category", name)
    op.drop_table("category_group")
    for name in ("predecessor_id", "release_key"):
        op.drop_column("model", name)
    op.drop_column("lab", "version")
