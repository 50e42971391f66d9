"""A stored file that is damaged is told to readers in their words, and heals."""

import logging

from wren_public import CARD, FILE, SCORECARD, put_out, reader_of

from annotator.jobs import schedule


def test_a_reader_is_told_that_it_will_be_mended_and_the_log_which_file_it_is(
    desk, caplog
):
    put_out(desk)
    [sha256] = desk.stores.files.hashes()
    desk.stores.files.path(sha256).write_bytes(b"%PDF-altered")
    browser = reader_of(desk)
    address = f"/reports/{CARD}/revisions/{sha256}.pdf"
    with caplog.at_level(logging.ERROR):
        answer = browser.get(address, buffered=True)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "cannot be read at the moment" in answer.text
    assert sha256 not in answer.text.partition("<main")[2]
    assert sha256 in caplog.text
    desk.take_in(FILE, report=CARD)  # as when it is ingested again
    healed = browser.get(address, buffered=True)
    assert (healed.status_code, healed.data) == (200, FILE)


def test_a_reader_is_told_that_the_search_index_is_being_rebuilt(desk):
    put_out(desk)
    browser = reader_of(desk)
    address = "/search?q=solved"
    assert browser.get(address).status_code == 200
    next((desk.stores.data / "index" / "public").rglob("made-by-annotator")).unlink()
    desk.publish_scorecard(SCORECARD)
    desk.do_jobs()  # which notice that the index is not what was written
    answer = browser.get(address)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "is being rebuilt" in answer.text
    assert "annotator index" not in answer.text
    schedule.heal(desk.stores)
    desk.do_jobs()
    assert browser.get(address).status_code == 200
