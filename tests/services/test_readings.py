"""What is drawn while somebody waits is drawn in turn, kept, and not tried in vain."""

import json
from dataclasses import replace
from time import time

import pdfs
import pytest

from annotator.domain.errors import PdfProblem, TooManyError, UnreadablePdfError
from annotator.domain.permissions import Role
from annotator.pdf import limits
from annotator.pdf.sandbox import DrawingQueue, ReaderGoneError
from annotator.services import readings
from annotator.storage.disk import cache

CARD = pdfs.text_pdf(["The Wren card", "", "Wren 1 is safe."])
SLOW = pdfs.slow_to_draw()


@pytest.fixture
def stored(desk):
    return {"card": desk.stores.files.put(CARD), "slow": desk.stores.files.put(SLOW)}


def _kept(context, path, make, file="card"):
    return readings.kept(context, path, file, make)


def _sheet(context, sha256, page=1):
    return readings.drawn(
        context, sha256, page, lambda reader: reader.sheet(page, width=144)
    )


def test_what_was_made_once_is_kept(desk, tmp_path):
    path = tmp_path / "cache" / "a.png"
    with desk.look() as context:
        assert _kept(context, path, lambda: b"drawn") == b"drawn"
        assert _kept(context, path, lambda: b"drawn again") == b"drawn"


def test_what_was_damaged_in_the_cache_is_drawn_again(desk, tmp_path):
    path = tmp_path / "a.png"
    with desk.look() as context:
        assert _kept(context, path, lambda: b"drawn") == b"drawn"
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        assert _kept(context, path, lambda: b"drawn again") == b"drawn again"
        assert _kept(context, path, lambda: b"and again") == b"drawn again"


def test_a_reader_is_refused_where_too_many_wait_and_a_job_never_is(desk, tmp_path):
    full = replace(desk.stores, drawing_queue=DrawingQueue(places=0))
    path = tmp_path / "a.png"
    with desk.look(Role.READER) as context, pytest.raises(TooManyError) as refused:
        _kept(replace(context, stores=full), path, lambda: b"drawn")
    assert refused.value.seconds == limits.DRAWING_RETRY_SECONDS
    with desk.look(Role.ADMIN) as context:
        job = replace(context, stores=full, actor=replace(context.actor, id=None))
        assert _kept(job, path, lambda: b"drawn") == b"drawn"
    with desk.look(Role.READER) as context:  # what is kept is given to everybody
        kept = _kept(replace(context, stores=full), path, lambda: b"drawn again")
        assert kept == b"drawn"


@pytest.mark.slow
def test_a_page_that_is_too_slow_to_draw_is_not_tried_again_for_an_hour(desk, stored):
    with desk.look() as context:
        with pytest.raises(UnreadablePdfError) as first:
            _sheet(context, stored["slow"])
        assert first.value.problem in {
            PdfProblem.TOO_SLOW,
            PdfProblem.TOO_MUCH_MEMORY,
        }
        [failure] = (desk.stores.pictures / stored["slow"]).iterdir()
        closed = replace(desk.stores, pdf_workers=None)  # no reader would be lent
        again = replace(context, stores=closed)
        with pytest.raises(UnreadablePdfError) as second:
            _sheet(again, stored["slow"])
        assert second.value.problem is first.value.problem
        said = json.loads(cache.read(failure))
        before = time() - limits.FAILED_DRAWING_SECONDS - 60
        cache.keep(failure, json.dumps({**said, "at": before}).encode())
        with pytest.raises(AttributeError):  # tried again
            _sheet(again, stored["slow"])


def test_a_page_is_not_blamed_for_a_reader_that_another_page_ended(desk, stored):
    tries = []

    def draw(reader):
        tries.append(reader)
        if len(tries) == 1:
            raise ReaderGoneError(PdfProblem.CRASHED)
        return reader.sheet(1, width=144)

    with desk.look() as context:
        assert readings.drawn(context, stored["card"], 1, draw)[8:12] == b"WEBP"
        assert not list(desk.stores.pictures.rglob("*failure*"))
        tries.clear()
        with pytest.raises(ReaderGoneError):
            readings.drawn(context, stored["card"], 1, _always_gone)
        assert not list(desk.stores.pictures.rglob("*failure*"))


def _always_gone(_reader):
    raise ReaderGoneError(PdfProblem.CRASHED)


def test_a_reader_that_was_ended_says_so_to_those_who_come_after(desk, stored):
    with desk.look() as context, readings.stored_pdf(context, stored["card"]) as reader:
        reader.close()
        with pytest.raises(ReaderGoneError):
            reader.sheet(1, width=144)
