"""The reports folder is offered as it is now, without reading all of it each time."""

import os
from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.services.context import Context
from annotator.services.intake import reports_folder

CARD = text_pdf(["The Wren card"])


@pytest.fixture
def listed(desk, tmp_path):
    """List what is offered of a folder with one report in it."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "card.pdf").write_bytes(CARD)
    stores = replace(desk.stores, reports_pdf=folder)

    def listed():
        with desk.look() as context:
            return reports_folder.list_offered(
                Context(context.session, stores, context.actor, context.now)
            )

    listed.file = folder / "card.pdf"
    return listed


def test_what_was_taken_in_is_not_offered_and_what_takes_its_place_is(desk, listed):
    assert listed() == ["card.pdf"]
    desk.take_in(CARD, report="card")
    assert listed() == []
    listed.file.write_bytes(text_pdf(["Another card, somewhat longer"]))
    assert listed() == ["card.pdf"]


def test_a_file_that_looks_the_same_is_not_read_again(desk, listed):
    assert listed() == ["card.pdf"]
    seen = listed.file.stat()
    known = desk.take_in(text_pdf(["Another."]), report="other")
    desk.stores.hashes.keep((listed.file, seen.st_size, seen.st_mtime_ns), known)
    assert listed() == []
    os.utime(listed.file, (1, 1))  # now it looks as if it had been written anew
    assert listed() == ["card.pdf"]
