"""The first pages of a file suggest what it is, so that a form need only be checked."""

import json
from dataclasses import asdict

import pdfs
import pytest

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.permissions import Role
from annotator.services.intake import inspection
from annotator.services.intake.inspection import COMPARED, Inspection, ReportFacts
from annotator.services.library import labs

OPENING = (
    "We tested the model for eleven weeks before its release and asked thirty people "
    "from four countries to use it as they would use any tool of their own trade. "
    "What they wrote down is printed here in full, with the numbers that we measured."
)
CARD = [
    ["Wren 1 System Card", "", "Wren Labs, May 2030", "", *OPENING.split(". ")],
    ["More pages follow."],
]


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A desk that knows two labs, and the card of one of them."""
    with desk_in(tmp_path_factory.mktemp("inspection")) as desk:
        desk.take_in(pdfs.text_pdf(*CARD), report="wren-card")
        with desk.sit_down() as context:
            wren = labs.find_or_add_lab(context, "wren-labs")
            for name in ("Wren 1", "Wren 2"):
                labs.find_or_add_model(context, wren, name)
            gull = labs.find_or_add_lab(context, "Gull Labs")
            labs.find_or_add_model(context, gull, "Gull 1")
        yield desk


@pytest.fixture
def look_at(desk):
    """Look at a file that was sent under a name."""

    def look_at(content, name="download.pdf"):
        sha256 = desk.stores.staging.put(content)
        seen = inspection.read_first_pages(desk.stores, sha256)
        with desk.look(Role.ANALYST) as context:
            return inspection.suggest(context, name=name, seen=seen)

    return look_at


def test_title_kind_date_lab_and_models_are_read_off_the_first_pages(look_at):
    page = ["By Gull Labs and Wren Labs, 3 June 2030", "It speaks of Gull 1."]
    content = pdfs.text_pdf(page, title="Gull 1 Safeguards Report")
    assert look_at(content).facts == ReportFacts(
        lab="Gull Labs",
        title="Gull 1 Safeguards Report",
        kind="safeguards report",
        published="2030-06-03",
        models=("Gull 1",),
        file_name="download.pdf",
    )


def test_what_stands_on_later_pages_is_not_taken_for_the_report_s_own(look_at):
    front = ["A report without a date."]
    content = pdfs.text_pdf(front, [], [], ["Gull Labs, 3 June 2030"], title="Risk")
    seen = look_at(content)
    assert (seen.facts.lab, seen.facts.published, seen.page_count) == ("", "", 4)


def test_only_models_of_the_lab_that_the_title_names_are_suggested(look_at):
    content = pdfs.text_pdf(["By Wren Labs"], title="Gull 1 beside Wren 2")
    assert look_at(content).facts.models == ("Wren 2",)


def test_a_file_that_begins_like_a_known_report_is_said_to_be_one_of_its(look_at):
    revised = [[*CARD[0], "A line was added."], ["And all of this is new."]]
    seen = look_at(pdfs.text_pdf(*revised))
    assert seen.facts.report == "wren-card"
    assert 0.8 < seen.likeness < 1
    assert look_at(pdfs.text_pdf(*CARD)).likeness == 1


def test_a_file_that_shares_a_few_words_with_one_is_a_report_of_its_own(look_at):
    other = [["Wren 1 System Card", "", "Wren Labs, May 2031"], [OPENING[:60]]]
    other[1] += [f"Line {n} of it says something else again." for n in range(30)]
    seen = look_at(pdfs.text_pdf(*other))
    assert (seen.facts.report, seen.likeness) == ("", 0.0)


def test_a_file_without_a_title_is_called_as_it_was_sent(look_at):
    endless = ["word " * 20] * 20
    content = pdfs.text_pdf(endless, title="untitled")
    assert look_at(content, "Gull card (final).pdf").facts.title == "Gull card (final)"


def test_no_more_of_a_long_file_is_read_than_is_compared(desk):
    pages = [[f"Page {number}."] for number in range(COMPARED + 4)]
    sha256 = desk.stores.staging.put(pdfs.text_pdf(*pages))
    seen = inspection.read_first_pages(desk.stores, sha256)
    assert (len(seen.pages), seen.facts.page_count) == (COMPARED, COMPARED + 4)


def test_a_file_that_cannot_be_opened_is_refused(look_at):
    with pytest.raises(UnreadablePdfError) as refused:
        look_at(pdfs.encrypted("secret"))
    assert refused.value.problem is PdfProblem.ENCRYPTED


def test_a_scan_can_be_described_though_nothing_is_known_of_it(look_at):
    seen = look_at(pdfs.scan(), "scan.pdf")
    assert (seen.facts.title, seen.facts.lab, seen.page_count) == ("scan", "", 1)


def test_what_was_seen_comes_back_from_the_database_as_it_was(look_at):
    seen = look_at(pdfs.text_pdf(["By Wren Labs"], title="Wren 2"))
    kept = json.loads(json.dumps(asdict(seen)))
    assert Inspection.from_json(kept) == seen


def test_a_file_that_is_slow_to_read_is_answered_by_what_was_read_of_it(
    desk, monkeypatch
):
    monkeypatch.setattr(inspection, "ENOUGH_SECONDS", -1.0)
    sha256 = desk.stores.staging.put(pdfs.text_pdf(*[["A page."]] * 3))
    assert len(inspection.read_first_pages(desk.stores, sha256).pages) == 1
