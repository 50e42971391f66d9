"""What goes wrong is said in sentences, with what a person can do about it."""

import inspect
import re

import pytest

from annotator.domain import errors
from annotator.domain.errors import (
    AnnotatorError,
    ChangedMeanwhileError,
    ConflictError,
    IndexBusyError,
    IndexUnreadableError,
    InvalidError,
    InvalidFileError,
    NoRoomError,
    NotFoundError,
    PdfProblem,
    QueryError,
    SavedAlreadyError,
    StoreProblem,
    StoreUnavailableError,
    UnreadablePdfError,
    WithdrawnError,
)
from annotator.pdf import limits

OURS = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, Exception)
]


def test_every_error_of_ours_is_told_from_trouble_with_the_machine():
    others = {each for each in OURS if not issubclass(each, AnnotatorError)}
    assert others == {StoreUnavailableError}
    assert all(each.__name__.endswith("Error") for each in OURS)


@pytest.mark.parametrize("problem", [*PdfProblem, *StoreProblem])
def test_every_problem_is_told_in_whole_sentences(problem):
    assert re.fullmatch(r"[A-Z][^\n]*\.", problem)
    assert re.search(r"PDF|file|page|server|database", problem)


@pytest.mark.parametrize(
    ("problem", "advice"),
    [
        (PdfProblem.NOT_A_PDF, "Download the report again"),
        (PdfProblem.EMPTY, "download it again"),
        (PdfProblem.DAMAGED, "Download it again"),
        (PdfProblem.ENCRYPTED, "Save a copy without a password"),
        (PdfProblem.NO_TEXT, "run the file through OCR"),
        (PdfProblem.NO_READER, "annotator doctor"),
        (StoreProblem.BUSY, "Try again in a moment"),
        (StoreProblem.FULL, "must free up space"),
        (StoreProblem.READ_ONLY, "must make it writable"),
        (StoreProblem.LOST, "tell the administrator"),
    ],
)
def test_where_something_can_be_done_it_is_said(problem, advice):
    assert advice in problem


def test_the_limits_that_a_file_is_refused_for_are_those_that_are_kept_to():
    assert f"{limits.FILE_BYTES // 1024**2} MB" in PdfProblem.TOO_LARGE
    assert f"{limits.PAGES:,} pages" in PdfProblem.TOO_MANY_PAGES
    assert f"{limits.PAGE_CODE_POINTS:,} characters" in PdfProblem.TOO_MUCH_TEXT
    assert f"{limits.DOCUMENT_CODE_POINTS:,} in all" in PdfProblem.TOO_MUCH_TEXT


def test_only_what_may_be_the_machine_s_doing_is_tried_again():
    passing = {problem for problem in PdfProblem if problem.is_passing}
    assert passing == {
        PdfProblem.NO_READER,
        PdfProblem.TOO_SLOW,
        PdfProblem.TOO_MUCH_MEMORY,
        PdfProblem.CRASHED,
    }
    assert all(UnreadablePdfError(each).is_passing for each in passing)
    assert not UnreadablePdfError(PdfProblem.DAMAGED).is_passing
    assert StoreUnavailableError(StoreProblem.BUSY).is_passing
    assert IndexBusyError(1).is_passing
    assert not AnnotatorError().is_passing


def test_an_unreadable_file_is_named_if_its_name_is_known():
    named = UnreadablePdfError(PdfProblem.NO_PAGES, "card.pdf")
    assert str(named) == "card.pdf: The PDF has no pages."
    assert str(UnreadablePdfError(PdfProblem.NO_PAGES)) == "The PDF has no pages."


def test_what_is_not_there_is_named_and_what_was_withdrawn_is_not(now):
    missing = NotFoundError("report", "heron-card")
    assert str(missing) == "There is no report “heron-card”."
    assert (missing.kind, missing.key) == ("report", "heron-card")
    withdrawn = WithdrawnError("report", now)
    assert str(withdrawn) == "This report was withdrawn on 1 January 2030."
    assert isinstance(withdrawn, NotFoundError)
    assert not hasattr(withdrawn, "key")


def test_a_field_that_makes_no_sense_is_named():
    wrong = InvalidError("released", "is no date.")
    assert str(wrong) == "released: is no date."
    assert (wrong.field, wrong.reason) == ("released", "is no date.")
    query = QueryError("ends in OR.", 8, 10)
    assert (query.field, query.start, query.end) == ("search", 8, 10)


def test_every_mistake_of_an_imported_file_is_listed_on_a_line():
    wrong = InvalidFileError("a.yaml", ["line 3: no slug", "line 9: no date"])
    assert str(wrong).splitlines() == [
        "a.yaml was not imported:",
        "line 3: no slug",
        "line 9: no date",
    ]
    assert wrong.mistakes == ("line 3: no slug", "line 9: no date")


def test_whose_save_was_lost_is_told_to_save_again():
    assert "your changes were not saved. Save again." in str(ChangedMeanwhileError())
    again = SavedAlreadyError("/claims/safe")
    assert "already saved" in str(again)
    assert again.made == "/claims/safe"
    assert isinstance(again, ConflictError)


def test_a_disk_without_room_says_how_much_is_missing():
    told = str(NoRoomError(needed=1_234_567_890, free=2_500_000))
    assert "2.5 MB are free, and this needs 1,234.6 MB" in told
    assert "0.0 MB are free" in str(NoRoomError(needed=1, free=-1))


def test_an_index_that_cannot_be_used_says_what_to_run_or_to_wait_for():
    assert "run “annotator index rebuild”" in str(IndexUnreadableError())
    assert "for more than 2.5 seconds" in str(IndexBusyError(2.5))
