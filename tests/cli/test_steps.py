"""What is shown of slow work, on a terminal and where there is none."""

import io

from rich.console import Console

from annotator.cli.steps import Steps


def _shown(*, terminal: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80, highlight=False)
    with Steps(console) as steps:
        steps.begin("Reading “The [first] card”", 1, 2)
        steps.on_page(3, 7)
        steps.begin("Publishing", 2, 2)
    return out.getvalue()


def test_without_a_terminal_each_step_is_one_line_and_nothing_moves():
    assert _shown(terminal=False).splitlines() == [
        "  1/2  Reading “The [first] card” …",
        "  2/2  Publishing …",
    ]


def test_on_a_terminal_the_pages_of_a_step_are_counted_below_it():
    shown = _shown(terminal=True)
    assert "1/2  Reading “The [first] card” …" in shown
    assert "2/2  Publishing …" in shown
    assert "pages" in shown
