"""The board of some evaluations: what fell on which side of which line, at one glance."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotator.domain.boards.drawings import FORMATS, Drawing, draw
from annotator.domain.boards.rows import Row, RowResult, Sign, row_of
from annotator.domain.views.contents import EvaluationView, ResultView
from annotator.domain.vocabulary import Outcome, ResultState


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A row with its drawings, one for each format; none if it has no axis."""

    row: Row
    drawings: tuple[Drawing, ...]
    said: str  # the whole of it in words, for those who do not see it


@dataclass(frozen=True, slots=True)
class Board:
    """Some evaluations, contested ones first, and what the dots of each model look like."""

    rows: tuple[BoardRow, ...]
    signs: dict[str, Sign]  # by the names of models

    @property
    def is_drawn(self) -> bool:
        """Whether anything on it is a number on an axis, which a table does not show."""
        return any(shown.row.axis for shown in self.rows)


def board_of(
    tests: Sequence[EvaluationView], predecessors: Collection[str] = ()
) -> Board:
    """Return the board of evaluations; ``predecessors`` are names of earlier models."""
    names = dict.fromkeys(result.model for test in tests for result in test.results)
    signs = {
        name: _sign(at, is_earlier=name in predecessors)
        for at, name in enumerate(names)
    }
    contested_first = sorted(tests, key=lambda test: not _is_contested(test))
    return Board(
        tuple(_board_row(row_of(test, signs)) for test in contested_first), signs
    )


_REMEMBERED = 2_000  # rows with their drawings, some 9 kB each


@lru_cache(maxsize=_REMEMBERED)  # what is published is drawn for every reader
def _board_row(row: Row) -> BoardRow:
    axis = row.axis
    drawings = [draw(row, axis, form) for form in FORMATS] if axis else []
    return BoardRow(row, tuple(drawings), _in_words(row))


def _sign(at: int, *, is_earlier: bool) -> Sign:
    fill = "hollow" if is_earlier else _FILLS[at % len(_FILLS)]
    return Sign(_SHAPES[at % len(_SHAPES)], fill)


_SHAPES = ("circle", "square", "diamond", "triangle", "tip")
_FILLS = ("solid", "pale")


def _is_contested(test: EvaluationView) -> bool:
    return any(map(_is_open, test.results))


def _is_open(result: ResultView) -> bool:
    """Whether a result is not simply on one side of a line that the lab stands by."""
    is_set_aside = bool(result.discount or result.discount_quote)
    outcome = result.typed.outcome if result.typed else None
    return is_set_aside or result.state is ResultState.WITHHELD or outcome in _OPEN


_OPEN = {Outcome.BETWEEN, Outcome.CANNOT_BE_COMPARED}


def _in_words(row: Row) -> str:
    """Return a row as it is read aloud."""
    lines = [
        f"{line.words}{' (the lab’s line)' * line.is_invoked}" for line in row.lines
    ]
    said = [
        ", ".join(filter(None, [row.name, row.metric])),
        f"Lines: {'; '.join(lines)}" if lines else "",
        *(_result_in_words(result) for result in row.results),
    ]
    return ". ".join(filter(None, said)) + "."


def _result_in_words(result: RowResult) -> str:
    name = ", ".join(filter(None, [result.model, result.which]))
    return f"{name}: {', '.join(_facts(result))}"


def _facts(result: RowResult) -> Iterator[str]:
    """Yield what a row tells of a result."""
    aside = "set aside by the lab" if result.is_set_aside else ""
    around = f"interval {result.interval}" if result.interval else ""
    facts = (result.value, around, result.words, result.hole, result.outcome, aside)
    return filter(None, facts)
