"""Numbers are recognised as results with what they are of, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.measures import measures

PARTS = st.sampled_from(
    [
        *["1.70", "63", "17", "33", "0.635", "1,234", "2024", "10^25", "10²⁵", "1e-05"],
        *[
            "%",
            "×",
            "x",
            " x",
            "FLOP",
            " minutes",
            "±",
            "+/-",
            "–",
            "-",
            "−",
            "/",
            " of ",
        ],
        *[
            "≥ ",
            "<",
            "~",
            "not above ",
            "At least ",
            "between ",
            " and ",
            "95% CI ",
            "n = ",
        ],
        *[
            "five",
            "Claude ",
            "May ",
            "Section ",
            "(",
            ")",
            ".",
            ", ",
            " ",
            "$",
            " million",
        ],
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=9).map("".join))


def _shown(text):
    return [str(measure) for measure in measures(text)]


@given(TEXTS)
def test_every_measure_stands_in_the_text_as_it_is_printed(text):
    ends = [0]
    for measure in measures(text):
        assert ends[-1] <= measure.span.start < measure.span.end <= len(text)
        assert text[measure.span.start : measure.span.end] == measure.printed
        ends.append(measure.span.end)


@given(TEXTS)
def test_what_is_shown_of_a_measure_is_read_as_the_same(text):
    for measure in measures(text):
        assert measures(str(measure)) == [measure]
        assert measure.number.is_finite()


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("the uplift was 2.53× and 1.70×, respectively.", ["2.53 ×", "1.70 ×"]),
        ("uplift ≥5x (or raw uplift ≥ 0.8)", ["≥ 5 ×", "≥ 0.8"]),
        ("an average of 63% ± 13%", ["63 % ± 13"]),
        ("98.43% (± 0.30%), 98.76% (± 0.27%)", ["98.43 % ± 0.30", "98.76 % ± 0.27"]),
        ("12% 0% 25% 19%", ["12 %", "0 %", "25 %", "19 %"]),
        ("22.1 % and 52.96 per cent", ["22.1 %", "52.96 %"]),
        (
            "0/4 researchers, 17/33 tasks, five of twelve",
            ["0 of 4", "17 of 33", "5 of 12"],
        ),
        ("At least 12 of the 40 long tasks", ["≥ 12 of 40"]),
        ("a “pass@5” score of 0.635 in virology task 2.", ["0.635"]),
        ("Sonnet 3.7: 0.440 ● Claude Opus 4: 0.355", ["0.440", "0.355"]),
        ("below the threshold (<50%), not above 80%", ["< 50 %", "≤ 80 %"]),
        ("between 2 and 5", ["between 2 and 5"]),
        ("20–30% or 16-74×", ["between 20 and 30 %", "between 16 and 74 ×"]),
        ("0.55 (95% CI: [0.4, 0.7])", ["0.55", "95 % CI 0.4 to 0.7"]),
        ("10^25 FLOP, 2.1 × 10²⁶ FLOP", ["10^25 FLOP", "2.1 × 10^26 FLOP"]),
        ("n = 33; N=1,200", ["n = 33", "n = 1200"]),
        ("~16× to ~74× in 59 minutes", ["≈ 16 ×", "≈ 74 ×", "59 minutes"]),
        ("fell by −0.3", ["-0.3"]),
        ("16.6 of 42 or 16.6/42", ["16.6 of 42", "16.6 of 42"]),
        ("2024 × 10^3", ["2024 × 10^3"]),
        ("rose by +1.7% (+0.31)", ["1.7 %", "0.31"]),
        ("< 1 in 380,000; 1,234 of 5,000", ["< 1 of 380000", "1234 of 5000"]),
        ("2/4 (1/1 easy, 1/3 medium)", ["2 of 4", "1/1", "1 of 3"]),
    ],
)
def test_results_are_recognised_as_reports_print_them(printed, shown):
    assert _shown(printed) == shown


@pytest.mark.parametrize(
    "printed",
    [
        *["May 22, 2025", "on 22 May 2025", "2025-05-22", "5/22/2025", "in 2024"],
        *["between 2019 and 2021", "Claude 3.5 and 3.7", "GPT-4.5", "ASL-3", "3 tests"],
        *["Section 7.2", "7.2 CBRN evaluations", "see 7.2.4.1", "Figures 2.1 and 2.3"],
        *["making no attempt to hide them.10 These", "24/7", "one of the three", "2-5"],
        *[
            "94.6:3.1",
            "6.3. Results",
            "1 in 2024",
            "$1.5 million",
            "0,635",
            "p < 0.05",
            "2 x 3",
        ],
    ],
)
def test_what_is_no_result_or_cannot_be_typed_is_left_to_its_words(printed):
    assert _shown(printed) == []


def test_a_spread_in_another_unit_is_not_typed():
    assert _shown("63% ± 13 points") == []


def test_the_number_keeps_the_digits_that_were_printed():
    [measure] = measures("1.70×")
    assert (measure.value, measure.unit) == ("1.70", "×")
