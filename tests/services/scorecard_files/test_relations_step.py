"""An import follows evaluations across reports and compares them, and notes nothing twice."""

from wren_file import FILE

from annotator.domain.evaluations.facts import EvaluationFacts
from annotator.services.claims import evaluations, relations
from annotator.services.library import labs
from annotator.services.scorecard_files import export_scorecard

BEFORE = "    results:\n      - model: wren-1\n"
NOTED = FILE.replace(
    BEFORE,
    """\
    relations:
      - {kind: line changed, report: wren-card, sentence: It was 3.0× before.}
      - {kind: not comparable, other: their-study, sentence: They took experts.}
"""
    + BEFORE,
)


def _noted(context):
    test = evaluations.get_evaluation(context, "uplift")
    return [row.facts for row in relations.list_relations(context, test)]


def test_what_a_report_did_is_noted_and_one_of_a_test_that_is_not_here_left_out(
    context, bring_in
):
    bring_in(text=NOTED)
    [followed] = _noted(context)
    assert (followed.kind, followed.report) == ("line changed", "wren-card")


def test_a_comparison_comes_once_the_other_test_is_there(context, bring_in):
    bring_in(text=NOTED)
    labs.find_or_add_lab(context, "Gull Labs")
    facts = EvaluationFacts("Their study", "chem-bio")
    evaluations.add_evaluation(context, facts, lab="gull-labs")
    bring_in(("before.", "before that."), text=NOTED)
    followed, compared = _noted(context)
    assert followed.sentence == "It was 3.0× before that."
    assert (compared.other, compared.sentence) == ("their-study", "They took experts.")
    written = export_scorecard(context, "wren-1")
    assert "kind: not comparable" in written
    bring_in(text=written)
    assert len(_noted(context)) == 2
