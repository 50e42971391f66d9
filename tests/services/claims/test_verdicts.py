"""A verdict says on both axes what we think of a claim, and why; each one is kept."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts, GivenReason, TensionFacts
from annotator.domain.edits import StaleError
from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.claims import claims, evidence, reasons, tensions, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.edits import form_fields
from annotator.services.library import labs
from annotator.services.passages import marking
from annotator.services.publishing import drafts_as_pages

CLAIM = "it-is-safe"
ONE = GivenReason("single-test", "One test of forty tasks.")
LINE = GivenReason("no-line-stated", "No line is given.")
GIVEN = {
    "shown": "partly shown",
    "credence": "likely",
    "rationale": "One number.",
    "reasons": [ONE],
}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A claim without a verdict, which rests on a source and has a tension; and another."""
    with desk_in(tmp_path_factory.mktemp("verdicts")) as desk:
        desk.take_in(text_pdf(["It is safe.", "It is not."]), report="card")
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
            for text in ("It is safe.", "All is well."):
                facts = ClaimFacts(text, "cyber", "wren-labs")
                slug = claims.add_claim(context, facts).slug
                source = Target(
                    source_url="https://example.org/", source_title="A talk"
                )
                weight = Weight(stance="supports")
                evidence.link_evidence(
                    context, claim=slug, target=source, weight=weight
                )
            quotes = [("It is safe.", 1), ("It is not.", 1)]
            marking.mark_all(context, "card", quotes)
            tensions.add_tension(context, CLAIM, TensionFacts("They clash.", 1, 2))
        yield desk


def _give(context, **given):
    return verdicts.give_verdict(context, claim=CLAIM, **{**GIVEN, **given})


def _listed(context):
    return verdicts.list_verdicts(context, claims.get_claim(context, CLAIM))


def test_every_verdict_is_kept_and_the_newest_is_first(context):
    for shown in ("shown", "not shown", "shown"):
        _give(context, shown=shown, reasons=[ONE] if shown == "not shown" else [])
    assert [each.shown for each in _listed(context)] == ["shown", "not shown", "shown"]


def test_the_same_verdict_again_is_not_repeated(context):
    first = _give(context)
    assert _give(context, rationale=" One number.\n").id == first.id
    assert _give(context, credence="unclear").id != first.id


@pytest.mark.parametrize(
    ("field", "wrong", "reason"),
    [
        ("shown", "likely", "must be one of: shown, mostly shown"),
        ("credence", "", "must be one of: likely, unclear"),
        ("rationale", " \n", "explain the verdict"),
        ("rationale", "x" * 5_001, "longer than 5,000"),
    ],
)
def test_a_verdict_that_says_too_little_or_too_much_is_refused_by_its_field(
    context, field, wrong, reason
):
    with pytest.raises(InvalidError, match=reason) as refused:
        _give(context, **{field: wrong})
    assert refused.value.field == field
    assert _listed(context) == []


def test_an_analyst_gives_verdicts_and_a_reader_gives_none(desk):
    with desk.rehearse(Role.ANALYST) as analyst:
        assert _give(analyst).credence == "likely"
    with desk.rehearse(Role.READER) as reader, pytest.raises(SignInNeededError):
        _give(reader)


# Reasons


def test_a_verdict_names_its_reasons_in_the_order_of_the_list(context):
    twisted = GivenReason("single-test", "  One test\nof forty tasks. ")
    verdict = _give(context, reasons=[twisted, LINE])
    assert [row.reason.name for row in verdict.reasons] == [
        "no line stated",
        "single test",
    ]
    assert verdict.given == (LINE, ONE)
    assert _give(context, reasons=[LINE, ONE]) is verdict


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reasons": []}, "choose at least one"),
        ({"shown": "shown"}, "a verdict of “shown” has no reasons"),
        ({"reasons": [ONE, ONE]}, "“single test” is named twice"),
        ({"reasons": [GivenReason("luck", "So.")]}, "“luck” is not on the list: no-line"),
        ({"reasons": [GivenReason("other-model", " ")]}, "“other model” needs a sentence"),
        ({"reasons": [GivenReason("other-model", "x" * 501)]}, "more than 500"),
        ({"reasons": [GivenReason("other-model", "So.", 2)]}, "not part of this claim"),
        ({"reasons": [GivenReason("other-model", "So.", None, 9)]}, "not part of"),
        ({"reasons": [GivenReason("other-model", "So.", 1, 1)]}, "not part of"),
    ],
)  # fmt: skip
def test_reasons_that_are_missing_or_wrong_are_told_at_their_field(
    context, given, said
):
    with pytest.raises(InvalidError, match=re.escape(said)) as refused:
        _give(context, **given)
    assert refused.value.field == "reasons"
    assert _listed(context) == []


