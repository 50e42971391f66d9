"""Public passages come with all that public claims and scorecards use them for."""

import pytest
import wren_claims
from wren_public import CARD, QUOTE, put_out

from annotator.domain.claims import TensionFacts
from annotator.domain.errors import NotFoundError
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import ResultState, Stance, ThresholdKind
from annotator.services.claims import evaluations, results, tensions
from annotator.services.publishing import annotated


def _of_claim(desk, slug, role=Role.READER):
    with desk.look(role) as context:
        return annotated.of_claim(context, slug)


def test_a_passage_stands_between_its_words_and_in_its_box(desk, now):
    [found] = _of_claim(desk, put_out(desk))
    assert found.quote.exact == QUOTE
    assert found.prefix == "A card about Wren 1. "
    assert found.suffix == " That is all that it says."
    left, top, right, bottom = found.box
    assert 0 < left < right
    assert 0 < top < bottom
    assert found.created == now
    [use] = found.uses
    assert (use.stance, use.said) == (Stance.SUPPORTS, "The number.")


def test_every_public_claim_line_and_tension_that_uses_it_is_named(desk):
    first = put_out(desk)
    with desk.sit_down() as context:
        passage = wren_claims.mark(context, CARD, QUOTE)
        other = wren_claims.mark(context, CARD, "That is all that it says.")
        second = wren_claims.state(context, "Wren 1 is slow.", models=("wren-1",))
        wren_claims.link(context, second, passage, stance="undercuts")
        wren_claims.link(context, second, other, stance="context")
        told = TensionFacts("The card says no more.", passage, other)
        tensions.add_tension(context, second, told)
        evaluations.add_evaluation(
            context, EvaluationFacts("Long tasks", "cyber"), lab="wren-labs"
        )
        line = ThresholdFacts(ThresholdKind.ALERT, "Half", passage=passage)
        evaluations.add_threshold(context, "long-tasks", line)
        result = ResultFacts("wren-1", ResultState.NOT_RUN, no_source="told by the lab")
        results.add_result(context, "long-tasks", result)
    assert [len(found.uses) for found in _of_claim(desk, first)] == [1]  # drafts yet
    desk.publish_scorecard("wren-1")
    with desk.look(Role.READER) as context:
        found = annotated.passage(context, passage)
        everything, total = annotated.of_report(context, CARD, start=1, most=5)
    assert {use.claim for use in found.uses} == {first, second}
    assert [use.anchor.partition("-")[0] for use in found.uses] == [
        "evidence", "evidence", "tension",
    ]  # fmt: skip
    assert found.evaluations == ("Long tasks",)
    assert total == 2
    assert [one.quote.passage for one in everything] == [other]


def test_drafts_are_no_part_of_it_for_those_who_see_drafts_either(desk):
    slug = put_out(desk)
    with desk.sit_down() as context:
        draft = wren_claims.cite(context, slug, CARD, "That is all that it says.")
    for role in (Role.READER, Role.ANALYST):
        assert len(_of_claim(desk, slug, role)) == 1
        with desk.look(role) as context, pytest.raises(NotFoundError):
            annotated.passage(context, draft)
