"""What a report is called is guessed from its PDF, for somebody to check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import a_column, a_line, a_page

from annotator.domain.input.dates import date_fact
from annotator.domain.text import titles
from annotator.domain.text.pages import PdfFacts
from annotator.domain.vocabulary import ReportKind

BODY = [f"this is line {n} of a text that is all set in one size" for n in range(9)]


def _facts(title=""):
    return PdfFacts(page_count=1, title=title)


def test_the_pdf_s_own_title_is_taken():
    assert titles.title(_facts(" Heron 2  System Card "), []) == "Heron 2 System Card"


@pytest.mark.parametrize(
    "left",
    ["draft-v3.docx", "Card.DOC", "card.pdf", "card.tex", "x.indd", "Untitled 1"],
)
def test_the_name_a_word_processor_left_is_not_a_title(left):
    page = a_page(a_line("Heron 2 System Card", y=72))
    assert titles.title(_facts(left), [page]) == "Heron 2 System Card"
    assert titles.title(_facts(left), []) == left  # better than nothing


def test_a_title_may_have_the_name_of_a_format_within_it():
    assert titles.title(_facts("What a .pdf can hide"), []) == "What a .pdf can hide"


def test_the_lines_in_the_largest_type_of_the_first_page_are_the_title():
    first = a_page(
        a_line("Wren Labs", y=60, size=12),
        a_line("Heron 2", y=90, size=24),
        a_line("System Card", y=120, size=22),
        *a_column(BODY, x=72, top=200),
    )
    second = a_page(a_line("Contents", y=72, size=40))
    assert titles.title(_facts(), [first, second]) == "Heron 2 System Card"


@pytest.mark.parametrize("own", ["word " * 80, "untitled " * 80])
def test_a_title_that_is_very_long_is_cut(own):
    cut = titles.title(_facts(own), [])
    assert len(cut) == titles.LONGEST_TITLE
    assert own.startswith(cut)


def test_a_title_may_be_as_long_as_it_is_let_and_no_longer():
    longest = "x" * titles.LONGEST_TITLE
    assert titles.title(_facts(), [a_page(longest)]) == longest
    assert titles.title(_facts(), [a_page(f"{longest}x")]) == ""


def test_a_page_of_body_text_has_no_title():
    assert titles.title(_facts(), [a_page(*a_column(BODY, x=72))]) == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Heron 2 System Card", ReportKind.SYSTEM_CARD),
        ("Heron 2: Addendum to the report", ReportKind.SYSTEM_CARD),
        ("Third-party review", ReportKind.EXTERNAL_REVIEW),
        ("ASL-3 Safeguards Report", ReportKind.SAFEGUARDS_REPORT),
        ("Responsible Scaling Policy", ReportKind.FRAMEWORK),
        ("Evaluation of Heron 2", ReportKind.EVALUATION_REPORT),
    ],
)
def test_the_kind_is_read_off_the_title(title, kind):
    assert titles.kind(title) is kind


def test_of_a_kind_that_no_title_names_the_usual_one_is_taken():
    assert titles.kind("Heron 2") is ReportKind.EVALUATION_REPORT


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("of May 2025, revised 3 June 2025", "2025-05"),
        ("San Francisco, May 22, 2025", "2025-05-22"),
        ("on 3 June 2025", "2025-06-03"),
        ("revised 2025-05-22 for Heron 2", "2025-05-22"),
        ("DECEMBER 2025", "2025-12"),
        ("no date here", ""),
    ],
)
def test_the_first_date_is_taken_as_exactly_as_it_is_given(text, date):
    assert titles.date(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Document 2025-45-67 of 3 May 2025", "2025-05-03"),
        ("Document 2025-45-67", ""),
        ("February 31, 2025", ""),
        ("page 40 May 2025", "2025-05"),
    ],
)
def test_what_no_calendar_has_is_not_taken_for_a_date(text, date):
    assert titles.date(text) == date


@pytest.mark.parametrize(
    ("created", "date"),
    [
        ("D:20250522101500Z", "2025-05-22"),
        ("D:20251345", ""),
        ("22 May 2025", ""),
        ("", ""),
    ],
)
def test_the_date_that_a_pdf_was_made_on_is_read(created, date):
    assert titles.pdf_date(created) == date


def test_the_lab_that_is_named_first_is_taken_for_the_author():
    text = "Prepared by WREN LABS for Heron."
    assert titles.first_named(text, ["Heron", "Wren Labs"]) == "Wren Labs"
    assert titles.first_named(text, ["Northfield"]) == ""
    text = "Heron Labs with Wren Labs, for Heron Labs."
    assert titles.first_named(text, ["Wren Labs", "Heron Labs"]) == "Heron Labs"


@given(st.text() | st.from_regex(r"20\d\d-\d\d-\d\d|\d\d May 20\d\d"))
def test_every_date_that_is_guessed_can_be_saved(text):
    assert date_fact("published", titles.date(text))
