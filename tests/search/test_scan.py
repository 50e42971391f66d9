"""A report is searched for what it is said not to say; a person judges what is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

from annotator.domain.absences import MOST_HITS, sentence_key, state_of
from annotator.domain.errors import InvalidError, QueryError
from annotator.domain.matching.anchoring import Document
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.inflection import stem
from annotator.domain.text.spans import Span
from annotator.domain.text.tokens import words
from annotator.domain.vocabulary import AbsenceState
from annotator.search.query.parser import parse
from annotator.search.query.tree import QueryWord
from annotator.search.scan import SentenceScan, parse_queries, search, shown

TRIAL = "The uplift trial had 36 participants in two groups."
INTERVAL = "Confidence intervals were reported for the coding tasks."
RELEASE = "The model was released after the trial."


def _document(*pages):
    return SentenceScan(Document(compose(a_document(*pages))))


def _found(queries, *pages):
    return [hit.words for hit in search(_document(*pages), queries).hits]


def test_words_must_all_stand_in_one_sentence():
    page = [TRIAL, INTERVAL, RELEASE]
    assert _found(["confidence interval"], page) == [INTERVAL]
    assert _found(["confidence interval trial"], page) == []


def test_words_are_found_in_any_order_and_inflection():
    page = [TRIAL, INTERVAL]
    assert _found(["participant groups trials"], page) == [TRIAL]
    assert _found(["reporting interval"], page) == [INTERVAL]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("refuse", "The model refused in most of the runs."),
        ("releases", "It was released without another test."),
        ("use", "Using the harness took a day."),
        ("LLM", "Other LLMs did no better."),
    ],
)
def test_a_word_is_found_in_every_form_that_reports_write(query, said):
    assert _found([query], [TRIAL, said]) == [said]


def test_a_number_is_found_only_as_it_is():
    assert _found(["36 participants"], [TRIAL]) == [TRIAL]
    assert _found(["3 participants"], [TRIAL]) == []


def test_a_phrase_is_found_over_a_line_break_and_in_other_quotation_marks():
    lines = ["We computed no confi-", "dence interval for it."]
    assert _found(["“confidence interval”"], lines) == [
        "We computed no confidence interval for it."
    ]
    assert _found(['"interval confidence"'], lines) == []


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("uplift OR gain", ["uplift"]),
        ("uplift NOT interval", ["uplift"]),
        ("(gain OR uplifts) AND (groups OR teams)", ["uplift", "groups"]),
        ("particip*", ["participants"]),
        ("uplfit~", ["uplift"]),
        ('uplift "two groups"', ["uplift", "two groups"]),
        ('"groups"', ["groups"]),
        ('"uplifts"', None),
        ("uplift NOT trial", None),
        ("uplift AND interval", None),
    ],
)
def test_a_query_is_in_the_language_of_the_search_box(query, marked):
    hits = search(_document([TRIAL, INTERVAL]), [query]).hits
    assert [hit.words for hit in hits] == [TRIAL] * bool(marked)
    for hit in hits:
        assert [hit.words[a:b] for a, b in shown(hit).marks] == marked


def test_a_phrase_that_is_nearly_said_is_found_as_well():
    said = "Experts judged the confidence of the intervals to be low in this trial."
    assert _found(['"judged the confidence in the intervals to be low"'], [said]) == [
        said
    ]


def test_a_phrase_over_two_sentences_finds_both():
    assert _found(['"two groups. The model was"'], [TRIAL, RELEASE]) == [TRIAL, RELEASE]


def test_a_sentence_that_two_queries_find_is_one_hit_that_names_both():
    [hit] = search(_document([TRIAL]), ["uplift trial", '"36 participants"']).hits
    assert hit.queries == ("uplift trial", '"36 participants"')
    pieces = [shown(hit).text[start:end] for start, end in shown(hit).marks]
    assert pieces == ["uplift", "trial", "36 participants"]


def test_pages_without_text_are_told_because_nobody_can_say_what_they_say():
    assert search(_document([TRIAL], [], [RELEASE]), ["nothing"]).unread == (2,)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("  \n ", "at least one"),
        ("…", "“…”: Type a word"),
        ('uplift "trial', "is not closed"),
        ("(uplift OR gain", "uplift"),
        ("lab:northfield uplift", "chosen above"),
        ("uplift OR (gain AND kind:claim)", "chosen above"),
        ("-uplift", "Type a word"),
        ("x" * 301, "longer than"),
        ("\n".join(f"word{n}" for n in range(21)), "more than"),
    ],
)
def test_a_query_that_asks_nothing_is_refused_with_what_to_do(typed, problem):
    with pytest.raises(InvalidError, match=problem):
        parse_queries(typed)


def test_queries_are_lines_and_the_same_line_twice_is_one():
    assert parse_queries(" a  trial \n\na trial\n“no interval”") == (
        "a trial",
        "“no interval”",
    )


def test_an_absence_holds_while_nothing_that_is_found_says_it():
    found = search(_document([TRIAL, RELEASE]), ["trial"])
    said = [hit.words for hit in found.hits]
    trial, release = map(sentence_key, said)
    assert state_of((), 0, {}) is AbsenceState.HOLDS
    assert state_of(said, 2, {}) is AbsenceState.NEEDS_A_LOOK
    assert state_of(said, 2, {trial: False}) is AbsenceState.NEEDS_A_LOOK
    judged = {trial: False, release: False}
    assert state_of(said, 2, judged) is AbsenceState.HOLDS
    assert state_of(said, 2, {trial: True}) is AbsenceState.BROKEN


def test_what_finds_too_much_never_holds():
    lines = [f"Trial {number} was run." for number in range(MOST_HITS + 5)]
    pages = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    found = search(_document(*pages), ["trial"])
    assert (len(found.hits), found.total) == (MOST_HITS, MOST_HITS + 5)
    said = [hit.words for hit in found.hits]
    judged = {sentence_key(sentence): False for sentence in said}
    assert state_of(said, found.total, judged) is AbsenceState.NEEDS_A_LOOK


@given(DOCUMENTS, st.data())
def test_a_word_of_a_document_is_found_in_every_sentence_that_has_it(pages, data):
    text = _document(*pages)
    document = text.document
    said = [word.text for page in document.pages for word in page.words]
    if not said:
        return
    query = data.draw(st.sampled_from(said))
    try:
        leaves = list(parse(query).leaves())
    except QueryError:
        return
    if not all(isinstance(leaf, QueryWord) for leaf in leaves):
        return
    wanted = {stem(word) for word in words(query)}
    found = search(text, [query])
    assert found.total >= len(found.hits)
    for hit in found.hits:
        assert wanted <= {stem(word) for word in words(hit.words)}
        assert document.page_of(Span(hit.start, hit.end)).number == hit.page
        assert all(0 <= a < b <= len(hit.words) for a, b in shown(hit).marks)


@given(DOCUMENTS, DOCUMENTS)
def test_pages_that_are_added_take_no_hit_away(pages, more):
    queries = ["a", "e i"]
    end = [["The end.", ""]]  # so that no sentence runs on into what is added
    before = {hit.words for hit in search(_document(*pages, *end), queries).hits}
    after = {hit.words for hit in search(_document(*pages, *end, *more), queries).hits}
    assert before <= after


@given(DOCUMENTS)
def test_the_order_of_the_queries_finds_the_same_sentences(pages):
    queries = ["a", "e", '"abcd"']
    document = _document(*pages)
    one = [hit.start for hit in search(document, queries).hits]
    other = [hit.start for hit in search(document, queries[::-1]).hits]
    assert one == other
