"""The second reader: real workers on good and hostile files, and false ones that lie."""

import contextlib
import re
import sys

import pdfs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import NotFoundError, UnreadablePdfError
from annotator.pdf import limits, messages
from annotator.pdf.confinement import LAYERS
from annotator.pdf.sandbox import READERS, Deadlines, PdfReader, SecondReader

pytestmark = pytest.mark.sandbox

A_PDF = pdfs.text_pdf(["Hello there"], ["Second page"])
SOON = Deadlines(start=10, request=0.5, patience=1)


def read_everything(pdf: bytes, workers) -> list[str]:
    with SecondReader(pdf, start=workers.start_second) as reader:
        return [
            "".join(each.text for each in reader.characters(number))
            for number in range(1, reader.page_count + 1)
        ]


def test_the_second_reader_reads_what_the_first_reads(workers):
    with PdfReader(A_PDF, start=workers.start) as first:
        words = [
            [word.text for line in first.page(number).lines for word in line.words]
            for number in (1, 2)
        ]
    assert [page.split() for page in read_everything(A_PDF, workers)] == words


def test_it_starts_a_worker_of_its_own_kind():
    with SecondReader(A_PDF) as reader:
        assert reader.characters(2)[0].text == "S"


@pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux")
def test_its_worker_has_given_up_its_rights_and_still_reads_what_it_must(workers):
    # The second has no font embedded, so that PDFium looks for one.
    for pdf in (A_PDF, pdfs.mapped("xAy", A="0041")):
        with SecondReader(pdf, start=workers.start_second) as reader:
            assert reader.layers == LAYERS
            assert reader.characters(1)


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there_is_not_asked_for(workers, number):
    with SecondReader(A_PDF, start=workers.start_second) as reader:
        with pytest.raises(NotFoundError):
            reader.characters(number)
        assert reader.characters(1)


def test_readers_are_named_with_the_version_that_is_installed():
    named = " ".join(READERS)
    assert re.fullmatch(r"PyMuPDF \d+\.\d[\d.]* pypdfium2 \d+\.\d[\d.]*", named)


# Hostile files


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (b"", "EMPTY"),
        (pdfs.html_named_pdf(), "NOT_A_PDF"),
        (pdfs.html_that_says_pdf(), "DAMAGED"),
        (pdfs.damaged(), "DAMAGED"),
        (A_PDF[:200], "DAMAGED"),
        (pdfs.cyclic_page_tree(), "DAMAGED"),
        (pdfs.encrypted("secret"), "ENCRYPTED"),
        (pdfs.zero_pages(), "NO_PAGES"),
        (pdfs.many_pages(limits.PAGES + 1), "TOO_MANY_PAGES"),
        (pdfs.media_box(1e9), "TOO_BIG_A_PAGE"),
    ],
)
def test_each_bad_file_has_its_own_problem(pdf, problem, workers):
    with pytest.raises(UnreadablePdfError) as error:
        read_everything(pdf, workers)
    assert error.value.problem.name == problem


@pytest.mark.slow
def test_a_page_that_takes_all_memory_is_given_up(workers):
    with pytest.raises(UnreadablePdfError) as error:
        read_everything(pdfs.greedy_to_draw(), workers)
    assert error.value.problem.name == "TOO_MUCH_MEMORY"


@pytest.mark.parametrize("pdf", [pdfs.with_actions(), pdfs.deep_outline(20_000)])
def test_odd_files_are_read_all_the_same(pdf, workers):
    assert read_everything(pdf, workers) == [""]


def test_a_damaged_page_does_not_spoil_the_others(workers):
    with SecondReader(pdfs.cyclic_page_tree(), start=workers.start_second) as reader:
        with pytest.raises(UnreadablePdfError):
            reader.characters(2)
        assert not reader.failed
        assert reader.characters(1) == ()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2_000), st.integers(0, len(A_PDF)), st.integers(0, 2_000))
def test_random_bytes_in_a_pdf_raise_nothing_else(workers, noise, start, length):
    pdf = A_PDF[:start] + noise + A_PDF[start + length :]
    with contextlib.suppress(UnreadablePdfError):
        read_everything(pdf, workers)


# False workers


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (messages.JSON, b"not json"),
        (messages.JSON, b'{"number": 1, "text": "x", "boxes": []}'),
        (messages.JSON, b'{"number": 2, "text": "x", "boxes": [[1, 2, 3, 4]]}'),
        (messages.JSON, b'{"number": 1, "text": "\\u0000", "boxes": [[1, 2, 3, 4]]}'),
        (messages.JSON, b'{"number": 1, "text": "x", "boxes": [[3, 2, 1, 4]]}'),
        (messages.GREY, bytes(1024)),
        (messages.PROBLEM, b"words that a PDF chose"),
    ],
)
def test_nonsense_is_not_believed(workers, kind, content):
    lying = workers.saying(kind, content)
    with SecondReader(A_PDF, start=lying, deadlines=SOON) as reader:
        with pytest.raises(UnreadablePdfError) as error:
            reader.characters(1)
        assert reader.failed
    assert error.value.problem.name == "NONSENSE"


def test_a_document_with_more_text_than_is_taken_in_is_given_up(workers, monkeypatch):
    monkeypatch.setattr(limits, "DOCUMENT_CODE_POINTS", 15)
    with SecondReader(A_PDF, start=workers.start_second) as reader:
        assert len(reader.characters(1)) == 11
        assert reader.characters(1)  # no page counts twice
        with pytest.raises(UnreadablePdfError) as error:
            reader.characters(2)
    assert error.value.problem.name == "TOO_MUCH_TEXT"
