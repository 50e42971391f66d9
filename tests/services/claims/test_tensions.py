"""A tension is noted on a claim, reworded, withdrawn and put back."""

import pytest
from pdfs import text_pdf
from wren_claims import cite, mark, state

from annotator.domain.claims import TensionFacts
from annotator.domain.edits import StaleError
from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    SignInNeededError,
)
from annotator.domain.evaluations.facts import EvaluationFacts, ResultFacts
from annotator.domain.permissions import Role
from annotator.services.claims import (
    acts,
    capture,
    claims,
    evaluations,
    evidence,
    many_passages,
    results,
    tensions,
)
from annotator.services.claims.capture import Words
from annotator.services.claims.many_passages import Chosen
from annotator.services.edits import form_fields
from annotator.services.library import labs, reports
from annotator.services.passages import marking
from annotator.services.publishing import drafts_as_pages

FAST = "The kernel became 74 times faster."
SLOW = "In the best run the kernel was 72.65 times faster."
SAID = "The speed-up is 74 on one page and 72.65 on another."


@pytest.fixture(scope="module")
def lab(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("tense")) as desk:
        desk.take_in(text_pdf(["Wren card", FAST, "It rained."], [SLOW]), report="card")
        yield desk


@pytest.fixture
def context(lab):
    with lab.rehearse() as context:
        yield context


@pytest.fixture
def claim(context):
    return state(context, "Wren 1 is fast.")


@pytest.fixture
def pair(context, claim):
    return cite(context, claim, "card", FAST), mark(context, "card", SLOW)


@pytest.fixture
def noted(context, claim, pair):
    return tensions.add_tension(context, claim, TensionFacts(SAID, *pair))


@pytest.fixture
def result(context):
    lab = labs.find_or_add_lab(context, "Wren Labs")
    labs.find_or_add_model(context, lab, "Wren 1")
    test = evaluations.add_evaluation(
        context, EvaluationFacts("Kernels", "cyber"), lab="wren-labs"
    )
    facts = ResultFacts(
        "wren-1", "scored", "72.65", passage=mark(context, "card", SLOW)
    )
    return results.add_result(context, test.slug, facts).id


def _view(context, slug):
    [view] = drafts_as_pages.claim_views(context, [claims.get_claim(context, slug)])
    return view


def _facts(noted, **changed):
    return TensionFacts(**vars(noted.facts) | changed)


def test_a_tension_shows_both_passages_and_supports_nothing(context, claim, noted):
    view = _view(context, claim)
    [shown] = view.tensions
    assert shown.sentence == SAID
    assert (shown.quote.exact, shown.other.exact) == (FAST, SLOW)
    assert len(view.evidence) == 1
    assert [link.quote.exact for link in view.evidence] == [FAST]


def test_a_tension_may_be_with_a_result(context, claim, pair, result):
    facts = TensionFacts(SAID, pair[0], result=result)
    row = tensions.add_tension(context, claim, facts)
    assert row.facts == facts
    [shown] = _view(context, claim).tensions
    assert (shown.other, shown.result.value) == (None, "72.65")
    assert [quote.exact for quote in shown.quotes] == [FAST, SLOW]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sentence": " \n "}, "sentence"),
        ({"sentence": "x" * 501}, "sentence"),
        ({"other": None}, "other"),
        ({"result": 1}, "other"),
    ],
)
def test_a_tension_needs_a_sentence_and_one_other_side(
    context, claim, pair, changed, field
):
    facts = {"sentence": SAID, "passage": pair[0], "other": pair[1]}
    with pytest.raises(InvalidError) as refused:
        tensions.add_tension(context, claim, TensionFacts(**facts | changed))
    assert refused.value.field == field


def test_a_passage_goes_together_with_itself(context, claim, pair, noted):
    with pytest.raises(InvalidError, match="is the same passage"):
        tensions.add_tension(context, claim, TensionFacts(SAID, pair[0], pair[0]))
    with pytest.raises(InvalidError, match="is the same passage"):
        tensions.edit_tension(context, noted.id, _facts(noted, other=pair[0]))


def test_a_side_that_is_not_there_is_refused(context, claim, pair, result):
    with pytest.raises(NotFoundError):
        tensions.add_tension(context, claim, TensionFacts(SAID, pair[0], 999))
    with pytest.raises(NotFoundError):
        tensions.add_tension(context, claim, TensionFacts(SAID, pair[0], result=999))
    results.withdraw_result(context, "kernels", result)
    with pytest.raises(ConflictError, match="Its result was withdrawn"):
        tensions.add_tension(context, claim, TensionFacts(SAID, pair[0], result=result))


def test_the_same_two_are_noted_once_whichever_comes_first(context, claim, pair, noted):
    again = tensions.add_tension(
        context, claim, TensionFacts("Otherwise.", *pair[::-1])
    )
    assert (again.id, again.sentence) == (noted.id, SAID)
    elsewhere = state(context, "Wren 1 is slow.")
    other = tensions.add_tension(context, elsewhere, TensionFacts(SAID, *pair))
    assert other.id != noted.id


def test_a_tension_is_reworded_and_gets_another_side(context, claim, noted):
    rain = mark(context, "card", "It rained.")
    tensions.edit_tension(
        context, noted.id, _facts(noted, sentence="New  words.", other=rain)
    )
    assert noted.facts == _facts(noted, sentence="New words.", other=rain)
    [shown] = _view(context, claim).tensions
    assert (shown.sentence, shown.other.exact) == ("New words.", "It rained.")


def test_a_tension_cannot_become_another_that_is_there(context, claim, pair, noted):
    rain = mark(context, "card", "It rained.")
    second = tensions.add_tension(context, claim, TensionFacts("So.", pair[0], rain))
    with pytest.raises(ConflictError, match="already a tension between these two"):
        tensions.edit_tension(context, second.id, _facts(second, other=pair[1]))


