"""What is doubtful is told before publishing, and kept with the reason to publish it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from pdfs import text_pdf
from wren_claims import describe, mark, state

from annotator.domain.checks.findings import (
    FindingKind,
    SpotKind,
    UnseenFindingsError,
)
from annotator.domain.claims import CritiqueText, GivenReason
from annotator.domain.errors import ForbiddenError, InvalidError, SignInNeededError
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import Direction, Outcome, ResultState, ThresholdKind
from annotator.services.claims import (
    claims,
    critiques,
    evaluations,
    evidence,
    results,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import READER, Actor, Context
from annotator.services.library import labs
from annotator.services.publishing import findings, publication
from annotator.services.publishing.findings import LONGEST, Over

BETWEEN, CHANGED = "between the lines", "line changed since it was published"
MOVED = "line changed since the last report"
WHY = GivenReason("between-the-lines", "It is above the one and below the other.")


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with a lab, two models, and a report on each."""
    with desk_in(tmp_path_factory.mktemp("findings")) as desk:
        for number, said in ((1, "below 0.50"), (2, "below 0.60")):
            pdf = text_pdf([f"Wren {number} rules out {said}.", "We set it aside."])
            desk.take_in(pdf, report=f"card-{number}")
        with desk.sit_down() as context:
            for number in (1, 2):
                describe(
                    context,
                    f"card-{number}",
                    title=f"Card {number}",
                    published=f"203{number}",
                    models=[f"Wren {number}"],
                )
        yield desk


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


@pytest.fixture
def test(context):
    """A test on which Wren 1 stands between the lines, and Wren 2 has no number."""
    facts = EvaluationFacts("Long tasks", "cyber", direction=Direction.HIGHER)
    slug = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
    evaluations.add_threshold(context, slug, _line("0.50"))
    evaluations.add_threshold(
        context, slug, _line("0.80", kind=ThresholdKind.RULE_IN, comparison="≥")
    )
    results.add_result(context, slug, _scored("0.635", outcome=Outcome.BETWEEN))
    withheld = ResultFacts("wren-2", ResultState.WITHHELD)
    results.add_result(context, slug, withheld)
    return slug


@pytest.fixture
def claim(context, test):
    """A claim that rests on the result between the lines."""
    slug = state(context, "Wren 1 is safe.", models=("wren-1",))
    _link(context, slug, _result(context, test).id)
    return slug


@pytest.fixture
def scorecard(context, claim):
    made = scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren 1"
    )
    return made.slug


def _line(number, *, kind=ThresholdKind.RULE_OUT, comparison="<", passage=None):
    typed = TypedLine(comparison, Decimal(number), Decimal(number))
    return ThresholdFacts(kind, f"{comparison} {number}", typed, passage)


def _scored(number, model="wren-1", **more):
    typed = TypedResult(Decimal(number), **more)
    facts = ResultFacts(model, ResultState.SCORED, number, typed=typed)
    return replace(facts, no_source="told by the lab")


def _result(context, test, number=0):
    context.session.expire_all()
    return evaluations.get_evaluation(context, test).results[number]


def _link(context, claim, result, **weight):
    weight = Weight(**{"stance": "supports", **weight})
    return evidence.link_evidence(
        context, claim=claim, target=Target(result=result), weight=weight
    )


def _judge(context, claim):
    verdicts.give_verdict(
        context,
        claim=claim,
        shown="not shown",
        credence="unclear",
        rationale="It is between the lines.",
        reasons=[WHY],
    )


def _later(context, *, hours):
    """Return the same desk some hours later."""
    return Context(
        context.session,
        context.stores,
        context.actor,
        context.now + timedelta(hours=hours),
    )


def _on(context, claim):
    return list(publication.find_on_claim(context, claim).found)


def _kinds(found):
    return [str(finding.kind) for finding in found]


def _publish(context, claim, because="We know."):
    over = Over(frozenset(publication.find_on_claim(context, claim).keys), because)
    return publication.publish_claim(context, claim, [], over)


def _publish_card(context, scorecard, because="We know."):
    found = publication.find_on_scorecard(context, scorecard)
    over = Over(frozenset(found.keys), because)
    return publication.publish_scorecard(context, scorecard, [], over)


# What is found


