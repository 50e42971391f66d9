"""A lab replaces its file: passages follow, people decide, readers are told."""

import pytest
from pdfs import text_pdf
from revised import EVERY, GONE, KEPT, MOVED, NEGATED, NEW, NUMBER, NUMBER_NOW, OLD

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.jobs import handlers
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking, placing, review_queue
from annotator.services.publishing import current_status, pages, report_pages

CARD = "wren-card"
CLAIM = "wren-1-is-safe"


@pytest.fixture
def old(desk):
    """The report's first file with five passages, each evidence of a published claim."""
    sha256 = desk.take_in(OLD, report=CARD)
    with desk.sit_down() as context:
        report = reports.get_report(context, CARD)
        reports.edit_report(
            context,
            CARD,
            title="Wren card",
            kind="system card",
            published="2030",
            source_url="",
            models=["Wren 1"],
        )
        facts = ClaimFacts(
            text="Wren 1 is safe.",
            category="cyber",
            lab="wren-labs",
            models=("wren-1",),
        )
        claims.add_claim(context, facts)
        revision = reports.get_revision(context, report)
        for quote in EVERY:
            page = 1 if quote in {KEPT, MOVED} else 2
            marked = marking.mark_found(
                context, revision=revision, quote=quote, page=page
            )
            evidence.link_evidence(
                context,
                claim=CLAIM,
                target=Target(passage=marked.id),
                weight=Weight(stance="supports", note=quote[:20]),
            )
    desk.publish_claim(CLAIM)
    desk.do_jobs()
    return sha256


@pytest.fixture
def new(desk, old):
    """The file that took its place, published, with every passage looked up in it."""
    sha256 = desk.take_in(NEW, report=CARD)
    desk.publish_file(CARD)
    return sha256


def _states(desk, name=""):
    with desk.sit_down() as context:
        rows = placing.placements_on(context, CARD, name)
        return {row.passage.exact: row.state for row in rows}


def _waiting(desk):
    with desk.sit_down() as context:
        _, items = review_queue.queue(context)
        return {item.placement.passage.exact: item.placement.id for item in items}


def _page(desk):
    with desk.sit_down(Role.READER) as context:
        return pages.claim_page(context, CLAIM)


def test_the_earlier_file_stays_readable_with_its_passages(desk, old, new):
    states = _states(desk, old[:12])
    assert set(states.values()) == {PlacementState.EXACT}
    with desk.sit_down(Role.READER) as context:
        page = report_pages.reading_page(context, report=CARD, sha256=old, number=2)
        assert {mark.quote.exact for mark in page.marks} == {NUMBER, NEGATED, GONE}
        assert not page.is_newest


def test_a_claim_needs_review_and_says_why(desk, new):
    with desk.sit_down() as context:
        [why] = current_status.reasons(context, _every_claim(context)).values()
    assert len(why) == 3
    assert any("12 → 21" in reason for reason in why)


def test_readers_see_both_wordings_until_an_editor_decides(desk, old, new):
    page = _page(desk)
    assert len(page.status.undecided) == 3
    quotes = {link.quote.exact: link.quote for link in page.claim.evidence}
    fate = page.status.fate(quotes[NUMBER])
    assert (fate.exact, fate.revision, fate.is_settled) == (NUMBER_NOW, new, False)
    assert quotes[NUMBER].revision == old
    for placement in _waiting(desk).values():
        with desk.sit_down() as context:
            row = placing.placements_on(context, CARD)
            found = next(each for each in row if each.id == placement)
            decide = review_queue.accept if found.page_from else review_queue.mark_gone
            decide(context, placement)
    page = _page(desk)
    assert page.status.undecided == []
    assert page.status.fate(quotes[GONE]).state is PlacementState.GONE
    assert page.status.fate(quotes[NUMBER]).decided_at is not None


def test_the_wording_that_was_accepted_is_what_a_third_file_is_searched_for(desk, new):
    placement = _waiting(desk)[NUMBER]
    with desk.sit_down() as context:
        review_queue.accept(context, placement)
    desk.take_in(text_pdf(["A third file.", NUMBER_NOW, KEPT]), report=CARD)
    assert _states(desk)[NUMBER] is PlacementState.MOVED


def test_nothing_is_lost_when_the_placing_stops_in_the_middle(desk, old, monkeypatch):
    monkeypatch.setattr(handlers, "BATCH", 1)
    keep, done = placing.keep_places, []

    def stop_after_two(context, sha256, rows):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(rows)
        keep(context, sha256, rows)

    monkeypatch.setattr(placing, "keep_places", stop_after_two)
    with pytest.raises(KeyboardInterrupt):
        desk.take_in(NEW, report=CARD)
    assert len(_states(desk)) == 2
    monkeypatch.undo()
    desk.do_jobs()
    assert len(_states(desk)) == 5


def test_nothing_is_published_while_a_quote_waits_for_a_decision(desk, new):
    with pytest.raises(ConflictError, match="review queue"):
        desk.publish_claim(CLAIM)


def _every_claim(context):
    return [claim.id for claim in claims.list_claims(context)]
