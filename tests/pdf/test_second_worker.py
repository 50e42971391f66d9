"""What the second worker makes of pages. Its functions are called here, unconfined."""

import json
import subprocess
import sys

import pdfs
import pytest

from annotator.domain.text.pages import Character, RawPage, RawWord
from annotator.pdf import answers, limits, second_worker, worker, worker_loop

SLACK = 0.6  # points; two libraries round differently


def characters(pdf: bytes, number: int = 1) -> tuple[Character, ...]:
    """Return the characters of a page as the parent would get them."""
    answer = second_worker.characters(second_worker.open_pdf(pdf), number)
    return answers.to_characters(json.dumps(answer).encode(), number)


def text(pdf: bytes) -> str:
    return "".join(each.text for each in characters(pdf))


def first_page(pdf: bytes) -> RawPage:
    answer = worker.page(worker.open_pdf(pdf), 1)
    return answers.to_page(json.dumps(answer).encode(), 1)


def read_in(word: RawWord, found: tuple[Character, ...]) -> str:
    """Return the characters whose middle lies in the box of a word, spaces aside."""
    x0, y0, x1, y1 = word.box
    return "".join(
        each.text
        for each in found
        if x0 - SLACK < (each.box[0] + each.box[2]) / 2 < x1 + SLACK
        and y0 - SLACK < (each.box[1] + each.box[3]) / 2 < y1 + SLACK
    ).replace(" ", "")


def assert_read_alike(pdf: bytes) -> None:
    found = characters(pdf)
    words = [word for line in first_page(pdf).lines for word in line.words]
    assert [read_in(word, found) for word in words] == [word.text for word in words]
    assert words


# Boxes


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_letters_lie_where_the_first_reader_sees_them_however_a_page_is_turned(degrees):
    assert_read_alike(pdfs.rotated(["Hello there", "you, too: 1.70× ≥ 50 %"], degrees))


PLAIN = pdfs.raw_pdf(
    pdfs.stream(b"BT /F 20 Tf 72 700 Td (Hello there) Tj ET"),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    resources=b"/Font << /F 5 0 R >>",
    box=b"-10 -20 595 842",
)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b"", b""),
        (b"/Count 1", b"/Count 1 /CropBox [50 60 500 800]"),  # for all pages
        (b"/Type /Page ", b"/Type /Page /CropBox [50 60 9000 800] "),
        (b"/Type /Page ", b"/Type /Page /CropBox [50 60 500 800] /Rotate 90 "),
        (b"/Type /Page ", b"/Type /Page /Rotate -90 "),
        (b"/Type /Page ", b"/Type /Page /Rotate 450 "),
        (b"[-10 -20 595 842]", b"[595 842 -10 -20]"),
    ],
)
def test_letters_lie_where_the_first_reader_sees_them_however_a_page_is_cut(
    written, instead
):
    assert written in PLAIN
    assert_read_alike(PLAIN.replace(written, instead, 1))


def test_a_letter_is_as_wide_as_its_advance_and_a_line_high():
    found = characters(pdfs.text_pdf(["Hi you"]))
    space, word = found[2], first_page(pdfs.text_pdf(["Hi"])).lines[0].words[0]
    assert space.text == " "
    assert space.box[2] - space.box[0] > 2
    assert (space.box[1], space.box[3]) == pytest.approx(word.box[1::2], abs=0.1)


# Characters


def test_words_are_kept_apart_and_so_are_lines():
    assert text(pdfs.text_pdf(["1.70× as", "≥ 50 %"])).split() == [
        *("1.70×", "as", "≥", "50", "%")
    ]


@pytest.mark.parametrize("hyphen", ["-", "\u00ad"])
def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen(hyphen):
    assert "evalu-ation" in text(pdfs.text_pdf([f"evalu{hyphen}", "ation"]))


def test_ligatures_are_opened():
    assert text(pdfs.ligatures()) == "fine flow"


def test_an_emoji_is_one_character():
    assert [each.text for each in characters(pdfs.emoji())] == ["x", "😀", "y"]


def test_characters_that_no_page_shows_are_left_out():
    assert text(pdfs.forbidden_characters()) == "xCy"


def test_two_halves_of_a_character_that_are_not_neighbours_are_left_out():
    assert text(pdfs.mapped("xAzBy", A="D83D", B="DE00")) == "xzy"


def test_a_scan_has_no_characters():
    assert characters(pdfs.scan()) == ()


def test_text_outside_the_standard_is_not_let_through():
    assert second_worker._character(0x11_0000) == ""


# Refusals


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (pdfs.html_named_pdf(), "NOT_A_PDF"),
        (pdfs.damaged(), "DAMAGED"),
        (pdfs.encrypted("secret"), "ENCRYPTED"),
        (pdfs.zero_pages(), "NO_PAGES"),
        (pdfs.many_pages(limits.PAGES + 1), "TOO_MANY_PAGES"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused(pdf, problem):
    with pytest.raises(worker_loop.Refusal, match=problem):
        second_worker.open_pdf(pdf)


def test_a_pdf_that_anyone_may_open_is_opened_though_it_is_encrypted():
    assert text(pdfs.encrypted("")) == "A secret"


def test_a_page_larger_than_the_standard_allows_is_refused():
    with pytest.raises(worker_loop.Refusal, match="TOO_BIG_A_PAGE"):
        characters(pdfs.media_box(14_401))


def test_a_page_with_more_text_than_is_taken_in_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "PAGE_CODE_POINTS", 4)
    with pytest.raises(worker_loop.Refusal, match="TOO_MUCH_TEXT"):
        characters(pdfs.text_pdf(["Hello"]))


@pytest.mark.parametrize("request_", [["fly"], ["characters", "1"], {}, ["facts"]])
def test_a_request_of_another_shape_is_refused(request_):
    with pytest.raises(worker_loop.Refusal, match="NONSENSE"):
        second_worker.answer(second_worker.open_pdf(PLAIN), request_)


def test_nothing_of_the_first_reader_is_in_its_process():
    asked = "import sys, annotator.pdf.second_worker; print('pymupdf' in sys.modules)"
    said = subprocess.check_output([sys.executable, "-I", "-c", asked], text=True)
    assert said == "False\n"
