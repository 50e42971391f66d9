"""The results and lines of the 37 evaluations of the Claude 4 card are typed.

What the notes call the outcome is a person's; where it says another thing than the number
against the line, the reason is named here.
"""

import json
import re

import pytest

from annotator.domain.evaluations.cells import read_cell
from annotator.domain.evaluations.lines import read_lines
from annotator.domain.evaluations.outcomes import propose
from annotator.domain.vocabulary import Direction, Outcome, ResultState, ThresholdKind

pytestmark = pytest.mark.shared

SAME = {  # what the notes say, and what that is in our words
    "ruled_out": {Outcome.RULED_OUT},
    "middle_zone": {Outcome.BETWEEN},
    "threshold_met": {Outcome.RULED_IN, Outcome.REACHED},
    "threshold_met_discounted": {Outcome.REACHED, Outcome.PASSED_BASELINE},
    "one_run_above": {Outcome.REACHED},
    "below_line": {Outcome.NOT_REACHED, Outcome.RULED_OUT},
}
NO_LINE = {"no_threshold"}
NO_NUMBER = {"not_run", "not_reported", "result_not_reported", "part_reported"}
OTHERWISE = {  # what the number against the line says, where the notes say something else
    (
        "Bioweapons acquisition",
        "opus4",
    ): Outcome.RULED_OUT,  # the lab did not rely on it
}


@pytest.fixture(scope="module")
def evaluations(shared):
    file = shared / "claude4" / "evaluations.json"
    if not file.is_file():
        pytest.skip(f"the notes on evaluations are not there: {file}")
    return json.loads(file.read_text(encoding="utf-8"))


def _lines(evaluation):
    """Return the lines, which the notes hold to be rule-out lines unless they say more."""
    return read_lines(evaluation["threshold"], ThresholdKind.RULE_OUT).lines


def _cells(evaluation):
    return {
        model: read_cell(said or "") for model, said in evaluation["results"].items()
    }


def _proposals(evaluations):
    for evaluation in evaluations:
        for model, cell in _cells(evaluation).items():
            said = evaluation["outcome"].get(model)
            if said is not None:
                lines = _lines(evaluation)
                yield (
                    evaluation,
                    model,
                    said,
                    propose(cell.value, lines, Direction.HIGHER),
                )


def test_every_result_with_a_digit_that_is_no_page_or_name_is_typed(evaluations):
    results = [said for e in evaluations for said in e["results"].values() if said]
    cells = {said: read_cell(said) for said in results}
    left = {
        said: {untyped.reason for untyped in cell.reading.untyped}
        for said, cell in cells.items()
        if cell.value is None and cell.reading.untyped
    }
    reasons = {"a number of a part", "may be a version"}
    assert all(why <= reasons for why in left.values()), left
    assert len(evaluations) == 37
    assert sum(cell.value is not None for cell in map(read_cell, results)) == 68


def test_of_fifteen_evaluations_with_digits_on_both_sides_thirteen_have_numbers(
    evaluations,
):
    both = [
        evaluation["evaluation"]
        for evaluation in evaluations
        if any(line.low is not None for line in _lines(evaluation))
        and any(cell.value for cell in _cells(evaluation).values())
    ]
    assert len(both) == 13, both
    digits = [
        evaluation["evaluation"]
        for evaluation in evaluations
        if re.search("[0-9]", evaluation["threshold"])
        and re.search("[0-9]", " ".join(filter(None, evaluation["results"].values())))
    ]
    assert len(digits) == 15, digits
    only_names = set(digits) - set(both)  # "Sonnet 3.7" is a model's name
    assert {name.split(" (")[0] for name in only_names} == {
        "Multimodal virology",
        "Creative biology",
    }


def test_a_result_that_is_missing_says_how(evaluations):
    states = {
        (evaluation["evaluation"].split(" (")[0], model): cell.state
        for evaluation in evaluations
        for model, cell in _cells(evaluation).items()
    }
    assert states["Internal model use survey", "sonnet4"] is ResultState.NOT_RUN
    assert states["Long-form virology task 1", "sonnet37"] is ResultState.NOT_REPORTED
    assert states["Web CTFs", "sonnet37"] is ResultState.NOT_REPORTED
    assert states["ASL-3 expert red teaming", "opus4"] is ResultState.QUALITATIVE


def test_each_outcome_by_number_is_that_of_the_notes(evaluations):
    compared = {}
    for evaluation, model, said, proposal in _proposals(evaluations):
        if proposal.outcome is not Outcome.CANNOT_BE_COMPARED:
            compared[evaluation["evaluation"].split(" uplift")[0], model] = (
                said,
                proposal,
            )
    others = {
        key: proposal.outcome
        for key, (said, proposal) in compared.items()
        if proposal.outcome not in SAME.get(said, set())
    }
    assert others == OTHERWISE
    assert len(compared) == 22


def test_without_a_line_or_a_number_there_is_no_outcome(evaluations):
    for _, _, said, proposal in _proposals(evaluations):
        if said in NO_LINE | NO_NUMBER:
            assert proposal.outcome is Outcome.CANNOT_BE_COMPARED
            assert proposal.because
