"""Whether a report still does not say something, by what was found and judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.absences import sentence_key, state_of
from annotator.domain.vocabulary import AbsenceState

ONE = "We computed no confidence interval."
OTHER = "An interval of a week passed."


def _state(*sentences, total=None, **judged):
    judgements = {sentence_key(said): says for said, says in judged.items()}
    found = len(sentences) if total is None else total
    return state_of(sentences, found, judgements)


def test_an_absence_of_which_nothing_is_found_holds():
    assert _state() is AbsenceState.HOLDS


def test_a_sentence_that_nobody_has_judged_needs_a_look():
    assert _state(ONE) is AbsenceState.NEEDS_A_LOOK
    assert _state(ONE, OTHER, **{ONE: False}) is AbsenceState.NEEDS_A_LOOK


def test_an_absence_holds_if_every_sentence_was_judged_to_say_something_else():
    judged = {ONE: False, OTHER: False}
    assert _state(ONE, OTHER, **judged) is AbsenceState.HOLDS


def test_one_sentence_that_says_it_breaks_an_absence_whatever_else_is_open():
    assert _state(ONE, OTHER, **{OTHER: True}) is AbsenceState.BROKEN
    assert _state(ONE, total=900, **{ONE: True}) is AbsenceState.BROKEN


def test_more_than_can_be_listed_needs_a_look_though_all_that_is_listed_was_judged():
    assert _state(ONE, total=2, **{ONE: False}) is AbsenceState.NEEDS_A_LOOK


def test_judgements_on_sentences_that_are_not_found_any_more_do_not_count():
    assert _state(ONE, **{ONE: False, OTHER: True}) is AbsenceState.HOLDS


def test_a_judgement_holds_for_a_sentence_that_is_set_anew():
    anew = "We  computed no con\u00adﬁdence INTERVAL."
    assert _state(anew, **{ONE: False}) is AbsenceState.HOLDS


@pytest.mark.parametrize("other", ["We computed 1 interval.", "We computed interval"])
def test_a_judgement_does_not_hold_for_other_words(other):
    assert _state(other, **{ONE: False}) is AbsenceState.NEEDS_A_LOOK


SENTENCES = st.lists(st.sampled_from("abcde"), max_size=4)
JUDGED = st.dictionaries(st.sampled_from("abcde"), st.booleans())


@given(SENTENCES, JUDGED)
def test_an_absence_holds_only_while_somebody_has_cleared_every_sentence(said, judged):
    cleared = all(judged.get(each) is False for each in said)
    assert (_state(*said, **judged) is AbsenceState.HOLDS) == cleared
