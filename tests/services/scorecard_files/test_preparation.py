"""What takes long in an import is done before it, as far as the file makes sense."""

import pytest
from pdfs import text_pdf
from wren_file import CARD, FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.library import reports
from annotator.services.passages import regions
from annotator.services.scorecard_files import look_ahead

BOX = (60.0, 70.0, 300.0, 120.0)
ABSENCE = """\
      - stance: context
        absence: {report: wren-card, statement: No interval., queries: [%s]}
"""


def _with(*evidence):
    """The file with more evidence of its last claim."""
    return FILE + "".join(evidence)


def _absent(query):
    return ABSENCE % query


def _region(page=1, box="[60, 70, 300, 120]", **said):
    also = "".join(f", {name}: {value}" for name, value in said.items())
    region = f"{{report: wren-card, page: {page}, box: {box}{also}}}"
    return f"      - {{stance: context, region: {region}}}\n"


@pytest.fixture
def look(shared):
    def look(text):
        with shared.look() as context:
            return look_ahead(context, name="wren.yaml", text=text)

    return look


@pytest.fixture
def newest(shared):
    with shared.look() as context:
        report = reports.get_report(context, "wren-card")
        yield reports.get_revision(context, report)


def test_each_figure_is_drawn_as_marking_would_draw_it(shared, look, newest):
    found = look(_with(_region(page=1))).pictures
    assert found.keys() == {(newest.sha256, page, BOX) for page in (1, 2)}
    with shared.look() as context:
        for (sha256, page, box), picture in found.items():
            drawn = regions.region_picture(context, sha256=sha256, page=page, box=box)
            assert picture == drawn


def test_what_is_said_to_be_absent_is_searched_for_in_the_file_as_it_reads_now(
    look, newest
):
    found = look(_with(_absent("uplift"), _absent("'\"no such words\"'"))).searches
    texts = {
        queries: [hit.words for hit in each.hits]
        for (*_, queries), each in found.items()
    }
    assert texts == {
        ("uplift",): ["Its uplift was 1.70× in a study of twelve people."],
        ('"no such words"',): [],
    }
    assert {key[:2] for key in found} == {(newest.id, newest.text_version)}


def test_what_is_amiss_is_left_for_the_import_to_tell_and_hinders_nothing(look):
    amiss = [
        _region(page=9),
        _region(box="[60, 70, 61, 71]"),
        _region(sha256="0" * 64),
        _region().replace("wren-card", "no-card"),
        _absent("lab:wren"),
        _absent("uplift").replace("wren-card", "no-card"),
    ]
    found = look(_with(*amiss, _absent("uplift")))
    assert found.pictures.keys() == look(FILE).pictures.keys()
    assert [queries for *_, queries in found.searches] == [("uplift",)]


def test_a_figure_is_drawn_from_the_file_that_is_named(desk):
    first = desk.take_in(CARD, report="wren-card")
    second = desk.take_in(text_pdf(["One."], ["Two."]), report="wren-card")

    def drawn_from(text):
        with desk.look() as context:
            found = look_ahead(context, name="wren.yaml", text=text)
        return {sha256 for sha256, _, _ in found.pictures}

    assert drawn_from(FILE) == {second}
    whole = FILE.replace("kind: system card", f"kind: system card, sha256: {first}")
    assert drawn_from(whole) == {first}
    assert drawn_from(whole + _region(sha256=second)) == {first, second}


def test_a_file_that_is_no_scorecard_is_refused_before_anything_is_drawn(look):
    with pytest.raises(InvalidFileError, match="annotator: expected 1"):
        look("annotator: 2")


def test_looking_ahead_changes_nothing(shared):
    with shared.look() as context:
        look_ahead(context, name="wren.yaml", text=_with(_absent("uplift")))
        assert [*context.session.new, *context.session.dirty] == []
