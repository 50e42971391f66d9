"""The graph of a scorecard: its claims, and what several of them rest on."""

from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import describe, link, mark
from wren_pages import claim_on_page, scorecard_page_of

from annotator.domain.errors import SignInNeededError, WithdrawnError
from annotator.domain.permissions import Role
from annotator.services.claims import scorecards
from annotator.services.context import READER
from annotator.services.publishing import publication
from annotator.services.publishing.graph import scorecard_graph
from annotator.services.publishing.scorecard_graphs import (
    CLAIMS_OF_A_CATEGORY,
    preview_graph,
    scorecard_graph_page,
)

SHARED = "Wren 1 solved 12 of the 40 long tasks."
ALONE = "It solved none of the short ones."


@pytest.fixture
def context(two_labs):
    with two_labs.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def test_claims_that_share_a_passage_meet_in_it(desk):
    desk.take_in(text_pdf([SHARED, ALONE]), report="card")
    with desk.sit_down() as context:
        describe(context, "card")
        shared, alone = mark(context, "card", SHARED), mark(context, "card", ALONE)
        for text, category in (
            ("One", "cyber"),
            ("Two", "security"),
            ("Three", "cyber"),
        ):
            slug = claim_on_page(context, text, category=category, published=False)
            link(context, slug, alone if text == "Three" else shared)
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    desk.publish_scorecard("wren-1")
    with desk.look(Role.READER) as reader:
        page = scorecard_graph_page(reader, "wren-1")
    assert [card.card.category.slug for card in page.cards] == ["cyber", "security"]
    [shared] = page.shared
    assert (shared.quote.exact, [use.claim for use in shared.uses]) == (
        SHARED,
        ["one", "two"],
    )
    drawn = scorecard_graph(page)
    assert [node.node.kind for node in drawn.nodes] == [
        *("category", "part", "category", "part", "part", "passage"),
    ]
    assert len(drawn.edges) == 3 + 2


def test_of_a_long_category_the_weightiest_are_drawn_and_it_is_said(context, reader):
    for number in range(CLAIMS_OF_A_CATEGORY + 1):
        claim_on_page(context, f"Claim {number}.")
    [card] = scorecard_graph_page(reader, scorecard_page_of(context)).cards
    assert (len(card.claims), card.is_whole) == (CLAIMS_OF_A_CATEGORY, False)
    assert card.claim_count == CLAIMS_OF_A_CATEGORY + 1


def test_a_draft_is_in_the_preview_alone_and_what_was_withdrawn_is_gone(
    context, reader
):
    slug = scorecard_page_of(context)
    claim_on_page(context, "A draft.", published=False)
    assert scorecard_graph_page(reader, slug).cards == ()
    [card] = preview_graph(context, slug).cards
    assert [claim.text for claim in card.claims] == ["A draft."]
    with pytest.raises(SignInNeededError):
        preview_graph(reader, slug)
    publication.withdraw_scorecard(context, slug)
    with pytest.raises(WithdrawnError):
        scorecard_graph_page(reader, slug)
