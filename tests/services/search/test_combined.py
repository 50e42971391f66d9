"""What is typed into the one box is answered by the quotes that it may be, then by words."""

import pytest
from pdfs import text_pdf
from wren_claims import describe

from annotator.domain.errors import QueryError
from annotator.domain.matching.differences import DiffKind
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.services.search import combined, quotes

SAID = "Wren 1 was below the line in each of the 12 long trials that we ran."
OTHER = "The red team spent three weeks on it and wrote down all they saw."
HEIGHTS = (11, 14, 17, 20)  # lines: at one height it would be a running head
OFTEN = "Every result of this evaluation was reviewed by two people of the lab."


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """Two reports that put a sentence differently, and one that repeats another often."""
    with desk_in(tmp_path_factory.mktemp("combined")) as desk:
        desk.take_in(text_pdf(["First."], [OTHER, SAID]), report="card")
        desk.take_in(text_pdf([SAID.replace("12", "15")]), report="update")
        often = [
            [*[""] * page, OFTEN if page % 2 else OFTEN.upper()] for page in HEIGHTS
        ]
        desk.take_in(text_pdf(*often), report="gull", lab="Gull Labs")
        with desk.sit_down() as context:
            describe(context, "update", kind="framework", models=["Wren 1"])
        desk.publish_file("update")
        yield desk


@pytest.fixture
def ask(desk):
    def ask(typed, role=Role.ANALYST, *, page=1, **only):
        with desk.look(role) as context:
            return combined.answer(context, typed, only, sort="relevance", page=page)

    return ask


def _places(answer):
    return [hit.place.report for wording in answer.wordings for hit in wording.hits]


def test_who_says_a_quote_exactly_comes_before_who_nearly_does(ask):
    answer = ask(SAID)
    assert answer.is_said
    first = answer.wordings[0]
    assert (first.exact, first.is_exact, first.segments) == (SAID, True, ())
    assert (first.first.report.slug, first.first.place.page) == ("card", 2)
    assert not any(wording.is_exact for wording in answer.wordings[1:])


def test_a_wording_that_differs_shows_what_was_typed_beside_what_stands_there(ask):
    answer = ask(SAID.replace("12", "13"), report="update")
    [wording] = answer.wordings
    assert not answer.is_said
    changed = [
        (part.kind, part.text.strip())
        for part in wording.segments
        if part.kind is not DiffKind.SAME
    ]
    assert changed == [(DiffKind.REMOVED, "13"), (DiffKind.ADDED, "15")]


def test_places_that_put_it_alike_are_shown_as_one_wording(ask):
    exact, capitals = ask(OFTEN).wordings
    assert [hit.place.page for hit in exact.hits] == [1, 3]
    assert [hit.place.page for hit in (capitals.first, *capitals.others)] == [2, 4]
    assert (exact.is_exact, capitals.is_exact) == (True, False)


@pytest.mark.parametrize(
    ("only", "reports"),
    [
        ({}, ["card", "update"]),
        ({"lab": "wren-labs"}, ["card", "update"]),
        ({"lab": "gull-labs"}, []),
        ({"kind": "framework"}, ["update"]),
        ({"kind": "system-card"}, ["card"]),
        ({"model": "wren-1"}, ["update"]),
        ({"report": "card"}, ["card"]),
        ({"what": "sentence"}, ["card", "update"]),
        ({"what": "claim"}, []),
        ({"category": "cyber"}, []),
    ],
    ids=str,
)
def test_quotes_are_narrowed_as_words_are(ask, only, reports):
    assert {*_places(ask(f'"{SAID.replace("12", "13")}"', **only))} == {*reports}


def test_readers_are_answered_from_public_reports_alone(ask):
    answer = ask(SAID, Role.READER)
    assert not answer.is_said
    assert _places(answer) == ["update"]
    assert ask(OTHER, Role.READER).is_empty


def test_the_same_words_are_not_counted_as_found_elsewhere(ask):
    assert not ask(f'"{OTHER}"').has_others
    assert ask("red team spent three weeks result evaluation").has_others


def test_a_quote_is_looked_for_with_the_first_page_alone(ask):
    again = ask(f'"{OFTEN}"', page=2)
    assert (again.quote, again.wordings) == ("", ())


@pytest.mark.parametrize("typed", ["red team", '"red team"', '"the lab"'])
def test_a_few_words_are_looked_for_as_words_alone(ask, typed):
    answer = ask(typed)
    assert (answer.quote, answer.wordings) == ("", ())
    assert answer.results.total


def test_a_quote_of_nothing_but_signs_is_answered_with_nothing(ask):
    assert ask("— " * 12).is_empty


def test_words_that_make_no_sense_are_refused_with_their_place(ask):
    with pytest.raises(QueryError) as refused:
        ask("(red team")
    assert refused.value.start == 0


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        (SAID.replace("trials", "rounds"), True),
        ("of the 12 long trails that we ran", True),  # very like it
        ("for each of the long trials of a red team", False),  # a topic
        ('"for each of the long trials of a red team"', True),  # they insist
    ],
)
def test_sentences_with_its_words_come_before_what_is_only_somewhat_like_a_topic(
    ask, desk, typed, leads
):
    with desk.look() as context:
        [[first, *_]] = quotes.find_quotes(context, [typed.strip('"')])
    assert first.state is PlacementState.EDITED
    answer = ask(typed)
    assert answer.results.total or leads
    assert bool(answer.wordings) is leads


def test_the_nearest_to_a_phrase_that_nobody_says_are_sentences_with_its_words(ask):
    typed = '"line of weeks that three teams wrote"'
    answer, again = ask(typed), ask(typed, page=2)
    assert answer.quote
    assert answer.wordings == ()
    assert OTHER in {hit.snippet.text for hit in answer.results.found}
    assert again.results.total == answer.results.total