def test_a_claim_that_rests_on_a_result_between_the_lines_is_told(context, claim, test):
    [finding] = _on(context, claim)
    assert str(finding.kind) == BETWEEN
    assert finding.spot.kind is SpotKind.RESULT
    assert finding.spot.slug == test
    assert finding.spot.number == _result(context, test).id


def test_it_is_told_though_the_verdict_says_that_the_claim_is_not_shown(context, claim):
    _judge(context, claim)
    assert _kinds(_on(context, claim)) == [BETWEEN]


def test_a_claim_that_rests_on_no_result_has_nothing_to_tell(context, test):
    slug = state(context, "Wren 1 is sound.", models=("wren-1",))
    critiques.write_critique(context, claim=slug, text=CritiqueText("Is it?"))
    assert _on(context, slug) == []


def test_a_key_result_that_is_withheld_is_told_and_that_the_claim_is_of_another_model(
    context, test, claim
):
    _link(context, claim, _result(context, test, 1).id, load_bearing="lab says")
    found = _on(context, claim)
    assert _kinds(found) == [BETWEEN, "key indicator without a number", "scope hole"]
    assert "Wren 2" in found[2].sentence
    assert found[2].spot.kind is SpotKind.EVIDENCE


def test_an_evaluation_without_a_line_is_told(context, test, claim):
    for line in list(evaluations.get_evaluation(context, test).thresholds):
        evaluations.withdraw_threshold(context, test, line.id)
    context.session.expire_all()
    assert "line never stated" in _kinds(_on(context, claim))


def test_a_result_that_was_set_aside_without_a_reason_is_told_until_one_is_given(
    context, test, claim
):
    aside = mark(context, "card-1", "We set it aside.")
    number = _result(context, test).id
    facts = replace(_scored("0.635", outcome=Outcome.RULED_OUT), discount_passage=aside)
    results.edit_result(context, test, number, facts)
    context.session.expire_all()
    [finding] = _on(context, claim)
    assert finding.kind is FindingKind.DISCOUNTED_WITHOUT_REASON
    results.edit_result(context, test, number, replace(facts, discount="saturated"))
    context.session.expire_all()
    assert _on(context, claim) == []


def test_evidence_that_came_after_the_verdict_makes_it_too_old(context, test, claim):
    _judge(context, claim)
    later = _later(context, hours=2)
    link = _link(later, claim, _result(context, test, 1).id, stance="context")
    assert "verdict older than its evidence" in _kinds(_on(later, claim))
    evidence.withdraw_evidence(_later(context, hours=3), link.id)
    [_, finding] = _on(later, claim)
    assert "given on 1 January 2030 at 12:00 UTC" in finding.sentence
    assert "changed on 1 January 2030 at 15:00 UTC" in finding.sentence


def test_a_result_that_was_changed_after_the_verdict_makes_it_too_old(
    context, test, claim
):
    _judge(context, claim)
    facts = _scored("0.7", outcome=Outcome.BETWEEN)
    results.edit_result(
        _later(context, hours=2), test, _result(context, test).id, facts
    )
    context.session.expire_all()
    assert _kinds(_on(context, claim)) == [BETWEEN, "verdict older than its evidence"]


def test_a_critique_that_came_after_the_verdict_makes_it_too_old_until_one_is_given(
    context, claim
):
    _judge(context, claim)
    later = _later(context, hours=2)
    critiques.write_critique(later, claim=claim, text=CritiqueText("But see."))
    assert "verdict older than its evidence" in _kinds(_on(later, claim))
    verdicts.give_verdict(
        _later(context, hours=3),
        claim=claim,
        shown="not shown",
        credence="unclear",
        rationale="It stays between the lines, whatever one says of it.",
        reasons=[WHY],
    )
    assert _kinds(_on(later, claim)) == [BETWEEN]


def test_a_line_that_the_next_report_draws_elsewhere_is_told(context, test, claim):
    for number, at in ((1, "0.50"), (2, "0.60")):
        said = mark(context, f"card-{number}", f"Wren {number} rules out below {at}.")
        evaluations.add_threshold(context, test, _line(at, passage=said))
    context.session.expire_all()
    [told] = [one for one in _on(context, claim) if str(one.kind) == MOVED]
    assert told.sentence.endswith(
        "“rules out below 0.60” in “Card 2”, “rules out below 0.50” in “Card 1”."
    )


