"""A board shows contested evaluations first, and each model by a sign of its own."""

from board_views import ANY_TEST, TWO_LINES, a_hole, a_result, a_test
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.boards.boards import board_of
from annotator.domain.vocabulary import Outcome, ResultState


def _order(*tests):
    return [shown.row.slug for shown in board_of(tests).rows]


def test_contested_evaluations_come_first_and_others_keep_their_order():
    plain = a_test(a_result(outcome=Outcome.RULED_OUT), slug="plain")
    not_run = a_test(a_hole(state=ResultState.NOT_RUN), slug="not-run")
    between = a_test(a_result(outcome=Outcome.BETWEEN), slug="between")
    withheld = a_test(a_hole(), slug="withheld")
    set_aside = a_test(a_result(discount="saturated"), slug="set-aside")
    open_ones = ["between", "withheld", "set-aside"]
    assert _order(plain, between, not_run, withheld, set_aside) == [
        *open_ones,
        "plain",
        "not-run",
    ]


def test_models_differ_by_shape_and_fill_and_the_predecessor_is_hollow():
    models = ["Heron 2", "Heron 2 Mini", "Heron 1.5", "Wren", "Owl", "Lark"]
    board = board_of([a_test(*map(a_result, models))], predecessors=["Heron 1.5"])
    signs = [(sign.shape, sign.fill) for sign in board.signs.values()]
    assert len(set(signs)) == len(models)
    assert [model for model in models if board.signs[model].fill == "hollow"] == [
        "Heron 1.5"
    ]


def test_a_model_has_the_same_sign_in_every_row():
    board = board_of([a_test(a_hole(), a_result()), a_test(a_result(), slug="other")])
    signs = {
        result.sign
        for shown in board.rows
        for result in shown.row.results
        if result.model == "Heron 2"
    }
    assert len(signs) == 1


def test_a_row_is_told_in_words():
    result = a_result(outcome=Outcome.BETWEEN, interval="0.566–0.699", invoked=1)
    [shown] = board_of([a_test(result, a_hole(), lines=TWO_LINES)]).rows
    assert shown.said == (
        "Long tasks. Lines: rules out below 0.50; "
        "rules in at 0.80 or more (the lab’s line). "
        "Heron 2: 0.635, interval 0.566–0.699, between the lines. "
        "Heron 2 Mini: withheld."
    )
    assert [drawing.format.name for drawing in shown.drawings] == ["wide", "narrow"]


@given(st.lists(ANY_TEST, max_size=4))
def test_whatever_files_say_there_is_a_row_for_each_evaluation(tests):
    board = board_of(tests, predecessors=["Heron 1.5"])
    assert len(board.rows) == len(tests)
