"""Taking files in by the page: each gets its form, or its own clear refusal."""

import io

import pdfs
import pytest

from annotator import paths
from annotator.jobs.worker import work_all

CARD = (paths.SAMPLE / "heron-2-system-card.pdf").read_bytes()
FACTS = {
    "title": "A card",
    "lab": "Wren Labs",
    "kind": "system card",
    "published": "2030-01",
    "models": "Wren 1, Wren 2",
    "source_url": "https://wren.example/card.pdf",
    "file_name": "card.pdf",
}


def _send(browser, *files):
    sent = [(io.BytesIO(content), name) for name, content in files]
    return browser.post(
        "/desk/intake/files",
        data={"files": sent},
        content_type="multipart/form-data",
        headers={"HX-Request": "true"},
    )


def _sha256(answer):
    return answer.text.split('name="sha256" value="')[1][:64]


def test_a_file_is_answered_with_a_form_that_its_title_page_has_filled(analyst):
    answer = _send(analyst, ("card.pdf", CARD))
    assert 'value="Heron 2 System Card"' in answer.text
    assert 'value="2026-04-14"' in answer.text
    assert "13 pages" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("page.pdf", b"<html>not found</html>", "not a PDF"),
        ("empty.pdf", b"", "is empty"),
        ("locked.pdf", pdfs.encrypted("secret"), "locked with a password"),
        ("broken.pdf", CARD[:900], "damaged"),
    ],
)
def test_a_bad_file_is_refused_in_its_own_words_and_not_kept(
    analyst, stores, name, content, advice
):
    answer = _send(analyst, (name, content))
    assert name in answer.text
    assert advice in answer.text
    assert not list(stores.files.folder.rglob("*"))


def test_of_several_files_each_gets_its_own_answer(analyst):
    answer = _send(analyst, ("card.pdf", CARD), ("page.pdf", b"<html>"))
    assert 'value="Heron 2 System Card"' in answer.text
    assert "page.pdf" in answer.text


def test_a_described_file_is_read_and_can_be_opened(analyst, stores):
    sha256 = _sha256(_send(analyst, ("card.pdf", CARD)))
    started = analyst.post(
        "/desk/intake", data={**FACTS, "sha256": sha256}, headers={"HX-Request": "true"}
    )
    assert "Waiting for its turn" in started.text
    work_all(stores)
    done = analyst.get("/desk/jobs/1", headers={"HX-Request": "true"})
    assert "Taken in, 13 pages" in done.text
    assert analyst.get("/desk/reports/a-card").status_code == 200
    assert "Wren Labs" in analyst.get("/desk").text


def test_a_scan_fails_with_advice_and_is_not_kept(analyst, stores):
    sha256 = _sha256(_send(analyst, ("scan.pdf", pdfs.scan())))
    analyst.post("/desk/intake", data={**FACTS, "sha256": sha256})
    work_all(stores)
    answer = analyst.get("/desk/jobs/1", headers={"HX-Request": "true"})
    assert "ocrmypdf" in answer.text
    assert not stores.files.has(sha256)


def test_what_is_wrong_with_the_facts_is_said_beside_the_field(analyst):
    sha256 = _sha256(_send(analyst, ("card.pdf", CARD)))
    answer = analyst.post(
        "/desk/intake", data={**FACTS, "sha256": sha256, "published": "last spring"}
    )
    assert answer.status_code == 422
    assert "“last spring” is no date" in answer.text
    assert 'value="Wren 1, Wren 2"' in answer.text


def test_the_same_file_again_leads_to_what_is_here(analyst, stores):
    sha256 = _sha256(_send(analyst, ("card.pdf", CARD)))
    analyst.post("/desk/intake", data={**FACTS, "sha256": sha256})
    work_all(stores)
    answer = _send(analyst, ("again.pdf", CARD))
    assert "is here already" in answer.text
    assert "/desk/reports/a-card" in answer.text


def test_files_in_the_reports_folder_are_offered_until_they_are_taken_in(analyst):
    page = analyst.get("/desk/intake").text
    assert "northfield/heron-2-system-card.pdf" in page
    answer = analyst.post(
        "/desk/intake/files",
        data={"offered": "northfield/heron-2-system-card.pdf"},
        headers={"HX-Request": "true"},
    )
    assert 'value="Heron 2 System Card"' in answer.text


def test_only_what_is_offered_can_be_read_from_the_folder(analyst):
    answer = analyst.post("/desk/intake/files", data={"offered": "../pyproject.toml"})
    assert answer.status_code == 422