def test_a_line_that_somebody_moved_to_the_next_report_is_told_by_its_history(
    context, test, claim
):
    first = mark(context, "card-1", "Wren 1 rules out below 0.50.")
    second = mark(context, "card-2", "Wren 2 rules out below 0.60.")
    line = evaluations.get_evaluation(context, test).thresholds[0]
    for hours, facts in (
        (1, _line("0.50", passage=first)),
        (2, _line("0.60", passage=second)),
    ):
        evaluations.edit_threshold(_later(context, hours=hours), test, line.id, facts)
    context.session.expire_all()
    [told] = [one for one in _on(context, claim) if str(one.kind) == MOVED]
    assert "“rules out below 0.50” in “Card 1”" in told.sentence
    assert told.spot.number == line.id


def test_a_line_that_was_withdrawn_counts_as_what_its_report_said(context, test, claim):
    first = mark(context, "card-1", "Wren 1 rules out below 0.50.")
    second = mark(context, "card-2", "Wren 2 rules out below 0.60.")
    old = evaluations.add_threshold(context, test, _line("0.50", passage=first))
    evaluations.withdraw_threshold(context, test, old.id)
    evaluations.add_threshold(context, test, _line("0.60", passage=second))
    context.session.expire_all()
    assert MOVED in _kinds(_on(context, claim))


def test_a_line_that_changed_since_readers_saw_it_is_told_of_claim_and_scorecard(
    context, test, claim, scorecard
):
    _publish_card(context, scorecard)
    line = evaluations.get_evaluation(context, test).thresholds[0]
    evaluations.edit_threshold(context, test, line.id, _line("0.60"))
    context.session.expire_all()
    [finding] = publication.find_on_scorecard(context, scorecard).found
    assert (str(finding.kind), finding.claim) == (CHANGED, "")
    assert (
        "“rules out below 0.60” instead of “rules out below 0.50”" in finding.sentence
    )
    other = state(context, "Wren 1 is sound.", models=("wren-1",))
    _link(context, other, _result(context, test).id)
    assert _kinds(_on(context, other)) == [BETWEEN, CHANGED]
    _publish_card(context, scorecard)
    assert publication.find_on_scorecard(context, scorecard).found == ()


def test_nothing_is_told_of_what_publishing_would_not_change(context, claim, scorecard):
    assert _kinds(publication.find_on_scorecard(context, scorecard).found) == [BETWEEN]
    _publish_card(context, scorecard)
    assert _on(context, claim) == []
    assert publication.find_on_scorecard(context, scorecard).found == ()


def test_what_many_claims_share_is_told_once_of_a_scorecard(
    context, test, claim, scorecard
):
    _publish_card(context, scorecard)
    evaluations.add_threshold(context, test, _line("0.90", kind=ThresholdKind.ALERT))
    for text in ("Wren 1 is sound.", "Wren 1 is kind."):
        slug = state(context, text, models=("wren-1",))
        _link(context, slug, _result(context, test).id)
    found = publication.find_on_scorecard(context, scorecard)
    assert _kinds(found.found) == [CHANGED, BETWEEN, BETWEEN]
    assert [group.name for group in found.groups(9)] == [
        "",
        "Wren 1 is sound.",
        "Wren 1 is kind.",
    ]


# Publishing over it


def test_what_nobody_has_seen_is_not_published_over(context, claim, scorecard):
    over = Over(frozenset(), "We know.")
    for act in (
        lambda: publication.check_claim(context, claim, over),
        lambda: publication.publish_claim(context, claim, [], over),
        lambda: publication.check_scorecard(context, scorecard, over),
        lambda: publication.publish_scorecard(context, scorecard, [], over),
    ):
        with pytest.raises(UnseenFindingsError, match="between the lines"):
            act()
    assert str(claims.get_claim(context, claim).state) == "draft"


@pytest.mark.parametrize("because", ["", "  ", "x" * (LONGEST + 1)])
def test_without_a_reason_or_with_too_long_a_one_nothing_is_published(
    context, claim, because
):
    with pytest.raises(InvalidError) as refused:
        _publish(context, claim, because)
    assert refused.value.field == "because"
    assert str(claims.get_claim(context, claim).state) == "draft"


