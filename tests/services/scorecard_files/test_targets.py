"""What the parts of a claim point to is found among the parts of the file."""

from wren_file import FILE

from annotator.services.claims import claims, tensions

FIGURE = "{region: {report: wren-card, page: 2, box: [60, 70, 300, 120], description: A box}}"
SECOND = """\
      - model: wren-1
        state: scored
        value: 2.9×
        split: hard
claims:
"""
TENSE = f"""\
    tensions:
      - sentence: The box and the number do not agree.
        a: {FIGURE}
        b: {{result: {{evaluation: uplift, model: wren-1, split: hard}}}}
"""
BEFORE = "  - slug: line-was-set-beforehand\n"


def test_a_figure_is_marked_once_and_a_result_told_apart_by_its_split(
    context, bring_in
):
    target = "result: {evaluation: uplift, model: wren-1}\n"
    text = (
        FILE.replace("claims:\n", SECOND)
        .replace(target, target.replace("}", ", split: ''}"))
        .replace(BEFORE, TENSE + BEFORE)
    )
    bring_in(text=text)
    [row] = tensions.list_tensions(context, [claims.get_claim(context, "no-danger")])
    assert row.result.value == "2.9×"
    assert row.passage.description == "A box"
    bring_in(text=text)
    assert len(tensions.of_passages(context, [row.passage_id])[row.passage_id]) == 1
