"""What is rolled back is gone; what is written once stays; writers take turns."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from annotator.storage.library.labs import Lab


def _a_lab(slug):
    return Lab(slug=slug, name=slug.title(), url="")


def test_what_is_rolled_back_is_gone(database):
    with database.writing() as session:
        with session.begin_nested():
            session.add(_a_lab("northfield"))
        session.rollback()
        assert session.scalars(select(Lab)).all() == []


def test_a_row_that_names_a_missing_row_is_refused(database):
    row = text(
        "INSERT INTO model (lab_id, slug, name, most_powerful, released,"
        " training_dates, deployment_dates) VALUES (99, 'm', 'M', 0, '', '', '')"
    )
    with database.writing() as session, pytest.raises(DBAPIError, match="FOREIGN KEY"):
        session.execute(row)


def test_eight_writers_who_read_first_all_get_their_turn(database):
    failures = []

    def write(number):
        try:
            with database.writing.begin() as session:
                session.scalars(select(Lab)).all()
                session.add(_a_lab(f"lab-{number}"))
        except DBAPIError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert len(session.scalars(select(Lab)).all()) == 8


def test_the_database_keeps_a_write_ahead_log(engine):
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) >= 5_000
