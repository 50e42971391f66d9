"""What publishing a scorecard would make public is told without reading every claim."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts, CritiqueText, GivenReason
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.vocabulary import ResultState, ThresholdKind
from annotator.services.claims import (
    absences,
    claims,
    critiques,
    evaluations,
    evidence,
    results,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import labs, reports
from annotator.services.library.labs import ModelFacts
from annotator.services.passages import marking
from annotator.services.publishing import drafts_as_pages, findings, plans, publication
from annotator.services.stores import open_stores

SAID = ["Wren 1 solved 0.5 % of the tasks.", "Wren 1 failed at the others."]
SAFE, OTHER = "wren-1-is-safe", "wren-1-is-sound"
FACTS = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs", ("wren-1",))


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request, desk_of, tmp_path):
    """Two claims with a quote each, and one with an absence, in each kind of database."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    stores = open_stores(tmp_path / "data", tmp_path, url, eyes=False)
    desk = desk_of(stores)
    desk.take_in(text_pdf(["A card.", *SAID]), report="wren-card")
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, lab, "Wren 1")
        for text, quote in (("Wren 1 is safe.", 0), ("Wren 1 is sound.", 1)):
            slug = claims.add_claim(context, replace(FACTS, text=text)).slug
            report = reports.get_report(context, "wren-card")
            passage = marking.mark_found(
                context,
                revision=reports.get_revision(context, report),
                quote=SAID[quote],
                page=1,
            )
            _link(context, slug, Target(passage=passage.id))
        kept = absences.keep_absence(
            context,
            report="wren-card",
            statement="It does not say which tasks.",
            queries="tasks",
        )
        _judge(context, kept.absence.id, "It does not name them.")
        _link(context, SAFE, Target(absence=kept.absence.id))
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    yield desk
    stores.close()


def _link(context, slug, target):
    weight = Weight(stance="supports")
    evidence.link_evidence(context, claim=slug, target=target, weight=weight)


def _judge(context, number, reason):
    [found] = absences.get_absence(context, number).hits
    absences.judge_hit(
        context, number, start=found.hit.start, says=False, reason=reason
    )


def _plan(desk):
    with desk.look() as context:
        scorecard = scorecards.get_scorecard(context, "wren-1")
        view = drafts_as_pages.scorecard_view(context, scorecard)
        return plans.plan_scorecard(context, scorecard, view)


def _reword(context):
    facts = replace(FACTS, text="Wren 1 is quite safe.")
    claims.edit_claim(context, SAFE, facts)


def _weigh(context):
    evidence.weigh_evidence(context, 1, Weight(stance="undercuts"))


def _take_back(context):
    evidence.withdraw_evidence(context, 1)


def _criticise(context):
    critiques.write_critique(context, claim=SAFE, text=CritiqueText("It is not."))


def _give_a_verdict(context):
    verdicts.give_verdict(
        context,
        claim=SAFE,
        shown="partly shown",
        credence="likely",
        rationale="One number.",
        reasons=[GivenReason("single-test", "One test.")],
    )


def _judge_again(context):
    _judge(context, 1, "It names none of them.")


def test_new_claims_and_their_files_are_told(desk):
    plan = _plan(desk)
    assert plan.claims == (SAFE, OTHER)
    assert (plan.count, plan.is_exact, plan.reports) == (2, True, ("wren-card",))


def test_nothing_is_left_to_publish_afterwards(desk):
    desk.publish_scorecard("wren-1")
    plan = _plan(desk)
    assert (plan.claims, plan.count, plan.files) == ((), 0, ())


@pytest.mark.parametrize(
    "change",
    [_reword, _weigh, _take_back, _criticise, _give_a_verdict, _judge_again],
)
def test_a_claim_that_was_changed_since_is_told(desk, change):
    desk.publish_scorecard("wren-1")
    with desk.sit_down(days=1) as context:
        change(context)
    assert _plan(desk).claims == (SAFE,)


def test_a_claim_that_was_changed_back_is_not(desk):
    desk.publish_scorecard("wren-1")
    for facts in (replace(FACTS, text="Wren 1 is quite safe."), FACTS):
        with desk.sit_down(days=1) as context:
            claims.edit_claim(context, SAFE, facts)
    assert _plan(desk).claims == ()


def test_a_new_name_of_the_model_changes_all_of_its_claims(desk):
    desk.publish_scorecard("wren-1")
    with desk.sit_down(days=1) as context:
        model = scorecards.get_scorecard(context, "wren-1").models[0]
        labs.edit_model(
            context,
            model.slug,
            ModelFacts(
                name="Wren One",
                released=model.released,
                training_dates=model.training_dates,
                deployment_dates=model.deployment_dates,
                most_powerful=model.most_powerful,
            ),
        )
    assert _plan(desk).claims == (SAFE, OTHER)


def test_a_published_file_that_quotes_stand_in_changes_them(desk):
    desk.publish_scorecard("wren-1")
    later = desk.take_in(text_pdf(["A later card."], SAID), report="wren-card", days=1)
    assert _plan(desk).claims == ()  # readers do not see that file
    with desk.sit_down(days=2) as context:
        publication.report_publication.publish_file(context, "wren-card", later)
    assert set(_plan(desk).claims) == {SAFE, OTHER}


def test_too_many_to_compare_are_counted_as_at_most_so_many(desk, monkeypatch):
    desk.publish_scorecard("wren-1")
    with desk.sit_down(days=1) as context:
        _reword(context)
        critiques.write_critique(context, claim=OTHER, text=CritiqueText("Is it?"))
    monkeypatch.setattr(plans, "SHOWN", 1)
    plan = _plan(desk)
    assert (plan.claims, plan.count, plan.is_exact) == ((SAFE,), 2, False)


def test_what_is_doubtful_is_told_and_published_over_with_a_reason(desk):
    with desk.sit_down() as context:
        _give_a_verdict(context)
    with desk.sit_down(days=1) as context:
        facts = EvaluationFacts("Long tasks", "cyber")
        test = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
        line = ThresholdFacts(ThresholdKind.RULE_OUT, "few of them")
        made = evaluations.add_threshold(context, test, line)
        withheld = ResultFacts("wren-1", ResultState.WITHHELD)
        result = results.add_result(context, test, withheld)
        weight = Weight(stance="supports", load_bearing="lab says")
        evidence.link_evidence(
            context, claim=SAFE, target=Target(result=result.id), weight=weight
        )
    with desk.sit_down(days=2) as context:
        line = ThresholdFacts(ThresholdKind.RULE_OUT, "hardly any", passage=1)
        evaluations.edit_threshold(context, test, made.id, line)
    plan = _plan(desk)
    assert [str(finding.kind) for finding in plan.findings.found] == [
        "key indicator without a number",
        "scope hole",
        "verdict older than its evidence",
    ]
    desk.publish_scorecard("wren-1", days=3)
    assert _plan(desk).findings.found == ()
    with desk.look() as context:
        [kept] = findings.published_over(context, "scorecard", "wren-1")
        assert (kept.count, len(kept.findings)) == (3, 3)
