"""What a new file changed waits for a decision, which is kept and can be taken back."""

from dataclasses import replace

import pytest
from revised import GONE, NEGATED, NUMBER, NUMBER_NOW

from annotator.domain.errors import ConflictError, ForbiddenError, InvalidError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.services.context import Actor
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking, placing, regions, review_queue
from annotator.services.publishing import report_publication
from annotator.storage import events

CARD = "wren-card"
HALF = "asked for another evaluation"  # of what is gone
THANKS = "We are grateful to all who took part."
ANALYST = Actor("An analyst", Role.ANALYST)
FIGURE = {"page": 1, "box": (72.0, 300.0, 300.0, 400.0)}


@pytest.fixture
def desk(replaced):
    return replaced


def _waiting(context):
    _, items = review_queue.queue(context)
    return {item.placement.passage.exact: item.placement.id for item in items}


def _span(context, words, sha256=""):
    revision = reports.get_revision(context, reports.get_report(context, CARD), sha256)
    [span] = document(context, revision).occurrences(words)
    return span.start, span.end


def test_the_queue_has_the_worst_first_and_nothing_that_is_sure(context):
    count, items = review_queue.queue(context)
    assert (count, review_queue.count(context)) == (3, 3)
    assert [(item.placement.passage.exact, item.changed) for item in items] == [
        (GONE, []),
        (NEGATED, ["“not” added"]),
        (NUMBER, ["12 → 21"]),
    ]
    assert {claim.slug for item in items for claim in item.claims} == {"wren-1-is-safe"}
    count, [worst] = review_queue.queue(context, limit=1)
    assert (count, worst.placement.passage.exact) == (3, GONE)


def test_what_readers_do_not_see_waits_behind_what_they_see_however_bad_it_is(context):
    files = reports.list_revisions(context, reports.get_report(context, CARD))
    new, old = (file.sha256 for file in files)
    start, end = _span(context, HALF, sha256=old)
    half = marking.mark_quote(context, sha256=old, start=start, end=end)
    places = placing.find_places(context, new, [half.id])
    placing.keep_places(context, new, places)
    assert list(_waiting(context)) == [GONE, NEGATED, NUMBER, HALF]
    item = review_queue.item(context, half.id)
    assert (item.placement.state, item.is_public) == (PlacementState.GONE, False)


def test_a_decision_ends_the_wait_and_can_be_taken_back_once(context):
    row = review_queue.accept(context, _waiting(context)[NUMBER])
    assert (row.exact, row.decided) == (NUMBER_NOW, True)
    assert NUMBER not in _waiting(context)
    assert review_queue.item(context, row.passage_id) is None
    review_queue.undo(context, row.passage_id)
    assert NUMBER in _waiting(context)
    with pytest.raises(ConflictError, match="no decision to undo"):
        review_queue.undo(context, row.passage_id)
    told = [event.entity for event in events.newest(context.session, 50)[:2]]
    assert told == ["placement", "placement"]


def test_who_comes_second_is_told_that_somebody_decided(context):
    placement = _waiting(context)[NUMBER]
    review_queue.accept(context, placement)
    with pytest.raises(ConflictError, match="decided first"):
        review_queue.mark_gone(context, placement)


def test_what_is_gone_is_attached_elsewhere_or_said_to_be_gone_and_not_accepted(
    context,
):
    placement = _waiting(context)[GONE]
    with pytest.raises(ConflictError, match="nothing to accept"):
        review_queue.accept(context, placement)
    row = review_queue.reattach(context, placement, *_span(context, THANKS))
    assert (row.state, row.page_from, row.exact) == (PlacementState.EDITED, 3, THANKS)
    gone = review_queue.mark_gone(context, row.id)
    assert (gone.state, gone.exact, gone.page_from) == (PlacementState.GONE, "", None)
    assert gone.stands is False


def test_a_passage_is_attached_to_what_it_is_words_or_a_part_of_a_page(context):
    words = _waiting(context)[NUMBER]
    with pytest.raises(InvalidError, match="the passage is text"):
        review_queue.reattach_region(context, words, **FIGURE)
    with pytest.raises(InvalidError, match="outside the report") as refused:
        review_queue.reattach(context, words, 5, 10**6)
    assert refused.value.field == "start"
    revision = reports.get_revision(context, reports.get_report(context, CARD))
    figure = regions.mark_region(
        context, sha256=revision.sha256, picture="0", **FIGURE
    ).placements[-1]
    with pytest.raises(InvalidError, match="the passage is a figure"):
        review_queue.reattach(context, figure.id, 0, 5)
    with pytest.raises(InvalidError, match="is not on the page"):
        review_queue.reattach_region(
            context, figure.id, page=1, box=(0.0, 0.0, 9.0, 9_000.0)
        )
    moved = review_queue.reattach_region(context, figure.id, 2, FIGURE["box"])
    assert moved.boxes == [[2, *FIGURE["box"]]]


def test_what_readers_see_is_decided_by_an_editor_and_the_rest_by_analysts(context):
    placement = _waiting(context)[NUMBER]
    analyst = replace(context, actor=ANALYST)
    with pytest.raises(ForbiddenError):
        review_queue.accept(analyst, placement)
    editor = replace(context, actor=Actor("An editor", Role.EDITOR))
    report_publication.withdraw_file(editor, CARD, _newest(editor).sha256)
    assert review_queue.accept(replace(context, actor=ANALYST), placement).decided


def _newest(context):
    return reports.get_revision(context, reports.get_report(context, CARD))
