"""Migrations agree with the classes, and go up and down with rows in them."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from annotator import paths
from annotator.services.published.snapshots import thaw_report
from annotator.storage.database.engine import make_engine
from annotator.storage.database.migrate import downgrade, drift, upgrade


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    else:
        engine = make_engine(request.getfixturevalue("postgresql_url"))
    yield engine
    engine.dispose()


def test_the_migrations_make_the_tables_the_code_expects(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
        drift(connection, paths.MIGRATIONS)


def test_migrations_go_down_and_up_again_with_rows_in_the_tables(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
        _fill(connection)
        downgrade(connection, paths.MIGRATIONS, "0001")
        assert connection.scalar(text("SELECT exact FROM placement")) == "a quote"
        upgrade(connection, paths.MIGRATIONS)
        assert connection.scalar(text("SELECT exact FROM placement")) == "a quote"
        assert connection.scalar(text("SELECT note FROM evidence")) == "a note"
        downgrade(connection, paths.MIGRATIONS, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}


def test_the_eight_categories_are_there_from_the_start(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
        assert connection.scalar(text("SELECT count(*) FROM category")) == 8


def test_categories_keep_their_names_and_order_when_groups_become_rows(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS, "0018")
        connection.execute(
            text(
                "INSERT INTO category (slug, name, group_name, position)"
                " VALUES ('energy', 'Energy', 'evaluation', 8)"
            )
        )
        by_group = "SELECT slug, name FROM category ORDER BY group_name, position"
        before = connection.execute(text(by_group)).all()
        upgrade(connection, paths.MIGRATIONS)
        in_order = (
            "SELECT category.slug, category.name FROM category JOIN category_group"
            " ON category_group.id = group_id"
            " ORDER BY category_group.position, category.position"
        )
        assert connection.execute(text(in_order)).all() == before
        groups = connection.execute(
            text(
                "SELECT category_group.slug, category_group.name, count(*) FROM category"
                " JOIN category_group ON category_group.id = group_id"
                " GROUP BY category_group.id ORDER BY category_group.position"
            )
        ).all()
        assert [tuple(group) for group in groups] == [
            ("evaluation", "Evaluation categories", 6),
            ("safety-case", "Safety case categories", 3),
        ]
        downgrade(connection, paths.MIGRATIONS, "0018")
        assert connection.execute(text(by_group)).all() == before


def test_a_verdict_of_before_there_were_reasons_stays_and_may_be_followed_by_others(
    empty,
):
    verdict = (
        "INSERT INTO verdict (id, claim_id, shown, credence, rationale, at)"
        " VALUES (1, 1, 'not shown', 'likely', 'So.', '2030-01-01 12:00:00+00:00')"
    )
    named = (
        "INSERT INTO verdict_reason (id, verdict_id, reason_id, sentence, evidence_id)"
        " VALUES (1, 1, 1, 'There is none.', 1)"
    )
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS, "0020")
        _fill(connection)
        connection.execute(text(verdict))
        upgrade(connection, paths.MIGRATIONS)
        names = connection.scalars(text("SELECT name FROM reason ORDER BY position"))
        assert names.all() == [
            "no line stated",
            "between the lines",
            "weak elicitation",
            "other model",
            "number withheld",
            "single test",
            "saturated baseline",
            "contradicted elsewhere",
            "argument missing",
        ]
        connection.execute(text(named))
        downgrade(connection, paths.MIGRATIONS, "0020")
        assert connection.scalar(text("SELECT rationale FROM verdict")) == "So."
        upgrade(connection, paths.MIGRATIONS)
        assert connection.scalar(text("SELECT count(*) FROM verdict_reason")) == 0


@pytest.mark.parametrize("change", ["UPDATE {} SET sentence = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_rewrite_a_reason_that_was_given(empty, change):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
        _fill(connection)
        for statement in (
            "INSERT INTO verdict (id, claim_id, shown, credence, rationale, at)"
            " VALUES (1, 1, 'shown', 'likely', 'So.', '2030-01-01 12:00:00+00:00')",
            "INSERT INTO verdict_reason (id, verdict_id, reason_id, sentence)"
            " VALUES (1, 1, 1, 'There is none.')",
        ):
            connection.execute(text(statement))
    with empty.begin() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change.format("verdict_reason")))


def test_what_is_public_in_an_earlier_installation_stays_so(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS, "0005")
        _fill(connection)
        connection.execute(text("UPDATE report SET state = 'published'"))
        connection.execute(
            text(
                "INSERT INTO seal (id, passage_id, revision_id, page, holds, reason,"
                " readers, checked_at) VALUES (1, 1, 1, 1, :holds, 'It says 40.', 'x',"
                " '2030-01-01 12:00:00+00:00')"
            ),
            {"holds": False},
        )
        upgrade(connection, paths.MIGRATIONS)
        published = connection.execute(
            text("SELECT kind, slug, edition, body FROM publication")
        ).one()
        assert tuple(published)[:3] == ("report", "r", 1)
        view = thaw_report(published.body)
        assert (view.facts.title, view.facts.lab.name) == ("R", "Lab")
        assert [file.sha256 for file in view.files] == ["ab"]
        assert view.files[0].fetched_at == datetime(2030, 1, 1, 12, tzinfo=UTC)
        assert connection.scalar(text("SELECT state FROM revision")) == "published"
        assert (
            connection.scalar(text("SELECT revision_id FROM published_revision")) == 1
        )
        assert connection.scalar(text("SELECT outcome FROM seal")) == "differs"
        downgrade(connection, paths.MIGRATIONS, "0005")
        assert not connection.scalar(text("SELECT holds FROM seal"))
        assert connection.scalar(text("SELECT count(*) FROM publication")) == 0


def test_editions_of_before_know_their_lab_and_are_rewritten_by_nobody(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS, "0023")
        rows = [
            ("claim", "a", '{"lab": {"slug": "wren"}}', False),
            ("report", "r", '{"facts": {"lab": {"slug": "gull"}}}', False),
            ("claim", "a", "", True),
            ("scorecard", "a", '{"lab": {"slug": "tern"}}', False),
        ]
        for number, (kind, slug, body, withdrawn) in enumerate(rows, start=1):
            connection.execute(
                text(
                    "INSERT INTO publication (id, kind, slug, title, edition, body,"
                    " sha256, withdrawn, by, at) VALUES (:id, :kind, :slug, 'T', 1,"
                    " :body, '', :withdrawn, 'Ed', '2030-01-01 12:00:00+00:00')"
                ),
                {
                    "id": number,
                    "kind": kind,
                    "slug": slug,
                    "body": body,
                    "withdrawn": withdrawn,
                },
            )
        upgrade(connection, paths.MIGRATIONS)
        told = connection.execute(
            text("SELECT lab, change, note FROM publication ORDER BY id")
        )
        labs = ["wren", "gull", "wren", "tern"]
        assert [tuple(row) for row in told] == [(lab, None, "") for lab in labs]
    with pytest.raises(DBAPIError, match="append-only"), empty.begin() as connection:
        connection.execute(text("UPDATE publication SET note = 'another'"))
    with empty.begin() as connection:
        downgrade(connection, paths.MIGRATIONS, "0023")
        assert connection.scalar(text("SELECT count(*) FROM publication")) == 4


@pytest.mark.parametrize(
    "change", ["UPDATE placement SET exact = 'another'", "DELETE FROM placement"]
)
def test_the_database_refuses_to_rewrite_a_placement(empty, change):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
        _fill(connection)
    with pytest.raises(DBAPIError, match="append-only"), empty.begin() as connection:
        connection.execute(text(change))


def test_the_schema_on_paper_is_the_schema_that_the_migrations_make(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with engine.begin() as connection:
        upgrade(connection, paths.MIGRATIONS)
        rows = connection.scalars(
            text(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"
            )
        ).all()
    engine.dispose()
    written = (paths.ROOT / "db" / "schema.sql").read_text()
    assert written == "".join(f"{row};\n\n" for row in rows), (
        "db/schema.sql is stale: run `make schema`"
    )


def _fill(connection) -> None:
    """One row in each table that a placement needs."""
    noon = "2030-01-01 12:00:00+00:00"
    for statement in (
        "INSERT INTO lab (id, slug, name, url) VALUES (1, 'lab', 'Lab', '')",
        "INSERT INTO report (id, slug, lab_id, kind, title, source_url, published,"
        f" state, created_at) VALUES (1, 'r', 1, 'post', 'R', '', '', 'draft', '{noon}')",
        "INSERT INTO revision (id, report_id, sha256, file_name, bytes, page_count,"
        " fetched_from, fetched_at, published, extractor, extractor_version, length,"
        " outline, active_content) VALUES"
        f" (1, 1, 'ab', 'r.pdf', 1, 1, '', '{noon}', '', 'x', '1', 9, '[]', '[]')",
        "INSERT INTO passage (id, report_id, revision_id, kind, exact, prefix, suffix,"
        " page, boxes, description, created_at) VALUES"
        f" (1, 1, 1, 'quote', 'a quote', '', '', 1, '[]', '', '{noon}')",
        "INSERT INTO placement (id, passage_id, revision_id, state, exact, boxes, score,"
        f" checked_at) VALUES (1, 1, 1, 'exact', 'a quote', '[]', 1.0, '{noon}')",
        "INSERT INTO claim (id, slug, text, category_id, lab_id, asserted_by, state,"
        f" created_at) VALUES (1, 'c', 'C', 1, 1, 'lab', 'draft', '{noon}')",
        "INSERT INTO evidence (id, claim_id, passage_id, source_url, source_title,"
        " stance, aims_at, load_bearing, strength, reasons, note, created_at) VALUES"
        " (1, 1, 1, '', '', 'supports', 'claim', 'no', 'low', '[]', 'a note',"
        f" '{noon}')",
    ):
        connection.execute(text(statement))


# Sub-claims that stood in for a tension, in a store as 0018 left it


class _Before:
    """A store with a claim and sub-claims of it, each with two passages that support it."""

    def __init__(self, connection) -> None:
        self.connection = connection
        upgrade(connection, paths.MIGRATIONS, "0018")
        _fill(connection)
        self.number = 1
        for passage in (2, 3):
            self._copy("passage", 1, id=passage)

    def _copy(self, table, number, **changed):
        """Add a row like another one."""
        self.insert(table, **{**self.row(table, number), **changed})

    def row(self, table, number):
        query = text(f"SELECT * FROM {table} WHERE id = {number}")
        return dict(self.connection.execute(query).mappings().one())

    def insert(self, table, **values):
        columns = ", ".join(f'"{name}"' for name in values)
        given = ", ".join(f":{name}" for name in values)
        self.connection.execute(
            text(f"INSERT INTO {table} ({columns}) VALUES ({given})"), values
        )

    def stand_in(self, *, acts=("import",) * 3, note="", links=2, **claim):
        """Add a sub-claim with its links, made in these acts; return its id."""
        self.number += 1
        number = self.number
        facts = {
            "slug": f"t-{number}",
            "text": "Two passages do not go together:  74 and  72.65",
            "parent_id": 1,
            "asserted_by": "analyst",
        }
        self._copy("claim", 1, id=number, **{**facts, **claim})
        self._tell("claim", number, acts[0])
        for link in range(links):
            named = {"id": 10 * number + link, "claim_id": number, "note": note}
            weight = {"load_bearing": "unknown", "strength": "not rated"}
            self._copy("evidence", 1, **named, **weight, passage_id=2 + link)
            self._tell("evidence", named["id"], acts[1 + link])
        return number

    def _tell(self, table, number, act):
        self.insert(
            "event",
            at=datetime(2030, 1, 1, 12, tzinfo=UTC),
            actor="Ann",
            action="created",
            entity=table,
            entity_id=str(number),
            before="{}",
            after="{}",
            act=act,
        )

    def upgraded(self):
        """Return the tensions after the upgrade."""
        upgrade(self.connection, paths.MIGRATIONS)
        found = self.connection.execute(
            text(
                "SELECT claim_id, sentence, passage_id, other_id, result_id, withdrawn_at"
                " FROM tension ORDER BY id"
            )
        )
        return [tuple(row) for row in found]

    def state(self, number):
        return self.row("claim", number)["state"]


def test_a_sub_claim_that_stood_in_for_a_tension_becomes_one_of_its_parent(empty):
    with empty.begin() as connection:
        before = _Before(connection)
        number = before.stand_in()
        assert before.upgraded() == [(1, "74 and 72.65", 2, 3, None, None)]
        assert before.state(number) == "withdrawn"
        for link in (10 * number, 10 * number + 1):
            assert before.row("evidence", link)["withdrawn_at"] is not None
        told = connection.execute(
            text(
                "SELECT action, entity, entity_id, actor FROM event"
                " WHERE act <> 'import' ORDER BY id"
            )
        ).all()
        assert [tuple(row) for row in told] == [
            ("created", "tension", "1", "the program"),
            ("changed", "claim", str(number), "the program"),
            ("changed", "evidence", str(10 * number), "the program"),
            ("changed", "evidence", str(10 * number + 1), "the program"),
        ]
        kind = connection.scalar(text("SELECT kind FROM job"))
        assert kind == "index"
        downgrade(connection, paths.MIGRATIONS, "0018")
        assert before.state(number) == "withdrawn"


@pytest.mark.parametrize(
    "claim",
    [
        {"text": "Two passages say the same: 74 and 74"},
        {"text": "Two passages do not go together: "},
        {"asserted_by": "lab"},
        {"parent_id": None},
        {"assertion_id": 2},
        {"state": "published"},
        {"state": "withdrawn"},
        {"acts": ("desk", "later", "later")},
        {"note": "Somebody has thought about this."},
        {"links": 1, "acts": ("import",) * 2},
    ],
    ids=str,
)
def test_what_a_person_wrote_or_readers_saw_is_left_as_it_is(empty, claim):
    with empty.begin() as connection:
        before = _Before(connection)
        number = before.stand_in(**claim)
        assert before.upgraded() == []
        assert before.state(number) == claim.get("state", "draft")


def test_a_sub_claim_with_more_to_it_is_left_as_it_is(empty):
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    with empty.begin() as connection:
        before = _Before(connection)
        judged, published, whole, plain = (before.stand_in() for _ in range(4))
        before.insert(
            "verdict", claim_id=judged, shown="shown", credence="likely",
            rationale="So.", at=noon,
        )  # fmt: skip
        before.insert(
            "publication", kind="claim", slug=f"t-{published}", title="T", edition=1,
            body="", sha256="", withdrawn=True, by="Ed", at=noon,
        )  # fmt: skip
        part = before.stand_in(parent_id=whole, text="A part.")
        found = before.upgraded()
        assert [row[0] for row in found] == [1]
        states = [before.state(x) for x in (judged, published, whole, part, plain)]
        assert states == ["draft"] * 4 + ["withdrawn"]


def test_what_one_person_did_at_one_time_stays_one_act(empty):
    with empty.begin() as connection:
        upgrade(connection, paths.MIGRATIONS, "0011")
        for number, (at, actor) in enumerate(
            [("2030-01-01 12:00", "Ann"), ("2030-01-01 12:00", "Ann"),
             ("2030-01-01 12:00", "Ben"), ("2030-01-02 12:00", "Ann")], start=1,
        ):  # fmt: skip
            connection.execute(
                text(
                    "INSERT INTO event (id, at, actor, action, entity, entity_id, before,"
                    " after) VALUES (:id, :at, :actor, 'created', 'claim', '1', '{}', '{}')"
                ),
                {
                    "id": number,
                    "at": datetime.fromisoformat(f"{at}+00:00"),
                    "actor": actor,
                },
            )
        upgrade(connection, paths.MIGRATIONS)
        acts = connection.scalars(text("SELECT act FROM event ORDER BY id")).all()
        assert acts[0] == acts[1]
        assert len(set(acts)) == 3
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("UPDATE event SET act = ''"))
