"""Lines say in words what they are and on which side of them it holds."""

from decimal import Decimal

import pytest

from annotator.domain.boards.line_words import words_of
from annotator.domain.evaluations.lines import Line
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ThresholdKind


def _line(kind, comparison, low, high=None, unit="", of=None):
    ends = Decimal(low), Decimal(high or low)
    return Line(Span(0, 0), "", kind, comparison, *ends, unit, of and Decimal(of))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (_line(ThresholdKind.RULE_OUT, "<", "0.50"), "rules out below 0.50"),
        (_line(ThresholdKind.RULE_IN, "≥", "80", unit="%"), "rules in at 80 % or more"),
        (_line(ThresholdKind.RULE_IN, ">", "2.8", unit="×"), "rules in above 2.8×"),
        (_line(ThresholdKind.RULE_OUT, "≤", "3"), "rules out at 3 or less"),
        (_line(ThresholdKind.ALERT, "", "4", "100", "×"), "alert at 4 to 100×"),
        (
            _line(ThresholdKind.EXPERT_BASELINE, "", "22.1", unit="%"),
            "expert baseline 22.1 %",
        ),
        (_line(ThresholdKind.TARGET, "≥", "95", unit="%"), "target at 95 % or more"),
        (_line(ThresholdKind.RULE_OUT, "<", "17", of="33"), "rules out below 17 of 33"),
        (_line(None, "≈", "3"), "line at about 3"),
    ],
)
def test_a_line_in_words(line, words):
    assert words_of(line).replace("\N{NO-BREAK SPACE}", " ") == words
