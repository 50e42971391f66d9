"""What a board costs: CPU for its drawings and its HTML, with 1, 12 and 60 rows.

    python -m benchmarks.boards

Each is drawn anew, and again, as it is for the second reader of a published page: the
rows that were drawn last are kept.
"""

import time
from decimal import Decimal
from statistics import median

from flask import Flask, render_template

from annotator import paths
from annotator.domain.boards.boards import board_of
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.views.contents import EvaluationView, ResultView, ThresholdView
from annotator.domain.vocabulary import (
    Direction,
    IntervalMeaning,
    Outcome,
    ResultState,
    ThresholdKind,
)
from annotator.http import filters

ROWS = (1, 12, 60)
RUNS = 40
TARGET = 15  # milliseconds for the largest
TEMPLATE = "public/_board.html"


def evaluation(number: int) -> EvaluationView:
    """An evaluation with two lines, three numbers and one that is withheld."""
    name = f"Evaluation {number} of long tasks"
    states = [ResultState.SCORED] * 3 + [ResultState.WITHHELD]
    return EvaluationView(
        slug=f"evaluation-{number}",
        name=name,
        kind="tasks",
        developer="Northfield",
        thresholds=(
            _line(ThresholdKind.RULE_OUT, "<", f"0.{20 + number % 20}"),
            _line(ThresholdKind.RULE_IN, "≥", f"0.{70 + number % 20}"),
        ),
        results=tuple(
            _result(name, model, number, state) for model, state in enumerate(states)
        ),
        metric="share correct",
        direction=Direction.HIGHER,
    )


def _line(kind: ThresholdKind, comparison: str, at: str) -> ThresholdView:
    typed = TypedLine(comparison, Decimal(at), Decimal(at))
    return ThresholdView(kind, f"{comparison} {at}", typed=typed)


def _result(name: str, model: int, number: int, state: ResultState) -> ResultView:
    value = Decimal(30 + 10 * model + number % 20) / 100
    around = Decimal("0.07")
    typed = TypedResult(
        number=value,
        low=value - around,
        high=value + around,
        interval_meaning=IntervalMeaning.CONFIDENCE,
        outcome=Outcome.BETWEEN,
    )
    is_scored = state is ResultState.SCORED
    return ResultView(
        name,
        f"Heron {model + 1}",
        state,
        str(value) if is_scored else "",
        typed=typed if is_scored else None,
    )


def app() -> Flask:
    """An application that renders the board's template and nothing else."""
    made = Flask("boards", template_folder=str(paths.TEMPLATES))
    made.jinja_env.trim_blocks = made.jinja_env.lstrip_blocks = True
    filters.init_app(made)
    return made


def milliseconds(rows: int, *, is_new: bool) -> float:
    """Return the median of what one board costs, drawn anew or again."""
    taken = []
    for run in range(RUNS + 1):
        first = run * rows if is_new else 0
        tests = [evaluation(first + number) for number in range(rows)]
        began = time.process_time()
        render_template(TEMPLATE, board=board_of(tests), about="bench")
        taken.append((time.process_time() - began) * 1000)
    return median(taken[1:])


def main() -> None:
    """Print what boards of several sizes cost."""
    with app().app_context():
        for rows in ROWS:
            anew, again = (milliseconds(rows, is_new=new) for new in (True, False))
            print(f"{rows:3} rows: {anew:6.2f} ms of CPU anew, {again:6.2f} again")
    print(f"target: {ROWS[-1]} rows in at most {TARGET} ms")


if __name__ == "__main__":
    main()
