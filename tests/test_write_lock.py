"""Slow work is refused while a write transaction is open, and only then."""

import threading

import pytest
from sqlalchemy import text

from annotator import write_lock
from annotator.write_lock import SlowWorkError


def test_slow_work_is_refused_inside_a_write_transaction(database):
    with database.writing.begin() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(SlowWorkError, match="drawing a page"):
            write_lock.refuse_if_held("drawing a page")
    write_lock.refuse_if_held("drawing a page")


def test_slow_work_may_be_done_while_a_session_only_reads(database):
    with database.reading() as session:
        session.execute(text("SELECT 1"))
        write_lock.refuse_if_held("drawing a page")


def test_a_transaction_that_was_rolled_back_holds_nothing(database):
    session = database.writing()
    session.execute(text("SELECT 1"))
    assert write_lock.is_held()
    session.rollback()
    assert not write_lock.is_held()
    session.close()


def test_another_threads_transaction_does_not_matter(database):
    held = []
    with database.writing.begin() as session:
        session.execute(text("SELECT 1"))
        other = threading.Thread(target=lambda: held.append(write_lock.is_held()))
        other.start()
        other.join()
    assert held == [False]
