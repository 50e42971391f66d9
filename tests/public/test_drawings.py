"""Pictures that are slow to draw do not keep readers from the rest of the site."""

from contextlib import ExitStack

import pytest
from wren_public import CARD, put_out, reader_of

from annotator.pdf import limits


def test_a_reader_is_told_when_to_come_again_if_too_many_pages_are_being_drawn(desk):
    put_out(desk)
    [sha256] = desk.stores.files.hashes()
    browser = reader_of(desk)
    page = f"/reports/{CARD}/revisions/{sha256}/pages/1"
    with ExitStack() as held:
        for number in range(limits.DRAWINGS_FOR_STRANGERS):
            held.enter_context(
                desk.stores.drawing_queue.turn(f"file-{number}", is_stranger=True)
            )
        refused = browser.get(f"{page}.webp")
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) == limits.DRAWING_RETRY_SECONDS
        assert browser.get(page).status_code == 200
    drawn = browser.get(f"{page}.webp")
    assert (drawn.status_code, drawn.mimetype) == (200, "image/webp")


@pytest.mark.parametrize("width", [0, 801])
def test_a_width_that_no_page_asks_for_is_refused_without_a_turn(desk, width):
    put_out(desk)
    [sha256] = desk.stores.files.hashes()
    address = f"/reports/{CARD}/revisions/{sha256}/pages/1.webp?width={width}"
    assert reader_of(desk).get(address).status_code == 422
    assert desk.stores.drawing_queue.refused == 0
