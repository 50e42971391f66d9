"""An import makes the scorecard or brings it in line; readers see nothing of it yet."""

from dataclasses import replace

import pytest

from annotator.domain.errors import InvalidFileError, NotFoundError
from annotator.domain.vocabulary import State
from annotator.services.claims import scorecards
from annotator.services.context import READER
from annotator.services.library import labs
from annotator.services.publishing import pages, publication


def _cards(context, slug="wren-1"):
    found = scorecards.get_scorecard(context, slug)
    return {card.category.slug: card.we_say for card in found.cards if card.we_say}


def test_a_scorecard_is_made_as_the_file_says_and_as_a_draft(context, bring_in):
    made = bring_in()
    assert (made.slug, made.title, made.state) == ("wren-1", "Wren 1", State.DRAFT)
    assert made.overall == "Small.\n\nAnd *dull*."
    assert _cards(context) == {"chem-bio": "Perhaps."}
    assert len(made.cards) == 8
    with pytest.raises(NotFoundError):
        pages.scorecard_page(replace(context, actor=READER), "wren-1")


def test_cards_that_the_file_does_not_name_stay_as_they_are(context, bring_in):
    bring_in()
    scorecards.edit_card(
        context, "wren-1", category="cyber", lab_says="", we_say="Low.", analysis=""
    )
    bring_in(
        ("we_say: Perhaps.", "we_say: No."), ("title: Wren 1\n", "title: Wren One\n")
    )
    assert _cards(context) == {"chem-bio": "No.", "cyber": "Low."}
    assert scorecards.get_scorecard(context, "wren-1").title == "Wren One"


def test_readers_see_a_published_scorecard_as_it_was_until_it_is_published_again(
    context, bring_in
):
    wren = labs.find_or_add_lab(context, "wren-labs")
    labs.find_or_add_model(context, wren, "Wren 1")
    scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren 1"
    )
    publication.publish_scorecard(context, "wren-1", [])
    bring_in()
    assert scorecards.get_scorecard(context, "wren-1").state is State.PUBLISHED
    page = pages.scorecard_page(replace(context, actor=READER), "wren-1")
    assert page.scorecard.overall_md == ""
    assert all(card.claims == () for card in page.groups[0].cards)


def test_what_is_refused_is_told_at_the_card_and_nothing_is_kept(context, bring_in):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(("we_say: Perhaps.", f"we_say: {'x' * 2_001}"))
    [mistake] = refused.value.mistakes
    assert "scorecard.cards.chem-bio: we say: is longer than 2,000" in mistake
    with pytest.raises(NotFoundError):
        scorecards.get_scorecard(context, "wren-1")


def test_a_scorecard_of_another_lab_is_not_touched_and_told(context, bring_in):
    gull = labs.find_or_add_lab(context, "gull-labs")
    labs.find_or_add_model(context, gull, "Gull 1")
    scorecards.add_scorecard(
        context, lab="gull-labs", models=["gull-1"], title="Theirs", slug="wren-1"
    )
    with pytest.raises(InvalidFileError) as refused:
        bring_in()
    [mistake] = refused.value.mistakes
    assert "scorecard.slug: another lab has this name; choose another" in mistake
    assert scorecards.get_scorecard(context, "wren-1").title == "Theirs"
