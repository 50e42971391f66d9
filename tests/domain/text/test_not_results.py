"""A number that is not typed comes with the reason."""

import pytest

from annotator.domain.text.measures import read


@pytest.mark.parametrize(
    ("text", "printed", "reason"),
    [
        ("58 cases", "58", "a bare whole number"),
        ("May 22, 2025", "May 22, 2025", "a date"),
        ("in 2024", "2024", "may be a year"),
        ("see Section 7.2", "Section 7.2", "a number of a part"),
        ("the 3.2.1 build", "3.2.1", "a version or a section"),
        ("Claude 3.7 did", "Claude 3.7", "may be a version"),
        ("Claude Opus 4 did", "4", "may be part of a name"),
        ("GPT-4 did", "4", "part of a word or a name"),
        ("a 7B model", "7", "part of a word or a name"),
        ("a bounty of $1.5 million", "$1.5 million", "an amount of money"),
        ("p < 0.05", "p < 0.05", "a probability of chance"),
        ("2–5 tests", "2–5", "may be pages, parts or a date"),
        ("one of the 3", "one of the 3", "may be no share"),
        ("0,635", "0,635", "a comma that may be a decimal point"),
        ("hide them.10 These", "10", "may be the mark of a footnote"),
        ("as shown [12]", "12", "may be a reference"),
        ("the 3rd run", "3", "an ordinal number"),
        ("at 10:30", "10", "may be a time or a ratio"),
        ("recall@10", "10", "part of a metric's name"),
        ("5% to 7 at 63% ± 13 points", "63% ± 13 points", "a spread in another unit"),
        ("95% CIs", "95% CIs", "the level of an interval"),
    ],
)
def test_the_reason_is_told_in_a_few_words(text, printed, reason):
    left = {told.printed: told.reason for told in read(text)[1]}
    assert left[printed] == reason


def test_each_digit_of_a_text_is_typed_or_left_with_a_reason():
    text = "Claude Opus 4: 17/33 (51.5%), p. 97, n = 5, 2 runs, 3-5 experts in 2025"
    found, left = read(text)
    told = {at for f in [*found, *left] for at in range(f.span.start, f.span.end)}
    assert {at for at, character in enumerate(text) if character.isdigit()} <= told
