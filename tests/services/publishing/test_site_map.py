"""The pages that readers reach, from publications alone."""

from wren_public import CARD, SCORECARD, put_out

from annotator.domain.permissions import Role
from annotator.services.publishing import publication, report_publication
from annotator.services.publishing.site_map import site_pages


def _listed(desk):
    with desk.look(Role.READER) as context:
        return {(page.kind, page.slug): page for page in site_pages(context)}


def test_every_kind_of_page_is_listed_with_its_title_and_its_last_change(desk, now):
    claim = put_out(desk)
    listed = _listed(desk)
    assert listed.keys() == {
        ("claim", claim),
        ("scorecard", SCORECARD),
        ("report", CARD),
        ("lab", "wren-labs"),
        ("reason", "single-test"),
    }
    assert listed["scorecard", SCORECARD].title == "Wren 1"
    assert {page.changed for page in listed.values()} == {now}


def test_drafts_and_what_was_withdrawn_are_not_listed(desk):
    claim = put_out(desk)
    with desk.sit_down() as context:
        publication.withdraw_claim(context, claim)
        publication.withdraw_scorecard(context, SCORECARD)
        report_publication.withdraw_report(context, CARD)
    assert _listed(desk) == {}
