"""Files are published one by one; reports' facts are frozen; seals have outcomes."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _create_published_revision()
    # Columns are added in place: a table made anew would lose its triggers.
    state = sa.Column("state", sa.Text(), nullable=False, server_default="draft")
    op.add_column("revision", state)
    _publish_what_is_public()
    _give_seals_outcomes()


def downgrade() -> None:
    _drop_triggers("seal")
    holds = sa.Column("holds", sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column("seal", holds)
    false = "false" if _is_postgresql() else "0"
    op.execute(f"UPDATE seal SET holds = {false} WHERE outcome = 'differs'")
    op.execute("DELETE FROM seal WHERE outcome = 'not checked'")
    op.drop_column("seal", "outcome")
    _add_triggers("seal")
    _drop_triggers("published_revision")
    op.drop_table("published_revision")
    _drop_triggers("publication")
    op.execute("DELETE FROM publication WHERE kind = 'report'")
    _add_triggers("publication")
    op.drop_column("revision", "state")


def _create_published_revision() -> None:
    op.create_table(
        "published_revision",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_revision_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_published_revision_revision_id_revision"),
        ),
        sa.PrimaryKeyConstraint(
            "publication_id", "revision_id", name=op.f("pk_published_revision")
        ),
    )
    op.create_index(
        op.f("ix_published_revision_revision_id"), "published_revision", ["revision_id"]
    )
    _add_triggers("published_revision")


def _publish_what_is_public() -> None:
    """Freeze the reports that readers see, with all of their files: they stay public."""
    bind = op.get_bind()
    public = sa.text(
        "SELECT report.id, report.slug, title, kind, published, source_url,"
        " lab.slug AS lab_slug, lab.name AS lab_name"
        " FROM report JOIN lab ON lab.id = report.lab_id"
        " WHERE state = 'published' ORDER BY report.id"
    )
    for report in bind.execute(public).mappings().all():
        _publish_report(bind, dict(report))


def _publish_report(bind: sa.Connection, report: dict[str, object]) -> None:
    files = _files(bind, report["id"])
    body = json.dumps(
        {
            "facts": {
                "slug": report["slug"],
                "title": report["title"],
                "kind": report["kind"],
                "published": report["published"],
                "source_url": report["source_url"],
                "lab": {"slug": report["lab_slug"], "name": report["lab_name"]},
                "models": _models(bind, report["id"]),
            },
            "files": [
                {name: value for name, value in file.items() if name != "id"}
                for file in files
            ],
            "withdrawn": [],
            "announced": None,
        },
        ensure_ascii=False,
    )
    number = bind.scalar(
        sa.insert(_publication)
        .values(
            kind="report",
            slug=report["slug"],
            title=report["title"],
            edition=1,
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            withdrawn=False,
            by="the program",
            at=datetime.now(UTC),
        )
        .returning(_publication.c.id)
    )
    for file in files:
        bind.execute(
            sa.insert(_published_revision).values(
                publication_id=number, revision_id=file["id"]
            )
        )
    bind.execute(
        sa.text("UPDATE revision SET state = 'published' WHERE report_id = :id"),
        {"id": report["id"]},
    )


def _files(bind: sa.Connection, report: object) -> list[dict[str, object]]:
    rows = bind.execute(
        sa.select(_revision)
        .where(_revision.c.report_id == report)
        .order_by(_revision.c.id.desc())
    ).mappings()
    return [
        {
            **{name: row[name] for name in ("id", "sha256", "bytes", "page_count")},
            "published": row["published"],
            "fetched_at": _moment(row["fetched_at"]),
        }
        for row in rows
    ]


def _moment(at: datetime) -> str:
    """Return a moment as JSON has it; SQLite forgets that it is in UTC."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _models(bind: sa.Connection, report: object) -> list[dict[str, object]]:
    rows = bind.execute(
        sa.text(
            "SELECT model.slug, model.name FROM report_model"
            " JOIN model ON model.id = report_model.model_id"
            " WHERE report_id = :id ORDER BY model.name"
        ),
        {"id": report},
    ).mappings()
    return [dict(row) for row in rows]


def _give_seals_outcomes() -> None:
    _drop_triggers("seal")
    outcome = sa.Column("outcome", sa.Text(), nullable=False, server_default="agrees")
    op.add_column("seal", outcome)
    broken = "NOT holds" if _is_postgresql() else "holds = 0"
    op.execute(f"UPDATE seal SET outcome = 'differs' WHERE {broken}")
    op.drop_column("seal", "holds")
    _add_triggers("seal")


_publication = sa.table(
    "publication",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.Text),
    sa.column("slug", sa.Text),
    sa.column("title", sa.Text),
    sa.column("edition", sa.Integer),
    sa.column("body", sa.Text),
    sa.column("sha256", sa.Text),
    sa.column("withdrawn", sa.Boolean),
    sa.column("by", sa.Text),
    sa.column("at", sa.DateTime(timezone=True)),
)
_published_revision = sa.table(
    "published_revision",
    sa.column("publication_id", sa.Integer),
    sa.column("revision_id", sa.Integer),
)
_revision = sa.table(
    "revision",
    sa.column("id", sa.Integer),
    sa.column("report_id", sa.Integer),
    sa.column("sha256", sa.Text),
    sa.column("bytes", sa.Integer),
    sa.column("page_count", sa.Integer),
    sa.column("published", sa.Text),
    sa.column("fetched_at", sa.DateTime(timezone=True)),
)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _drop_triggers(table: str) -> None:
    on_table = f" ON {table}" if _is_postgresql() else ""
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_refuses_{change}{on_table}")


def _add_triggers(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        head = f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table}"
        if _is_postgresql():
            op.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
        else:
            op.execute(
                f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
