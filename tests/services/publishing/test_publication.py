"""Nothing leaves draft by accident; what is published is frozen."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts, CritiqueText, GivenReason
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    SignInNeededError,
)
from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.services.claims import claims, critiques, evidence, scorecards, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.published import gate
from annotator.services.publishing import drafts_as_pages, pages, plans, publication
from annotator.services.publishing.home import home_page
from annotator.services.search import words

FACTS = ClaimFacts(
    text="Wren 1 is safe.", category="cyber", lab="wren-labs", models=("wren-1",)
)
QUOTE = "Wren 1 solved 0.5 % of the tasks."


@pytest.fixture
def claim(desk):
    """A claim in draft, with a quote as its evidence."""
    pdf = text_pdf(["A card about Wren 1.", QUOTE, "That is all."])
    sha256 = desk.take_in(pdf, report="wren-card")
    with desk.sit_down() as context:
        reports.edit_report(
            context,
            "wren-card",
            title="Wren card",
            kind="system card",
            published="2030",
            source_url="",
            models=["Wren 1"],
        )
        claims.add_claim(context, FACTS)
        revision = reports.get_revision(
            context, reports.get_report(context, "wren-card")
        )
        passage = marking.mark_found(context, revision=revision, quote=QUOTE, page=1)
        evidence.link_evidence(
            context,
            claim="wren-1-is-safe",
            target=Target(passage=passage.id),
            weight=Weight(stance="supports", note="The number."),
        )
    work_all(desk.stores)
    return sha256


def test_a_reader_sees_nothing_of_a_draft(desk, claim):
    with desk.sit_down(Role.READER) as context:
        with pytest.raises(NotFoundError):
            pages.claim_page(context, "wren-1-is-safe")
        with pytest.raises(NotFoundError):
            gate.public_report(context, "wren-card")
        assert words.search(context, "Wren").total == 0
        assert home_page(context).changes == ()
        with pytest.raises(SignInNeededError):
            pages.preview_claim(context, "wren-1-is-safe")


def test_an_analyst_may_not_publish(desk, claim):
    with desk.sit_down(Role.ANALYST) as context, pytest.raises(ForbiddenError):
        publication.publish_claim(context, "wren-1-is-safe", [])


def test_publishing_a_claim_shows_it_with_its_quote_and_its_report(desk, claim):
    desk.publish_claim("wren-1-is-safe")
    work_all(desk.stores)
    with desk.sit_down(Role.READER) as context:
        page = pages.claim_page(context, "wren-1-is-safe")
        [link] = page.claim.evidence
        assert link.quote.exact == QUOTE
        assert link.quote.revision == claim
        assert gate.public_report(context, "wren-card").newest.sha256 == claim
        found = words.search(context, '"0.5 % of the tasks"').found
        assert [each.kind for each in found] == ["passage"], (
            "a marked sentence is found once"
        )


def test_an_edit_is_not_seen_until_it_is_published_again(desk, claim):
    desk.publish_claim("wren-1-is-safe")
    with desk.sit_down() as context:
        claims.edit_claim(
            context, "wren-1-is-safe", replace(FACTS, text="Wren 1 is quite safe.")
        )
        critiques.write_critique(
            context, claim="wren-1-is-safe", text=CritiqueText("A draft.")
        )
    with desk.sit_down(Role.READER) as context:
        page = pages.claim_page(context, "wren-1-is-safe")
        assert page.claim.text == "Wren 1 is safe."
        assert page.claim.critique is None
    desk.publish_claim("wren-1-is-safe")
    with desk.sit_down(Role.READER) as context:
        page = pages.claim_page(context, "wren-1-is-safe")
        assert page.claim.text == "Wren 1 is quite safe."
        assert page.edition.number == 2


def test_publishing_without_a_change_makes_no_new_edition(desk, claim):
    desk.publish_claim("wren-1-is-safe")
    assert desk.publish_claim("wren-1-is-safe").edition == 1


def test_what_is_withdrawn_is_gone_for_readers(desk, claim):
    desk.publish_claim("wren-1-is-safe")
    with desk.sit_down() as context:
        publication.withdraw_claim(context, "wren-1-is-safe")
    with desk.sit_down(Role.READER) as context:
        with pytest.raises(NotFoundError):
            pages.claim_page(context, "wren-1-is-safe")
        assert home_page(context).changes[0].entries[0].is_withdrawal


def test_a_claim_with_nothing_to_show_is_not_published(desk, claim):
    with desk.sit_down() as context:
        claims.add_claim(context, replace(FACTS, text="An empty claim."))
    with pytest.raises(ConflictError, match="neither evidence nor a critique"):
        desk.publish_claim("an-empty-claim")


def test_a_scorecard_says_first_what_publishing_it_makes_public(desk, claim):
    with desk.sit_down() as context:
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
        verdicts.give_verdict(
            context,
            claim="wren-1-is-safe",
            shown="partly shown",
            credence="likely",
            rationale="One number.",
            reasons=[GivenReason("single-test", "One test.")],
        )
        plan = _plan(context, "wren-1")
        assert plan.claims == ("wren-1-is-safe",)
        assert plan.reports == ("Wren card",)
    desk.publish_scorecard("wren-1")
    with desk.sit_down() as context:
        assert _plan(context, "wren-1").claims == ()
    with desk.sit_down(Role.READER) as context:
        page = pages.scorecard_page(context, "wren-1")
        cyber = page.groups[0].cards[1]
        assert [c.slug for c in cyber.claims] == ["wren-1-is-safe"]
        [row] = home_page(context).rows
        assert row.cells[1].claims == ("partly shown",)
        assert pages.scorecard_of_model(context, "wren-1") == "wren-1"


def test_a_claim_that_is_still_a_draft_is_not_on_a_published_scorecard(desk, claim):
    with desk.sit_down() as context:
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    desk.publish_scorecard("wren-1")
    with desk.sit_down() as context:
        claims.add_claim(context, replace(FACTS, text="A later draft."))
    with desk.sit_down(Role.READER) as context:
        cards = pages.scorecard_page(context, "wren-1").groups[0].cards
        shown = [view.text for card in cards for view in card.claims]
        assert shown == ["Wren 1 is safe."]


def _plan(context, slug):
    scorecard = scorecards.get_scorecard(context, slug)
    view = drafts_as_pages.scorecard_view(context, scorecard)
    return plans.plan_scorecard(context, scorecard, view)