def test_two_people_who_reword_it_are_told_of_each_other(context, noted):
    seen = form_fields.seen("tension", noted)
    tensions.edit_tension(context, noted.id, _facts(noted, sentence="Hers."))
    mine = _facts(noted, sentence="Mine.")
    with pytest.raises(StaleError) as stale:
        tensions.edit_tension(context, noted.id, mine, made_from=seen)
    [clash] = stale.value.differences
    assert (clash.mine, clash.theirs) == ("Mine.", "Hers.")


def test_a_clash_over_a_side_is_told_in_words(context, claim, pair, noted, result):
    seen = form_fields.seen("tension", noted)
    tensions.edit_tension(context, noted.id, _facts(noted, other=None, result=result))
    rain = mark(context, "card", "It rained.")
    mine = TensionFacts(SAID, pair[0], rain)
    with pytest.raises(StaleError) as stale:
        tensions.edit_tension(context, noted.id, mine, made_from=seen)
    said = {found.label: found.theirs for found in stale.value.differences}
    assert said == {"Another passage": "not marked"}


def test_a_withdrawn_tension_is_shown_nowhere_and_can_be_put_back(
    context, claim, noted
):
    tensions.withdraw_tension(context, noted.id)
    assert _view(context, claim).tensions == ()
    with pytest.raises(ConflictError, match="restore it first"):
        tensions.edit_tension(context, noted.id, noted.facts)
    tensions.restore_tension(context, noted.id)
    assert len(_view(context, claim).tensions) == 1


def test_it_is_not_put_back_beside_its_like_or_without_a_side(
    context, claim, pair, noted
):
    tensions.withdraw_tension(context, noted.id)
    second = tensions.add_tension(context, claim, TensionFacts("Again.", *pair))
    assert second.id != noted.id
    with pytest.raises(ConflictError, match=r"now another tension .*: “Again\.”"):
        tensions.restore_tension(context, noted.id)
    tensions.withdraw_tension(context, second.id)
    marking.withdraw_passage(context, pair[1])
    with pytest.raises(ConflictError, match="One of its passages was withdrawn"):
        tensions.restore_tension(context, noted.id)


def test_a_mark_is_not_withdrawn_while_a_tension_has_it(context, pair, noted):
    with pytest.raises(ConflictError, match="cited by “The speed-up is 74"):
        capture.withdraw_mark(context, pair[1])
    with pytest.raises(ConflictError, match="change that first"):
        many_passages.withdraw_all(context, Chosen(ids=(pair[1],)))
    tensions.withdraw_tension(context, noted.id)
    capture.withdraw_mark(context, pair[1])


def test_a_result_is_not_withdrawn_while_a_tension_has_it(context, claim, pair, result):
    tensions.add_tension(context, claim, TensionFacts(SAID, pair[0], result=result))
    with pytest.raises(ConflictError, match="a side of the tension"):
        results.withdraw_result(context, "kernels", result)


def test_a_mark_whose_ends_are_corrected_keeps_its_tension(lab):
    with lab.rehearse(Role.ANALYST) as context:
        claim = state(context, "Wren 1 is fast.")
        first, second = cite(context, claim, "card", FAST), mark(context, "card", SLOW)
        noted = tensions.add_tension(context, claim, TensionFacts(SAID, first, second))
        passage = marking.get_passage(context, second)
        newest = reports.get_revision(context, reports.get_report(context, "card"))
        shorter = Words(newest.sha256, passage.start, passage.end - 8)
        corrected = capture.correct_ends(context, second, shorter).passage
        assert corrected.exact == "In the best run the kernel was 72.65 times"
        assert noted.facts == TensionFacts(SAID, first, corrected.id)


def test_undoing_a_mark_leaves_it_if_a_tension_has_it_by_then(desk):
    desk.take_in(text_pdf(["Wren card", FAST, SLOW]), report="card")
    with desk.sit_down() as context:
        claim = state(context, "Wren 1 is fast.")
        other = cite(context, claim, "card", FAST)
    with desk.sit_down() as context:
        passage = mark(context, "card", SLOW)
        acts.record(context, reports.get_report(context, "card"), "Marked it")
    with desk.sit_down() as context:
        tensions.add_tension(context, claim, TensionFacts(SAID, passage, other))
    with desk.sit_down() as context:
        acts.undo(context, reports.get_report(context, "card"))
        assert marking.get_passage(context, passage).withdrawn_at is None


def test_what_the_claim_shows_is_offered_as_a_side(context, claim, pair, noted, result):
    rain = mark(context, "card", "It rained.")
    found = claims.get_claim(context, claim)
    parts = tensions.list_tensions(context, [found])
    offered = tensions.sides(context, found, _view(context, claim), parts, [rain])
    assert [number for number, _ in offered.passages] == [*pair, rain]
    assert offered.passages[0][1] == f"card, p. 1: {FAST}"
    assert offered.results == [(result, "Kernels, Wren 1: 72.65")]


def test_the_tensions_of_a_passage_are_told_with_it(context, pair, noted):
    rain = mark(context, "card", "It rained.")
    found = tensions.of_passages(context, [*pair, rain])
    assert {number: [row.id for row in rows] for number, rows in found.items()} == {
        pair[0]: [noted.id],
        pair[1]: [noted.id],
        rain: [],
    }


def test_a_tension_counts_as_no_stance(context, claim, pair, noted):
    assert evidence.links_of_passages(context, [pair[1]])[pair[1]] == []


def test_readers_note_nothing(lab):
    with lab.look(Role.READER) as context, pytest.raises(SignInNeededError):
        tensions.add_tension(context, "any", TensionFacts(SAID, 1, 2))
