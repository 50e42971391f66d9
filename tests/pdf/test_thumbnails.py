"""Thumbnails: whether a figure is known again, and told from others."""

from collections.abc import Sequence

import pdfs
import pymupdf
import pytest

from annotator.domain.errors import NotFoundError, UnreadablePdfError
from annotator.domain.matching import picture_hash
from annotator.domain.text.pages import Box
from annotator.pdf import limits, messages, worker, worker_loop
from annotator.pdf.sandbox import PdfReader

BARS = (0.3, 0.9, 0.5, 0.7)
OTHER_BARS = (0.9, 0.2, 0.8, 0.4)
SIZE = (200.0, 120.0)


def figure(
    bars: Sequence[float], at: tuple[float, float], *, note: bool = False
) -> bytes:
    """A page with a bar chart at a place, below a line of text."""
    with pymupdf.open() as pdf:
        page = pdfs.new_page(pdf)
        pdfs.write(page, ["A line above"])
        x, y = at
        for number, bar in enumerate(bars):
            left, top = x + 10 + 48 * number, y + SIZE[1] * (1 - bar)
            box = pymupdf.Rect(left, top, left + 30, y + SIZE[1])
            page.draw_rect(box, color=(0, 0, 0), fill=(0.2, 0.4, 0.8))
        page.insert_text((x + 12, y + 10), "Share of harmless answers", fontsize=7)
        if note:
            page.add_rect_annot((x + 5, y + 5, x + 150, y + 100))
        return pdfs.save(pdf)


def box_at(x: float, y: float) -> Box:
    return (x, y, x + SIZE[0], y + SIZE[1])


def thumbnail(bars: Sequence[float], at: tuple[float, float], **how: bool) -> bytes:
    pdf = worker.open_pdf(figure(bars, at, **how))
    return worker.thumbnail(pdf, 1, [*box_at(*at)])


def alike(one: bytes, other: bytes) -> float:
    return picture_hash.likeness(
        picture_hash.fingerprint(one), picture_hash.fingerprint(other)
    )


def farthest(one: bytes, other: bytes) -> int:
    """Return by how much the two differ, at most, in levels of grey."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_a_thumbnail_has_the_size_that_likeness_expects():
    assert limits.THUMBNAIL_SIDE == picture_hash.SIDE
    assert len(thumbnail(BARS, (100, 200))) == picture_hash.SIDE**2


@pytest.mark.parametrize("at", [(100, 200), (333, 654), (72.37, 431.81)])
def test_a_figure_is_known_again_wherever_it_stands(at):
    known = thumbnail(BARS, (100, 200))
    assert farthest(known, thumbnail(BARS, at)) <= 2
    assert alike(known, thumbnail(BARS, at)) > 0.95


def test_figures_that_differ_are_told_apart():
    one, other = thumbnail(BARS, (100, 200)), thumbnail(OTHER_BARS, (100, 200))
    assert farthest(one, other) > 50
    assert alike(one, other) < 0.8


def test_a_note_on_a_figure_is_left_out():
    plain, noted = (thumbnail(BARS, (100, 200), note=note) for note in (False, True))
    assert plain == noted


def test_a_box_that_sticks_out_of_the_page_is_cut():
    pdf = worker.open_pdf(figure(BARS, (0, 0)))
    inside, outside = [0.0, 0.0, 200.0, 120.0], [-50.0, -50.0, 200.0, 120.0]
    assert worker.thumbnail(pdf, 1, outside) == worker.thumbnail(pdf, 1, inside)


def test_the_smallest_box_has_a_thumbnail_too():
    pdf = worker.open_pdf(figure(BARS, (100, 200)))
    assert len(worker.thumbnail(pdf, 1, [500, 700, 500.01, 700.01])) == 1024


def test_a_box_beside_the_page_is_refused():
    pdf = worker.open_pdf(figure(BARS, (100, 200)))
    with pytest.raises(worker_loop.Refusal, match="NONSENSE"):
        worker.thumbnail(pdf, 1, [900, 900, 950, 950])


@pytest.mark.sandbox
def test_a_reader_gives_thumbnails(workers):
    pdf = figure(BARS, (100, 200))
    with PdfReader(pdf, start=workers.start) as reader:
        given = reader.thumbnail(1, box_at(100, 200))
        with pytest.raises(NotFoundError):
            reader.thumbnail(2, box_at(100, 200))
    assert given == thumbnail(BARS, (100, 200))


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("kind", "content"), [(messages.GREY, bytes(1023)), (messages.JSON, b"[]")]
)
def test_a_thumbnail_of_another_size_is_not_believed(workers, kind, content):
    with PdfReader(pdfs.text_pdf(["x"]), start=workers.saying(kind, content)) as reader:
        with pytest.raises(UnreadablePdfError) as error:
            reader.thumbnail(1, box_at(100, 200))
        assert reader.failed
    assert error.value.problem.name == "NONSENSE"