def test_the_reason_and_the_sentences_are_kept_with_the_edition(context, claim):
    edition = _publish(context, claim, " We say so in the verdict. ")
    [kept] = findings.published_over(context, "claim", claim)
    assert kept.because == "We say so in the verdict."
    assert kept.findings == [
        "It rests on “0.635” of Wren 1 on “Long tasks”, which is between the lines."
    ]
    assert (kept.count, kept.by, kept.publication) == (1, "An editor", edition)


def test_a_scorecard_keeps_all_of_it_and_each_claim_its_own(context, claim, scorecard):
    _publish_card(context, scorecard)
    [kept] = findings.published_over(context, "scorecard", scorecard)
    assert kept.findings == [
        "“Wren 1 is safe.”: It rests on “0.635” of Wren 1 on “Long tasks”, which is "
        "between the lines."
    ]
    [own] = findings.published_over(context, "claim", claim)
    assert own.findings[0].startswith("It rests on")


def test_of_very_many_sentences_the_first_are_kept_and_all_are_counted(
    context, test, claim, scorecard, monkeypatch
):
    monkeypatch.setattr(findings, "KEPT", 1)
    slug = state(context, "Wren 1 is sound.", models=("wren-1",))
    _link(context, slug, _result(context, test).id)
    _publish_card(context, scorecard)
    [kept] = findings.published_over(context, "scorecard", scorecard)
    assert (len(kept.findings), kept.count) == (1, 2)


def test_where_nothing_is_found_no_reason_is_needed_and_none_is_kept(context):
    slug = state(context, "Wren 1 is sound.", models=("wren-1",))
    critiques.write_critique(context, claim=slug, text=CritiqueText("Is it?"))
    publication.publish_claim(context, slug, [], Over(because="Why not?"))
    assert findings.published_over(context, "claim", slug) == []


def test_a_finding_that_comes_between_looking_and_publishing_is_not_published_over(
    context, test, claim
):
    over = Over(frozenset(publication.find_on_claim(context, claim).keys), "We know.")
    publication.check_claim(context, claim, over)
    _link(context, claim, _result(context, test, 1).id)
    with pytest.raises(UnseenFindingsError, match="Wren 2"):
        publication.publish_claim(context, claim, [], over)
    evidence.withdraw_evidence(context, 2)
    assert publication.publish_claim(context, claim, [], over).edition == 1


def test_what_was_mended_meanwhile_needs_no_reason(context, test, claim):
    over = Over(frozenset(publication.find_on_claim(context, claim).keys))
    facts = _scored("0.4", outcome=Outcome.RULED_OUT)
    results.edit_result(context, test, _result(context, test).id, facts)
    context.session.expire_all()
    publication.publish_claim(context, claim, [], over)
    assert findings.published_over(context, "claim", claim) == []


def test_who_may_not_publish_may_not_publish_over(context, claim):
    keys = frozenset(publication.find_on_claim(context, claim).keys)
    analyst = replace(context, actor=Actor("Ann", Role.ANALYST))
    with pytest.raises(ForbiddenError):
        publication.publish_claim(analyst, claim, [], Over(keys, "We know."))
    with pytest.raises(ForbiddenError):
        findings.keep(analyst, None, Over(keys, "We know."), [])
    assert publication.find_on_claim(analyst, claim).keys == [*keys]


def test_readers_are_told_nothing_of_it(context, claim, scorecard):
    _publish_card(context, scorecard)
    reader = replace(context, actor=READER)
    for look in (
        lambda: findings.published_over(reader, "claim", claim),
        lambda: findings.of_claims(reader, [claim]),
        lambda: publication.find_on_claim(reader, claim),
        lambda: publication.find_on_scorecard(reader, scorecard),
    ):
        with pytest.raises(SignInNeededError):
            look()


def test_a_lab_that_two_scorecards_show_has_its_own_lines_compared(
    context, test, claim, scorecard
):
    _publish_card(context, scorecard)
    labs.find_or_add_model(
        context, labs.find_or_add_lab(context, "Wren Labs"), "Wren 2"
    )
    other = scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-2"], title="Wren 2"
    ).slug
    line = evaluations.get_evaluation(context, test).thresholds[0]
    evaluations.edit_threshold(context, test, line.id, _line("0.60"))
    context.session.expire_all()
    assert CHANGED in _kinds(publication.find_on_scorecard(context, other).found)
    _publish_card(context, other)  # the new line is there, and the old one is here
    assert CHANGED in _kinds(publication.find_on_scorecard(context, scorecard).found)