def test_a_reason_rests_on_a_part_of_the_claim_as_long_as_that_stands(context):
    resting = [
        GivenReason("single-test", "So.", evidence=1),
        GivenReason("contradicted-elsewhere", "No.", tension=1),
    ]
    verdict = _give(context, reasons=resting)
    assert verdict.given == tuple(resting)
    evidence.withdraw_evidence(context, 1)
    context.session.flush()
    assert [given.evidence for given in verdict.given] == [None, None]
    [view] = drafts_as_pages.claim_views(context, [claims.get_claim(context, CLAIM)])
    one, clash = view.verdict.reasons
    assert (one.reason.name, one.sentence, view.ground_of(one)) == (
        *("single test", "So."),
        None,
    )
    assert view.ground_of(clash).sentence == "They clash."


def test_what_a_reason_may_rest_on_is_named_by_what_it_says(context):
    claim = claims.get_claim(context, CLAIM)
    evidence.link_evidence(
        context, claim=CLAIM, target=Target(passage=2), weight=Weight("undercuts")
    )
    [view] = drafts_as_pages.claim_views(context, [claim])
    assert verdicts.grounds(view) == [
        ("evidence-1", "supports, source: A talk"),
        ("evidence-3", "undercuts, p. 1: It is not."),
        ("tension-1", "tension: They clash."),
    ]


def test_a_file_that_says_nothing_of_reasons_keeps_those_of_the_same_verdict(context):
    first = _give(context)
    assert _give(context, reasons=None) is first
    bare = _give(context, shown="not shown", reasons=None)
    assert bare.given == ()


def test_two_people_who_change_the_reasons_are_told_of_each_other(context):
    first = _give(context)
    opened = form_fields.seen("verdict", first)
    _give(context, reasons=[ONE, GivenReason("other-model", "So.", evidence=1)])
    # Another field alone is put together with theirs.
    merged = _give(context, rationale="Two numbers.", made_from=opened)
    assert [given.reason for given in merged.given] == ["other-model", "single-test"]
    with pytest.raises(StaleError) as told:
        _give(context, reasons=[LINE], made_from=opened)
    [clash] = told.value.differences
    assert (clash.field, clash.label) == ("reasons", "Why it is not “shown”")
    assert clash.mine == "no line stated: No line is given."
    assert clash.theirs == (
        "other model: So. (rests on evidence)\nsingle test: One test of forty tasks."
    )


def test_a_reason_that_was_renamed_is_still_the_one_that_was_given(context):
    verdict = _give(context)
    facts = reasons.ReasonFacts("one test only", "One test.")
    reasons.edit_reason(context, "single-test", facts)
    assert _give(context) is verdict
    assert verdict.reasons[0].reason.name == "one test only"


def test_the_same_verdict_is_given_anew_once_its_evidence_has_changed(context):
    first = _give(context)
    seen = form_fields.seen("verdict", first)
    assert _give(context, made_from=seen) is first
    later = replace(context, now=context.now + timedelta(minutes=1))
    evidence.weigh_evidence(later, 1, Weight("qualifies"))
    assert _give(later) is first, "a file that says so again changes nothing"
    latest = replace(context, now=context.now + timedelta(minutes=2))
    again = _give(latest, made_from=seen)
    assert again is not first
    assert _give(latest, made_from=form_fields.seen("verdict", again)) is again
