"""What people type into the search box, and what it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import QueryError
from annotator.search.query.parser import MOST_NESTED, MOST_WORDS, parse
from annotator.search.query.tree import (
    All,
    Filter,
    Fuzzy,
    Not,
    Phrase,
    Prefix,
    Query,
    QueryWord,
    Some,
)


def test_plain_words_are_folded_and_wanted_once():
    assert parse("Sonnet  THRESHOLD sonnet") == Query(
        loose=(QueryWord("sonnet"), QueryWord("threshold"))
    )


@pytest.mark.parametrize(
    "typed", ['"rule out"', "“rule out”", "„rule out“", "«Rule\nout»"]
)
def test_quotation_marks_of_any_kind_hold_a_phrase(typed):
    query = parse(typed)
    assert (query.loose, query.phrases) == ((), (("rule", "out"),))


def test_a_word_in_quotation_marks_is_wanted_in_that_very_form():
    assert parse('"threshold"').phrases == (("threshold",),)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("rule-out", ("rule", "out")),
        ("pass@5", ("pass", "5")),
        ("1.70×", ("1.70", "×")),
    ],
)
def test_what_is_typed_without_a_space_stays_together(typed, phrase):
    assert parse(typed).phrases == (phrase,)


def test_a_hyphen_before_a_word_or_a_phrase_leaves_it_out():
    query = parse('risk -benefit -"serious harm" low-risk')
    assert query.loose == (QueryWord("risk"), Phrase(("low", "risk"), quoted=False))
    assert isinstance(query.strict, All)
    assert Not(All((Phrase(("serious", "harm")),))) in query.strict.parts
    assert len(query.strict.parts) == 2


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("a OR b", Some((QueryWord("a"), QueryWord("b")))),
        ("a AND b", All((QueryWord("a"), QueryWord("b")))),
        ("a OR b c", Some((QueryWord("a"), All((QueryWord("b"), QueryWord("c")))))),
        (
            "(a OR b) AND c",
            All((Some((QueryWord("a"), QueryWord("b"))), QueryWord("c"))),
        ),
        ("a AND NOT b", All((QueryWord("a"), Not(All((QueryWord("b"),)))))),
        ("a AND thr*", All((QueryWord("a"), Prefix("thr")))),
        ("a OR sonet~", Some((QueryWord("a"), Fuzzy("sonet")))),
    ],
)
def test_operators_bind_as_one_expects(typed, tree):
    assert parse(typed).strict == tree


def test_operators_in_small_letters_are_words():
    assert parse("cats and dogs").loose == (
        QueryWord("cats"),
        QueryWord("and"),
        QueryWord("dogs"),
    )


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("Lab:Anthropic", "lab", "anthropic"),
        ('report:"claude-4-card"', "report", "claude-4-card"),
        ("kind:system-card", "kind", "system card"),
        ('kind:"System card"', "kind", "system card"),
        ("kind:critique", "kind", "critique"),
        ("stance:undercuts", "stance", "undercuts"),
        ("has:passage", "has", "passage"),
        ("after:2025", "after", "2025-01-01"),
        ("after:2025-05", "after", "2025-05-01"),
        ("before:2025-05-22", "before", "2025-05-21"),
        ("category:cyber", "category", "cyber"),
        ("model:sonnet-4", "model", "sonnet-4"),
    ],
)
def test_filters_take_names_in_any_case_and_in_quotation_marks(typed, field, value):
    query = parse(f"risk {typed}")
    assert query.strict == All((Filter(field, value),))
    assert query.loose == (QueryWord("risk"),)
    assert list(parse(typed).leaves()) == []  # a filter alone asks for all it leaves


@pytest.mark.parametrize(
    ("typed", "advice", "wrong"),
    [
        ("", "Type a word", ""),
        (" … -- !", "Type a word", " … -- !"),
        ('""', "Type a word", '""'),
        ('risk "rule out', "not closed", '"rule out'),
        ("rule out”", "not closed", '"'),
        ("risk author:smith", "no filter “author:”", "author:smith"),
        ("https://example.org", "in quotation marks", "https://example.org"),
        ('risk lab:""', "Put a name right after “lab:”", 'lab:""'),
        ("risk lab: anthropic", "Put a name right after", "lab:"),
        ("risk after:soon", "“soon” is not a date", "after:soon"),
        ("risk before:2025-06-31", "is not a date", "before:2025-06-31"),
        ("risk kind:novel", "kind:system-card", "kind:novel"),
        ("risk stance:likes", "stance:undercuts", "stance:likes"),
        ("risk has:claim", "has:passage", "has:claim"),
        ("risk AND", "both sides", "AND"),
        ("OR risk", "both sides", "OR"),
        ("risk NOT", "after it", "NOT"),
        ("(risk OR harm", "not closed", "(risk OR harm"),
        ("risk) harm", "never opened", ")"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_advice_and_its_place(
    typed, advice, wrong
):
    with pytest.raises(QueryError, match=advice) as refused:
        parse(typed)
    plain = typed.replace("”", '"')
    assert refused.value.field == "search"
    assert plain[refused.value.start : refused.value.end] == wrong


def test_too_much_is_refused():
    with pytest.raises(QueryError, match="at most"):
        parse('"' + "more " * (MOST_WORDS + 1) + '"')
    with pytest.raises(QueryError, match="parentheses"):
        parse("(" * (MOST_NESTED + 1) + "a" + ")" * (MOST_NESTED + 1))


@pytest.mark.parametrize("typed", ["a\\b", "x ^2", "[a]", "{x}", "th?t", "10:30 x"])
def test_signs_of_other_query_languages_are_plain_text(typed):
    leaves = list(parse(typed).leaves())
    assert all(isinstance(leaf, (QueryWord, Phrase)) for leaf in leaves)
    said = "".join(
        leaf.text if isinstance(leaf, QueryWord) else "".join(leaf.words)
        for leaf in leaves
        if isinstance(leaf, (QueryWord, Phrase))
    )
    assert said.isalnum()


@contextmanager
def _kept(errors: list[QueryError]) -> Iterator[None]:
    try:
        yield
    except QueryError as error:
        errors.append(error)


PIECES = st.sampled_from(
    ["a", "b c", '"', "(", ")", " AND ", " OR ", " NOT ", " -", "lab:", "x*", "y~", "×"]
)


@given(st.lists(PIECES | st.characters(), max_size=14).map("".join))
def test_anything_typed_is_understood_or_refused_and_never_breaks(typed):
    wrong: list[QueryError] = []
    with _kept(wrong):
        query = parse(typed)
        assert query.loose or query.strict != All(())
    assert all(0 <= error.start <= error.end <= len(typed) for error in wrong)
