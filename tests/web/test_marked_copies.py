"""The desk downloads a report with its marks; nobody else does."""

import pdfs
import pymupdf

from annotator.domain.permissions import Role
from annotator.services.library import reports
from annotator.services.passages import marking

SAID = "Wren 1 solved 12 of the 40 long tasks."
CONTENT = pdfs.text_pdf([SAID])
COPY = "/desk/reports/card/marked.pdf"


def _mark(desk):
    with desk.sit_down(Role.ANALYST) as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        return marking.mark_found(context, revision=revision, quote=SAID, page=1).id


def test_a_report_is_downloaded_with_its_marks(desk, analyst):
    sha256 = desk.take_in(CONTENT, report="card")
    passage = _mark(desk)
    answer = analyst.get(f"{COPY}?sha={sha256}")
    assert answer.mimetype == "application/pdf"
    assert 'attachment; filename="card-with-marks.pdf"' in str(answer.headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    with pymupdf.open("pdf", answer.data) as pdf:
        [only] = pdf[0].annots()
        address = only.info["content"].split("\n")[-1]
    page = f"/reports/card/revisions/{sha256}/pages/1?start=0&end={len(SAID)}"
    assert address == f"http://localhost{page}#passage-{passage}"
    assert analyst.get(page).status_code == 200
    assert COPY in analyst.get("/desk/reports/card").text


def test_a_report_without_marks_is_downloaded_as_it_came(desk, analyst):
    desk.take_in(CONTENT, report="card")
    assert analyst.get(COPY).data == CONTENT


def test_readers_get_the_file_without_marks_and_no_copy(desk, analyst, reader):
    sha256 = desk.take_in(CONTENT, report="card")
    _mark(desk)
    desk.publish_file("card")
    assert reader.get(COPY).status_code == 303
    answer = reader.get(f"/reports/card/revisions/{sha256}.pdf", buffered=True)
    assert answer.data == CONTENT
    assert COPY not in reader.get("/reports/card").text
