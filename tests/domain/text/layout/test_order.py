"""The file's own order is believed, unless geometry shows that it is wrong."""

from pages_of_text import a_column, a_line, a_page

from annotator.domain.text.layout.lines import line_of
from annotator.domain.text.layout.order import in_order

TEXT = "the words of this line fill the column"


def _read(*lines):
    page = a_page(*lines)
    return [line.text for line in in_order([line_of(raw, page) for raw in page.lines])]


def _first_words(*lines):
    return [text.split()[0] for text in _read(*lines)]


def test_cells_of_several_lines_are_read_cell_by_cell():
    row = [
        *a_column(["Azure", "SSRF"], x=72, block=0),
        *a_column(
            ["Exploit a service", "and steal a key", "for later"], x=180, block=1
        ),
        a_line("PASS", x=400, block=2),
        a_line("FAIL", x=460, block=2),
    ]
    assert _read(*row) == [
        *("Azure", "SSRF"),
        *("Exploit a service", "and steal a key", "for later"),
        *("PASS", "FAIL"),
    ]


def test_captions_side_by_side_are_read_one_after_the_other():
    left = [f"left {TEXT}" for _ in range(3)]
    right = [f"right {TEXT}" for _ in range(4)]
    page = [*a_column(left, x=60), *a_column(right, x=330)]
    assert _first_words(*page) == ["left"] * 3 + ["right"] * 4


def test_text_beside_a_figure_is_not_mixed_with_its_labels():
    text = a_column([f"said {TEXT}" for _ in range(8)], x=60)
    labels = [
        a_line(f"label {n}", x=400, y=101 + 14 * n, block=1 + n) for n in range(8)
    ]
    assert _first_words(*text, *labels) == ["said"] * 8 + ["label"] * 8


def test_columns_that_were_filed_line_by_line_are_read_column_by_column():
    left = a_column([f"left {TEXT}" for _ in range(6)], x=60)
    right = a_column([f"right {TEXT}" for _ in range(6)], x=330, block=1)
    filed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert _first_words(*filed) == ["left"] * 6 + ["right"] * 6


def test_paragraphs_that_were_filed_upside_down_are_read_from_the_top():
    upper = a_column([f"upper {TEXT}" for _ in range(4)], x=60, top=100)
    lower = a_column([f"lower {TEXT}" for _ in range(4)], x=60, top=300)
    assert _first_words(*lower, *upper) == ["upper"] * 4 + ["lower"] * 4


def test_nothing_is_lost_in_any_order():
    filed = [*a_column(["b", "c"], x=330), *a_column(["a", "a"], x=60, top=103)]
    assert sorted(_read(*filed)) == ["a", "a", "b", "c"]
