"""A file that was taken in stays, whatever becomes of the next try to take it in."""

import hashlib
from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.services.intake import intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.library import reports
from annotator.storage.disk.files import MissingFileError

CARD = text_pdf(["The Wren card", "", "Wren 1 is safe."])
SHA256 = hashlib.sha256(CARD).hexdigest()
FACTS = ReportFacts(
    lab="Wren Labs", title="Wren card", kind="system card", published="2030"
)


def _killed(_done, _all):
    raise UnreadablePdfError(PdfProblem.TOO_MUCH_MEMORY)


def _quietly(_done, _all):
    pass


def test_a_second_intake_of_the_same_bytes_that_fails_keeps_the_only_copy(desk):
    desk.take_in(CARD, report="wren-card")
    with pytest.raises(UnreadablePdfError):
        intake.read_and_keep(desk.stores, SHA256, _killed)
    assert desk.stores.files.get(SHA256) == CARD


def test_a_first_intake_that_fails_keeps_the_file_for_another_try(desk):
    desk.stores.staging.put(CARD)
    with pytest.raises(UnreadablePdfError):
        intake.read_and_keep(desk.stores, SHA256, _killed)
    assert desk.stores.staging.get(SHA256) == CARD
    intake.read_and_keep(desk.stores, SHA256, _quietly)
    assert desk.stores.files.get(SHA256) == CARD
    assert not desk.stores.staging.has(SHA256)


def test_no_row_ever_names_a_file_that_is_not_there(desk):
    desk.stores.staging.put(CARD)
    read = intake.read_and_keep(desk.stores, SHA256, _quietly)
    desk.stores.files.path(SHA256).rename(desk.stores.data / "away")
    with pytest.raises(MissingFileError), desk.sit_down() as context:
        intake.add_revision(context, read, FACTS)
    with desk.look() as context:
        assert reports.list_reports(context) == []


def test_two_intakes_of_the_same_bytes_at_once_end_in_one_revision(desk):
    reads = []
    for _ in range(2):  # both have read it before either keeps it
        desk.stores.staging.put(CARD)
        reads.append(intake.read_and_keep(desk.stores, SHA256, _quietly))
    kept = set()
    for read in reads:
        with desk.sit_down() as context:
            kept.add(intake.add_revision(context, read, FACTS).id)
    assert len(kept) == 1
    assert desk.stores.files.get(SHA256) == CARD


def test_reports_on_a_model_whose_name_another_lab_has_as_well_are_on_the_same_one(
    desk,
):
    first = replace(FACTS, models=("Wren 1",))
    theirs = [replace(first, lab="Gull Labs", title=f"Gull card {n}") for n in range(2)]
    for number, facts in enumerate([first, *theirs]):
        sha256 = desk.stores.staging.put(text_pdf([f"Card {number}."]))
        read = intake.read_and_keep(desk.stores, sha256, _quietly)
        with desk.sit_down() as context:
            intake.add_revision(context, read, facts)
    with desk.look() as context:
        listed = [each.report for each in reports.list_reports(context)]
    assert {
        report.slug: [model.slug for model in report.models] for report in listed
    } == {
        "wren-card": ["wren-1"],
        "gull-card-0": ["gull-labs-wren-1"],
        "gull-card-1": ["gull-labs-wren-1"],
    }
