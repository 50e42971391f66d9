"""What readers see of claims and scorecards, read once after each publication."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import event
from wren_pages import claim_on_page, scorecard_page_of

from annotator.domain.permissions import Role
from annotator.services.context import READER
from annotator.services.library import labs
from annotator.services.published.collection import published
from annotator.services.publishing import publication
from annotator.storage.published.publications import Publication


@pytest.fixture
def desk(desk):
    """A desk at which there is a model to make claims about."""
    with desk.sit_down() as context:
        wren = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, wren, "Wren 1")
    return desk


def _texts(desk):
    with desk.look(Role.READER) as reader:
        return [claim.text for claim in published(reader).claims]


def test_what_is_published_edited_and_withdrawn_is_there_at_once(desk):
    assert _texts(desk) == []
    with desk.sit_down() as context:
        first = claim_on_page(context, "First.")
        claim_on_page(context, "Second.")
        scorecard_page_of(context)
    assert _texts(desk) == ["First.", "Second."]
    with desk.sit_down() as context:
        publication.withdraw_claim(context, first)
        claim_on_page(context, "Third.")
    assert _texts(desk) == ["Second.", "Third."]


def test_a_publication_that_was_rolled_back_leaves_nothing_behind(desk):
    with desk.sit_down() as context:
        claim_on_page(context, "It stands.")
    assert _texts(desk) == ["It stands."]
    with desk.rehearse() as context:
        claim_on_page(context, "It was taken back.")
        seen = published(replace(context, actor=READER)).claims
        assert [claim.text for claim in seen] == ["It stands.", "It was taken back."]
    assert _texts(desk) == ["It stands."]
    with desk.sit_down() as context:  # its row may have the number of the one before
        claim_on_page(context, "It came instead.")
    assert _texts(desk) == ["It stands.", "It came instead."]


def test_only_what_was_published_since_is_read(desk):
    with desk.sit_down() as context:
        for number in range(20):
            claim_on_page(context, f"Claim {number}.")
    assert len(_texts(desk)) == 20
    with desk.sit_down() as context:
        claim_on_page(context, "One more.")
    bodies = Counter()

    def count(target, _context):
        bodies[target.slug] += 1

    event.listen(Publication, "load", count)
    try:
        assert len(_texts(desk)) == 21
        assert len(_texts(desk)) == 21
    finally:
        event.remove(Publication, "load", count)
    assert bodies == {"one-more": 1}
