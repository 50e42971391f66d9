"""Pictures of pages are lossless, and no page is too long for their format."""

from io import BytesIO

import pdfs
import pymupdf
import pytest
from PIL import Image

from annotator.pdf.reader import PdfReader
from annotator.pdf.webp import LONGEST_SIDE, ColourPicture, to_webp


def test_a_picture_has_the_very_colours_of_the_page():
    colours = bytes(range(0, 240, 10)) * 10
    picture = ColourPicture(8, 10, colours)
    with Image.open(BytesIO(to_webp(picture))) as image:
        assert image.size == (8, 10)
        assert image.convert("RGB").tobytes() == colours


def test_a_page_is_as_wide_as_it_was_asked_for():
    with PdfReader(pdfs.text_pdf(["Words"])) as reader:
        drawn = reader.sheet(1, width=896)
    with Image.open(BytesIO(drawn)) as image:
        assert image.width == 896
        assert image.height == pytest.approx(896 * 842 / 595, abs=1)
        assert min(image.convert("L").tobytes()) < 100, "the words are drawn"


def test_a_page_that_is_very_long_is_drawn_narrower():
    with pymupdf.open() as pdf:
        pdf.new_page(width=100, height=14_000).insert_text((10, 50), "A roll")
        content = pdfs.save(pdf)
    with PdfReader(content) as reader:
        drawn = reader.sheet(1, width=2448)
    with Image.open(BytesIO(drawn)) as image:
        assert max(image.size) <= LONGEST_SIDE
