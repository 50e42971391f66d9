"""What a database says of a time is said in UTC, whatever the session's own zone is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import literal, select, text

from annotator.storage.database.base import UtcDateTime, month_of
from annotator.storage.database.engine import Database

JUST_MARCH = datetime(2030, 3, 1, 0, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    database = Database(url)
    with database.reading() as session:
        if request.param == "postgresql":
            session.execute(text("SET LOCAL TIME ZONE 'America/New_York'"))
        yield session
    database.close()


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (JUST_MARCH, "2030-03"),
        (JUST_MARCH.astimezone(timezone(timedelta(hours=-8))), "2030-03"),
        (JUST_MARCH - timedelta(hours=1), "2030-02"),
        (datetime(2030, 12, 31, 23, 59, tzinfo=UTC), "2030-12"),
    ],
)
def test_the_month_of_a_time_is_that_of_utc(session, at, month):
    found = session.scalar(select(month_of(literal(at, UtcDateTime()))))
    assert found == month
