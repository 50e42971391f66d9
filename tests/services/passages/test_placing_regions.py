"""A figure is found again by its picture and by the lines around it, wherever it went."""

from collections.abc import Sequence

import pdfs
import pymupdf
import pytest

from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import PlacementState
from annotator.services.claims import capture
from annotator.services.claims.capture import Region
from annotator.services.passages import placing

BARS = (0.3, 0.9, 0.5, 0.7)
OTHER_BARS = (0.9, 0.2, 0.8, 0.4)
LOST_BARS = (1.0, 0.1, 0.1, 1.0)
SIZE = (200.0, 120.0)
STILL, MOVED, REDRAWN, RENUMBERED, LOST = range(1, 6)  # pages of the old file
BEYOND = 9  # a page that the new file has not
TITLES = {
    STILL: "Harmless answers, by the size of the model",
    MOVED: "Tasks that were solved in the cyber range",
    REDRAWN: "Hours that experts needed for each task",
    RENUMBERED: "The share of questions that were refused",
    LOST: "What the board was told before the release",
}


def _chart(
    pdf: pymupdf.Document,
    title: str,
    *,
    y: float = 100,
    bars: Sequence[float] = BARS,
    note: str = "n = 12 of 40",
) -> None:
    """Add a page with a bar chart below its title; the title's baseline is at ``y``."""
    page = pdfs.new_page(pdf)
    pdfs.write(page, [title], y=y)
    left, top, _, bottom = _below(y)
    for number, bar in enumerate(bars):
        x = left + 10 + 48 * number
        box = pymupdf.Rect(x, bottom - SIZE[1] * bar * 0.8, x + 30, bottom)
        page.draw_rect(box, color=(0, 0, 0), fill=(0.2, 0.4, 0.8))
    pdfs.write(page, [note], x=left + 4, y=top + 14)


def _below(y: float) -> Box:
    return (pdfs.LEFT, y + 20, pdfs.LEFT + SIZE[0], y + 20 + SIZE[1])


def _old() -> bytes:
    with pymupdf.open() as pdf:
        for number, title in TITLES.items():
            _chart(pdf, title, bars=LOST_BARS if number == LOST else BARS)
        for number in range(len(TITLES), BEYOND):
            pdfs.write(pdfs.new_page(pdf), [f"Of page {number} there is little to say"])
        return pdfs.save(pdf)


def _new() -> bytes:
    """A chart lower down, one with other bars, one with another number, one moved on."""
    with pymupdf.open() as pdf:
        _chart(pdf, TITLES[STILL], y=250)
        pdfs.write(pdfs.new_page(pdf), ["Here we thank all who took part in it"])
        _chart(pdf, TITLES[REDRAWN], bars=OTHER_BARS)
        _chart(pdf, TITLES[RENUMBERED], note="n = 21 of 40")
        _chart(pdf, TITLES[MOVED])
        return pdfs.save(pdf)


@pytest.fixture(scope="module")
def places(desk_in, tmp_path_factory):
    """Where each chart of the old file stands in the new one, by its old page."""
    with desk_in(tmp_path_factory.mktemp("regions")) as desk:
        old = desk.take_in(_old(), report="card")
        for page in (*TITLES, BEYOND):
            place = Region(old, page, _below(100), "A chart")
            with desk.look() as context:
                seen = capture.look_ahead(context, place)
            with desk.sit_down() as context:
                capture.capture(context, seen)
        desk.take_in(_new(), report="card")
        with desk.look() as context:
            rows = placing.placements_on(context, "card")
            yield {row.passage.page: row for row in rows}


def _box(row):
    [[page, *sides]] = row.boxes
    return page, tuple(round(side) for side in sides)


def test_a_figure_that_went_down_its_page_is_the_same_where_its_lines_went(places):
    row = places[STILL]
    assert row.state is PlacementState.EXACT
    assert _box(row) == (1, tuple(round(side) for side in _below(250)))


def test_a_figure_on_another_page_has_moved(places):
    assert places[MOVED].state is PlacementState.MOVED
    assert _box(places[MOVED])[0] == len(TITLES)


def test_another_figure_below_the_same_title_waits_for_somebody_to_look(places):
    row = places[REDRAWN]
    assert (row.state, row.is_settled) == (PlacementState.EDITED, False)
    assert _box(row)[0] == REDRAWN
    assert row.score < places[STILL].score


def test_a_number_in_a_figure_that_is_not_the_same_is_named(places):
    row = places[RENUMBERED]
    assert (row.state, row.changed) == (PlacementState.EDITED, [["12", "21"]])


@pytest.mark.parametrize("page", [LOST, BEYOND])
def test_a_figure_that_nothing_is_like_is_gone_and_so_is_one_beyond_the_last_page(
    places, page
):
    row = places[page]
    assert (row.state, row.boxes, row.page_from) == (PlacementState.GONE, [], None)
