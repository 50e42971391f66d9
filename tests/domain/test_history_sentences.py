"""Acts are told as sentences, whatever they changed."""

import pytest

from annotator.domain.history_sentences import (
    LONGEST_NAME,
    Change,
    Named,
    quoted,
    sentence,
)
from annotator.domain.history_words import WORDS

CLAIM = Named("claim", "safe", "It is safe.")


def _say(*changes, **counts):
    every = {}
    for change in changes:
        key = change.table, change.action
        every[key] = every.get(key, 0) + 1
    every |= {tuple(name.split("__")): number for name, number in counts.items()}
    return "".join(part.text for part in sentence(changes, every))


def _link(words, action="created", claim=CLAIM, **after):
    return Change(
        "evidence", action, Named("passage", "1", words), after, {"claim": claim}
    )


@pytest.mark.parametrize("table", sorted(WORDS))
def test_a_sentence_has_no_holes_even_if_nothing_is_known_of_a_row(table):
    for action in ("created", "changed", "deleted"):
        assert "{" not in _say(Change(table, action, Named(table, "1", "X")))


def test_several_of_one_kind_are_counted():
    assert _say(_link("One."), _link("Two.")) == "linked 2 passages to “It is safe.”"
    assert _say(_link("One."), _link("Two."), evidence__created=500) == (
        "linked 500 passages to “It is safe.”"
    )


def test_what_they_belong_to_is_counted_too():
    other = _link("Two.", claim=Named("claim", "x", "It is not."))
    assert _say(_link("One."), other) == "linked 2 passages to 2 claims"


def test_what_readers_see_is_told_first_with_its_passages():
    page = Change(
        "publication",
        "created",
        Named("scorecard", "wren-1", "Wren 1"),
        {"kind": "scorecard"},
    )
    state = Change(
        "scorecard",
        "changed",
        Named("scorecard", "wren-1", "Wren 1"),
        {"state": "published"},
    )
    shown = Change("published_passage", "created", Named("published_passage", "1:1"))
    assert _say(shown, state, page, published_passage__created=22) == (
        "published the scorecard “Wren 1” with 22 passages"
    )


def test_a_withdrawal_and_its_restoration_are_told_apart():
    gone = _link("One.", "changed", withdrawn_at="2030-01-01")
    back = _link("One.", "changed", withdrawn_at=None)
    assert _say(gone) == "unlinked “One.” from “It is safe.”"
    assert _say(back) == "linked “One.” to “It is safe.” again"


def test_a_state_is_told_by_what_it_is_now():
    withdrawn = Change("claim", "changed", CLAIM, {"state": "withdrawn"})
    assert _say(withdrawn) == "withdrew the claim “It is safe.”"


def test_what_goes_without_saying_is_told_only_alone():
    placed = Change(
        "placement",
        "created",
        Named("passage", "1", "One."),
        {},
        {"revision": Named("revision", "r", "a.pdf")},
    )
    marked = Change(
        "passage",
        "created",
        Named("passage", "1", "One."),
        {},
        {"report": Named("report", "r", "Card")},
    )
    assert _say(placed) == "looked for “One.” in “a.pdf”"
    assert _say(placed, marked) == "marked “One.” in “Card”"


def test_the_file_of_a_report_that_is_taken_in_goes_without_saying():
    report = Named("report", "card", "Card")
    file = Change(
        "revision",
        "created",
        Named("revision", "card", "a.pdf"),
        {},
        {"report": report},
    )
    assert _say(file) == "added the file “a.pdf” of “Card”"
    assert _say(file, Change("report", "created", report)) == "added the report “Card”"


def test_a_long_name_is_cut():
    assert len(quoted("word " * 90)) <= LONGEST_NAME + 2
