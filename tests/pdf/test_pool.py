"""Readers kept warm between requests."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pdfs
import pytest

from annotator.domain.errors import UnreadablePdfError
from annotator.pdf.sandbox import ReaderPool

pytestmark = pytest.mark.sandbox

A_PDF: bytes = pdfs.text_pdf(["Hello"])


def load() -> bytes:
    return A_PDF


def never() -> bytes:
    raise AssertionError("the file was read again")


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    pool = ReaderPool(size=2)
    yield pool
    pool.close()
    assert len(pool) == 0


def test_a_reader_stays_open_between_requests(pool):
    with pool.reader("a", load) as first:
        assert first.page(1)
    with pool.reader("a", never) as second:
        assert second is first


def test_the_reader_not_used_for_longest_makes_room(pool):
    with pool.reader("a", load) as a:
        pass
    with pool.reader("b", load):
        pass
    with pool.reader("a", never):
        pass
    with pool.reader("c", load):
        assert len(pool) == 2
    assert not a.failed
    with pool.reader("a", never):
        pass


def test_who_finds_no_seat_waits_for_one(pool):
    done = threading.Event()

    def third() -> None:
        with pool.reader("c", load):
            done.set()

    with ThreadPoolExecutor(1) as threads:
        with pool.reader("a", load), pool.reader("b", load):
            waiting = threads.submit(third)
            assert not done.wait(0.5)
        waiting.result(timeout=120)
    assert done.is_set()


def test_threads_that_want_one_file_share_its_reader(pool):
    def use(_):
        with pool.reader("a", load) as reader:
            return reader.page(1).lines[0].words[0].text

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(use, range(12))) == {"Hello"}
    assert len(pool) == 1


def test_a_reader_that_failed_is_not_lent_again(pool):
    with pool.reader("a", load) as broken:
        broken.close()
    with pool.reader("a", load) as fresh:
        assert fresh is not broken
        assert fresh.page(1)


def test_a_file_that_cannot_be_opened_takes_no_seat(pool):
    with pytest.raises(UnreadablePdfError), pool.reader("a", pdfs.damaged):
        pass
    assert len(pool) == 0


def test_a_file_that_cannot_be_loaded_takes_no_seat(pool):
    with pytest.raises(AssertionError), pool.reader("a", never):
        pass
    assert len(pool) == 0


def test_idle_readers_are_closed_after_a_while():
    pool = ReaderPool(idle_seconds=0.1)
    with pool.reader("a", load) as reader:
        pass
    until = time.monotonic() + 5
    while len(pool) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(pool) == 0
    assert reader.failed
    pool.close()


def test_a_closed_pool_lends_nothing():
    pool = ReaderPool()
    with pool.reader("a", load) as reader:
        pool.close()
        with pytest.raises(UnreadablePdfError):
            reader.page(1)
    with pytest.raises(RuntimeError, match="closed"), pool.reader("a", load):
        pass
