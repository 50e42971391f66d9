"""The scorecard editor, its files, and what readers get to see of it."""

import io

import pytest

from annotator import paths
from annotator.services.intake import reports_folder

SAMPLE = (paths.SAMPLE / "scorecard.yaml").read_bytes()


@pytest.fixture(scope="module")
def only_reports(begun):
    """The sample's reports, without its scorecard."""

    def take_in(desk):
        for path in sorted(paths.SAMPLE.glob("*.pdf")):
            desk.take_in(path.read_bytes(), report=path.stem, lab="Northfield")

    return begun(take_in)


@pytest.fixture
def beginning(request):
    """The sample, published; for tests of ``reports`` only its reports."""
    has_sample = "reports" not in request.fixturenames
    return request.getfixturevalue("sample_ready" if has_sample else "only_reports")


@pytest.fixture
def sample(desk):
    """An installation with the sample."""
    return desk


@pytest.fixture
def reports(desk):
    """An installation with the sample's reports alone."""
    return desk


def _import(browser, content, name="heron.yaml"):
    return browser.post(
        "/desk/scorecards/import",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def test_a_file_is_imported_as_a_draft_that_readers_do_not_see(editor, reader, reports):
    answer = _import(editor, SAMPLE)
    assert answer.headers["Location"] == "/desk/scorecards/heron-2"
    assert reader.get("/models/heron-2").status_code == 404
    assert "Heron 2" not in reader.get("/").text


def test_a_file_with_a_quote_that_nobody_said_is_refused_whole(editor, reports):
    wrong = SAMPLE.replace(b"we rule out the amber line", b"we never looked at all", 1)
    answer = _import(editor, wrong)
    assert answer.status_code == 422
    assert "does not contain" in answer.text
    assert "line " in answer.text
    assert "None yet." in editor.get("/desk/scorecards").text


def test_an_analyst_may_not_import(analyst):
    assert _import(analyst, SAMPLE).status_code == 403


def test_an_export_is_what_was_imported(editor, sample):
    first = editor.get("/desk/scorecards/heron-2/export.yaml").data
    assert _import(editor, first).status_code == 303
    assert editor.get("/desk/scorecards/heron-2/export.yaml").data == first


def test_an_edit_of_a_card_waits_for_an_editor(analyst, editor, reader, sample):
    card = {"lab_says": "It says so.", "we_say": "We doubt it.", "analysis": "*Why.*"}
    address = "/desk/scorecards/heron-2"
    assert analyst.post(f"{address}/cards/cyber", data=card).status_code == 303
    assert "We doubt it." in analyst.get("/models/heron-2?preview=1").text
    assert "We doubt it." not in reader.get("/models/heron-2").text
    assert "changed since it was published" in analyst.get(address).text
    editor.post(f"{address}/publish")
    shown = reader.get("/models/heron-2").text
    assert "We doubt it." in shown
    assert "Edition 2" in shown


def test_a_date_that_is_none_is_refused_beside_its_field(analyst, sample):
    facts = {"name": "Heron 2", "released": "soon"}
    answer = analyst.post("/desk/labs/northfield/models/heron-2", data=facts)
    assert answer.status_code == 422
    assert "“soon” is not a date" in answer.text


def test_a_scorecard_is_begun_with_a_card_for_each_category(analyst, reports, desk):
    with desk.look() as context:
        assert reports_folder.list_offered(context) == []
    assert analyst.post("/desk/scorecards", data={"title": "Heron"}).status_code == 422


def test_the_address_of_a_model_leads_to_its_scorecard(reader, sample):
    answer = reader.get("/models/heron-2-mini")
    assert answer.headers["Location"] == "/models/heron-2"


def test_a_withdrawn_scorecard_is_gone(editor, reader, sample):
    editor.post("/desk/scorecards/heron-2/withdraw")
    assert reader.get("/models/heron-2").status_code == 410
    assert "A scorecard was withdrawn" in reader.get("/").text


def test_every_page_has_the_source_and_the_licence(reader, analyst, sample):
    for browser, address in (
        (reader, "/"),
        (reader, "/models/heron-2"),
        (reader, "/sign-in"),
        (reader, "/nothing"),
        (analyst, "/desk"),
        (analyst, "/desk/reports/heron-2-system-card"),
        (analyst, "/desk/claims"),
    ):
        page = browser.get(address).text
        assert 'href="/source"' in page, address
