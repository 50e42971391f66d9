"""What readers' pages are made from is told, so that no page is served as it was."""

import re

import pytest
from crawl import crawl
from sqlalchemy import event

from annotator.app import create_app
from annotator.settings import Settings
from annotator.storage import public_state

# Readers are shown of these only what never changes: see the module.
UNTOLD = {"passage", "page"}
# Written in the transaction of a publication, which is told.
WITH_PUBLICATIONS = {"published_passage", "published_revision"}
TOLD_BY_EVENTS = {"absence", "report", "revision"}
# Counted before the form for another one is shown, which nobody keeps.
NOT_KEPT = {"letter"}


@pytest.fixture
def asked(desk_in, tmp_path, sample_ready):
    """The statements with which the database is asked, in an installation with the sample."""
    with desk_in(tmp_path / "sample", sample_ready) as desk:
        statements = []

        def note(_connection, _cursor, statement, *_):
            statements.append(statement)

        event.listen(desk.stores.database.engine, "before_cursor_execute", note)
        yield desk, statements


def _tables(statements) -> set[str]:
    found = (re.findall(r'(?:FROM|JOIN) "?(\w+)', asked) for asked in statements)
    return {table for tables in found for table in tables}


def test_every_table_that_a_readers_page_is_made_from_is_told(asked):
    desk, statements = asked
    with desk.look() as context:
        public_state.newest(context.session, context.now.date())
    told = _tables(statements) | TOLD_BY_EVENTS
    statements.clear()
    settings = Settings(data=desk.stores.data, reports_pdf=desk.stores.reports_pdf)
    crawl(create_app(settings, desk.stores).test_client())
    read = _tables(statements)
    assert "placement" in read
    assert read <= told | UNTOLD | WITH_PUBLICATIONS | NOT_KEPT
