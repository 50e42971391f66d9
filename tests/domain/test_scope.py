"""A claim covers some models; what its evaluations do not tell of them is a hole."""

from board_views import a_hole, a_result, a_test
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.scope import scope_of
from annotator.domain.vocabulary import ResultState

BOTH = ["Heron 2", "Heron 2 Mini"]
OF_HERON_2 = [("long-tasks", "Heron 2")]


def _told(scopes):
    return [(scope.model, scope.state, scope.is_covered) for scope in scopes]


def test_a_model_that_was_tested_is_covered_and_one_that_was_not_is_a_hole():
    test = a_test(a_result("Heron 2"), a_hole("Heron 2 Mini", ResultState.NOT_RUN))
    assert _told(scope_of(BOTH, [test], OF_HERON_2)) == [
        ("Heron 2", "scored", True),
        ("Heron 2 Mini", "not run", False),
    ]


def test_a_model_of_which_nothing_is_recorded_is_a_hole_too():
    scopes = scope_of(BOTH, [a_test(a_result("Heron 2"))], OF_HERON_2)
    assert _told(scopes)[1] == ("Heron 2 Mini", None, False)


def test_one_number_covers_a_model_though_another_is_withheld():
    test = a_test(a_hole("Heron 2"), a_result("Heron 2", split="public"))
    assert _told(scope_of(["Heron 2"], [test], OF_HERON_2)) == [
        ("Heron 2", "scored", True)
    ]


def test_evidence_from_a_model_that_the_claim_is_not_about_is_told_apart():
    test = a_test(a_result("Heron 2"), a_result("Heron 2 Mini"))
    mini, other = scope_of(["Heron 2 Mini"], [test], OF_HERON_2)
    assert (mini.model, mini.is_meant) == ("Heron 2 Mini", True)
    assert (other.model, other.is_meant) == ("Heron 2", False)


@given(st.lists(st.sampled_from(["A", "B", "C"]), unique=True))
def test_each_model_of_the_claim_is_told_once_of_each_evaluation(models):
    tests = [a_test(a_result("A"), slug="one"), a_test(a_hole("B"), slug="two")]
    scopes = scope_of(models, tests, [("one", "A")])
    assert [(scope.slug, scope.model) for scope in scopes if scope.is_meant] == [
        (test.slug, model) for test in tests for model in models
    ]
