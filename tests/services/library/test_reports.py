"""The library lists reports with their files, and edits what is said of them."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError, NotFoundError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.claims import capture, claims
from annotator.services.claims.capture import Words
from annotator.services.claims.evidence import Weight
from annotator.services.context import READER
from annotator.services.library import reports

FIRST = text_pdf(["Wren card", "It is safe.", "", "So we think."])
SECOND = text_pdf(["Wren card", "It is safe."], ["Another page."])
GULL = text_pdf(["Gull card", "It is fast."])
FACTS = {
    "title": "Wren card",
    "kind": "system card",
    "published": "2030-05",
    "source_url": "https://example.org/card",
    "models": ["Wren 1"],
}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A public report with a newer file in draft, and a report in draft."""
    with desk_in(tmp_path_factory.mktemp("reports")) as desk:
        desk.take_in(FIRST, report="wren-card")
        desk.publish_file("wren-card")
        desk.take_in(SECOND, report="wren-card")
        desk.take_in(GULL, report="gull-card", lab="Gull Labs")
        yield desk


def _get(context, slug="wren-card"):
    return reports.get_report(context, slug)


def _pdf(context, report, sha256):
    return reports.given_pdf(context, report, sha256).path.read_bytes()


def test_reports_are_listed_by_title_with_the_pages_of_their_newest_files(context):
    assert [
        (each.report.slug, each.revisions, each.pages, each.has_new_file)
        for each in reports.list_reports(context)
    ] == [("gull-card", 1, 1, False), ("wren-card", 2, 2, True)]


def test_marks_and_the_claims_that_rest_on_them_are_counted_once(context):
    sha256 = reports.get_revision(context, _get(context)).sha256
    facts = ClaimFacts("It is safe.", "cyber", "wren-labs")
    claim = claims.add_claim(context, facts).slug
    for start, end in ((0, 4), (0, 9)):
        place = Words(sha256, start, end)
        capture.capture(context, place, claim=claim, weight=Weight("supports"))
    number = _get(context).id
    assert reports.count_passages(context) == {number: 2}
    assert reports.count_claims(context) == {number: 1}


def test_a_file_is_found_under_its_own_report_alone(context):
    first, second = (
        file.sha256 for file in reports.list_revisions(context, _get(context))
    )
    assert reports.get_revision(context, _get(context)).sha256 == first
    assert reports.get_revision(context, _get(context), second).sha256 == second
    with pytest.raises(NotFoundError):
        reports.get_revision(context, _get(context, "gull-card"), second)


def test_a_pdf_is_given_as_it_came_in_to_those_who_may_see_it(desk):
    with desk.look() as context:
        draft, public = reports.list_revisions(context, _get(context))
        assert _pdf(context, "wren-card", draft.sha256) == SECOND
    with desk.look(Role.READER) as reader:
        assert _pdf(reader, "wren-card", public.sha256) == FIRST
        for report, sha256 in (("wren-card", draft), ("gull-card", public)):
            with pytest.raises(NotFoundError):
                _pdf(reader, report, sha256.sha256)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", " "),
        ("kind", "leaflet"),
        ("published", "soon"),
        ("source_url", "javascript:alert(1)"),
    ],
)
def test_a_fact_of_a_report_that_makes_no_sense_is_refused_by_its_field(
    context, field, wrong
):
    with pytest.raises(InvalidError) as refused:
        reports.edit_report(context, "wren-card", **{**FACTS, field: wrong})
    assert refused.value.field == field


def test_the_models_that_a_report_names_are_made_and_those_that_it_has_are_kept(
    context,
):
    for models in (["Wren 1", "Wren 2"], ["Wren 2", "wren-1"]):
        report = reports.edit_report(
            context, "wren-card", **{**FACTS, "models": models}
        )
        assert {model.slug for model in report.models} == {"wren-1", "wren-2"}
    assert [model.name for model in report.lab.models] == ["Wren 1", "Wren 2"]
    with pytest.raises(SignInNeededError):
        reports.edit_report(replace(context, actor=READER), "wren-card", **FACTS)
