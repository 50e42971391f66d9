"""What was measured, and in how many trials, is read from beside a result."""

import pytest

from annotator.domain.evaluations.metrics import metrics
from annotator.domain.evaluations.values import read_passage


@pytest.mark.parametrize(
    ("text", "name", "trials"),
    [
        ("a “pass@5” score of 0.635", "pass@5", 5),
        ("0.720 (pass@5)", "pass@5", 5),
        ("12/15 pass@30", "pass@30", 30),
        ("0.83 (max of 5)", "max of 5", 5),
        ("Max of five: 0.83", "Max of five", 5),
        ("a pass@1 of 63%", "pass@1", 1),
        ("the mean of 10 runs was 39.5%", "mean of 10", 10),
        ("a median F1 of 76.2%", "median F1", None),
        ("mean speedup 4.5×", "mean speedup", None),
        ("accuracy of 0.9 over 3 runs", "accuracy", 3),
        ("it was 0.9", "", None),
    ],
)
def test_the_metric_of_a_result(text, name, trials):
    [value] = read_passage(text).values
    assert (value.metric, value.trials) == (name, trials)


def test_each_result_has_the_metric_beside_it():
    values = read_passage("0.720 (pass@5), 0.510 (pass@1)").values
    assert [value.metric for value in values] == ["pass@5", "pass@1"]


def test_a_metric_of_the_next_sentence_is_not_taken():
    first, _ = read_passage("It was 0.720. The accuracy was 0.5.").values
    assert first.metric == ""


def test_an_average_of_a_result_is_no_number_of_trials():
    assert [m.trials for m in metrics("an average of 25% and a mean of 5.2")] == []
