"""All that public pages quote from a report, in its order, a page of a list at a time."""

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, state

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Role
from annotator.services.published.gate import public_report
from annotator.services.publishing import report_pages
from annotator.services.publishing.quoted_passages import places_of, uses_in
from annotator.services.publishing.report_pages import PASSAGES_ON_A_PAGE

PAGES, LINES = 6, 30  # of the report, and on each of its pages
SENTENCES = [
    [f"Task {page * LINES + line} was solved on day {line}." for line in range(LINES)]
    for page in range(PAGES)
]
ALL = [sentence for page in SENTENCES for sentence in page]


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A desk with a published claim that rests on every sentence of a report."""
    with desk_in(tmp_path_factory.mktemp("quoted")) as desk:
        desk.take_in(text_pdf(*SENTENCES), report="card")
        with desk.sit_down() as context:
            describe(context, "card", models=["Wren 1"])
            slug = state(context, "It solves tasks.", models=("wren-1",))
            for sentence in reversed(ALL):  # last marked, first in the report
                cite(context, slug, "card", sentence)
        desk.publish_claim(slug)
        desk.publish_file("card")
        yield desk


def _page(desk, number):
    with desk.look(Role.READER) as reader:
        return report_pages.report_page(reader, "card", number)


def _quotes(page):
    return [mark.quote.exact for mark in page.marks]


def test_a_long_list_of_quotes_has_pages_that_have_each_quote_once_in_order(desk):
    count = -(-len(ALL) // PASSAGES_ON_A_PAGE)
    shown = [_page(desk, number) for number in range(1, count + 1)]
    assert [quote for page in shown for quote in _quotes(page)] == ALL
    assert {page.count for page in shown} == {len(ALL)}
    assert [page.first for page in shown] == [1, PASSAGES_ON_A_PAGE + 1]
    assert shown[1].quoted == {*range(1, PAGES + 1)}, (
        "whatever is on this page of the list"
    )


@pytest.mark.parametrize("number", [0, -1, 3, 10**6])
def test_a_page_that_the_list_does_not_have_is_not_found(desk, number):
    with pytest.raises(NotFoundError, match="page of this report"):
        _page(desk, number)


def test_the_whole_list_is_there_for_those_who_want_it_as_data(desk):
    with desk.look(Role.READER) as reader:
        marks = report_pages.quoted_passages(reader, "card")
        assert [mark.quote.exact for mark in marks] == ALL
        report = public_report(reader, "card")
        places = places_of(reader, uses_in(reader, report))
        pages = [place.page_from for place in places]
        assert pages == [n for n in range(1, PAGES + 1) for _ in range(LINES)]


def test_a_page_of_the_pdf_has_its_own_marks_only(desk):
    with desk.look(Role.READER) as reader:
        [file] = public_report(reader, "card").files
        page = report_pages.reading_page(
            reader, report="card", sha256=file.sha256, number=2
        )
    assert _quotes(page) == SENTENCES[1]
