"""A lab replaces its file: passages follow, people decide, readers are told."""

import pytest
from pdfs import text_pdf
from revised import EVERY, GONE, KEPT, MOVED, NEGATED, NEW, NUMBER, NUMBER_NOW, OLD
from sqlalchemy import text as sql

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Role
from annotator.domain.views.pages import WITHHELD
from annotator.domain.vocabulary import PlacementState
from annotator.jobs import handlers
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.intake import files
from annotator.services.library import reports
from annotator.services.passages import marking, placing, review_queue
from annotator.services.publishing import current_status, pages, report_pages, seals

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
        [why] = current_status.reasons(context).values()
    assert len(why) == 3
    assert any("12 → 21" in reason for reason in why)


def test_readers_see_both_wordings_until_an_editor_decides(desk, old, new):
    page = _page(desk)
    assert len(page.standing.undecided) == 3
    quotes = {link.quote.exact: link.quote for link in page.claim.evidence}
    fate = page.standing.fate(quotes[NUMBER])
    assert (fate.exact, fate.revision, fate.is_settled) == (NUMBER_NOW, new, False)
    assert quotes[NUMBER].revision == old
    for placement in _waiting(desk).values():
        with desk.sit_down() as context:
            row = placing.placements_on(context, CARD)
            found = next(each for each in row if each.id == placement)
            decide = review_queue.accept if found.page_from else review_queue.mark_gone
            decide(context, placement)
    page = _page(desk)
    assert page.standing.undecided == []
    assert page.standing.fate(quotes[GONE]).state is PlacementState.GONE
    assert page.standing.fate(quotes[NUMBER]).decided_at is not None


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


def test_a_text_that_another_reader_made_is_read_anew_and_passages_follow(desk, old):
    before = _states(desk)
    with desk.stores.database.writing.begin() as session:
        session.execute(sql("UPDATE revision SET extractor_version = '0+0'"))
        session.execute(sql("UPDATE page SET text = 'X' || text, start = start + 1"))
    with desk.sit_down() as context:
        files.reread_later(context)
        files.reread_later(context)
    desk.do_jobs()
    assert _states(desk) == before
    with desk.look(Role.ADMIN) as context:
        report = reports.get_report(context, CARD)
        assert reports.get_revision(context, report).extractor_version != "0+0"
        checks = seals.check_all(context, lambda _done, _all: None)
        assert [check for check in checks if not check.holds] == []


def test_a_passage_that_is_marked_while_a_text_is_read_anew_is_not_lost(desk, old):
    found = files.read_file(desk.stores, old, lambda _done, _all: None)
    with desk.look() as context:
        followed = files.follow_passages(context, found)
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, CARD))
        words = marking.mark_quote(context, sha256=revision.sha256, start=0, end=8)
    with desk.sit_down() as context:
        assert files.replace_text(context, found, followed) is None
    with desk.look() as context:
        followed = files.follow_passages(context, found)
    with desk.sit_down() as context:
        assert files.replace_text(context, found, followed) is not None
    assert _states(desk)[words.exact] is PlacementState.EXACT


# Seals


def _checks(desk):
    with desk.look(Role.ADMIN) as context:
        return seals.check_all(context, lambda _done, _all: None)


def test_each_public_quote_has_a_seal_that_names_its_readers(desk, old):
    page = _page(desk)
    found = [page.standing.seal(link.quote) for link in page.claim.evidence]
    assert len(found) == 5
    assert all(seal.outcome == "agrees" and seal.revision == old for seal in found)
    assert all("PyMuPDF" in s.readers and "pypdfium2" in s.readers for s in found)


def test_a_file_that_was_tampered_with_is_found(desk, old):
    path = next(desk.stores.data.glob(f"files/**/{old}*"))
    path.chmod(0o600)
    path.write_bytes(OLD.replace(b"%PDF-1.7", b"%PDF-1.6"))
    assert all(not check.holds for check in _checks(desk))


@pytest.mark.parametrize(
    "tampering",
    [
        f"UPDATE passage SET exact = 'Wren 1 solved 40 of the 40 long tasks.' WHERE exact = '{NUMBER}'",
        f"UPDATE page SET text = replace(text, '{NUMBER}', 'Wren 1 solved 40 of the 40 long tasks.')",
    ],
)
def test_a_row_that_was_tampered_with_is_found(desk, old, tampering):
    with desk.stores.database.writing.begin() as session:
        session.execute(sql(tampering))
    broken = [check.exact for check in _checks(desk) if not check.holds]
    assert NUMBER in broken


def test_a_published_page_that_was_tampered_with_is_found(desk, old):
    with desk.stores.database.writing.begin() as session:
        for name in session.scalars(
            sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            session.execute(sql(f'DROP TRIGGER "{name}"'))
        session.execute(sql("UPDATE publication SET body = replace(body, '12', '40')"))
    assert all("altered in the database" in check.reason for check in _checks(desk))


def test_a_broken_seal_withholds_the_quote_and_blocks_publishing(desk, old):
    path = next(desk.stores.data.glob(f"files/**/{old}*"))
    path.chmod(0o600)
    path.write_bytes(OLD + b"%tampered")
    checks = _checks(desk)
    with desk.sit_down(Role.ADMIN) as context:
        seals.keep(context, checks)
    page = _page(desk)
    assert len(page.standing.broken) == 5
    assert {link.quote.exact for link in page.claim.evidence} == {WITHHELD}
    with desk.sit_down() as context:
        assert len(current_status.reasons(context)) == 1
    with pytest.raises(ConflictError, match="seal is broken"):
        desk.publish_claim(CLAIM)


def test_nothing_is_published_while_a_quote_waits_for_a_decision(desk, new):
    with pytest.raises(ConflictError, match="review queue"):
        desk.publish_claim(CLAIM)


# Files that are away


@pytest.fixture
def away(desk, old):
    """The files' folder, out of reach for a while: another disk, not mounted."""
    folder = desk.stores.data / "files"
    folder.rename(folder.with_name("elsewhere"))
    yield
    folder.with_name("elsewhere").rename(folder)


def test_a_file_that_cannot_be_read_just_now_brands_no_quote(desk, away):
    checks = _checks(desk)
    with desk.sit_down(Role.ADMIN) as context:
        seals.keep(context, checks)
    assert {check.outcome for check in _checks(desk)} == {"not checked"}
    page = _page(desk)
    assert page.standing.broken == []
    assert WITHHELD not in {link.quote.exact for link in page.claim.evidence}
    seen = {page.standing.seal(link.quote).outcome for link in page.claim.evidence}
    assert seen == {"agrees"}  # the last check that could be made
    with desk.sit_down() as context:
        assert current_status.reasons(context) == {}
    assert seals.summary(_checks(desk)) == (
        "0 checked, none broken. 5 could not be checked."
    )


def test_nothing_is_published_that_cannot_be_read_again(desk, away):
    with pytest.raises(ConflictError, match="could not be read again"):
        desk.publish_claim(CLAIM)


def test_a_broken_seal_is_not_mended_by_a_check_that_could_not_be_made(desk, old):
    path = next(desk.stores.data.glob(f"files/**/{old}*"))
    path.chmod(0o600)
    path.write_bytes(OLD + b"%tampered")
    checks = _checks(desk)
    with desk.sit_down(Role.ADMIN) as context:
        seals.keep(context, checks)
    path.unlink()
    checks = _checks(desk)
    with desk.sit_down(Role.ADMIN) as context:
        seals.keep(context, checks)
    assert len(_page(desk).standing.broken) == 5
