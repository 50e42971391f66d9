"""Editors name, explain and order the reasons that verdicts may name."""

import pytest

from annotator.domain.claims import ClaimFacts, GivenReason
from annotator.domain.edits import StaleError
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from annotator.domain.permissions import Role
from annotator.services.claims import claims, reasons, verdicts
from annotator.services.claims.reasons import ReasonFacts
from annotator.services.edits import form_fields
from annotator.services.library import labs

FIRST = [
    "no line stated",
    "between the lines",
    "weak elicitation",
    "other model",
    "number withheld",
    "single test",
    "saturated baseline",
    "contradicted elsewhere",
    "argument missing",
]
NO_CONTROL = ReasonFacts("no control", "Nothing was there to compare it with.")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("reasons")) as desk:
        yield desk


def _names(context):
    context.session.expire_all()
    return [reason.name for reason in reasons.list_reasons(context)]


def test_the_reasons_to_begin_with_are_there_and_each_is_explained(context):
    assert _names(context) == FIRST
    said = [reason.explanation for reason in reasons.list_reasons(context)]
    assert all(words.endswith(".") for words in said)
    assert len(set(said)) == len(FIRST)


def test_a_new_reason_is_the_last_or_stands_where_it_is_put(context):
    reason = reasons.add_reason(context, NO_CONTROL)
    assert reason.slug == "no-control"
    reasons.add_reason(context, ReasonFacts("luck", "By chance."), after="other-model")
    reasons.add_reason(context, ReasonFacts("haste", "In a hurry."), after="")
    assert _names(context) == ["haste", *FIRST[:4], "luck", *FIRST[4:], "no control"]


@pytest.mark.parametrize(
    ("name", "explanation", "field"),
    [
        (" ", "So.", "name"),
        ("x" * 81, "So.", "name"),
        ("Other  MODEL", "So.", "name"),
        ("luck", " \n", "explanation"),
        ("luck", "x" * 301, "explanation"),
    ],
)
def test_a_reason_needs_a_name_of_its_own_and_a_sentence(
    context, name, explanation, field
):
    with pytest.raises(InvalidError) as refused:
        reasons.add_reason(context, ReasonFacts(name, explanation))
    assert refused.value.field == field
    assert _names(context) == FIRST


def test_there_are_no_more_reasons_than_a_form_can_list(context):
    for number in range(reasons.MOST_REASONS - len(FIRST)):
        reasons.add_reason(context, ReasonFacts(f"reason {number}", "So."))
    with pytest.raises(InvalidError, match="at most 40 reasons"):
        reasons.add_reason(context, NO_CONTROL)


def test_a_reason_is_edited_and_keeps_its_place_and_slug(context):
    facts = ReasonFacts(" one  test only ", " It\nrests on one. ")
    reason = reasons.edit_reason(context, "single-test", facts)
    assert (reason.slug, reason.name) == ("single-test", "one test only")
    assert reason.explanation == "It rests on one."
    assert _names(context).index("one test only") == FIRST.index("single test")


def test_two_editors_of_one_reason_are_told_of_each_other(context):
    [reason, *_] = reasons.list_reasons(context)
    opened = form_fields.seen("reason", reason)
    reasons.edit_reason(context, reason.slug, ReasonFacts("no line", "Theirs."))
    with pytest.raises(StaleError) as told:
        reasons.edit_reason(
            context,
            reason.slug,
            ReasonFacts("no line stated", "Mine."),
            made_from=opened,
        )
    [clash] = told.value.differences
    assert (clash.label, clash.mine, clash.theirs) == (
        *("What it means", "Mine."),
        "Theirs.",
    )
    assert told.value.values["name"] == "no line"


def test_reasons_are_moved(context):
    reasons.move_reason(context, "argument-missing", before="no-line-stated")
    reasons.move_reason(context, "between-the-lines", before="")
    assert _names(context) == [FIRST[-1], FIRST[0], *FIRST[2:-1], FIRST[1]]
    with pytest.raises(ConflictError, match="order was changed"):
        reasons.move_reason(context, "single-test", before="no-such-reason")
    with pytest.raises(NotFoundError):
        reasons.move_reason(context, "no-such-reason", before="")


def test_a_reason_that_a_verdict_named_is_not_removed_and_another_one_is(context):
    labs.find_or_add_lab(context, "Wren Labs")
    claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
    verdicts.give_verdict(
        context,
        claim="it-is-safe",
        shown="not shown",
        credence="likely",
        rationale="So.",
        reasons=[GivenReason("single-test", "One.")],
    )
    verdicts.give_verdict(
        context,
        claim="it-is-safe",
        shown="shown",
        credence="likely",
        rationale="Now it is.",
    )
    counts = reasons.count_verdicts(context)
    listed = {reason.id: reason.slug for reason in reasons.list_reasons(context)}
    assert {listed[number]: count for number, count in counts.items()} == {
        "single-test": 1
    }
    with pytest.raises(ConflictError, match="can be renamed but not removed"):
        reasons.remove_reason(context, "single-test")
    reasons.remove_reason(context, "other-model")
    assert _names(context) == [name for name in FIRST if name != "other model"]


def test_analysts_read_the_list_and_editors_change_it(desk):
    acts = (
        lambda context: reasons.add_reason(context, NO_CONTROL),
        lambda context: reasons.edit_reason(context, "single-test", NO_CONTROL),
        lambda context: reasons.move_reason(context, "single-test", before=""),
        lambda context: reasons.remove_reason(context, "single-test"),
    )
    with desk.rehearse(Role.ANALYST) as analyst:
        assert _names(analyst) == FIRST
        for act in acts:
            with pytest.raises(ForbiddenError, match="may not change the reasons"):
                act(analyst)
