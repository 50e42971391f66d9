"""Figures and tables are marked as rectangles, with a caption that can be changed."""

import pytest
from pdfs import text_pdf

from annotator.domain.errors import InvalidError
from annotator.services.library import reports
from annotator.services.passages import marking, regions

BOX = (100.0, 300.0, 300.0, 400.0)


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A card of one page."""
    with desk_in(tmp_path_factory.mktemp("regions")) as desk:
        desk.take_in(
            text_pdf(["Wren 1 solved 12 of the 40 long tasks."]), report="card"
        )
        yield desk


def _file(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


def test_a_rectangle_may_be_drawn_from_any_corner_and_ends_with_the_page(context):
    where = {"sha256": _file(context).sha256, "page": 1, "picture": "0"}
    x0, y0, x1, y1 = BOX
    drawn = regions.mark_region(context, **where, box=(x1, y1, x0, y0))
    assert drawn.boxes == [[1, *BOX]]
    beyond = regions.mark_region(context, **where, box=(x0, y0, 9_000.0, y1))
    assert beyond.boxes == [[1, x0, y0, 595.0, y1]]
    with pytest.raises(InvalidError, match="too small") as refused:
        regions.mark_region(context, **where, box=(x0, y0, x0 + 3, y1))
    assert refused.value.field == "box"
    again = regions.find_or_mark_region(
        context, **where, box=BOX, description=" The uplift "
    )
    assert (again.id, again.description) == (drawn.id, "The uplift")


def test_the_caption_of_a_figure_is_changed_and_no_other_is_overwritten(context):
    where = {"sha256": _file(context).sha256, "page": 1, "picture": "0"}
    figure = regions.mark_region(context, **where, box=BOX, description="Uplift")
    regions.describe_region(context, figure.id, " Uplift by week ", was="Uplift")
    assert figure.description == "Uplift by week"
    with pytest.raises(InvalidError, match=r"“Uplift by week” meanwhile.*“Mine”"):
        regions.describe_region(context, figure.id, "Mine", was="Uplift")
    words = marking.mark_quote(context, sha256=_file(context).sha256, start=0, end=7)
    with pytest.raises(InvalidError, match="for figures"):
        regions.describe_region(context, words.id, "Mine", was="")
