"""Public pages as they are printed: every line can be read."""

from collections.abc import Iterator

import pymupdf
import pytest
from browser.test_public_pages import PAGES, SCORECARD
from playwright.sync_api import Page, PdfMargins

pytestmark = pytest.mark.browser

EDGE: PdfMargins = {"top": "15mm", "right": "15mm", "bottom": "15mm", "left": "15mm"}


def _printed(page: Page, size: str) -> pymupdf.Document:
    """Return what a page prints."""
    return pymupdf.open(stream=page.pdf(format=size, margin=EDGE), filetype="pdf")


def _lines(page: pymupdf.Page) -> Iterator[tuple[pymupdf.Rect, str]]:
    """Yield the middle half of each line of text, and what it says."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            words = "".join(span["text"] for span in line["spans"]).strip()
            x0, y0, x1, y1 = line["bbox"]
            rest = (y1 - y0) / 4
            if words:
                yield pymupdf.Rect(x0, y0 + rest, x1, y1 - rest), words


def _overprinted(printed: pymupdf.Document) -> list[tuple[int, str, str]]:
    """Return the pairs of lines of which one is printed over the other, with their page.

    Labels of drawings are printed twice in one place, with and without a halo.
    """
    found = []
    for page in printed.pages():
        lines = [*_lines(page)]
        for i, (place, words) in enumerate(lines):
            for other, others in lines[i + 1 :]:
                both = place & other
                if words != others and both.width > 2 and both.height > 1:
                    found.append((page.number + 1, words, others))
    return found


@pytest.mark.parametrize("size", ["A4", "Letter", "A5"])
@pytest.mark.parametrize("address", PAGES)
def test_no_line_is_printed_over_another(public_window, address, size):
    assert _overprinted(_printed(public_window(address), size)) == []


def test_a_printed_scorecard_tells_all_that_a_reader_can_open(public_window):
    page = public_window(SCORECARD)
    claims = page.locator(".claim-block .claim-text").all_inner_texts()
    printed = _letters(
        "".join(sheet.get_text() for sheet in _printed(page, "A4").pages())
    )
    assert len(claims) > 8
    assert [claim for claim in claims if _letters(claim) not in printed] == []


def test_a_printed_claim_says_where_it_is_and_where_the_lines_are(public_window):
    page = public_window("/claims/heron-2-mini-is-below-amber-in-bio")
    sheets = [*_printed(page, "A4").pages()]
    short = page.locator("figcaption [data-note]").first.get_attribute("data-note")
    printed = "".join(_letters(sheet.get_text()) for sheet in sheets)
    assert _letters(short) in printed
    assert "/passages/" in short
    assert _letters(page.url) in _letters(sheets[-1].get_text())
    assert page.locator(".on-paper svg path").count() == 1, "a QR code"
    assert not page.locator(".on-paper").is_visible(), "on the screen"


def _letters(words: str) -> str:
    """Return words without what a line's end may put between or take from them."""
    return "".join(letter for letter in words if letter.isalnum())
