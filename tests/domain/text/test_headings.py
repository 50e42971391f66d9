"""The heading that a passage stands under, from the PDF's outline or its numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document, a_line, a_page

from annotator.domain.text.canonical_text import compose
from annotator.domain.text.headings import LONGEST_HEADING, PAGES_BACK, heading_above

SAID = "It is below the line."
FILLER = "Some words that go before it here."


def _above(pages, *outline, said=SAID):
    composed = compose(pages)
    text = "".join(page.text for page in composed)
    entries = [(1, title, page) for title, page in outline]
    return heading_above(composed, entries, text.index(said))


def _section(*lines, number=1):
    """A page whose lines stand apart, as headings and paragraphs do."""
    return a_page(
        *(a_line(line, y=100 + 40 * at) for at, line in enumerate(lines)), number=number
    )


# With an outline


def test_the_last_heading_above_a_passage_on_its_page_is_taken():
    page = a_page("Cyber risks", FILLER, "Biological risks", SAID, "Last words")
    outline = [("Cyber risks", 1), ("Biological risks", 1), ("Last words", 1)]
    assert _above([page], *outline) == "Biological risks"


def test_a_heading_below_a_passage_is_not_its_own():
    first = ["Cyber risks", *[FILLER] * 9]
    pages = a_document(first, [FILLER, SAID, "Biological risks"])
    outline = [("Cyber risks", 1), ("Biological risks", 2)]
    assert _above(pages, *outline) == "Cyber risks"


def test_a_heading_of_an_earlier_page_holds_until_the_next():
    pages = a_document(["Cyber risks"], [FILLER], [SAID], ["Release"])
    outline = [("Release", 4), ("Cyber risks", 1)]
    assert _above(pages, *outline) == "Cyber risks"


def test_a_heading_is_known_in_other_case_and_over_two_lines():
    page = a_page("BIOLOGICAL AND", "CHEMICAL RISKS", SAID)
    title = "Biological and Chemical Risks"
    assert _above([page], (title, 1)) == title


def test_a_passage_before_the_first_heading_stands_under_none():
    assert _above(a_document([SAID, "Cyber risks"]), ("Cyber risks", 1)) == ""


def test_where_there_is_an_outline_numbers_in_the_text_do_not_count():
    page = _section("4.2 Biological risks", SAID)
    assert _above([page], ("Somewhere else", 9)) == ""


# Without an outline


@pytest.mark.parametrize(
    "heading",
    [
        "4 Risks",
        "4. Risks",
        "4.2 Biological risks",
        "4.2.1 What we did: a summary",
        "A.1 Prompts",
    ],
)
def test_a_numbered_line_that_stands_alone_is_a_heading(heading):
    assert _above([_section("1 First", heading, FILLER, SAID)]) == heading


@pytest.mark.parametrize(
    "line",
    [
        "4.2 Biological risks were found to be low.",
        "4.2 biological risks",
        "Biological risks",
        "A Prompts",
        f"4.2 {'Biological ' * 12}",
    ],
    ids=["sentence", "no capital", "no number", "a letter alone", "too long"],
)
def test_other_lines_are_no_headings(line):
    assert len(line) > LONGEST_HEADING or len(line) < 50
    assert _above([_section("1 First", line, SAID)]) == "1 First"


def test_a_numbered_line_within_a_paragraph_is_no_heading():
    page = a_page("We ran the tasks of section", "4.2 Biological risks", "twice.", SAID)
    assert _above([page]) == ""


def test_a_numbered_heading_over_two_lines_is_one():
    page = a_page(
        "4.2 Biological and", "Chemical Risks", a_line(SAID, y=100 + 14 * 4), number=1
    )
    assert _above([page]) == "4.2 Biological and Chemical Risks"


def test_a_numbered_heading_below_a_passage_is_not_its_own():
    first, below = _section("1 First", *[FILLER] * 9), ("2 Second", "3 Third")
    assert _above([first, _section(FILLER, SAID, *below, number=2)]) == "1 First"
    page, following = _section(SAID, "2 Second"), _section("3 Third", number=2)
    assert _above([page, following]) == ""


@pytest.mark.parametrize(
    ("pages_back", "heading"), [(1, "1 First"), (PAGES_BACK, "1 First"), (21, "")]
)
def test_a_numbered_heading_is_looked_for_some_pages_back(pages_back, heading):
    between = [[FILLER] for _ in range(pages_back - 1)]
    assert _above(a_document(["1 First"], *between, [SAID])) == heading


@given(DOCUMENTS, st.data())
def test_whatever_is_taken_for_a_heading_stands_above(document, data):
    pages = compose(a_document(*document))
    text = "".join(page.text for page in pages)
    offset = data.draw(st.integers(0, len(text)))
    heading = heading_above(pages, [], offset)
    assert heading in " ".join(text[:offset].split())
