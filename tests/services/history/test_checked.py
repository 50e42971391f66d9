"""What somebody did to the database past the program is told in sentences."""

import pytest
from pdfs import text_pdf
from sqlalchemy import text
from wren_public import put_out

from annotator import paths
from annotator.domain.claims import ClaimFacts
from annotator.domain.history_chain import Head
from annotator.services.claims import claims
from annotator.services.history import checked
from annotator.services.library import labs
from annotator.services.stores import open_stores
from annotator.storage import told_rows
from annotator.storage.event_chain import head

FACTS = ClaimFacts("It is safe.", "cyber", "wren-labs")


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request, tmp_path):
    url = request.getfixturevalue("postgresql_url") if request.param != "sqlite" else ""
    opened = open_stores(tmp_path / "data", paths.REPORTS_PDF, url)
    yield opened
    opened.close()


@pytest.fixture
def written(desk):
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, lab, "Wren 1")
        claims.add_claim(context, FACTS)
    return desk


def _alter(desk, *statements):
    with desk.stores.database.writing.begin() as session:
        for statement in statements:
            session.execute(text(statement))


def _faults(desk):
    with desk.look() as context:
        return [*checked.faults(context)]


def _drop(desk, table, change):
    on_table = desk.stores.database.engine.dialect.name == "postgresql"
    return f"DROP TRIGGER {table}_refuses_{change}{f' ON {table}' if on_table else ''}"


def test_all_that_people_do_agrees_with_the_history(desk):
    """The whole way to a public scorecard, with a file replaced and jobs."""
    put_out(desk)
    desk.take_in(
        text_pdf(["Wren 1 is safe.", "It was read again."]), report="wren-card"
    )
    assert _faults(desk) == []


def test_a_value_that_somebody_changed_is_told_as_it_is_and_was(written):
    _alter(written, "UPDATE claim SET text = 'It is very safe.'")
    assert _faults(written) == [
        "The history does not tell who changed a claim (claim 1):"
        " text is “It is very safe.” and was “It is safe.”."
    ]


def test_a_value_that_no_event_mentions_counts_as_well(written):
    _alter(written, "UPDATE claim SET state = 'withdrawn'")
    [found] = _faults(written)
    assert "state is “withdrawn” and was “draft”" in found


def test_a_value_that_is_none_is_told_and_the_rest_is_checked(written):
    _alter(written, "UPDATE claim SET state = 'x'", "UPDATE model SET name = 'Wren 2'")
    bad, other = _faults(written)
    assert bad.startswith("The table claim has a value that is none: 'x' is not")
    assert "name is “Wren 2” and was “Wren 1”" in other


def test_an_event_that_cannot_be_read_is_told(written):
    if written.stores.database.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL keeps what is no JSON out")
    _alter(
        written,
        _drop(written, "event", "update"),
        "UPDATE event SET after = '{' WHERE id = 2",
    )
    assert _faults(written)[0].startswith("The history cannot be read after event ")


def test_a_list_that_somebody_changed_is_told(written):
    _alter(written, "INSERT INTO claim_model (claim_id, model_id) VALUES (1, 1)")
    [found] = _faults(written)
    assert "models is “['wren-1']” and was “[]”" in found


def test_a_row_that_came_or_went_past_the_program_is_told(written):
    _alter(
        written,
        "DELETE FROM model",
        "INSERT INTO lab (slug, name, url, invented) VALUES ('x', 'X', '', false)",
    )
    assert _faults(written) == [
        "The history does not tell who added a lab (lab 2).",
        "The history does not tell that a model (model 1) was deleted, but it is gone.",
    ]


def test_an_altered_event_is_told_with_its_number_its_time_and_who_did_what(written):
    _alter(
        written,
        _drop(written, "event", "update"),
        "UPDATE event SET actor = 'Nobody' WHERE id = 2",
    )
    assert _faults(written) == [
        "Event 2 of the history does not fit to its hash, as it was altered or put in"
        " another's place: on 1 January 2030, 12:00 UTC, Nobody created a model (model 1)."
    ]


def test_a_removed_event_is_told_with_the_row_that_it_explained(written):
    _alter(
        written,
        _drop(written, "event", "delete"),
        _drop(written, "event_hash", "delete"),
        "DELETE FROM event_hash WHERE event_id = 2",
        "DELETE FROM event WHERE id = 2",
    )
    assert _faults(written) == [
        "Event 2 of the history is missing.",
        "The history does not tell who added a model (model 1).",
    ]


def test_a_history_without_its_newest_events_lacks_the_hash_that_was_noted(written):
    with written.look() as context:
        noted = checked.head(context)
        assert noted.number == 3
        assert checked.holds(context, noted)
        assert checked.holds(context, Head())
    _alter(
        written,
        _drop(written, "event", "delete"),
        _drop(written, "event_hash", "delete"),
        "DELETE FROM event_hash WHERE number = 3",
        "DELETE FROM event WHERE id = 3",
        "DELETE FROM claim",
    )
    assert _faults(written) == []  # the chain is whole, and the rows agree with it
    with written.look() as context:
        assert not checked.holds(context, noted)


def test_what_is_checked_is_as_it_was_at_one_moment(written):
    """Or a change of a colleague meanwhile would seem to be past the program."""
    with written.stores.database.reading_one_moment() as session:
        before = head(session)
        with written.sit_down() as colleague:
            claims.submit_claim(colleague, "it-is-safe")
        assert head(session) == before
        assert [*told_rows.unexplained(session)] == []
    assert _faults(written) == []
