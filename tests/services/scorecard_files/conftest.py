"""A desk with the report that the scorecard file quotes, and imports that are not kept."""

import pytest
from pdfs import text_pdf
from wren_file import CARD, FILE

from annotator.services.scorecard_files import import_scorecard, look_ahead


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with a report of Wren Labs and one of Gull Labs; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("files")) as desk:
        desk.take_in(CARD, report="wren-card")
        desk.take_in(text_pdf(["A gull."]), report="gull-card", lab="Gull Labs")
        yield desk


@pytest.fixture(scope="module")
def ahead(shared):
    """What takes long in an import of the file."""
    with shared.look() as context:
        return look_ahead(context, name="wren.yaml", text=FILE)


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


@pytest.fixture
def bring_in(context, ahead):
    """Import the file, with words of it replaced by others."""

    def bring_in(*changes, text=FILE):
        for was, becomes in changes:
            assert was in text, was
            text = text.replace(was, becomes)
        return import_scorecard(context, name="wren.yaml", text=text, ahead=ahead)

    return bring_in
