"""The history is a chain, however many write it, and whatever becomes of it is seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text

from annotator import paths
from annotator.services.library import labs
from annotator.services.stores import open_stores
from annotator.storage import event_chain
from annotator.storage.database.migrate import downgrade, upgrade
from annotator.storage.event_chain import first_break, head
from annotator.storage.events import Event, EventHash

MANY = 12  # events


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request, tmp_path):
    url = request.getfixturevalue("postgresql_url") if request.param != "sqlite" else ""
    opened = open_stores(tmp_path / "data", paths.REPORTS_PDF, url)
    yield opened
    opened.close()


@pytest.fixture
def written(desk):
    """A desk at which some labs were added, one after the other, in several acts."""
    for number in range(MANY):
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, f"Lab {number}")
    return desk


def _unlock(session):
    """Let rows be altered, as somebody would who may do anything in the database."""
    on_table = session.get_bind().dialect.name == "postgresql"
    for table in ("event", "event_hash"):
        for change in ("update", "delete"):
            place = f" ON {table}" if on_table else ""
            session.execute(text(f"DROP TRIGGER {table}_refuses_{change}{place}"))


def _break(session):
    session.expire_all()
    return first_break(session)


def test_what_is_committed_is_chained_and_fits(written):
    with written.look() as context:
        assert head(context.session).number == MANY
        assert first_break(context.session) is None
        everything = context.session.scalar(select(func.count(Event.id)))
        assert everything == MANY


def test_writers_at_once_make_one_chain(desk):
    def add(number):
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, f"Lab {number}")
            context.session.flush()
            labs.find_or_add_lab(context, f"Lab {number} again")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    with desk.look() as context:
        assert head(context.session).number == 48
        assert first_break(context.session) is None


def test_what_is_undone_leaves_nothing_in_the_chain(written):
    with written.sit_down() as context:
        labs.find_or_add_lab(context, "Stays")
        with context.session.begin_nested() as savepoint:
            labs.find_or_add_lab(context, "Goes")
            context.session.flush()
            savepoint.rollback()
    with written.rehearse() as context:
        labs.find_or_add_lab(context, "Fails")
        context.session.flush()
    with written.look() as context:
        assert head(context.session).number == MANY + 1
        assert first_break(context.session) is None


def test_every_column_of_every_event_counts(written):
    changes = {
        "id": "id + 1000",
        "at": "'2031-01-01 00:00:00+00:00'",
        "act": "'x'",
        "actor": "'x'",
        "action": "'x'",
        "entity": "'x'",
        "entity_id": "'x'",
        "before": """'{"x": 1}'""",
        "after": """'{"x": 1}'""",
    }
    # Who it was is a name, too: an id has to be of a person who is there.
    counted = {column.name for column in Event.__table__.columns} - {"actor_id"}
    assert {*changes} == counted
    with written.rehearse() as context:
        _unlock(context.session)
        for name, value in changes.items():
            with context.session.begin_nested() as savepoint:
                statement = f"UPDATE event SET {name} = {value} WHERE id = 5"
                if name == "id":
                    context.session.execute(
                        text("DELETE FROM event_hash WHERE number=5")
                    )
                context.session.execute(text(statement))
                assert _break(context.session).number == 5, name
                savepoint.rollback()
        assert _break(context.session) is None


@given(
    st.integers(1, MANY),
    st.integers(1, MANY),
    st.sampled_from(["alter", "remove", "swap"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_one_event_that_is_altered_removed_or_swapped_is_found(
    written, one, other, how
):
    with written.rehearse() as context:
        session = context.session
        noted = head(session)
        _unlock(session)
        if how == "alter":
            session.execute(text(f"UPDATE event SET actor = 'x' WHERE id = {one}"))
            assert _break(session).number == one
            return
        if how == "remove":
            session.execute(text(f"DELETE FROM event_hash WHERE event_id = {one}"))
            session.execute(text(f"DELETE FROM event WHERE id = {one}"))
            if one == MANY:  # a shorter chain is a chain; what was noted tells
                assert event_chain.hash_at(session, noted.number) != noted.hash
            else:
                assert _break(session).number == one
            return
        if one == other:
            return
        rows = {row.number: row for row in session.scalars(select(EventHash))}
        places = f"number IN ({one}, {other})"
        session.execute(text(f"DELETE FROM event_hash WHERE {places}"))
        for number, row in ((one, rows[other]), (other, rows[one])):
            session.execute(
                text("INSERT INTO event_hash VALUES (:number, :event, :hash)"),
                {"number": number, "event": row.event_id, "hash": row.hash},
            )
        assert _break(session).number == min(one, other)


def test_what_another_program_has_written_is_found(written):
    with written.rehearse() as context:
        row = context.session.get_one(Event, 3)
        context.session.execute(
            insert(Event).values(
                {
                    column.name: getattr(row, column.name)
                    for column in Event.__table__.columns
                    if column.name != "id"
                }
            )
        )
        found = _break(context.session)
        assert (found.number, found.said["actor"]) == (0, "An editor")


def test_a_history_of_before_there_were_hashes_is_chained_as_it_is(written):
    engine = written.stores.database.engine
    with engine.begin() as connection:
        downgrade(connection, paths.MIGRATIONS, "0027")
        upgrade(connection, paths.MIGRATIONS)
    with written.sit_down() as context:
        assert (head(context.session).number, first_break(context.session)) == (
            MANY,
            None,
        )
        labs.find_or_add_lab(context, "One more")
    with written.look() as context:
        assert head(context.session).number == MANY + 1
        assert first_break(context.session) is None
