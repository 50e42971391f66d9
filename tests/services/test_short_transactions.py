"""What is slow is refused while a write transaction is open, wherever it is begun."""

import io

import pytest
from pdfs import text_pdf
from sqlalchemy import text as sql

from annotator.pdf.sandbox import PdfReader, SecondReader
from annotator.services.intake import reports_folder
from annotator.services.passages import pictures, regions
from annotator.storage.disk.files import write_whole
from annotator.write_lock import SlowWorkError

CARD = text_pdf(["The Wren card", "", "Wren 1 is safe."])
BOX = (72.0, 72.0, 300.0, 200.0)


def _send(context, _sha256):
    with context.stores.staging.receiving(io.BytesIO(CARD), most_bytes=10**6):
        pass


def _draw(context, sha256):
    pictures.page_image(context, report="card", sha256=sha256, page=1, width=896)


def _glimpse(context, sha256):
    pictures.glimpse_of(context, report="card", sha256=sha256, start=0, end=8)


def _tell_a_figure(context, sha256):
    regions.region_picture(context, sha256=sha256, page=1, box=BOX)


SLOW = {
    "starting a reader": lambda context, _: PdfReader(CARD),
    "starting the second reader": lambda context, _: SecondReader(CARD),
    "storing a file": lambda context, _: context.stores.files.put(CARD),
    "receiving a file": _send,
    "reading a file": lambda context, sha256: context.stores.files.get(sha256),
    "moving a file": lambda context, sha256: context.stores.files.take_over(
        sha256, context.stores.staging
    ),
    "writing a picture": lambda context, _: write_whole(
        context.stores.pictures / "a.png", b"x"
    ),
    "drawing a page": _draw,
    "drawing a glimpse": _glimpse,
    "telling a figure": _tell_a_figure,
    "hashing the reports folder": lambda context, _: reports_folder.list_offered(
        context
    ),
}


@pytest.mark.parametrize("what", SLOW)
def test_slow_work_is_refused_while_a_write_transaction_is_open(desk, what):
    sha256 = desk.take_in(CARD, report="card")
    with desk.sit_down() as context:
        context.session.execute(sql("SELECT 1"))
        with pytest.raises(SlowWorkError):
            SLOW[what](context, sha256)


def test_a_reader_that_is_open_is_not_asked_while_a_write_transaction_is(desk):
    with PdfReader(CARD) as reader, desk.sit_down() as context:
        context.session.execute(sql("SELECT 1"))
        with pytest.raises(SlowWorkError):
            reader.page(1)
