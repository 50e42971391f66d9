"""An import notes what does not go together, and notes nothing twice."""

import pytest
from wren_file import FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.claims import claims, tensions
from annotator.services.scorecard_files import export_scorecard, import_scorecard

CLAIM = "no-danger"
QUOTE = "{quote: We rule the danger out., report: wren-card, page: 1}"
FIRST = f"""\
    tensions:
      - sentence: The line is ruled out, and twelve people cannot show it.
        a: {QUOTE}
        b: {{result: {{evaluation: uplift, model: wren-1}}}}
      - sentence: It is ruled out, and it rained.
        a: {QUOTE}
        b: {{quote: It rained again., report: wren-card, page: 2}}
"""
BEFORE = "  - slug: line-was-set-beforehand\n"
NOTED = FILE.replace(BEFORE, FIRST + BEFORE)


def _rows(context):
    return list(tensions.list_tensions(context, [claims.get_claim(context, CLAIM)]))


def test_tensions_are_noted_with_a_passage_and_with_a_result(context, bring_in):
    bring_in(text=NOTED)
    first, second = _rows(context)
    assert first.sentence == "The line is ruled out, and twelve people cannot show it."
    assert (first.result.value, first.other_id) == ("1.70×", None)
    assert (second.passage.exact, second.other.exact) == (
        "We rule the danger out.",
        "It rained again.",
    )


def test_an_import_again_rewords_what_is_noted_whichever_side_is_named_first(
    context, bring_in
):
    bring_in(text=NOTED)
    numbers = [row.id for row in _rows(context)]
    turned = NOTED.replace(
        f"a: {QUOTE}\n        b: {{quote: It rained again., report: wren-card, page: 2}}",
        "a: {quote: It rained again., report: wren-card, page: 2}\n"
        f"        b: {QUOTE}",
    )
    assert turned != NOTED
    bring_in(("it rained.", "it rained twice."), text=turned)
    rows = _rows(context)
    assert [row.id for row in rows] == numbers
    assert rows[1].sentence == "It is ruled out, and it rained twice."


def test_a_file_without_them_leaves_them_alone(context, bring_in):
    bring_in(text=NOTED)
    bring_in()
    assert len(_rows(context)) == 2


def test_importing_what_was_exported_changes_nothing(context, bring_in):
    bring_in(text=NOTED)
    exported = export_scorecard(context, "wren-1")
    assert "It is ruled out, and it rained." in exported
    before = [(row.id, row.version) for row in _rows(context)]
    import_scorecard(context, name="again.yaml", text=exported)
    assert export_scorecard(context, "wren-1") == exported
    assert [(row.id, row.version) for row in _rows(context)] == before


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (
            "{quote: It rained again., report: wren-card, page: 2}",
            QUOTE,
            "is the same passage",
        ),
        ("It rained again.", "It snowed.", "tensions.1.b"),
        (
            "evaluation: uplift, model: wren-1}}",
            "evaluation: x, model: wren-1}}",
            "“x”",
        ),
        ("b: {result", "c: {result", "claims.0.tensions.0"),
        (
            f"a: {QUOTE}\n        b: {{result",
            "a: {result: {evaluation: uplift, model: wren-1}}\n        b: {result",
            "a result belongs to b",
        ),
    ],
)
def test_what_is_wrong_with_a_tension_is_told_where_it_stands(
    bring_in, was, becomes, said
):
    assert was in FIRST
    text = NOTED.replace(FIRST, FIRST.replace(was, becomes))
    with pytest.raises(InvalidFileError) as refused:
        bring_in(text=text)
    assert any(said in mistake for mistake in refused.value.mistakes)
