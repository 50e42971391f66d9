"""What moved is told in short sentences that quote nobody."""

from annotator.domain.moves.in_words import NOTHING, in_words
from annotator.domain.moves.parts import FieldMove, How, Moves, PartMove


def _part(noun, how, title="A canary."):
    return PartMove(noun, how, title)


def test_verdicts_are_told_in_full_and_parts_counted():
    moves = Moves(
        (
            FieldMove("Wording of the claim", "a canary", "another canary"),
            FieldMove("Shown", "partly shown", "not shown"),
            FieldMove("Credence", "likely", "doubtful"),
            FieldMove("The argument", "", "canary"),
        ),
        (
            _part("passage", How.ADDED),
            _part("passage", How.ADDED),
            _part("passage", How.REMOVED),
            _part("category", How.CHANGED),
            _part("category", How.CHANGED),
            _part("outside source", How.ADDED),
        ),
    )
    assert in_words(moves) == (
        "On shown: partly shown → not shown",
        "On credence: likely → doubtful",
        "2 passages added",
        "1 passage removed",
        "2 categories changed",
        "1 outside source added",
        "Changed: Wording of the claim; The argument",
    )


def test_an_edition_of_which_readers_see_nothing_new_says_so():
    assert in_words(Moves()) == (NOTHING,)
