"""An import adds reasons to the list, and verdicts that name them; an export has both."""

import pytest
from wren_file import CARD, FILE

from annotator.domain.claims import GivenReason
from annotator.domain.errors import InvalidFileError
from annotator.services.claims import claims, evidence, reasons, tensions, verdicts
from annotator.services.scorecard_files import (
    export_scorecard,
    import_scorecard,
    look_ahead,
)

CLAIM = "no-danger"
BARE = (
    "    verdict: {shown: not shown, credence: unclear, rationale: Too few people.}\n"
)
NAMED = """\
    verdict:
      shown: not shown
      credence: unclear
      rationale: Too few people.
      reasons:
        - {reason: few-people, sentence: Twelve people., evidence: 1}
        - {reason: contradicted-elsewhere, sentence: It rained., tension: 1}
        - {reason: single-test, sentence: One study.}
    tensions:
      - sentence: It rained, and it did not.
        a: {quote: It rained again., report: wren-card, page: 2}
        b: {result: {evaluation: uplift, model: wren-1}}
"""
LISTED = """\
reasons:
  - {slug: single-test, name: Other, explanation: One test alone.}
  - {slug: few-people, name: few people, explanation: Too few took part.}
scorecard:"""
WHOLE = ((BARE, NAMED), ("scorecard:", LISTED))


def _last(context):
    claim = claims.get_claim(context, CLAIM)
    context.session.expire_all()
    return verdicts.list_verdicts(context, claim)


def _order(context):
    context.session.expire_all()
    return [reason.slug for reason in reasons.list_reasons(context)]


def test_a_verdict_comes_with_its_reasons_and_what_they_rest_on(context, bring_in):
    bring_in(*WHOLE)
    claim = claims.get_claim(context, CLAIM)
    first, *_ = evidence.list_evidence(context, [claim])
    [row] = tensions.list_tensions(context, [claim])
    [verdict] = _last(context)
    assert set(verdict.given) == {
        GivenReason("few-people", "Twelve people.", first.id, None),
        GivenReason("contradicted-elsewhere", "It rained.", None, row.id),
        GivenReason("single-test", "One study."),
    }


def test_a_new_reason_stands_where_the_file_has_it_and_a_known_one_keeps_its_name(
    context, bring_in
):
    before = _order(context)
    bring_in(*WHOLE)
    place = before.index("single-test") + 1
    assert _order(context) == [*before[:place], "few-people", *before[place:]]
    known = {reason.slug: reason for reason in reasons.list_reasons(context)}
    assert known["single-test"].name == "single test"
    assert known["single-test"].explanation == "One test alone."
    assert known["few-people"].name == "few people"


def test_a_list_of_new_reasons_alone_stands_behind_the_others(context, bring_in):
    before = _order(context)
    alone = "reasons:\n  - {slug: luck, name: luck, explanation: So.}\nscorecard:"
    bring_in(("scorecard:", alone))
    assert _order(context) == [*before, "luck"]


def test_importing_again_or_importing_an_export_changes_nothing(context, bring_in):
    bring_in(*WHOLE)
    [verdict] = _last(context)
    bring_in(*WHOLE)
    text = export_scorecard(context, "wren-1")
    bring_in(text=text)
    bring_in()  # an older file, which names no reasons
    assert [given.id for given in _last(context)] == [verdict.id]
    assert export_scorecard(context, "wren-1") == text


def test_an_export_leaves_out_what_a_reason_rests_on_once_that_was_taken_back(
    context, bring_in
):
    bring_in(*WHOLE)
    claim = claims.get_claim(context, CLAIM)
    first, *_ = evidence.list_evidence(context, [claim])
    evidence.withdraw_evidence(context, first.id)
    context.session.flush()
    [verdict] = _last(context)
    bring_in(text=export_scorecard(context, "wren-1"))
    assert [given.id for given in _last(context)] == [verdict.id]


def test_what_is_exported_is_the_same_in_another_installation(desk_in, tmp_path):
    text = FILE
    for was, becomes in WHOLE:
        text = text.replace(was, becomes)
    exported = []
    for name in ("one", "other"):
        with desk_in(tmp_path / name) as desk:
            desk.take_in(CARD, report="wren-card")
            with desk.look() as context:
                ahead = look_ahead(context, name="wren.yaml", text=text)
            with desk.sit_down() as context:
                import_scorecard(context, name="wren.yaml", text=text, ahead=ahead)
                text = export_scorecard(context, "wren-1")
        exported.append(text)
    assert exported[0] == exported[1]
    for said in ("reason: few-people", "sentence: Twelve people.", "tension: 1"):
        assert said in exported[0]


def test_a_file_of_before_there_were_reasons_is_taken_as_it_is(context, bring_in):
    bring_in()
    [verdict] = _last(context)
    assert (verdict.shown, verdict.given) == ("not shown", ())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("reason: few-people", "reason: luck"), "claims.0.verdict.reasons.0.reason: there is no reason “luck”; known are argument-missing"),
        (("evidence: 1}", "evidence: 9}"), "claims.0.verdict.reasons.0.evidence: the claim has 3 of them; count from 1"),
        (("tension: 1}", "tension: 2}"), "claims.0.verdict.reasons.1.tension: the claim has 1 of them; count from 1"),
        (("evidence: 1}", "evidence: 1, tension: 1}"), "claims.0.verdict.reasons.0: expected one of evidence and tension"),
        (("sentence: One study.", "sentence: ''"), "claims.0.verdict.reasons.2.sentence"),
        (("sentence: One study.", f"sentence: {'x' * 501}"), "claims.0.verdict.reasons.2.sentence"),
        (("reason: few-people", "reason: single-test"), "claims.0.verdict: reasons: “single test” is named twice"),
        (("shown: not shown", "shown: shown"), "claims.0.verdict: reasons: a verdict of “shown” has no reasons"),
        (("name: few people, ", "name: Single Test, "), "reasons.1: name: already exists"),
        ((", explanation: Too few took part.", ""), "reasons.1: explanation: is required"),
        (("slug: single-test", "slug: few-people"), "reasons.1.slug: “few-people” appears twice among the reasons"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(bring_in, change, said):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(*WHOLE, change)
    mistakes = refused.value.mistakes
    assert any(said in mistake for mistake in mistakes), mistakes
