"""What migrations make of rows is told by the history as done by the program."""

from contextlib import closing

import pytest
from sqlalchemy import select, text

from annotator import paths
from annotator.services.library import labs
from annotator.services.stores import open_stores
from annotator.storage import told_rows
from annotator.storage.database.migrate import downgrade
from annotator.storage.event_chain import first_break
from annotator.storage.events import Event


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    return (
        request.getfixturevalue("postgresql_url") if request.param != "sqlite" else ""
    )


@pytest.fixture
def folder(tmp_path, url, desk_of):
    """An installation as an earlier version left it, whose update changed rows."""
    with closing(open_stores(tmp_path / "data", paths.REPORTS_PDF, url)) as stores:
        with desk_of(stores).sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
            labs.find_or_add_lab(context, "Heron Works")
        with stores.database.engine.begin() as connection:
            downgrade(connection, paths.MIGRATIONS, "0027")
            connection.execute(text("UPDATE lab SET url = 'x' WHERE id = 1"))
            connection.execute(text("DELETE FROM lab WHERE id = 2"))
            connection.execute(
                text(
                    "INSERT INTO lab (id, slug, name, url, invented)"
                    " VALUES (7, 'owl', 'Owl', '', true)"
                )
            )
    return tmp_path / "data"


def test_an_update_leaves_rows_that_the_history_tells(folder, url):
    for _ in range(2):  # the second time there is nothing left to tell
        stores = open_stores(folder, paths.REPORTS_PDF, url)
        with closing(stores), stores.database.reading() as session:
            assert list(told_rows.unexplained(session)) == []
            assert first_break(session) is None
            query = select(Event).where(Event.actor == "the program")
            told = session.scalars(query.order_by(Event.id)).all()
    assert [(row.action, row.entity_id) for row in told] == [
        ("changed", "1"),
        ("created", "7"),
        ("deleted", "2"),
    ]
    assert (told[0].before, told[0].after) == ({"url": ""}, {"url": "x"})
    assert told[1].after["name"] == "Owl"
    assert len({row.act for row in told}) == 1
    assert told[0].act
