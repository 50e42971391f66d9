"""Where a reason recurs is counted over all published claims, by its newest name."""

from dataclasses import replace
from datetime import UTC, datetime

from claim_views import a_claim

from annotator.domain.views.contents import (
    GivenReasonView,
    LabView,
    ReasonView,
    VerdictView,
)
from annotator.domain.views.reasons import counts, named
from annotator.domain.vocabulary import Credence, Shown

NOW = datetime(2030, 1, 1, tzinfo=UTC)
LINE = ReasonView("no-line", "no line stated", "There is no line.")
TEST = ReasonView("one-test", "single test", "There is one test.")
GULL = LabView("gull-labs", "Gull Labs")


def _judged(slug, *reasons, **changes):
    given = tuple(GivenReasonView(reason, "So.") for reason in reasons)
    verdict = VerdictView(
        Shown.NOT_SHOWN, Credence.LIKELY, "So.", "Ana", NOW, reasons=given
    )
    return replace(a_claim(slug), verdict=verdict, **changes)


def test_claims_without_a_verdict_or_reasons_name_none():
    assert list(named([a_claim(), _judged("b")])) == []
    assert counts([a_claim(), _judged("b")]) == ()


def test_each_reason_is_counted_over_claims_and_labs_the_most_frequent_first():
    claims = [
        _judged("a", TEST, LINE),
        _judged("b", TEST),
        _judged("c", TEST, lab=GULL),
    ]
    assert [
        (count.reason.slug, count.claims, count.labs) for count in counts(claims)
    ] == [("one-test", 3, 2), ("no-line", 1, 1)]


def test_the_newest_claim_says_what_a_reason_is_called():
    renamed = replace(TEST, name="one test only")
    [count] = counts([_judged("a", TEST), _judged("b", renamed)])
    assert (count.reason.name, count.claims) == ("one test only", 2)


def test_reasons_that_recur_as_often_are_listed_by_name():
    assert [count.reason.name for count in counts([_judged("a", TEST, LINE)])] == [
        "no line stated",
        "single test",
    ]
