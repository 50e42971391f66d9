"""What somebody did in a report is undone and redone, at any time and act by act."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError
from annotator.domain.evaluations.facts import EvaluationFacts, ResultFacts
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import State
from annotator.services.claims import (
    acts,
    capture,
    claims,
    evaluations,
    evidence,
    results,
)
from annotator.services.claims.capture import Words
from annotator.services.claims.evidence import Weight
from annotator.services.context import Actor
from annotator.services.library import labs, reports
from annotator.services.passages import marking

SAID = "It solved 12 of the 40 long tasks."
LATER = "Nothing else was run."
FACTS = ClaimFacts("Wren 1 is below the line.", "cyber", "wren-labs")


@pytest.fixture
def sha256(desk):
    return desk.take_in(text_pdf([SAID, LATER]), report="card")


@pytest.fixture
def do(desk):
    """Does something in the report, as an act of its own, and records it."""

    def act(said, what):
        with desk.sit_down() as context:
            made = what(context)
            acts.record(context, reports.get_report(context, "card"), said)
            context.session.flush()
            return made

    return act


@pytest.fixture
def turn(desk):
    """Undoes or redoes the last act."""

    def turned(which, days=0):
        with desk.sit_down(days=days) as context:
            return which(context, reports.get_report(context, "card"))

    return turned


def link(sha256, claim=FACTS, stance="supports", words=SAID):
    start = 0 if words == SAID else len(SAID) + 1
    place = Words(sha256, start, start + len(words))
    return lambda context: capture.capture(
        context, place, claim=claim, weight=Weight(stance)
    )


def quotes(desk):
    with desk.sit_down() as context:
        report = reports.get_report(context, "card")
        found = marking.placed_on(context, reports.get_revision(context, report))
        return [placement.exact for placement in found]


def test_acts_are_undone_one_by_one_and_redone_in_their_order(desk, sha256, do, turn):
    do("one", link(sha256))
    do("two", lambda context: capture.capture(context, Words(sha256, 35, 56)))
    assert len(quotes(desk)) == 2
    assert turn(acts.undo).said == "two"
    assert quotes(desk) == [SAID]
    assert turn(acts.undo).said == "one"
    assert quotes(desk) == []
    assert turn(acts.undo) is None
    assert turn(acts.redo).said == "one"
    assert quotes(desk) == [SAID]
    assert turn(acts.redo).said == "two"
    assert len(quotes(desk)) == 2
    assert turn(acts.redo) is None


def test_an_act_can_be_undone_and_redone_again_and_again(desk, sha256, do, turn):
    do("one", link(sha256))
    for _ in range(4):
        turn(acts.undo)
        assert quotes(desk) == []
        turn(acts.redo)
        assert quotes(desk) == [SAID]


def test_what_was_undone_is_not_redone_after_something_else_was_done(
    desk, sha256, do, turn
):
    do("one", link(sha256))
    turn(acts.undo)
    do("two", lambda context: capture.capture(context, Words(sha256, 35, 56)))
    assert turn(acts.redo) is None
    assert turn(acts.undo).said == "two"
    assert turn(acts.undo) is None, "what was given up is not undone twice"


def test_an_act_of_another_day_is_undone(desk, sha256, do, turn):
    do("one", link(sha256))
    assert turn(acts.undo, days=400).said == "one"
    assert quotes(desk) == []


def test_everybody_undoes_what_they_did_themselves(desk, sha256, do, turn):
    do("one", link(sha256))
    desk.add_person("bob", "analyst")
    with desk.sit_down() as context:
        bob = replace(context, actor=Actor("Bob", Role.ANALYST, id=1))
        assert acts.undo(bob, reports.get_report(bob, "card")) is None
    assert quotes(desk) == [SAID]


def test_undo_leaves_a_mark_that_somebody_has_linked_since(desk, sha256, do, turn):
    made = do("one", link(sha256))
    with desk.sit_down() as context:
        other = claims.add_claim(context, ClaimFacts("Another.", "cyber", "wren-labs"))
        evidence.link_evidence(
            context,
            claim=other.slug,
            target=evidence.Target(passage=made.passage.id),
            weight=Weight("context"),
        )
    turn(acts.undo)
    assert quotes(desk) == [SAID]
    with desk.sit_down() as context:
        links = evidence.links_of_passages(context, [made.passage.id])
        assert [found.claim.text for found in links[made.passage.id]] == ["Another."]


def test_a_withdrawn_mark_comes_back_with_its_links(desk, sha256, do, turn):
    made = do("one", link(sha256))
    do("two", lambda context: capture.withdraw_mark(context, made.passage.id))
    turn(acts.undo)
    with desk.sit_down() as context:
        links = evidence.links_of_passages(context, [made.passage.id])
        assert len(links[made.passage.id]) == 1


def test_a_changed_link_gets_back_its_stance_its_note_and_its_claim(
    desk, sha256, do, turn
):
    made = do("one", link(sha256))
    first = made.link.claim.slug
    with desk.sit_down() as context:
        facts = ClaimFacts("Another.", "cyber", "wren-labs")
        other = claims.add_claim(context, facts).slug
    weight = Weight("undercuts", load_bearing="lab says", note="Why")

    def weigh(context):
        return capture.weigh_link(context, made.link.id, claim=other, weight=weight)

    do("two", weigh)
    turn(acts.undo)
    with desk.sit_down() as context:
        found = evidence.get_evidence(context, made.link.id)
        assert (found.claim.slug, found.stance, found.note) == (first, "supports", "")
        assert found.load_bearing == "unknown"
    turn(acts.redo)
    with desk.sit_down() as context:
        found = evidence.get_evidence(context, made.link.id)
        assert (found.claim.slug, found.stance, found.note) == (
            other,
            "undercuts",
            "Why",
        )


def test_what_somebody_else_has_changed_since_is_not_set_back(desk, sha256, do, turn):
    made = do("one", link(sha256))
    claim = made.link.claim.slug

    def weigh(note):
        weight = Weight("supports", note=note)
        return lambda context: capture.weigh_link(
            context, made.link.id, claim=claim, weight=weight
        )

    do("two", weigh("Mine"))
    with desk.sit_down() as context:
        weigh("Theirs")(context)
    with pytest.raises(ConflictError, match="has changed this since"):
        turn(acts.undo)
    with desk.sit_down() as context:
        assert evidence.get_evidence(context, made.link.id).note == "Theirs"


def test_a_claim_that_was_made_and_undone_is_a_draft_again_when_redone(
    desk, sha256, do, turn
):
    slug = do("one", link(sha256)).link.claim.slug
    for which, state in ((acts.undo, State.WITHDRAWN), (acts.redo, State.DRAFT)):
        turn(which)
        with desk.sit_down() as context:
            assert claims.get_claim(context, slug).state is state


def test_undoing_a_mark_leaves_it_if_a_result_cites_it_by_then(desk, sha256, do, turn):
    made = do("one", lambda context: capture.capture(context, Words(sha256, 0, 34)))
    with desk.sit_down() as context:
        labs.find_or_add_model(context, labs.get_lab(context, "wren-labs"), "Wren 1")
        facts = EvaluationFacts("Long tasks", "cyber")
        test = evaluations.add_evaluation(context, facts, lab="wren-labs")
        said = ResultFacts("wren-1", "scored", "12 of 40", passage=made.passage.id)
        results.add_result(context, test.slug, said)
    turn(acts.undo)
    assert quotes(desk) == [SAID]
