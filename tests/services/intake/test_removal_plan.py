"""What goes with a report is told before, and nothing public rests on what is removed."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError
from annotator.services.claims import absences, claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.intake import removal, removal_plan
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.publishing import publication, report_publication
from annotator.storage.published.publications import PageKind

CARD = "wren-card"
SAID = "The numbat sleeps through the whole of the trial, every time."


@pytest.fixture
def claim(desk):
    """A claim that rests on a quote and on an absence of a report."""
    desk.take_in(text_pdf(["Wren card", "", SAID, "No more is known."]), report=CARD)
    with desk.sit_down() as context:
        report = reports.get_report(context, CARD)
        revision = reports.get_revision(context, report)
        passage = marking.mark_found(context, revision=revision, quote=SAID, page=1)
        kept = absences.keep_absence(
            context, report=CARD, statement="It names no wombat.", queries="wombat"
        )
        facts = ClaimFacts("Wren 1 sleeps.", category="cyber", lab="wren-labs")
        slug = claims.add_claim(context, facts).slug
        for target in (Target(passage=passage.id), Target(absence=kept.absence.id)):
            weight = Weight("supports", note="" if target.passage else "Searched.")
            evidence.link_evidence(context, claim=slug, target=target, weight=weight)
    desk.do_jobs()
    return slug


def _plan(desk):
    with desk.look() as context:
        return removal_plan.plan_report(context, CARD)


def _told(desk):
    return {(reason.kind, reason.slug) for reason in _plan(desk).reasons}


def _unlink(desk, claim, *, absence):
    with desk.sit_down() as context:
        found = claims.get_claim(context, claim)
        for link in evidence.list_evidence(context, [found]):
            if (link.absence_id is not None) == absence:
                evidence.withdraw_evidence(context, link.id)


def test_the_plan_tells_all_that_goes(desk, claim):
    going = _plan(desk)
    counts = (len(going.files), len(going.passages), len(going.links), going.notes)
    assert counts == (1, 1, 2, 1)
    assert len(going.absences) == 1
    assert [(x.slug, x.id in going.left_bare) for x in going.claims] == [(claim, True)]
    assert going.reasons == ()


def test_nothing_is_removed_while_readers_see_it_or_a_claim_on_it(desk, claim):
    desk.publish_claim(claim)
    assert _told(desk) == {(PageKind.REPORT, CARD), (PageKind.CLAIM, claim)}
    with (
        desk.sit_down() as context,
        pytest.raises(ConflictError, match=r"claim “Wren 1 sleeps\.” uses it"),
    ):
        removal.remove_report(context, CARD)


@pytest.mark.parametrize("absence", [False, True])
def test_an_earlier_edition_of_a_public_claim_counts(desk, claim, absence):
    """It rested on the report once: by a quote, or by an absence."""
    _unlink(desk, claim, absence=not absence)
    desk.publish_claim(claim)
    _unlink(desk, claim, absence=absence)
    with desk.sit_down() as context:
        source = Target(source_url="https://example.org", source_title="A paper")
        evidence.link_evidence(
            context, claim=claim, target=source, weight=Weight("supports")
        )
    desk.publish_claim(claim)
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, CARD)
    assert _told(desk) == {(PageKind.CLAIM, claim)}
    with desk.sit_down() as context:
        publication.withdraw_claim(context, claim)
    assert _told(desk) == set()


def test_a_claim_is_not_published_on_a_report_removed_since_it_was_checked(desk, claim):
    with desk.look() as context:
        checks = publication.check_claim(context, claim)
    with desk.sit_down() as context:
        removal.remove_report(context, CARD)
    with desk.sit_down() as context, pytest.raises(ConflictError):
        publication.publish_claim(context, claim, checks)
