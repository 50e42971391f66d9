"""What moved in a claim: its words, its verdict, its evidence and its tensions."""

from dataclasses import replace
from datetime import UTC, datetime

from claim_views import A_SOURCE, a_claim, a_link, a_quote, a_result, an_absence

from annotator.domain.moves.claims import claim_moves
from annotator.domain.moves.parts import FieldMove, How
from annotator.domain.views.contents import (
    CritiqueView,
    GivenReasonView,
    ReasonView,
    TensionView,
    VerdictView,
)
from annotator.domain.vocabulary import Credence, Shown, Stance

NOW = datetime(2030, 1, 1, tzinfo=UTC)
VERDICT = VerdictView(Shown.PARTLY, Credence.LIKELY, "Half.", "Ann", NOW)
SAFE = replace(a_claim("safe", a_link(quote=a_quote())), verdict=VERDICT)


def _names(moves):
    return [field.name for field in moves.fields]


def test_nothing_moved_between_two_that_are_the_same():
    assert claim_moves(SAFE, SAFE) == claim_moves(SAFE, replace(SAFE, parent="other"))
    assert claim_moves(SAFE, SAFE).fields == claim_moves(SAFE, SAFE).parts == ()


def test_a_verdict_that_moved_is_told_on_both_axes():
    judged = replace(VERDICT, shown=Shown.NOT_SHOWN, credence=Credence.DOUBTFUL)
    moves = claim_moves(SAFE, replace(SAFE, verdict=judged))
    assert moves.fields == (
        FieldMove("Shown", "partly shown", "not shown"),
        FieldMove("Credence", "likely", "doubtful"),
    )
    moves = claim_moves(replace(SAFE, verdict=None), SAFE)
    assert moves.fields[0] == FieldMove("Shown", "not judged", "partly shown")


def test_words_are_told_by_what_people_call_them():
    reason = GivenReasonView(ReasonView("r", "Single test", ""), "One test.")
    changed = replace(
        SAFE,
        text="It is quite safe.",
        models=("Heron 3",),
        critique=CritiqueView("Why?", "A number.", "", "Ann", NOW),
        verdict=replace(VERDICT, rationale_md="Most.", reasons=(reason,)),
        assertion=a_quote("We say so."),
    )
    assert set(_names(claim_moves(SAFE, changed))) == {
        "Wording of the claim",
        "Models",
        "The argument",
        "What would change our mind",
        "Why we judge so",
        "Reasons",
        "Where the lab states it",
    }


def test_each_kind_of_evidence_is_named_as_what_it_is():
    pieces = [
        a_link(1, quote=a_quote("One.")),
        a_link(2, quote=a_quote("")),
        a_link(3, result=a_result(a_quote("Two."))),
        a_link(4, source=A_SOURCE),
        a_link(5, absence=an_absence(NOW)),
    ]
    full, bare = a_claim("safe", *pieces), a_claim("safe")
    assert [(part.noun, part.title) for part in claim_moves(bare, full).parts] == [
        ("passage", "One."),
        ("figure", "Figure or table on p. iv"),
        ("result", "Long tasks, Heron 2: 12 of 40"),
        ("outside source", "A letter to us"),
        ("absence", "no confidence interval"),
    ]
    gone = claim_moves(full, bare).parts
    assert {part.how for part in gone} == {How.REMOVED}


def test_evidence_that_changed_says_in_which_respects():
    [link] = SAFE.evidence
    other = replace(link, stance=Stance.UNDERCUTS, note="It fails.")
    [part] = claim_moves(SAFE, replace(SAFE, evidence=(other,))).parts
    assert (part.how, part.title) == (How.CHANGED, "It is safe.")
    assert [field.name for field in part.fields] == ["Stance", "Note"]


def test_tensions_are_parts_of_their_own():
    tension = TensionView(1, "They differ.", a_quote("One."), other=a_quote("Two."))
    [part] = claim_moves(SAFE, replace(SAFE, tensions=(tension,))).parts
    assert (part.noun, part.how, part.title) == ("tension", "added", "They differ.")
