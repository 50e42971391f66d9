"""Marks go into a copy exactly where they are, and the file itself is its beginning."""

import noted_pdfs
import pdfs
import pymupdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from annotator.domain.marked_copy import CopiedMark
from annotator.pdf import limits, worker
from annotator.pdf.sandbox import PdfReader

pytestmark = pytest.mark.sandbox

RED, BLUE = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
SAID = "Supports: “ja” 😀\nhttps://desk.example/#passage-1"
FRAME = (100.0, 120.0, 200.0, 180.0)


def mark(*boxes, page=1, **changes) -> CopiedMark:
    told = {"author": "Ed", "text": SAID, "name": f"annotator-{page}", "at": "D:2030"}
    return CopiedMark(page, boxes, RED, **{**told, **changes})


def figure(box, **changes) -> CopiedMark:
    return mark(box, name="annotator-2", is_figure=True, **changes)


def marked(content: bytes, *marks: CopiedMark) -> bytes:
    with PdfReader(content) as reader:
        follows, added = reader.with_marks(marks)
    return content + added if follows else added


def word_boxes(content: bytes) -> dict[str, tuple[float, ...]]:
    page = worker.page(worker.open_pdf(content), 1)
    return {w[0]: tuple(w[1:5]) for line in page["lines"] for w in line[2]}


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_marks_lie_where_they_were_made_also_on_a_turned_page_that_is_cropped(degrees):
    content = noted_pdfs.turned(degrees)
    boxes = [word_boxes(content)[word] for word in ("0.5", "four")]
    copy = marked(content, mark(*boxes), figure(FRAME))
    assert copy.startswith(content), "not a byte of the file is changed"
    with pymupdf.open("pdf", copy) as pdf:
        page = pdf[0]
        _, words, frame = page.annots()
        for number, box in enumerate(boxes):
            corners = words.vertices[4 * number : 4 * number + 4]
            shown = pymupdf.Quad(corners).rect * page.rotation_matrix
            assert tuple(shown) == pytest.approx(box, abs=0.01)
        assert words.info["content"] == SAID
        assert (words.info["title"], words.info["id"]) == ("Ed", "annotator-1")
        assert words.colors["stroke"] == list(RED)
        x0, y0, x1, y1 = frame.rect
        inner = pymupdf.Rect(x0 + 1, y0 + 1, x1 - 1, y1 - 1)  # its line is 1 point wide
        shown = (inner * page.rotation_matrix).normalize()
        assert tuple(shown) == pytest.approx(FRAME, abs=0.01)


def test_another_reader_sees_the_same_marks():
    content = pdfs.text_pdf(noted_pdfs.LINES)
    box = word_boxes(content)["0.5"]
    document = pypdfium2.PdfDocument(marked(content, mark(box), figure(FRAME)))
    raw = pypdfium2.raw
    page = document[0]
    assert raw.FPDFPage_GetAnnotCount(page) == 2
    words = raw.FPDFPage_GetAnnot(page, 0)
    assert raw.FPDFAnnot_GetSubtype(words) == raw.FPDF_ANNOT_HIGHLIGHT
    quad = raw.FS_QUADPOINTSF()
    assert raw.FPDFAnnot_GetAttachmentPoints(words, 0, quad)
    left, top = quad.x1, pdfs.HEIGHT - quad.y1
    right, bottom = quad.x4, pdfs.HEIGHT - quad.y4
    assert (left, top, right, bottom) == pytest.approx(box, abs=0.01)
    frame = raw.FPDFPage_GetAnnot(page, 1)
    assert raw.FPDFAnnot_GetSubtype(frame) == raw.FPDF_ANNOT_SQUARE
    rect = raw.FS_RECTF()
    assert raw.FPDFAnnot_GetRect(frame, rect)
    shown = (rect.left + 1, pdfs.HEIGHT - rect.top + 1)
    assert shown == pytest.approx(FRAME[:2], abs=0.01)
    for annotation in (words, frame):
        raw.FPDFPage_CloseAnnot(annotation)
    document.close()


def test_marks_that_are_in_the_file_already_are_written_over():
    content = pdfs.text_pdf(noted_pdfs.LINES)
    once = marked(content, mark(FRAME))
    again = marked(once, mark(FRAME, text="Undercuts: no"))
    with pymupdf.open("pdf", again) as pdf:
        [only] = pdf[0].annots()
        assert only.info["content"] == "Undercuts: no"


def test_what_others_put_on_the_file_stays():
    copy = marked(noted_pdfs.every_kind(), mark(FRAME))
    with pymupdf.open("pdf", copy) as pdf:
        assert len(list(pdf[0].annots())) == 10  # nine of others, one a reply


def test_a_file_that_anybody_may_open_though_it_is_encrypted_gets_marks():
    content = pdfs.encrypted("")
    copy = marked(content, mark(word_boxes(content)["secret"]))
    with pymupdf.open("pdf", copy) as pdf:
        pdf.authenticate("")
        [only] = pdf[0].annots()
        assert only.info["content"] == SAID


def test_a_file_that_must_be_mended_is_written_anew():
    content = pdfs.text_pdf(noted_pdfs.LINES).replace(b"startxref", b"startxxxx")
    copy = marked(content, mark(FRAME))
    with pymupdf.open("pdf", copy) as pdf:
        assert len(list(pdf[0].annots())) == 1
        assert "solved" in pdf[0].get_text()


def test_more_marks_than_one_request_holds_are_all_there():
    content = pdfs.text_pdf(*[["A page."]] * 3)
    long = "x" * 4_000
    marks = [
        mark(FRAME, page=1 + n % 3, name=f"annotator-{n}", text=long) for n in range(90)
    ]
    with pymupdf.open("pdf", marked(content, *marks)) as pdf:
        assert sum(len(list(page.annots())) for page in pdf) == 90


def test_too_many_marks_are_refused_before_anything_is_sent():
    with (
        PdfReader(pdfs.text_pdf(["x"])) as reader,
        pytest.raises(ValueError, match="m"),
    ):
        reader.with_marks([mark(FRAME)] * (limits.MARKS_SENT + 1))
