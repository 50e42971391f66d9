"""A quote is shown with its sentence and its pictures, in the file that readers see."""

from dataclasses import replace

import pytest
from revised import GONE, MOVED, NUMBER, NUMBER_NOW

from annotator.services.context import READER, Cache
from annotator.services.library import reports
from annotator.services.passages import marking, quote_views, regions, review_queue
from annotator.services.publishing import report_publication
from annotator.storage.passages import passages

CARD = "wren-card"


@pytest.fixture
def desk(replaced):
    return replaced


def _passages(context):
    report = reports.get_report(context, CARD)
    return {each.exact: each.id for each in passages.of_report(context.session, report)}


def _view(context, number):
    return quote_views.quote_views(context, [number])[number]


def _file(context):
    return reports.get_revision(context, reports.get_report(context, CARD))


def _placement(context, exact):
    placed = marking.placed_on(context, _file(context))
    return next(each for each in placed if each.passage.exact == exact)


def test_a_quote_is_shown_where_it_is_sure_to_stand_in_the_newest_public_file(context):
    numbers = _passages(context)
    new, old = reports.list_revisions(context, reports.get_report(context, CARD))
    shown = quote_views.quote_views(context, list(numbers.values()))
    files = {said: shown[number].revision for said, number in numbers.items()}
    assert files[MOVED] == new.sha256
    assert files[NUMBER] == files[GONE] == old.sha256
    report_publication.withdraw_file(context, CARD, new.sha256)
    assert _view(context, numbers[MOVED]).revision == old.sha256


def test_a_wording_that_somebody_accepted_is_shown_in_the_place_of_the_first(context):
    number = _passages(context)[NUMBER]
    review_queue.accept(context, _placement(context, NUMBER).id)
    view = _view(context, number)
    assert (view.exact, view.revision) == (NUMBER_NOW, _file(context).sha256)


def test_a_place_in_a_file_that_readers_do_not_see_is_shown_at_the_desk_alone(context):
    number = _passages(context)[MOVED]
    report_publication.withdraw_report(context, CARD)
    assert len(quote_views.shown_placements(context, [number])[number]) == 2
    reader = replace(context, actor=READER)
    assert quote_views.shown_placements(reader, [number]) == {}


def test_the_sentence_around_a_quote_is_the_same_with_the_whole_text_at_hand_or_not(
    context,
):
    start = _placement(context, NUMBER).start + len("Wren 1 ")
    solved = marking.mark_quote(
        context,
        sha256=_file(context).sha256,
        start=start,
        end=start + len("solved"),
    )
    view = _view(context, solved.id)
    assert (view.before, view.exact, view.after) == (
        "Wren 1",
        "solved",
        "21 of the 40 long tasks.",
    )
    apart = replace(context, stores=replace(context.stores, documents=Cache(1)))
    assert _view(apart, solved.id) == view


def test_a_quote_that_runs_over_pages_has_a_picture_of_each_and_a_figure_has_one(
    context,
):
    file = _file(context)
    long = marking.mark_quote(context, sha256=file.sha256, start=0, end=file.length)
    pictures = _view(context, long.id).crops
    assert [(each.part, each.page_label) for each in pictures] == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]
    figure = regions.mark_region(
        context,
        sha256=file.sha256,
        page=2,
        box=(72.0, 300.0, 300.0, 400.0),
        description="The uplift, by task",
        picture="0",
    )
    view = _view(context, figure.id)
    assert (view.exact, view.before, len(view.crops)) == ("The uplift, by task", "", 1)
