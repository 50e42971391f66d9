"""What moved in a scorecard: its texts by category, its models, reports and evaluations."""

from dataclasses import replace

from board_views import TWO_LINES, a_line, a_result, a_test

from annotator.domain.moves.in_words import in_words
from annotator.domain.moves.parts import FieldMove, How
from annotator.domain.moves.scorecards import scorecard_moves
from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    GroupView,
    LabView,
    ModelView,
    RelationView,
    ReportView,
    ScorecardView,
)
from annotator.domain.vocabulary import CategoryShown, Credence, ReportKind

CYBER = CategoryView("cyber", "Cyber", GroupView("evaluation", "Evaluations"))
TEST = a_test(a_result(), lines=TWO_LINES)
HERON = ModelView("heron-2", "Heron 2", True, "2030", "not reported", "not reported")
REPORT = ReportView("card", "Heron Card", ReportKind.SYSTEM_CARD, "2030", "")
CARD = ScorecardView(
    slug="heron-2",
    title="Heron 2",
    lab=LabView("northfield", "Northfield"),
    models=(HERON,),
    reports=(REPORT,),
    overall_md="Fair.",
    cards=(CardView(CYBER, "Low.", "We doubt it.", "", (TEST,)),),
)


def _with(**changed):
    """Return the scorecard with its only card changed."""
    return replace(CARD, cards=(replace(CARD.cards[0], **changed),))


def test_texts_are_told_by_their_category_whatever_it_is_called():
    renamed = replace(CYBER, name="Cyber attacks")
    moves = scorecard_moves(CARD, _with(category=renamed, we_say="We think so."))
    assert moves.fields == (
        FieldMove("Cyber attacks: we say", "We doubt it.", "We think so."),
    )
    [category] = moves.parts
    assert (category.noun, category.how) == ("category", How.CHANGED)
    assert category.fields == (FieldMove("Name", "Cyber", "Cyber attacks"),)


def test_models_and_reports_come_go_and_change():
    released = replace(HERON, released="2031")
    small = replace(HERON, slug="small", name="Heron 2 Mini")
    moves = scorecard_moves(CARD, replace(CARD, models=(released, small), reports=()))
    assert [(part.noun, part.how, part.title) for part in moves.parts] == [
        ("model", "changed", "Heron 2"),
        ("model", "added", "Heron 2 Mini"),
        ("report", "removed", "Heron Card"),
    ]


def test_a_line_or_a_result_that_moved_is_told_in_its_evaluation():
    test = replace(
        TEST,
        thresholds=(a_line(low="0.60"), TWO_LINES[1]),
        results=(a_result(number="0.7"),),
    )
    [part] = scorecard_moves(CARD, _with(evaluations=(test,))).parts
    assert (part.noun, part.title) == ("evaluation", "Long tasks")
    lines, results = part.fields
    assert (lines.name, results.name) == ("Lines", "Results")
    assert "0.50" in lines.before
    assert "0.60" in lines.after
    assert results.after == "Heron 2: 0.7"


def test_relations_which_may_name_drafts_are_left_out():
    related = replace(TEST, relations=(RelationView("moved", "canary", "draft"),))
    moves = scorecard_moves(CARD, _with(evaluations=(related,)))
    assert (moves.fields, moves.parts) == ((), ())


def test_what_an_evaluation_is_discounted_for_is_told():
    set_aside = replace(a_result(), discount="It was contaminated.", n="40")
    [part] = scorecard_moves(
        CARD, _with(evaluations=(replace(TEST, results=(set_aside,)),))
    ).parts
    told = "Heron 2: 0.635, n = 40, set aside: It was contaminated."
    assert part.fields == (FieldMove("Results", "Heron 2: 0.635", told),)


def test_the_verdict_on_a_category_is_told_on_both_axes():
    judged = _with(shown=CategoryShown.PARTLY, credence=Credence.DOUBTFUL)
    moves = scorecard_moves(CARD, judged)
    assert in_words(moves) == (
        "On Cyber, shown: not judged → partly shown",
        "On Cyber, credence: not judged → doubtful",
    )
    moves = scorecard_moves(CARD, replace(CARD, summary="It says little."))
    assert in_words(moves) == ("Changed: In one sentence",)
