"""``annotator publish`` says what kind of change a new edition is."""

import pytest
from click.testing import CliRunner
from wren_editions import CLAIM, reword, tell

from annotator.cli import main
from annotator.services.published import edition_history


@pytest.fixture(scope="module")
def beginning(begun):
    return begun(tell)


def _publish(desk, *words):
    folder = str(desk.stores.data)
    return CliRunner().invoke(main, ["--data", folder, "publish", "wren-1", *words])


def test_a_kind_and_a_note_go_with_the_edition(desk):
    with desk.sit_down(days=30) as context:
        reword(context, "Wren 1 solved a task.")
    done = _publish(desk, "--kind", "correction", "--note", "It was one task.")
    assert (done.exit_code, done.output) == (0, "Published Wren 1, edition 2.\n")
    with desk.look() as context:
        found = edition_history.current(context, "claim", CLAIM)
        assert (found.edition, found.change) == (4, "correction")
        assert found.note == "It was one task."


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--kind", "canary"), 2, "'canary' is not one of"),
        (("--note", "x" * 501), 1, "note: is longer than 500 characters."),
    ],
)
def test_what_is_wrong_is_refused_by_name(desk, words, code, said):
    with desk.sit_down(days=30) as context:
        reword(context, "Wren 1 solved a task.")
    done = _publish(desk, *words)
    assert done.exit_code == code
    assert said in done.output
    with desk.look() as context:
        assert edition_history.current(context, "claim", CLAIM).edition == 3
