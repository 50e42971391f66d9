"""Words are marked once, in the words of the report, and can be taken back."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.services.context import READER
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking

SAID = "Wren 1 solved 12 of the 40 long tasks."
TWICE = "The model refused."
LONG = [
    f"Line {number} of an appendix that nobody reads to its end."
    for number in range(50)
]


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A card that says something on its first page, twice, and on the second again."""
    with desk_in(tmp_path_factory.mktemp("marking")) as desk:
        first = ["Results", "", SAID, TWICE, "It gave no answer.", TWICE]
        content = text_pdf(
            first, ["In the end:", TWICE], *[LONG] * 8, outline=[(1, "Results", 1)]
        )
        desk.take_in(content, report="card")
        yield desk


def _file(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


def _mark(context, start, end):
    return marking.mark_quote(
        context, sha256=_file(context).sha256, start=start, end=end
    )


def _span(context):
    [span] = document(context, _file(context)).occurrences(SAID)
    return span.start, span.end


def _find(context, quote, page, **around):
    return marking.mark_found(
        context, revision=_file(context), quote=quote, page=page, **around
    )


def test_the_same_words_are_one_mark_with_or_without_the_space_around_them(context):
    start, end = _span(context)
    mark = _mark(context, start - 1, end + 1)
    assert (mark.exact, mark.start, mark.end) == (SAID, start, end)
    assert (mark.heading, mark.page) == ("Results", 1)
    assert _mark(context, start, end).id == mark.id
    assert _find(context, SAID, 1).id == mark.id
    marking.withdraw_passage(context, mark.id)
    assert _mark(context, start, end).id != mark.id


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (-1, 5, "outside the report"),
        (5, 5, "outside the report"),
        (0, 10**6, "outside the report"),
        (7, 9, "contains no words"),
        (0, 20_010, "longer than 20,000"),
    ],
)
def test_a_selection_that_is_no_quote_is_refused(context, start, end, told):
    with pytest.raises(InvalidError, match=f"selection: .*{told}") as refused:
        _mark(context, start, end)
    assert refused.value.field == "start"


@pytest.mark.parametrize(
    ("quote", "page", "problem"),
    [
        (SAID, 2, "It is on page 1, not on page 2."),
        (SAID.replace("12", "13"), None, "The report does not contain it."),
        (TWICE, None, "in several places"),
        (TWICE, 1, "in several places"),
    ],
)
def test_a_quote_that_is_not_there_once_is_not_marked_and_the_problem_is_said(
    context, quote, page, problem
):
    missed = _find(context, quote, page)
    assert problem in missed.problem
    assert marking.placed_on(context, _file(context)) == []


def test_what_is_said_twice_is_told_apart_by_its_page_or_by_the_words_beside_it(
    context,
):
    assert _find(context, TWICE, 2).page == 2
    second = _find(context, TWICE, 1, prefix="It gave no answer. ")
    first = _find(context, TWICE, 1, prefix=SAID)
    assert first.start < second.start
    assert (second.occurrence, second.occurrences) == (1, 3)


def test_of_many_quotes_those_said_in_nearly_these_words_are_marked_as_the_report_has_them(
    context,
):
    nearly = "Wren 1 solved 12 of the 40 longer tasks."
    other_number = "Wren 1 solved 12 of the 41 long tasks."
    marked, missed = marking.mark_all(context, "card", [(nearly, 1), (other_number, 1)])
    assert marked.exact == SAID
    assert missed.quote == other_number


def test_a_reader_marks_nothing(context):
    with pytest.raises(SignInNeededError):
        _mark(replace(context, actor=READER), 0, 7)
