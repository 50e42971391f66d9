"""A page is frozen as JSON, and read back as what it was, also by later versions."""

import json
from dataclasses import replace

import pytest
from claim_views import (
    A_SOURCE,
    EVALUATION,
    a_claim,
    a_link,
    a_quote,
    a_result,
    an_absence,
)

from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    EvaluationView,
    GivenReasonView,
    GroupView,
    LabView,
    ReasonView,
    ScorecardView,
    ThresholdView,
    VerdictView,
)
from annotator.domain.views.reports import (
    FileView,
    PublicReportView,
    ReportFactsView,
)
from annotator.domain.vocabulary import Credence, ReportKind, Shown, ThresholdKind
from annotator.services.published import snapshots
from annotator.storage.published.publications import PageKind, Publication

LAB = LabView("wren-labs", "Wren Labs")
CYBER = CategoryView("cyber", "Cyber", EVALUATION)


def _claim(now):
    return a_claim(
        "safe",
        a_link(1, quote=a_quote(passage=1)),
        a_link(2, result=a_result(a_quote(passage=2))),
        a_link(3, result=a_result()),
        a_link(4, source=A_SOURCE),
        a_link(5, absence=an_absence(now)),
        assertion=a_quote(passage=3),
    )


def _judged(now):
    """A claim with a verdict that names two reasons."""
    reason = ReasonView("single-test", "single test", "There is one test.")
    given = (
        GivenReasonView(reason, "One of forty.", evidence=2),
        GivenReasonView(replace(reason, slug="luck"), "By chance."),
    )
    verdict = VerdictView(Shown.PARTLY, Credence.LIKELY, "So.", "Ann", now, given)
    return replace(_claim(now), verdict=verdict)


def _scorecard():
    test = EvaluationView(
        "tasks",
        "Long tasks",
        "benchmark",
        "Wren Labs",
        thresholds=(
            ThresholdView(ThresholdKind.ALERT, "a third", a_quote(passage=4)),
            ThresholdView(ThresholdKind.ALERT, "a half"),
        ),
        results=(a_result(a_quote(passage=5)), a_result()),
    )
    card = CardView(CYBER, "It says.", "We say.", "*Why.*", evaluations=(test,))
    return ScorecardView("heron", "Heron", LAB, (), (), "Overall.", (card,))


def _report(now):
    facts = ReportFactsView(
        "card", "Card", ReportKind.SYSTEM_CARD, "2030", "", LAB, models=()
    )
    return PublicReportView(facts, (FileView("a" * 64, 9, 1, "2030", now),))


@pytest.fixture
def views(now):
    return {
        PageKind.CLAIM: _claim(now),
        PageKind.SCORECARD: _scorecard(),
        PageKind.REPORT: _report(now),
    }


def test_each_kind_of_page_is_read_back_as_it_was_frozen(views):
    for kind, view in views.items():
        assert snapshots.kind_of(view) is kind
        body = snapshots.freeze(view)
        assert snapshots.thaw(Publication(kind=kind, body=body)) == view


def test_the_same_contents_are_the_same_json(now):
    assert snapshots.freeze(_claim(now)) == snapshots.freeze(_claim(now))


def test_the_quotes_of_a_page_are_found_wherever_they_stand_on_it(views):
    shown = {kind: snapshots.passages_in(view) for kind, view in views.items()}
    assert shown == {
        PageKind.CLAIM: {1, 2, 3},
        PageKind.SCORECARD: {4, 5},
        PageKind.REPORT: set(),
    }


def test_reasons_are_read_back_with_what_they_rest_on(now):
    claim = _judged(now)
    frozen = snapshots.freeze(claim)
    read = snapshots.thaw_claim(frozen)
    assert read == claim
    one, luck = read.verdict.reasons
    assert read.ground_of(one).result.value == "12 of 40"
    assert read.ground_of(luck) is None


def test_a_verdict_that_was_frozen_before_there_were_reasons_names_none(now):
    claim = _judged(now)
    bare = json.loads(snapshots.freeze(claim))
    del bare["verdict"]["reasons"]
    read = snapshots.thaw_claim(json.dumps(bare))
    assert read == replace(claim, verdict=replace(claim.verdict, reasons=()))


def test_only_a_claim_rests_on_absences(views):
    found = {kind: snapshots.absences_in(view) for kind, view in views.items()}
    assert [each.absence for each in found.pop(PageKind.CLAIM)] == [3]
    assert found == {PageKind.SCORECARD: [], PageKind.REPORT: []}


def test_a_page_that_was_frozen_before_a_fact_was_kept_is_still_read(views):
    claim = views[PageKind.CLAIM]
    old = json.loads(snapshots.freeze(replace(claim, evidence=claim.evidence[:1])))
    del old["model_slugs"]
    del old["evidence"][0]["absence"]
    read = snapshots.thaw_claim(json.dumps(old))
    assert read == replace(claim, evidence=claim.evidence[:1])
    report = json.loads(snapshots.freeze(views[PageKind.REPORT]))
    del report["announced"]
    assert snapshots.thaw_report(json.dumps(report)) == views[PageKind.REPORT]


@pytest.mark.parametrize(
    ("word", "slug", "name"),
    [
        ("evaluation", "evaluation", "Evaluation categories"),
        ("safety case", "safety-case", "Safety case categories"),
    ],
)
def test_a_page_that_was_frozen_when_groups_were_words_is_still_read(
    views, word, slug, name
):
    said = f'It said "group":"{word}" then.'
    claim = replace(views[PageKind.CLAIM], text=said)
    card = replace(_scorecard().cards[0], we_say=said)
    for view in (claim, replace(_scorecard(), cards=(card, card))):
        old = json.loads(snapshots.freeze(view))
        for part in old.get("cards", [old]):
            part["category"] = {"slug": "cyber", "name": "Cyber", "group": word}
        body = json.dumps(old, separators=(",", ":"), ensure_ascii=False)
        read = snapshots.thaw(Publication(kind=snapshots.kind_of(view), body=body))
        category = CategoryView("cyber", "Cyber", GroupView(slug, name))
        if snapshots.kind_of(view) is PageKind.CLAIM:
            assert read == replace(claim, category=category)
        else:
            assert [card.category for card in read.cards] == [category, category]
            assert read.cards[0].we_say == said
