"""The canonical text, and what is quoted from it."""

import pytest
from hypothesis import given
from pages_of_text import DOCUMENTS, a_document, a_line, a_page

from annotator.domain.text.canonical_text import (
    Hyphen,
    compose,
    line_boxes,
    page_at,
    reading_text,
)
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.pages import RawLine, RawPage, RawWord


def _whole(pages):
    return "".join(page.text for page in pages)


def _quote(pages, words_from, words_to):
    text = _whole(pages)
    start = text.index(words_from)
    return reading_text(pages, start, text.index(words_to, start) + len(words_to))


def test_lines_pages_and_words_are_joined_by_their_own_separators():
    pages = compose(a_document(["One two", "three."], ["Four."]))
    assert _whole(pages) == "One two\nthree.\fFour.\f"


def test_each_word_knows_where_it_starts():
    pages = compose(a_document(["One two", "three."], ["Four."]))
    text = _whole(pages)
    for page in pages:
        for word in page.words:
            assert text[word.start : word.end] == word.text


def test_a_word_broken_by_the_typesetter_is_quoted_whole():
    pages = compose(
        a_document(["the bioweapons test", "a test of bio-", "weapons is hard"])
    )
    assert _quote(pages, "a test", "hard") == "a test of bioweapons is hard"


def test_a_hyphen_of_the_author_is_kept_at_a_line_end():
    pages = compose(a_document(["a rule-out line", "above the rule-", "out line"]))
    assert _quote(pages, "above", "out line") == "above the rule-out line"


def test_where_nothing_tells_a_document_is_taken_as_it_mostly_breaks():
    set_without_hyphenation = compose(
        a_document(["the red-team and", "the red-", "team saw the grey-", "box model"])
    )
    assert _quote(set_without_hyphenation, "saw", "model") == "saw the grey-box model"


def test_a_range_broken_after_its_dash_is_quoted_without_a_space():
    pages = compose(a_document(["groups of 8–", "10 people"]))
    assert _quote(pages, "groups", "people") == "groups of 8–10 people"


def test_a_sentence_over_a_page_break_is_quoted_without_what_lies_between():
    pages = compose(
        [
            a_page(
                "Some words that go before it here.",
                "The sentence begins^1 here and",
                a_line("^1 A footnote below.", y=700, size=8),
                a_line("1", x=300, y=760),
                number=1,
            ),
            a_page("goes on overleaf.", a_line("2", x=300, y=760), number=2),
        ]
    )
    quote = _quote(pages, "The sentence", "overleaf.")
    assert quote == "The sentence begins here and goes on overleaf."


def test_a_footnote_can_be_quoted_by_itself():
    pages = compose(
        [
            a_page(
                "The running text^1 in its usual size.",
                a_line("^1 A footnote below.", y=700, size=8),
            )
        ]
    )
    assert _quote(pages, "A footnote", "below.") == "A footnote below."


def test_an_exponent_is_not_taken_for_a_footnote_mark():
    pages = compose([a_page("a rate of 10^3 per day")])
    assert _quote(pages, "a rate", "day") == "a rate of 10³ per day"
    assert [w.text for w in pages[0].words if w.flow is Flow.MARK] == []


def test_the_boxes_of_a_quote_are_one_for_each_line():
    pages = compose(a_document(["One two three", "four five six"], ["seven eight."]))
    text = _whole(pages)
    boxes = line_boxes(pages, text.index("two"), text.index("eight"))
    assert [page for page, _ in boxes] == [1, 1, 2]
    assert [box[1] for _, box in boxes] == [100, 114, 100]


def test_the_box_of_half_a_word_is_half_as_wide():
    pages = compose(a_document(["abcdefgh"]))
    [(_, whole)] = line_boxes(pages, 0, 8)
    [(_, half)] = line_boxes(pages, 0, 4)
    assert half[2] - half[0] == (whole[2] - whole[0]) / 2


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (0, (11, 20, 12, 40)),
        (1, (10, 21, 30, 22)),
        (2, (28, 20, 29, 40)),
        (3, (10, 38, 30, 39)),
    ],
)
def test_the_box_of_a_letter_is_its_own_however_the_word_is_turned(turn, box):
    word = RawWord("iiM", (10, 20, 30, 40), 12, steps=(10, 10))
    page = RawPage(1, "1", 612, 792, 0, (RawLine((word,), 0, turn),))
    assert line_boxes(compose([page]), 1, 2) == [(1, box)]


def test_an_offset_tells_its_page_even_beside_an_empty_one():
    pages = compose(a_document(["One."], [], ["Three."]))
    assert page_at(pages, 0).number == 1
    assert page_at(pages, _whole(pages).index("Three")).number == 3


@given(DOCUMENTS)
def test_no_word_of_any_document_is_lost(document):
    pages = compose(a_document(*document))
    shown = "".join(word.text for page in pages for word in page.words)
    assert sorted(shown) == sorted(
        "".join("".join(p) for p in document).replace(" ", "")
    )
    assert all(word.hyphen in Hyphen for page in pages for word in page.words)
