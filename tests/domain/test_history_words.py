"""Acts are told as sentences, whatever they changed."""

import pytest

from annotator.domain.history_words import (
    LONGEST_NAME,
    THINGS,
    WORDS,
    Change,
    Named,
    phrase,
    quoted,
    sentence,
)
from annotator.storage import Base, events, histories, things

CLAIM = Named("claim", "safe", "It is safe.")
UNTOLD = {row.__tablename__ for row in events._UNTRACKED}
ONLY_LISTS = {"report_model", "claim_model", "scorecard_model", "worker"}


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


def test_every_table_of_which_the_history_is_kept_has_words():
    kept = set(Base.metadata.tables) - UNTOLD - ONLY_LISTS
    assert kept == set(WORDS)
    asked = {table for tables in THINGS.values() for table in tables}
    assert asked == set(WORDS)
    named = set(things._TABLES) | {"passage_tag", *histories_of_publications()}
    assert named == set(WORDS)


def histories_of_publications():
    """Tables whose rows are only counted beside the publication that they are of."""
    return {table for table in WORDS if table.startswith("published_")}


@pytest.mark.parametrize("table", sorted(WORDS))
def test_every_kind_of_row_is_told_however_it_changed(table):
    for action in ("created", "changed", "deleted"):
        change = Change(table, action, Named(table, "1", "X"))
        assert phrase(change), (table, action)
        assert "{" not in _say(change)
        assert histories._LARGE


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
    assert _say(file) == "took in the file “a.pdf” of “Card”"
    assert (
        _say(file, Change("report", "created", report)) == "took in the report “Card”"
    )


def test_a_long_name_is_cut():
    assert len(quoted("word " * 90)) <= LONGEST_NAME + 2
