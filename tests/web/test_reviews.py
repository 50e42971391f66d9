"""The review queue and what changed, as pages."""

import pytest
from revised import GONE, KEPT, MOVED, NEGATED, NEW, NUMBER, OLD

from annotator.domain.vocabulary import PlacementState
from annotator.services.library import reports
from annotator.services.passages import file_changes, marking, placing, review_queue

CARD = "wren-card"


@pytest.fixture
def replaced(desk):
    """Five passages of a report whose file was replaced; three wait for a decision."""
    desk.take_in(OLD, report=CARD)
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, CARD))
        for quote in (KEPT, MOVED, NUMBER, NEGATED, GONE):
            page = 1 if quote in {KEPT, MOVED} else 2
            marking.mark_found(context, revision=revision, quote=quote, page=page)
    desk.take_in(NEW, report=CARD)


def _item(desk, quote):
    with desk.sit_down() as context:
        _, items = review_queue.queue(context)
        found = {i.placement.passage.exact: i.placement for i in items}
        return found[quote].id, found[quote].passage_id


def _state(desk, quote):
    with desk.sit_down() as context:
        rows = placing.placements_on(context, CARD)
        return next(row.state for row in rows if row.passage.exact == quote)


def test_the_queue_shows_both_pictures_and_what_changed(analyst, replaced):
    page = analyst.get("/desk/review").text
    assert "3 passages no longer match" in page
    assert "12 → 21" in page
    assert page.count("As marked:") == page.count("Now:") == 3
    assert '<span class="count">3</span>' in page


def test_without_a_script_a_decision_leads_back_to_the_queue(analyst, replaced, desk):
    placement, _ = _item(desk, NUMBER)
    answer = analyst.post(f"/desk/review/{placement}/accept", follow_redirects=True)
    assert "2 passages no longer match" in answer.text
    assert _state(desk, NUMBER) is PlacementState.EDITED


def test_a_decision_answers_with_a_line_that_undoes_it(analyst, replaced, desk):
    placement, passage = _item(desk, GONE)
    part = {"HX-Request": "true"}
    answer = analyst.post(f"/desk/review/{placement}/gone", headers=part)
    assert "Marked as gone" in answer.text
    undone = analyst.post(f"/desk/review/passages/{passage}/undo", headers=part)
    assert f'id="passage-{passage}"' in undone.text


def test_a_second_decision_on_the_same_passage_is_refused(analyst, replaced, desk):
    placement, _ = _item(desk, NUMBER)
    analyst.post(f"/desk/review/{placement}/accept")
    again = analyst.post(f"/desk/review/{placement}/gone")
    assert again.status_code == 409
    assert "decided first" in again.text


def test_a_place_outside_of_the_text_is_refused(analyst, replaced, desk):
    placement, _ = _item(desk, GONE)
    answer = analyst.post(
        f"/desk/review/{placement}/reattach", data={"start": 5, "end": 10**7}
    )
    assert answer.status_code == 422
    assert _state(desk, GONE) is PlacementState.GONE


def test_the_viewer_asks_where_a_passage_stands_now(analyst, replaced, desk):
    _, passage = _item(desk, GONE)
    page = analyst.get(f"/desk/reports/{CARD}?reattach={passage}").text
    assert "Attach it here" in page
    assert GONE in page


def test_the_changes_page_has_evidence_first_and_codes_them(analyst, replaced, desk):
    address = f"/desk/reports/{CARD}/changes"
    page = analyst.get(address).text
    assert page.index("Changes that affect evidence") < page.index("Other changes")
    with desk.sit_down() as context:
        found = file_changes.changes_of(context, CARD)
    key = found.touching[0].text.key
    typed = {"old": found.old.sha256, "new": found.new.sha256, "effect": "weakened"}
    coded = analyst.post(f"{address}/{key}", data=typed, follow_redirects=True)
    assert "1 of" in coded.text
    wrong = analyst.post(f"{address}/{key}", data={**typed, "effect": "spoiled"})
    assert wrong.status_code == 422


def test_a_reader_does_not_see_the_queue(reader, replaced):
    assert reader.get("/desk/review").status_code == 303
