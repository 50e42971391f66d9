"""How the quotes of a page stand today, and what readers are shown of them."""

from dataclasses import replace

import pytest
from claim_views import a_claim, a_link, a_quote, a_result, an_absence

from annotator.domain.views.contents import TensionView
from annotator.domain.views.status import (
    WITHDRAWN_REPORT,
    WITHHELD,
    AbsenceFateView,
    CurrentStatus,
    FateView,
    SealView,
    TwinView,
)
from annotator.domain.vocabulary import AbsenceState, PlacementState, SealOutcome

FILE, OTHER = "a" * 64, "b" * 64
QUOTE = a_quote(revision=FILE)
PLACE = (QUOTE.passage, FILE)
TWIN = TwinView("wren-card", "Wren Card", OTHER, 3, "3", 10, 30)


@pytest.fixture
def seal(now):
    """A function that gives the seal of the quote, with an outcome."""

    def seal(outcome):
        return SealView(
            outcome,
            "a reason",
            SealOutcome.AGREES,
            "",
            FILE,
            6,
            "one 1.0, two 2.0",
            now,
        )

    return seal


@pytest.fixture
def fate(now):
    """A function that gives what became of the quote in a newer file."""

    def fate(state, *, is_settled=True):
        return FateView(
            state=state,
            is_settled=is_settled,
            decided_at=None,
            quoted_at=now,
            revision=OTHER,
            fetched_at=now,
            page=6,
            page_label="iv",
            exact="It is rather safe.",
            segments=(),
            changed=(),
        )

    return fate


@pytest.fixture
def status(seal, fate):
    """A function that gives how the quote stands, with a seal and files withdrawn."""

    def status(outcome, *, hidden=()):
        return CurrentStatus(
            seals={PLACE: seal(outcome)},
            fates={PLACE: fate(PlacementState.EDITED)},
            twins={PLACE: (TWIN,)},
            hidden=frozenset(hidden),
        )

    return status


@pytest.mark.parametrize("outcome", [SealOutcome.AGREES, SealOutcome.NOT_CHECKED])
def test_a_quote_is_shown_while_no_check_says_that_its_file_differs(status, outcome):
    today = status(outcome)
    assert today.shown(QUOTE) is QUOTE
    assert today.seal(QUOTE).outcome is outcome
    assert today.fate(QUOTE).exact == "It is rather safe."
    assert today.twins_of(QUOTE) == (TWIN,)
    assert today.broken == []


def test_a_quote_that_its_file_does_not_say_is_withheld_with_what_came_of_it(status):
    today = status(SealOutcome.DIFFERS)
    shown = today.shown(QUOTE)
    assert (shown.exact, shown.before, shown.after) == (WITHHELD, "", "")
    assert shown.report_title == QUOTE.report_title
    assert today.seal(QUOTE).is_broken
    assert (today.fate(QUOTE), today.twins_of(QUOTE)) == (None, ())
    assert [seal.is_broken for seal in today.broken] == [True]


def test_nothing_is_said_of_a_quote_from_a_file_that_was_withdrawn(status):
    today = status(SealOutcome.AGREES, hidden=[FILE])
    shown = today.shown(replace(QUOTE, crops=("a picture",)))
    assert (shown.exact, shown.before, shown.after) == (WITHHELD, "", "")
    assert (shown.crops, shown.report_title) == ((), WITHDRAWN_REPORT)
    assert (today.seal(QUOTE), today.fate(QUOTE)) == (None, None)
    assert today.twins_of(QUOTE) == ()


def test_a_quote_of_which_nothing_is_known_is_shown_without_seal_or_twins():
    today = CurrentStatus(seals={}, fates={})
    assert today.shown(QUOTE) is QUOTE
    assert (today.seal(QUOTE), today.fate(QUOTE)) == (None, None)
    assert today.twins_of(QUOTE) == ()


def test_the_same_passage_in_another_file_stands_by_itself(status):
    today = status(SealOutcome.DIFFERS, hidden=[FILE])
    elsewhere = replace(QUOTE, revision=OTHER)
    assert today.shown(elsewhere) is elsewhere


def test_a_claim_is_shown_without_any_of_the_words_that_are_withheld(status, now):
    today = status(SealOutcome.AGREES, hidden=[FILE])
    claim = a_claim(
        "safe",
        a_link(1, quote=QUOTE),
        a_link(2, result=a_result(QUOTE)),
        a_link(3, absence=an_absence(now, revision=FILE)),
        a_link(4, quote=a_quote("Kept.", passage=2, revision=OTHER)),
        assertion=QUOTE,
    )
    shown = today.of_claim(claim)
    quoted, result, absence, kept = shown.evidence
    assert shown.assertion.exact == quoted.quote.exact == WITHHELD
    assert result.result.quote.exact == WITHHELD
    assert result.result.value == "12 of 40"
    assert (absence.absence.hits, absence.absence.report_title) == (
        (),
        WITHDRAWN_REPORT,
    )
    assert kept == claim.evidence[3]
    assert QUOTE.exact not in str(shown)
    assert "An interval passed." not in str(shown)


def test_a_claim_is_shown_as_it_was_frozen_while_nothing_is_withheld(status, now):
    claim = a_claim(
        "safe",
        a_link(1, quote=QUOTE),
        a_link(2, result=a_result()),
        a_link(3, absence=an_absence(now)),
        a_link(4),
    )
    assert status(SealOutcome.AGREES).of_claim(claim) == claim


@pytest.mark.parametrize("state", PlacementState)
def test_readers_are_told_if_the_newer_file_does_not_say_the_same(fate, state):
    says_the_same = {PlacementState.EXACT, PlacementState.MOVED}
    assert fate(state).differs == (state not in says_the_same)


def test_what_nobody_has_decided_on_is_listed(fate):
    open_, settled = fate(PlacementState.GONE, is_settled=False), fate("edited")
    today = CurrentStatus(seals={}, fates={(1, FILE): open_, (2, FILE): settled})
    assert today.undecided == [open_]


def test_absences_that_do_not_hold_or_that_nobody_has_looked_at_are_listed(now):
    fates = {
        number: AbsenceFateView(state, OTHER, now, now)
        for number, state in enumerate(AbsenceState)
    }
    today = CurrentStatus(seals={}, fates={}, absences=fates)
    assert [fate.state for fate in today.failing] == [
        AbsenceState.NEEDS_A_LOOK,
        AbsenceState.BROKEN,
    ]


def test_both_sides_of_a_tension_are_withheld_with_their_quotes(status):
    other = a_quote("It is not.", passage=2, revision=OTHER)
    tensions = (
        TensionView(1, "It is and is not.", QUOTE, other=other),
        TensionView(2, "So does a number.", other, result=a_result(QUOTE)),
    )
    claim = replace(a_claim(), tensions=tensions)
    first, second = status(SealOutcome.DIFFERS).of_claim(claim).tensions
    assert (first.quote.exact, first.other) == (WITHHELD, other)
    assert (second.quote, second.result.quote.exact) == (other, WITHHELD)
    assert first.quotes == [first.quote, other]
    assert status(SealOutcome.AGREES).of_claim(claim) == claim
