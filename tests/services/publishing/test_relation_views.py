"""Published pages hold what became of an evaluation, seen from both sides."""

import pytest
from pdfs import text_pdf

from annotator.domain.evaluations.facts import EvaluationFacts, RelationFacts
from annotator.services.claims import evaluations, relations
from annotator.services.publishing.relation_views import relation_views


@pytest.fixture
def context(desk):
    desk.take_in(text_pdf(["Wren card"]), report="card")
    with desk.rehearse() as context:
        yield context


def test_a_relation_is_told_from_both_sides(context):
    first, second = (
        evaluations.add_evaluation(
            context, EvaluationFacts(name, "cyber"), lab="wren-labs"
        )
        for name in ("Old", "New")
    )
    facts = RelationFacts("replaced", "card", second.slug, "It was saturated.")
    relations.add_relation(context, first.slug, facts)
    views = relation_views(context, [first, second])
    [there], [back] = views[first.id], views[second.id]
    assert (there.other_name, there.report_title) == ("New", "card")
    assert not there.is_reversed
    assert (back.other_name, back.is_reversed) == ("Old", True)
    assert relation_views(context, [second]) == {second.id: (back,)}
