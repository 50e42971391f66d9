"""The state of the site changes with what readers may be shown, and with nothing else."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.permissions import Role
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.published.site_state import site_state
from annotator.services.publishing import publication, report_publication

QUOTE = "Wren 1 solved 0.5 % of the long tasks."
OTHER = "That is all that it says of the tasks."
CARD = text_pdf(["A card about Wren 1.", QUOTE, OTHER])
CHANGED = text_pdf(["A card about Wren 1.", QUOTE.replace("0.5", "0.7"), OTHER])
CLAIM = "wren-1-solved-one"


@pytest.fixture
def site(desk):
    """A published claim with a quote."""
    desk.take_in(CARD, report="wren-card")
    with desk.sit_down() as context:
        claims.add_claim(
            context, ClaimFacts("Wren 1 solved one.", "cyber", "wren-labs")
        )
        passage = _mark(context, QUOTE)
        evidence.link_evidence(
            context,
            claim=CLAIM,
            target=Target(passage=passage.id),
            weight=Weight("supports"),
        )
    desk.publish_claim(CLAIM)
    desk.do_jobs()
    return desk


def _mark(context, quote):
    report = reports.get_report(context, "wren-card")
    revision = reports.get_revision(context, report)
    return marking.mark_found(context, revision=revision, quote=quote, page=1)


def _state(desk) -> str:
    with desk.look(Role.READER) as context:
        return site_state(context)


def test_what_analysts_write_and_mark_leaves_it(site):
    before = _state(site)
    with site.sit_down(Role.ANALYST) as context:
        claims.add_claim(context, ClaimFacts("Wren 1 is quick.", "cyber", "wren-labs"))
        _mark(context, OTHER)
    site.do_jobs()
    assert _state(site) == before


def _publish_again(desk):
    desk.publish_claim(CLAIM)


def _take_down(desk):
    with desk.sit_down() as context:
        publication.withdraw_claim(context, CLAIM)


def _take_down_the_file(desk):
    with desk.sit_down() as context:
        report = reports.get_report(context, "wren-card")
        sha256 = reports.get_revision(context, report).sha256
        report_publication.withdraw_file(context, "wren-card", sha256)


def _replace_the_file(desk):
    desk.take_in(CHANGED, report="wren-card")
    desk.publish_file("wren-card")


@pytest.mark.parametrize(
    "act", [_publish_again, _take_down, _take_down_the_file, _replace_the_file]
)
def test_what_readers_may_be_shown_changes_it(site, act):
    before = _state(site)
    act(site)
    assert _state(site) != before
