"""The history has words for every kind of row, however it changed."""

import pytest

from annotator.domain.history_sentences import Change, Named, phrase
from annotator.domain.history_words import THINGS, WORDS
from annotator.storage import Base, events, things

UNTOLD = {row.__tablename__ for row in events.UNTRACKED}
ONLY_LISTS = {"report_model", "claim_model", "scorecard_model"}


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
