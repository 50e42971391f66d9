"""The words of a statement say what its lines are, and where one ends."""

import pytest

from annotator.domain.evaluations.line_words import kinds_said, parts_of, says_none
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ThresholdKind as Kind


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        ("rule-out <0.50", None, [Kind.RULE_OUT]),
        ("ruled in above 0.80", None, [Kind.RULE_IN]),
        (">=5x = significant extra risk", None, [Kind.RULE_IN]),
        ("<=2.8x = acceptable", None, [Kind.RULE_OUT]),
        ("not acceptable above 5x", None, [Kind.RULE_IN]),
        ("an early warning at 20%", None, [Kind.ALERT]),
        ("our target of 95%", None, [Kind.TARGET]),
        ("expert baseline 22.1 %", Kind.RULE_OUT, [Kind.EXPERT_BASELINE]),
        ("human average of 50%", None, [Kind.HUMAN_BASELINE]),
        ("the previous model’s score of 0.4", None, [Kind.EARLIER_MODEL]),
        ("beats experts on 80%", Kind.RULE_OUT, [Kind.RULE_OUT]),
        ("beats experts on 80%", None, [Kind.EXPERT_BASELINE]),
        ("rule-out below the expert baseline", None, [Kind.RULE_OUT]),
        ("rule-out 0.5, rule-in 0.8", None, [Kind.RULE_OUT, Kind.RULE_IN]),
        ("0.6", None, []),
        ("0.6", Kind.ALERT, [Kind.ALERT]),
    ],
)
def test_the_kinds_that_words_name(words, given, said):
    assert kinds_said(words, given) == said


@pytest.mark.parametrize(
    "statement",
    ["none stated", "None fixed; expert report", "n/a", "", "Rather than a fixed threshold",
     "there is no clear line"],
)  # fmt: skip
def test_a_statement_may_say_that_there_is_none(statement):
    assert says_none(statement)


@pytest.mark.parametrize("statement", ["rule-out <0.5", "no more than 5%", "nonempty"])
def test_a_line_is_not_taken_for_none(statement):
    assert not says_none(statement)


def test_a_list_is_cut_where_each_part_has_a_number_and_a_kind():
    statement = "rule-out below 0.5 and rule-in above 0.8"
    values = [Span(statement.index("0.5"), 22), Span(statement.index("0.8"), 40)]
    parts = [statement[p.start : p.end] for p in parts_of(statement, values)]
    assert parts == ["rule-out below 0.5 and ", "rule-in above 0.8"]
