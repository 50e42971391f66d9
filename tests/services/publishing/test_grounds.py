"""What checks look at is fetched for all claims at once, as it is on the desk now."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pdfs import text_pdf
from sqlalchemy import event
from wren_claims import describe, mark, state

from annotator.domain.claims import CritiqueText
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import ResultState, ThresholdKind
from annotator.services.claims import (
    critiques,
    evaluations,
    evidence,
    results,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.publishing.drafts_as_pages import scorecard_view
from annotator.services.publishing.grounds import changed_tests, material_of

TEST = "long-tasks"


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with a test of two models, and a claim on each of thirty results."""
    with desk_in(tmp_path_factory.mktemp("grounds")) as desk:
        desk.take_in(text_pdf(["The line is 0.50.", "Wren 1 had 0.4."]), report="card")
        with desk.sit_down() as context:
            describe(context, "card", models=["Wren 1", "Wren 2"])
            facts = EvaluationFacts("Long tasks", "cyber")
            evaluations.add_evaluation(context, facts, lab="wren-labs")
            passage = mark(context, "card", "The line is 0.50.")
            number = Decimal("0.50")
            typed = TypedLine("<", number, number)
            line = ThresholdFacts(ThresholdKind.RULE_OUT, "0.50", typed, passage)
            evaluations.add_threshold(context, TEST, line)
            for at in range(30):
                _claim(context, at)
            scorecards.add_scorecard(
                context, lab="wren-labs", models=["wren-1"], title="Wren 1"
            )
        yield desk


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


def _claim(context, at):
    typed = TypedResult(Decimal("0.4"))
    scored = ResultFacts("wren-1", ResultState.SCORED, "0.4", typed=typed)
    scored = replace(scored, split=str(at), no_source="told by the lab")
    result = results.add_result(context, TEST, scored)
    slug = state(context, f"Claim {at}.", models=("wren-1",))
    evidence.link_evidence(
        context,
        claim=slug,
        target=Target(result=result.id),
        weight=Weight(stance="supports"),
    )
    critiques.write_critique(context, claim=slug, text=CritiqueText("Perhaps."))
    verdicts.give_verdict(
        context, claim=slug, shown="shown", credence="likely", rationale="A number."
    )


def test_it_takes_as_many_queries_for_one_claim_as_for_thirty(context):
    _queries(context, ["claim-0"])  # what is kept between requests is made
    assert _queries(context, ["claim-0"]) == _queries(
        context, [f"claim-{at}" for at in range(30)]
    )


def _queries(context, slugs):
    asked = []

    def note(*args):
        asked.append(args[2])

    context.session.expunge_all()
    engine = context.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    material = material_of(context, slugs)
    event.remove(engine, "before_cursor_execute", note)
    assert [ground.slug for ground in material.grounds] == slugs
    return len(asked)


def test_a_claim_comes_with_its_results_its_lines_and_its_times(context):
    material = material_of(context, ["claim-3"])
    [ground] = material.grounds
    [link] = ground.links
    test = material.tests[TEST]
    assert (ground.text, ground.models) == ("Claim 3.", ("Wren 1",))
    assert (link.result.split, link.number) == ("3", test.results[3])
    assert ground.verdict_at == ground.critique_at == ground.evidence_at == context.now
    [reported] = test.reported
    assert (reported.report, reported.order[0], reported.stands) == (
        "Wren card",
        "2030",
        True,
    )
    assert test.lines == (reported.number,)
    assert test.published is None


def test_a_result_that_was_withdrawn_is_still_what_its_link_shows(context):
    number = material_of(context, ["claim-3"]).grounds[0].links[0].number
    row = next(
        result
        for result in evaluations.get_evaluation(context, TEST).results
        if result.id == number
    )
    row.withdrawn_at = context.now
    context.session.flush()
    context.session.expire_all()
    [link] = material_of(context, ["claim-3"]).grounds[0].links
    assert (link.number, link.result.split) == (number, "3")


def test_a_scorecard_that_readers_have_not_seen_shows_all_of_its_tests_anew(context):
    view = scorecard_view(context, scorecards.get_scorecard(context, "wren-1"))
    assert [*changed_tests(context, view)] == [TEST]
