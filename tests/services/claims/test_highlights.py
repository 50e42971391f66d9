"""What is drawn on a page of a report: its marks, in reading order, with their stances."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError
from annotator.domain.vocabulary import PlacementState, Stance
from annotator.services.claims import claims, evidence, highlights
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking, regions

FIRST = "Wren 1 solved 12 of the 40 long tasks."
GONE = "The board met twice and asked for another evaluation."
SECOND = "It gave no answer to the others."
CLAIM = "it-is-safe"
BOX = (72.0, 300.0, 300.0, 400.0)


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A card with three marks, of which its newer file has lost one, and a claim."""
    with desk_in(tmp_path_factory.mktemp("highlights")) as desk:
        desk.take_in(text_pdf([FIRST, GONE], [SECOND]), report="card")
        with desk.sit_down() as context:
            claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
            for quote in (SECOND, GONE, FIRST):
                marking.mark_found(
                    context, revision=_newest(context), quote=quote, page=None
                )
        desk.take_in(text_pdf([FIRST, "Nothing."], [SECOND]), report="card")
        yield desk


def _newest(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


def _marks(context):
    return highlights.desk_marks(context, _newest(context))


def test_marks_are_in_reading_order_and_one_without_a_place_is_the_last(context):
    assert [(mark.words, mark.pages) for mark in _marks(context)] == [
        (FIRST, [1]),
        (SECOND, [2]),
        (GONE, []),
    ]
    assert _marks(context)[-1].state is PlacementState.GONE
    drawn = highlights.by_page(_marks(context))
    assert {page: [mark.words for mark in drawn[page]] for page in drawn} == {
        1: [FIRST],
        2: [SECOND],
    }


def test_a_mark_says_each_stance_once_in_the_order_of_the_vocabulary(context):
    mark = _marks(context)[0]
    for stance in ("qualifies", "supports", "qualifies"):
        evidence.link_evidence(
            context,
            claim=CLAIM,
            target=Target(passage=mark.passage),
            weight=Weight(stance),
        )
    taken = _marks(context)[0]
    assert taken.stances == [Stance.SUPPORTS, Stance.QUALIFIES]
    assert len(taken.links) == 3


def test_a_figure_is_called_by_what_it_shows(context):
    for description in ("The uplift, by task", ""):
        regions.mark_region(
            context,
            sha256=_newest(context).sha256,
            page=1,
            box=BOX,
            description=description,
            picture="0" * 256,
        )
    shown = [mark.words for mark in _marks(context) if mark.kind == "region"]
    assert shown == ["The uplift, by task", "Figure or table"]


def test_a_mark_that_was_taken_back_is_not_drawn_and_its_page_is_known(context):
    number = _marks(context)[1].passage
    passage = marking.withdraw_passage(context, number)
    assert [mark.words for mark in _marks(context)] == [FIRST, GONE]
    assert highlights.pages_touched(passage, _newest(context)) == [2]


def test_the_lines_between_two_places_are_those_of_every_page_between(context):
    file = _newest(context)
    boxes = highlights.span_boxes(context, file, 0, file.length)
    assert {page: len(lines) for page, lines in boxes.items()} == {1: 2, 2: 1}


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, 10**6)])
def test_places_that_are_no_part_of_the_report_are_refused(context, start, end):
    with pytest.raises(InvalidError) as refused:
        highlights.span_boxes(context, _newest(context), start, end)
    assert refused.value.field == "start"
