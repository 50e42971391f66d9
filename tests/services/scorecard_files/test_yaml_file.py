"""A scorecard file is read with every mistake at its line, and written so that people can."""

import pytest
import yaml
from wren_file import FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.scorecard_files.yaml_file import (
    MOST_MISTAKES,
    dump,
    parse,
    read_scorecard,
)

SMALLEST = """\
annotator: 1
lab: {slug: wren-labs, name: Wren Labs}
models:
  - {slug: wren-1, name: Wren 1}
scorecard: {slug: wren-1, title: Wren 1, models: [wren-1]}
"""


def _mistakes(text):
    with pytest.raises(InvalidFileError) as refused:
        read_scorecard(name="wren.yaml", text=text)
    return list(refused.value.mistakes)


# Mistakes


@pytest.mark.parametrize(
    ("was", "becomes", "mistake"),
    [
        ("no-danger\n    cat", "No Danger\n    cat", "claims.0.slug: expected lowercase"),
        ("{shown: not shown", "{shown: proved", "claims.0.verdict.shown: expected 'shown'"),
        ("page: 1}", "page: 5001}", "evaluations.0.results.0.source.page: expected 5000 or less"),
        ("n: 12", "who: 12", "evaluations.0.results.0.who: there is no such key; known are model, state"),
        ("ask_the_lab", "ask_lab", "claims.0.critique.ask_lab: there is no such key; did you mean “ask_the_lab”?"),
        ("analysis:", "anlysis:", "scorecard.cards.chem-bio.anlysis: there is no such key; did you mean “analysis”?"),
        ("reasons: [twelve people]", "reasons: twelve people", "claims.0.evidence.0.reasons: expected a list"),
        ("text: There is no danger.", "text: ''", "claims.0.text: is empty"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_the_line_it_stands_on(was, becomes, mistake):
    text = FILE.replace(was, becomes, 1)
    line = next(
        n
        for n, (one, two) in enumerate(
            zip(FILE.splitlines(), text.splitlines(), strict=True), 1
        )
        if one != two
    )
    [found] = _mistakes(text)
    assert found.startswith(f"line {line}: {mistake}")


def test_a_list_whose_items_are_wrong_is_not_said_to_be_empty():
    assert len(_mistakes(SMALLEST.replace("models: [wren-1]", "models: [Wren]"))) == 1
    [empty] = _mistakes(SMALLEST.replace("models: [wren-1]", "models: []"))
    assert empty == "line 5: scorecard.models: expected at least 1, in a list"


def test_what_is_missing_is_told_at_the_part_that_lacks_it():
    assert _mistakes(FILE.replace("    text: There is no danger.\n", "")) == [
        f"line {_line('- slug: no-danger')}: claims.0.text: is required"
    ]


def _line(words):
    return next(n for n, line in enumerate(FILE.splitlines(), 1) if words in line)


def test_mistakes_of_form_and_of_yaml_are_told_together_in_the_order_of_the_file():
    text = SMALLEST.replace("wren-labs", "Wren").replace("title", "titel")
    text = text.replace("- {slug: wren-1", "- {slug: wren-1, slug: wren-2")
    found = [line.split(":")[0] for line in _mistakes(text)]
    assert found == ["line 2", "line 4", "line 5", "line 5"]


def test_a_key_that_stands_twice_is_refused_even_if_all_else_is_right():
    text = SMALLEST.replace("title: Wren 1", "title: Wren 1, title: Wren 2")
    assert _mistakes(text) == ["line 5: duplicate key “title” (first on line 5)"]


def test_of_a_thousand_mistakes_a_hundred_are_told():
    found = _mistakes(SMALLEST + "".join(f"key{n}: 1\n" for n in range(1_000)))
    assert len(found) == MOST_MISTAKES + 1
    assert found[-1] == "… and 900 more"


@pytest.mark.parametrize("text", ["", "just words", "- a list"])
def test_what_is_no_scorecard_file_is_told_how_one_begins(text):
    assert _mistakes(text) == ["line 1: a scorecard file begins with “annotator: 1”"]


def test_mistakes_that_are_found_later_are_told_at_the_nearest_part_that_is_there():
    parsed = parse("wren.yaml", FILE)
    parsed.refuse([])
    with pytest.raises(InvalidFileError) as refused:
        parsed.refuse(
            [
                (("claims", 1, "assertion"), "is not said"),
                (("claims", 0, "evidence", 1), "is another's"),
                ((), "is too much"),
            ]
        )
    assert list(refused.value.mistakes) == [
        "line 1: the file: is too much",
        f"line {_line('- stance: context')}: claims.0.evidence.1: is another's",
        f"line {_line('line-was-set')}: claims.1.assertion: is not said",
    ]


# Writing


def test_what_is_written_is_read_as_the_same():
    file = read_scorecard(name="wren.yaml", text=FILE)
    assert read_scorecard(name="again.yaml", text=dump(file)) == file


def test_what_is_empty_or_as_usual_is_not_written():
    written = dump(read_scorecard(name="wren.yaml", text=SMALLEST))
    assert yaml.safe_load(written) == yaml.safe_load(SMALLEST)
    assert "not reported" not in written


def test_texts_are_written_as_people_would_write_them():
    written = dump(read_scorecard(name="wren.yaml", text=FILE))
    assert "  overall: |-\n    Small.\n\n    And *dull*.\n" in written
    assert "models:\n  - slug: wren-1\n" in written
    assert "1.70×" in written
    assert written.startswith("annotator: 1\nlab:\n")


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\t", " \n x", "#", ": "])
def test_no_odd_character_is_lost_between_writing_and_reading(odd):
    file = read_scorecard(name="wren.yaml", text=FILE)
    changed = file.scorecard.model_copy(update={"overall": f"One.\n{odd}two{odd}x"})
    file = file.model_copy(update={"scorecard": changed})
    assert read_scorecard(name="again.yaml", text=dump(file)) == file
