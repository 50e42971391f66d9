"""A sentence begins and ends at the same word for search, marking, changes and readers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, LINES, a_document, a_line

from annotator.domain.text.canonical_text import PageText, Word, compose, join_words
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.pages import RawLine
from annotator.domain.text.sentences import (
    LONGEST_SIDE,
    Sentence,
    sentence_ends,
    sentence_starts,
    sentence_words,
    sentences,
    sentences_at,
    surroundings,
)
from annotator.domain.text.spans import Span

FULL = "A line of this report that fills the whole width of its column here"


def _numbered(*pages):
    """Pages with a page number at the foot of each."""
    return compose(
        a_document(
            *(
                [*lines, a_line(str(number), x=300, y=750)]
                for number, lines in enumerate(pages, start=1)
            )
        )
    )


def _texts(pages, flow=Flow.BODY):
    return [said.text for said in sentences(pages, flow)]


def _overleaf(before: str | RawLine, after: str | RawLine) -> list[str]:
    """The sentences of three pages, the second of which goes on as is said."""
    return _texts(
        _numbered(
            ["The first page says this."],
            ["It was tested.", before],
            [after, "And it ended there."],
        )
    )


def _span_of(pages, words: str) -> Span:
    text = "".join(page.text for page in pages)
    start = text.index(words)
    return Span(start, start + len(words))


# Over a page break


def test_a_sentence_goes_on_overleaf_past_the_page_number():
    assert "Nothing rules out that the model helps." in _overleaf(
        "Nothing rules out that", "the model helps."
    )


def test_a_word_broken_at_a_pages_end_is_whole_in_its_sentence():
    assert "No evaluation was run." in _overleaf("No evalua-", "tion was run.")


@pytest.mark.parametrize(
    "line",
    [
        f"{FULL} of the Usage",
        "Internationalisation of this report that fills the whole width of its Usage",
    ],
)
def test_a_full_line_goes_on_with_a_name_overleaf(line):
    assert f"{line} Policy." in _overleaf(line, f"Policy. {FULL}.")


@pytest.mark.parametrize(
    ("line", "overleaf"),
    [
        (
            a_line("Of the last trial that we ran so it", x=300, y=114),
            a_line("Heron Has A Line Of Its Own That Is Longer", x=300),
        ),
        (
            a_line(f"{FULL} of the harness", y=114),
            a_line("A heading in larger type that fills the whole width too", size=14),
        ),
    ],
    ids=["a shorter line", "smaller type"],
)
def test_a_line_that_is_unlike_the_first_one_overleaf_ends_its_sentence(line, overleaf):
    assert _said(line) in _overleaf(line, overleaf)


# Headings

BELOW = "Our threat analysis says that this much is needed at least, and so."


@pytest.mark.parametrize(
    "heading", ["Threshold", "7.2.4 Results", "Threshold and score"]
)
def test_a_heading_is_no_part_of_the_sentence_below_it(heading):
    pages = compose(a_document(["It was tested.", heading, BELOW, FULL]))
    assert _texts(pages) == ["It was tested.", heading, BELOW, FULL]
    assert surroundings(pages, _span_of(pages, "threat analysis"))[0] == "Our"


@pytest.mark.parametrize(
    "lines",
    [
        ["We gave it to", f"Northfield, {BELOW}"],
        ["We tested two:", f"Heron and {BELOW}"],
        [f"{FULL} of", f"Northfield, {BELOW}"],
        [a_line("Heron", x=300), a_line(f"Northfield and {BELOW}", y=114)],
        [f"{FULL} of", "This", f"Northfield, {BELOW}"],
    ],
    ids=["begun", "announced", "as wide", "elsewhere", "in a sentence"],
)
def test_a_line_that_goes_on_below_is_no_heading(lines):
    assert len(_texts(compose(a_document(lines)))) == 1


def test_a_sentence_that_begins_in_a_short_line_goes_on_below():
    texts = _texts(compose(a_document(["It was run. We saw", f"Northfield, {BELOW}"])))
    assert texts == ["It was run.", f"We saw Northfield, {BELOW}"]


def _said(line):
    return " ".join(word.text for word in line.words)


def test_a_sentence_over_many_pages_is_found_whole_from_each_of_them():
    lines = [f"and on page {number} it goes on" for number in range(9)]
    pages = _numbered(*([line] for line in lines))
    for line in lines:
        [found] = sentences_at(pages, _span_of(pages, line))
        assert found.text == " ".join(lines)
        assert found.page == 1


@pytest.mark.parametrize(
    "overleaf",
    [
        "4.2 Results",
        f"• {FULL} and of a list",
        f"Figure 3: {FULL} as it",
        f"Table A.2 {FULL} as it",
    ],
)
def test_a_heading_list_or_caption_overleaf_is_no_part_of_the_sentence(overleaf):
    found = _overleaf(f"{FULL} of the harness", overleaf)
    assert f"{FULL} of the harness" in found


@pytest.mark.parametrize("end", [".", "?", ":", ".”", "…"])
def test_a_full_stop_or_colon_at_a_pages_end_ends_the_sentence(end):
    found = _overleaf(f"The following was tested{end}", "uplift in chemistry.")
    assert f"The following was tested{end}" in found


def test_an_abbreviation_at_a_pages_end_does_not():
    assert "As shown by Smith et al. in 2024." in _overleaf(
        "As shown by Smith et al.", "in 2024."
    )


def _with_footnote_between():
    """Pages with a footnote between the halves of a sentence."""
    note = [
        a_line("1 Cited above, and at some", y=690, size=7),
        a_line("length.", y=700, size=7),
    ]
    return _numbered(
        ["All else is as it was.", *("A line of text." for _ in range(20))],
        ["The harness^1 gave the", *note],
        ["model a day."],
    )


def test_a_footnote_between_the_halves_of_a_sentence_is_in_neither():
    pages = _with_footnote_between()
    assert "The harness gave the model a day." in _texts(pages)
    assert [said.page for said in sentences(pages, Flow.BODY)][-2:] == [1, 2]
    assert "1 Cited above, and at some length." in _texts(pages, Flow.NOTE)


def test_a_page_without_running_text_ends_the_sentence():
    pages = _numbered(["It was said that"], [], ["nothing follows."])
    assert _texts(pages) == ["It was said that", "nothing follows."]


# Within a page


def test_paragraphs_end_sentences_though_no_full_stop_does():
    pages = compose(
        a_document([a_line("A heading", y=100), a_line("The text of it.", y=140)])
    )
    assert _texts(pages) == ["A heading", "The text of it."]


@pytest.mark.parametrize(
    "said",
    [
        "It rose 1.70× in Fig. 3 of Smith et al. 2025.",
        "The U.S. government, i.e. NIST, agreed with J. Doe.",
        "See https://example.org/a.B for more.",
    ],
)
def test_decimals_abbreviations_and_addresses_do_not_end_a_sentence(said):
    pages = compose(a_document([f"Before it. {said} After it."]))
    assert said in _texts(pages)


def test_what_is_glued_to_a_full_stop_does_not_begin_a_sentence():
    pages = compose(a_document(["It began. Wren.^TM is safe."]))
    assert _texts(pages) == ["It began.", "Wren.TM is safe."]


def test_quotation_marks_belong_to_the_sentence_that_they_close():
    pages = compose(a_document(["He said “it works.” “Then we stop.” Nobody did."]))
    assert _texts(pages) == ["He said “it works.”", "“Then we stop.”", "Nobody did."]


# Around a quote


def test_what_stands_around_a_quote_is_the_rest_of_its_sentence():
    pages = _numbered(
        ["It was run. On the long tasks the model"], ["was slower than people. Ever."]
    )
    before, after = surroundings(pages, _span_of(pages, "slower than"))
    assert (before, after) == ("On the long tasks the model was", "people.")


def test_a_quote_of_two_sentences_has_the_rest_of_both_around_it():
    pages = compose(a_document(["One is here. Two is there. Three is gone."]))
    found = surroundings(pages, _span_of(pages, "here. Two is"))
    assert found == ("One is", "there.")


def test_of_a_table_of_contents_only_so_much_is_shown_around_a_quote():
    entries = [f"entry{number}" for number in range(100, 300)]
    pages = compose(a_document([" ".join(entries)]))
    before, after = surroundings(pages, _span_of(pages, "entry200"))
    # Whole words, as many as there is room for; each has eight letters and a space.
    most = LONGEST_SIDE // 9
    assert before.split() == entries[100 - most : 100]
    assert after.split() == entries[101 : 101 + most]


def test_as_much_as_just_fits_is_shown_whole_around_a_quote():
    side = "x" * LONGEST_SIDE
    pages = compose(a_document([f"{side} quote {side}"]))
    assert surroundings(pages, _span_of(pages, "quote")) == (side, side)


def test_where_no_words_are_nothing_stands_around():
    pages = compose(a_document(["It was run."]))
    assert surroundings(pages, Span(90, 99)) == ("", "")


def test_around_a_quote_from_a_sentence_of_one_word_there_is_the_rest_of_the_word():
    pages = compose(a_document(["It was run. Never. So it goes."]))
    assert surroundings(pages, _span_of(pages, "eve")) == ("N", "r.")


def test_around_a_quote_is_only_text_of_its_own_kind():
    pages = _with_footnote_between()
    found = surroundings(pages, _span_of(pages, "harness"))
    assert found == ("The", "gave the model a day.")
    found = surroundings(pages, _span_of(pages, "above, and"))
    assert found == ("1 Cited", "at some length.")


def test_a_quote_from_a_footnote_has_the_footnotes_sentence_around_it():
    words = (
        Word("See", (0, 0, 1, 1), 0, 0, Flow.NOTE),
        Word("text", (0, 0, 1, 1), 4, 1, Flow.BODY),
        Word("there.", (0, 0, 1, 1), 9, 2, Flow.NOTE),
    )
    assert sentence_words(words, Span(0, 15)) == [words[0], words[2]]
    assert sentence_words(words, Span(0, 9)) == [words[0]]
    assert sentence_words(words, Span(15, 20)) == []


def _page(number, start, *parts):
    """A page of words, each given with its flow."""
    words = []
    for line, (text, flow) in enumerate(parts):
        words.append(Word(text, (0, 0, 1, 1), start, line, flow))
        start = words[-1].end + 1
    return PageText(number, str(number), 612, 792, words[0].start, tuple(words))


def test_around_a_quote_from_a_footnote_that_goes_on_overleaf_is_the_footnote():
    body, note = Flow.BODY, Flow.NOTE
    first = _page(1, 0, ("Text.", body), ("See", note), ("what", note))
    # The running text of the next page lies between the halves of the footnote.
    second = _page(2, 15, ("More", body), ("they", note), ("found.", note))
    pages = [first, second]
    assert surroundings(pages, _span_of(pages, "they")) == ("See what", "found.")
    assert surroundings(pages, _span_of(pages, "what")) == ("See", "they found.")


# In plain text


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("It ends. Then it begins.", [0, 9]),
        ("Fig. The one", [0]),
        ("e.g. The one", [0]),
        ("No full stop\n\nbut a paragraph", [0, 14]),
        ("As of No.\n\nthe next", [0, 11]),
        ("Results . . . 7", [0]),
        ("By Smith et al.\n\nThe next", [0, 17]),
        ("", [0]),
    ],
)
def test_a_sentence_of_plain_text_ends_with_a_stop_or_a_paragraph(text, starts):
    assert sentence_starts(text) == starts


# For every text


@pytest.mark.parametrize("leader", [" . . . . . . . ", " ........ "])
def test_each_entry_of_a_list_of_contents_is_a_sentence_of_its_own(leader):
    entries = [
        f"{title}{leader}{page}" for title, page in [("Results", 7), ("Cyber", 12)]
    ]
    pages = compose(a_document([*entries, "And this is the text below it."]))
    assert [said.text for said in sentences(pages, Flow.BODY)] == [
        *entries,
        "And this is the text below it.",
    ]


def test_a_source_that_ends_a_page_with_its_address_does_not_go_on_overleaf():
    pages = compose(
        a_document(
            ["14 An author. A title. https://example.org/abs/2504.05259"],
            ["schemes at such rates that we advise against it."],
        )
    )
    assert [said.text for said in sentences(pages, Flow.BODY)][-1].startswith("schemes")


@given(DOCUMENTS)
def test_each_word_is_in_one_sentence_and_all_are_in_order(lines):
    pages = compose(a_document(*lines))
    for flow in Flow:
        words = [word for page in pages for word in page.words if word.flow is flow]
        assert [w for said in sentences(pages, flow) for w in said.words] == words


@given(DOCUMENTS, st.data())
def test_the_sentence_around_a_word_is_the_one_that_has_it(lines, data):
    pages = compose(a_document(*lines))
    every = [said for flow in Flow for said in sentences(pages, flow)]
    if not every:
        return
    said = data.draw(st.sampled_from(every))
    word = data.draw(st.sampled_from(said.words))
    assert sentences_at(pages, Span(word.start, word.end)) == [said]


def test_a_sentence_that_ends_in_the_first_line_overleaf_is_found_from_its_beginning():
    pages = compose(
        a_document(
            ["1 2 3 words that fill the whole width of a line"],
            ["4 5 6 words overleaf! And another sentence here"],
        )
    )
    [said] = sentences_at(pages, Span(0, 1))
    assert said.text.endswith("words overleaf!")
    assert said == sentences(pages, Flow.BODY)[0]


def test_the_browser_is_told_where_sentences_and_footnotes_end():
    _told_as_cut(_with_footnote_between())


@given(DOCUMENTS)
def test_the_browser_is_told_the_same_ends(lines):
    _told_as_cut(compose(a_document(*lines)))


def _told_as_cut(pages):
    every = [said for flow in Flow for said in sentences(pages, flow)]
    last = {said.words[-1].start for said in every}
    for page, following in zip(pages, [*pages[1:], None], strict=True):
        told = sentence_ends(page, following)
        assert told == [word.start in last for word in page.words]


ENDS = st.sampled_from([".", "!", "?", ".”", ".)", "…", ",", "", ":", " e.g.", " J."])
BEGINNINGS = st.sampled_from(["The", "the", "“Yes”", "(It", "12", "• one", "×"])


@given(st.lists(st.tuples(BEGINNINGS, LINES, ENDS), min_size=1, max_size=5))
def test_plain_text_is_cut_as_the_words_of_a_report_are(parts):
    line = " ".join(f"{first} {words}{end}" for first, words, end in parts)
    [page] = compose(a_document([line]))
    found = sentences([page], Flow.BODY)
    if any(word.hyphen or word.flow is not Flow.BODY for word in page.words):
        return
    text = join_words(page.words)
    assert [text[start:].strip() for start in sentence_starts(text)] == [
        join_words(_from(found, at)) for at in range(len(found))
    ]


def _from(found: list[Sentence], at: int) -> list[Word]:
    return [word for said in found[at:] for word in said.words]
