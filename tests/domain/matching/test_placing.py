"""A quote from one file is found in the next, or is said to be gone.

The cases at the end were met on real reports; each is written anew here.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document, a_line

from annotator.domain.matching.anchoring import (
    ACCEPTED,
    SUGGESTED,
    Document,
    Hint,
    TextQuote,
)
from annotator.domain.text.canonical_text import compose
from annotator.domain.vocabulary import PlacementState

BEFORE = "Section two tells how we went about it."
SAID = "Wren 1 remained below the line in each of the 12 long trials we ran."
AFTER = "Section three tells what we would do next time."


def _document(*pages):
    return Document(compose(a_document(*pages)))


def _captured(quote, *pages):
    document = _document(*pages)
    span = document.locate(TextQuote(quote)).span
    described = document.describe(span)
    return described, document.hint(span, described.exact)


def _placed(now, quote=SAID):
    described = _captured(quote, [BEFORE, SAID, AFTER])
    document = _document(*now)
    placed = document.place(*described)
    return placed, document.read(placed.span) if placed.span else None


def test_the_same_words_in_other_lines_are_exact():
    placed, said = _placed([[BEFORE], [SAID[:30], SAID[31:], AFTER]])
    assert (placed.state, said) == (PlacementState.EXACT, SAID)


def test_an_edited_sentence_is_edited_and_whole():
    now = SAID.replace("remained", "stayed well").replace("we ran", "that we ran")
    placed, said = _placed([[BEFORE, now, AFTER]])
    assert (placed.state, said, placed.changed) == (PlacementState.EDITED, now, ())
    assert ACCEPTED <= placed.score == placed.candidates[0].score < 1


def test_a_sentence_that_is_gone_is_not_put_elsewhere():
    other = "The weather in spring was mild, and the trains ran on time."
    placed, _ = _placed([[BEFORE, other, AFTER]])
    assert (placed.state, placed.span) == (PlacementState.GONE, None)
    assert 0 < placed.score < SUGGESTED
    nothing_alike, _ = _placed([["文"]])
    assert (nothing_alike.state, nothing_alike.score) == (PlacementState.GONE, 0)


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (SAID.replace("12", "21"), "12 → 21"),
        (SAID.replace("remained", "never remained"), "“never” added"),
        (SAID.replace("each", "some"), "each → some"),
    ],
)
def test_a_change_of_meaning_is_edited_and_named(now, change):
    placed, _ = _placed([[BEFORE, now, AFTER]])
    assert placed.state is PlacementState.EDITED
    assert [str(each) for each in placed.changed] == [change]


def test_two_places_that_are_equally_like_it_are_left_to_a_person():
    quote = TextQuote("The team of Heron saw no sign of it in March.")
    likes = ["The team of Heron saw no sign of it in April.", AFTER]
    document = _document(
        [*likes, BEFORE, "The team of Heron saw no sign of it in May."]
    )
    placed = document.place(quote)
    assert (placed.state, placed.span) == (PlacementState.AMBIGUOUS, None)
    assert len(placed.candidates) == 2
    assert placed.score == placed.candidates[0].score >= placed.runner_up > 0


@pytest.mark.parametrize(("position", "first"), [(0.0, 0), (1.0, 1)])
def test_of_places_equally_like_it_the_one_as_far_into_the_text_is_offered_first(
    position, first
):
    likes = [f"All of {month} they saw no sign of it." for month in ("June", "July")]
    document = _document([likes[0], BEFORE, AFTER, BEFORE, AFTER, likes[1]])
    quote = TextQuote("All of March they saw no sign of it.")
    placed = document.place(quote, Hint(position=position))
    assert placed.state is PlacementState.AMBIGUOUS
    offered = [document.read(candidate.span) for candidate in placed.candidates]
    assert offered == [likes[first], likes[1 - first]]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (SAID, PlacementState.EXACT),
        (SAID.replace("12", "21"), PlacementState.EDITED),
        (SAID.replace("Wren", "wren"), PlacementState.EDITED),
    ],
)
def test_what_a_person_says_is_the_place_is_judged_by_what_stands_there(now, state):
    quote, _ = _captured(SAID, [BEFORE, SAID, AFTER])
    document = _document([BEFORE, now, AFTER])
    span = next(document.occurrences(now))
    placed = document.judge(quote, span)
    assert (placed.state, placed.span, placed.score) == (state, span, 1.0)


@pytest.mark.parametrize(
    "now",
    [
        "The “first” one–two and/ or three.",
        'The "first" one-two and/or three.',
        "The “ﬁrst” one—two and/or three.",
    ],
)
def test_another_font_or_another_gap_is_no_edit(now):
    quote, hint = _captured(
        "The “first” one–two and/or three.",
        [BEFORE, "The “first” one–two and/or three.", AFTER],
    )
    placed = _document([BEFORE, now, AFTER]).place(quote, hint)
    assert (placed.state, placed.changed) == (PlacementState.EXACT, ())


def test_another_capital_is_an_edit_that_changes_no_meaning():
    placed, said = _placed([[BEFORE, SAID.replace("Wren", "wren"), AFTER]])
    assert (placed.state, placed.changed) == (PlacementState.EDITED, ())
    assert said.startswith("wren 1")


def test_digits_that_are_set_apart_are_an_edit():
    placed, _ = _placed([[BEFORE, SAID.replace("12", "1 2"), AFTER]])
    assert placed.state is PlacementState.EDITED
    assert placed.changed


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        ("Safe to use in all trials.", "Not safe to use in all trials.", "Safe to use"),
        ("So we can rule it out.", "So we can not rule it out.", "So we can"),
        ("We think we can", "We think we can not", "think we can"),
    ],
    ids=["at the beginning", "after it", "at the end"],
)
@pytest.mark.parametrize("before", [[], [BEFORE]], ids=["alone", "after another"])
def test_a_negation_right_beside_the_quote_is_told(old, new, quote, before):
    placed = _document([*before, new]).place(*_captured(quote, [*before, old]))
    assert placed.state is PlacementState.EDITED
    assert "“not” added" in [str(each) for each in placed.changed]


def test_a_quote_edited_in_its_place_is_not_found_where_others_say_the_old_words():
    said = "Wren 1 remained below the line."
    described = _captured(said, [BEFORE, said, AFTER])
    edited = "Wren 1 remained well below the line."
    elsewhere = "Somebody else had put it so a year ago, we hear: "
    document = _document([BEFORE, edited, AFTER], [elsewhere, said, "Others did not."])
    placed = document.place(*described)
    assert placed.state is not PlacementState.EXACT
    assert placed.candidates[0].span == next(document.occurrences(edited))


def test_one_of_several_likes_that_is_left_elsewhere_is_left_to_a_person():
    said = "Wren 1 remained below the line."
    old = _document([BEFORE, said, AFTER], ["Others:", said, "The end."])
    span = next(old.occurrences(said))
    described = old.describe(span), old.hint(span, said)
    left = ["A summary that nobody has read so far:", said, "It is of another team."]
    assert _document(left).place(*described).state is PlacementState.AMBIGUOUS
    same = _document([BEFORE, said, AFTER]).place(*described)
    assert same.state is PlacementState.EXACT


def test_the_one_of_several_likes_whose_surroundings_were_but_edited_is_the_one():
    said = "Wren 1 remained below the line."
    old = _document(
        ["We ran it in May, and we saw that", said, "It was what we had hoped for."],
        ["Others:", said, "The end."],
        ["Again:", said, "No more."],
    )
    span = next(old.occurrences(said))
    now = [
        # Its last letters are the same, and all else is another team's.
        ["A summary nobody read, though it is true that", said, "Kites do not fly."],
        ["We ran it in May, and we saw this:", said, "That is what we had hoped for."],
    ]
    document = _document(*now)
    placed = document.place(old.describe(span), old.hint(span, said))
    assert placed.state is PlacementState.EXACT
    assert document.page_of(placed.span).number == 2


@pytest.mark.parametrize("times", [2, 3])
def test_a_sentence_that_stands_as_often_as_before_keeps_its_turn(times):
    said = "Wren 1 remained below the line."
    old = _document([said, "One.", said, "Two.", said, "Three."][: 2 * times])
    spans = list(old.occurrences(said))
    quote = TextQuote(said)
    words = ["Other words.", said, "Four.", said, "Five.", said, "Six."]
    new = _document(words[: 2 * times + 1])
    for turn, span in enumerate(spans):
        placed = new.place(quote, old.hint(span, said))
        assert (placed.state, placed.score) == (PlacementState.EXACT, ACCEPTED)
        assert placed.span == list(new.occurrences(said))[turn]


@given(DOCUMENTS, st.text(), st.text(), st.text())
def test_placing_anything_anywhere_never_raises(document, exact, prefix, suffix):
    text = _document(*document)
    placed = text.place(TextQuote(exact, prefix, suffix), Hint(1, 0.5, 1, 3))
    assert (placed.span is None) == (
        placed.state in {PlacementState.GONE, PlacementState.AMBIGUOUS}
    )


# Cases that were met


def test_a_negation_put_right_before_the_quote_is_told():
    old = [BEFORE, "It was detailed enough to be used.", AFTER]
    described = _captured("detailed enough to be used.", old)
    now = _document([BEFORE, "It was not detailed enough to be used.", AFTER])
    placed = now.place(*described)
    assert placed.state is PlacementState.EDITED
    assert [str(each) for each in placed.changed] == ["“not” added"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("We saw 3", "We saw 3 × in all, said the team."),
        ("3 of them in all", "We saw < 3 of them in all, said the team."),
    ],
    ids=["after it", "before it"],
)
def test_a_sign_beyond_a_space_is_not_taken_for_the_numbers_own(said, text):
    quote, hint = _captured(said, [text])
    assert _document([text]).place(quote, hint).state is PlacementState.EXACT


def test_the_very_words_win_over_a_stretch_that_fits_the_surroundings_better():
    old = [BEFORE, "<call> run the long backup of the store </call>", AFTER]
    described = _captured("<call> run the long backup of the store </call>", old)
    now = _document(["Others say:", old[1], "and then some more was said."])
    placed = now.place(*described)
    assert placed.state is PlacementState.EXACT
    assert now.read(placed.span) == old[1]


def test_a_word_dropped_beside_the_first_one_does_not_cost_the_first_one():
    said = "like Wren 0 it is now in line with the other models that were deployed"
    document = _document([BEFORE, f"Quite {said}, as told.", AFTER])
    placed = document.place(TextQuote(said.replace("Wren 0 it ", "")))
    assert document.read(placed.span).startswith("like Wren 0")


def test_another_row_of_numbers_is_not_silently_taken_for_the_row():
    row = "Heron 71.2 98.0 Wren 82.2 99.7 Kite 90.7 99.8 score of each model, in %"
    other = "Heron 0.54 1.37 Wren 2.21 0.25 Kite 0.51 0.20 score of each model, in %"
    described = _captured(row, [BEFORE, row, AFTER])
    placed = _document([BEFORE, other, AFTER]).place(*described)
    assert (placed.state, placed.span) == (PlacementState.AMBIGUOUS, None)
    assert placed.candidates


def test_a_negation_in_the_sentence_before_or_after_is_not_the_quotes_own():
    placed, said = _placed([["Section two tells how we rarely", SAID, "Not all went."]])
    assert (placed.state, said, placed.changed) == (PlacementState.EXACT, SAID, ())


def test_a_negation_in_the_sentence_before_does_not_hide_the_sign_after_the_quote():
    said = "Wren 1 remained below the line in 12% of the trials."
    described = _captured("Wren 1 remained below the line in 12", [BEFORE, said])
    now = _document(["Section two tells how we rarely", said])
    assert now.place(*described).state is PlacementState.EXACT


def test_a_long_quote_that_begins_near_the_end_of_a_short_text_stays_inside_it():
    # Its end was looked for beyond the end of the text, which raised.
    begun = "we ran each of the 12 long trials on Wren 1 twice,"
    quote = f"Before the release {begun} " + "and what we saw was " * 12 + "the same."
    document = _document(
        ["Nothing else is in this file.", f"Before the release {begun}"]
    )
    placed = document.place(TextQuote(quote))
    assert placed.state in PlacementState
    assert all(each.span.end <= document.length for each in placed.candidates)
    assert document.search(quote, 5) is not None


def _with_footnote(note):
    """A document whose running text goes on overleaf, below a footnote."""
    lines = [
        SAID,
        BEFORE,
        "The sentence that goes^1 on",
        a_line(f"^1 {note}", y=700, size=8),
    ]
    return _document(lines, ["overleaf is of the running text.", AFTER])


def test_what_stands_around_a_quote_from_a_footnote_is_the_footnote():
    # The gap in the running text, in which the footnote lies, was taken for its place.
    document = _with_footnote("In May it was not 12 % of all runs, we think.")
    quote = document.describe(document.locate(TextQuote("12 % of all runs")).span)
    assert quote.prefix.endswith("1 in may it was not ")
    assert quote.suffix.startswith(", we think.")


def test_a_negation_before_a_quote_from_a_footnote_that_is_gone_is_told():
    old = _with_footnote("In May it was not 12 % of all runs, we think.")
    span = old.locate(TextQuote("12 % of all runs")).span
    quote = old.describe(span)
    new = _with_footnote("In May it was 12 % of all runs, we think.")
    placed = new.place(quote, old.hint(span, quote.exact))
    assert placed.state is PlacementState.EDITED
    assert [str(each) for each in placed.changed] == ["“not” removed"]
