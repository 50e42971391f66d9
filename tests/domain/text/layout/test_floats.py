"""A sentence goes on behind the figure, table or caption that stands in its way."""

from pages_of_text import a_column, a_line, a_page

from annotator.domain.text.canonical_text import compose
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.sentences import sentences

BEGUN = "this sentence begins at the foot of its column and"
ENDED = "goes on at the head of the next one. It was tested"
MORE = "with all of the tools that people use for such work"
CAPTION = "Figure 2: What the figure shows to its readers."
LABELS = [a_line(label, x=340 + 60 * n, y=110) for n, label in enumerate("abc")]


def _sentences(pages, flow=Flow.BODY):
    return [said.text for said in sentences(compose(pages), flow)]


def _column(*lines, x=72, top=100):
    return a_column(lines, x=x, top=top)


def test_a_sentence_goes_on_behind_a_figure_at_the_head_of_a_column():
    page = a_page(
        *_column(MORE, MORE, BEGUN, top=600),
        *LABELS,
        a_line(CAPTION, x=330, y=130),
        *_column(ENDED, MORE, x=330, top=200),
    )
    whole = f"{MORE} {MORE} {BEGUN} goes on at the head of the next one."
    assert _sentences([page])[0] == whole
    assert CAPTION in " ".join(_sentences([page], Flow.FLOAT))


def test_a_sentence_goes_on_behind_a_table_at_the_head_of_the_next_page():
    first = a_page(*_column(MORE, BEGUN, top=600))
    second = a_page(
        a_line("Table 3: What was found.", y=90),
        *(a_line(f"row {n}", y=120 + 20 * n) for n in range(3)),
        *_column(ENDED, MORE, top=300),
        number=2,
    )
    whole = f"{MORE} {BEGUN} goes on at the head of the next one."
    assert _sentences([first, second])[0] == whole


def test_a_figure_between_two_sentences_is_running_text():
    page = a_page(
        *_column(MORE, "and here the sentence comes to its very end.", top=600),
        a_line(CAPTION, x=330, y=130),
        *_column(
            "Another one begins here and goes on for a while", MORE, x=330, top=200
        ),
    )
    assert _sentences([page], Flow.FLOAT) == []
    assert CAPTION in _sentences([page])


def test_a_paragraph_between_is_no_float():
    page = a_page(
        *_column(MORE, BEGUN, top=600),
        *_column("A whole paragraph stands here in between, and it ends", x=330),
        *_column(ENDED, MORE, x=330, top=200),
    )
    assert _sentences([page], Flow.FLOAT) == []


def test_a_list_behind_a_colon_is_no_float():
    page = a_page(
        *_column(MORE, "and these are the three things that were found:", top=600),
        *_column("first", "second", x=330),
        *_column("and then it goes on in the very same way as before", x=330, top=200),
    )
    assert _sentences([page], Flow.FLOAT) == []


def test_a_short_sentence_of_the_same_type_is_no_float():
    first = a_page(
        *_column(MORE, "and what follows is on the next page of this 7", top=600)
    )
    short = a_page("Turn over.", number=2)
    third = a_page(
        *_column("The text of another page that begins with a capital", MORE), number=3
    )
    assert _sentences([first, short, third], Flow.FLOAT) == []
