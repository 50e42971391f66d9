"""What a report is called is guessed from its PDF, for somebody to check."""

from pages_of_text import a_column, a_line, a_page

from annotator.domain.text import titles
from annotator.domain.text.pages import PdfFacts
from annotator.domain.vocabulary import ReportKind

BODY = [f"this is line {n} of a text that is all set in one size" for n in range(9)]


def _facts(title=""):
    return PdfFacts(page_count=1, title=title)


def test_the_pdf_s_own_title_is_taken():
    assert titles.title(_facts(" Heron 2  System Card "), []) == "Heron 2 System Card"


def test_the_name_a_word_processor_left_is_not_a_title():
    page = a_page(a_line("Heron 2 System Card", y=72))
    assert titles.title(_facts("draft-v3.docx"), [page]) == "Heron 2 System Card"


def test_a_page_of_body_text_has_no_title():
    assert titles.title(_facts(), [a_page(*a_column(BODY, x=72))]) == ""


def test_the_kind_is_read_off_the_title():
    assert titles.kind("Heron 2 System Card") is ReportKind.SYSTEM_CARD
    assert titles.kind("Third-party review") is ReportKind.EXTERNAL_REVIEW


def test_the_first_date_is_taken_as_exactly_as_it_is_given():
    assert titles.date("of May 2025, revised 3 June 2025") == "2025-05"
    assert titles.date("no date here") == ""
