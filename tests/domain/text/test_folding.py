"""What is folded away, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document, a_line, a_page

from annotator.domain.text.canonical_text import compose
from annotator.domain.text.folding import fold, fold_pages


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The Model", "the model"),
        ("eﬃcient workﬂow", "efficient workflow"),
        ("“curly” and ‘single’", "\"curly\" and 'single'"),
        ("a – b", "a - b"),
        ("co\u00adoperate", "cooperate"),
        ("rule-out", "ruleout"),
        ("rule\u2011out", "rule-out"),
        ("bio-\nweapons", "bioweapons"),
        ("two  \n spaces", "two spaces"),
        ("ｆｕｌｌ", "full"),
        ("cafe\u0301", "café"),
        ("no\u00a0break", "no break"),
        ("8–\n10", "8-10"),
        ("bio- \n weapons", "bioweapons"),
        ("`code`", "'code'"),
    ],
)
def test_these_are_the_same_for_finding(one, two):
    assert fold(one).text == fold(two).text


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1.70×", "170×"),
        ("1.70×", "1.70"),
        ("< 0.5", "> 0.5"),
        ("≥ 50 %", "50 %"),
        ("−5", "5"),
        ("10²", "102"),
        ("½", "12"),
        ("ASL-3", "ASL3"),
        ("is shown", "is not shown"),
        ("2.8%", "2.8"),
        ("10,000", "10.000"),
        ("CO₂", "CO2"),
        ("a ¸ b", "a b"),
        ("a bio- weapon", "a bioweapon"),
    ],
)
def test_these_are_never_the_same(one, two):
    assert fold(one).text != fold(two).text


@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize("text", ["0\r\xad", "\xad 0", "0 \xad\xad 1", "\xad"])
def test_a_soft_hyphen_alone_is_no_word_and_leaves_no_space(text):
    assert fold(text).text == " ".join(text.replace("\xad", "").split())


def test_nor_does_one_with_a_mark_on_it():
    assert fold("0 \xad\u0301 1").text == "0 1"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    once = fold(text).text
    assert fold(once).text == once


@given(DOCUMENTS)
def test_the_folded_document_leads_back_to_the_words_it_came_from(document):
    pages = compose(a_document(*document))
    folded = fold_pages(pages)
    text = "".join(page.text for page in pages)
    for page in pages:
        for word in page.words:
            first, last = folded.covers(word.start, word.end)
            if first < last:
                start, end = folded.origin(first, last)
                assert word.start <= start <= end <= word.end
                assert fold(text[start:end]).text.strip("-") in folded.text


def test_a_folded_place_leads_back_to_the_letters_it_came_from():
    text = "The ﬁrst rule-out  LINE"
    folded = fold(text)
    for words, said in [("first", "ﬁrst"), ("ruleout", "rule-out"), ("line", "LINE")]:
        start = folded.text.index(words)
        first, last = folded.origin(start, start + len(words))
        assert text[first:last] == said


# A document: the running text, then the footnotes, then what stands in the margins

FILLER = "So much of it that it is plainly what the page is about."
LONG_NOTE = (
    "and on for so long that there is nearly as much of it as of the running text"
)
PAGES = compose(
    [
        a_page(
            "A claim here.^1 It goes",
            FILLER,
            "on with bio-",
            a_line("^1 A footnote that goes on", y=700, size=8),
            a_line(LONG_NOTE, y=712, size=8),
            a_line("1", x=300, y=760),
            number=1,
        ),
        a_page(
            "weapons at 10^3 a day.",
            FILLER,
            a_line("^2 Another footnote.", y=700, size=8),
            a_line("2", x=300, y=760),
            number=2,
        ),
    ]
)
RUNNING = f"a claim here. it goes {FILLER} on with bioweapons at 10³ a day. {FILLER}"


def test_a_document_is_folded_stream_after_stream():
    assert fold_pages(PAGES).text.split("\f") == [
        RUNNING.lower(),
        f"1 a footnote that goes on {LONG_NOTE} 2 another footnote.",
        "1",
        "1 2",
        "",
    ]


def test_each_word_of_a_document_is_covered_by_its_own_folded_letters():
    folded = fold_pages(PAGES)
    for word in (word for page in PAGES for word in page.words):
        first, last = folded.covers(word.start, word.end)
        said = word.text.removesuffix("-")
        assert folded.text[first:last] == fold(said).text
        assert folded.origin(first, last) == (word.start, word.start + len(said))


def test_the_words_of_a_sentence_over_a_page_break_are_covered_without_the_footnote():
    folded = fold_pages(PAGES)
    text = "".join(page.text for page in PAGES)
    first, last = folded.covers(text.index("on with"), text.index(" a day"))
    assert folded.text[first:last] == "on with bioweapons at 10³"
    start = text.index("A footnote")
    first, last = folded.covers(start, start + len("A footnote that"))
    assert folded.text[first:last] == "a footnote that"


def test_where_there_are_no_words_nothing_is_covered():
    folded = fold_pages(PAGES)
    beyond = PAGES[-1].start + len(PAGES[-1].text)
    assert folded.covers(beyond, beyond + 9) == (0, 0)
    assert fold("").covers(0, 9) == (0, 0)
