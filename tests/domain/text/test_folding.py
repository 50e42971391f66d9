"""What is folded away, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

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
