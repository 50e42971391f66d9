"""What tests of pages share."""

import pytest
from pdfs import text_pdf
from wren_claims import describe

from annotator.services.library import labs


@pytest.fixture(scope="module")
def two_labs(desk_in, tmp_path_factory):
    """A desk with two labs, one of which has a report; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("pages")) as desk:
        desk.take_in(text_pdf(["A card."]), report="card")
        desk.take_in(text_pdf(["A second card."]), report="second")
        with desk.sit_down() as context:
            for report in ("card", "second"):
                describe(context, report, title=report.title(), models=["Wren 1"])
            wren = labs.find_or_add_lab(context, "wren-labs")
            labs.find_or_add_model(context, wren, "Wren 2")
            gull = labs.find_or_add_lab(context, "Gull Labs")
            labs.find_or_add_model(context, gull, "Gull 1")
        yield desk
