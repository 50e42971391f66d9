"""A category of a scorecard on a page of its own, however many claims it has."""

from dataclasses import replace

import pytest
from wren_pages import claim_on_page, scorecard_page_of

from annotator.domain.errors import NotFoundError, SignInNeededError, WithdrawnError
from annotator.services.context import READER
from annotator.services.publishing import category_pages, pages, publication
from annotator.services.publishing.category_pages import CLAIMS_ON_A_PAGE


@pytest.fixture
def context(two_labs):
    with two_labs.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def _texts(page):
    return [claim.text for claim in page.shown.claims]


def test_a_long_category_is_cut_on_its_scorecard_and_whole_on_its_own_pages(
    context, reader
):
    count = CLAIMS_ON_A_PAGE + 3
    for number in range(count):
        claim_on_page(context, f"Claim {number}.", shown="shown")
    slug = scorecard_page_of(context)
    card = next(
        card
        for card in pages.scorecard_page(reader, slug).cards
        if card.card.category.slug == "cyber"
    )
    assert (len(card.claims), card.claim_count) == (pages.CLAIMS_IN_SHORT, count)
    assert not card.is_whole
    assert len(card.verdicts) == count
    assert len(pages.claims_on_scorecard(reader, slug)) == count
    first = category_pages.category_page(reader, slug, "cyber")
    second = category_pages.category_page(reader, slug, "cyber", 2)
    assert _texts(first) + _texts(second) == [f"Claim {n}." for n in range(count)]
    assert (first.first, first.has_more) == (1, True)
    assert (second.first, second.has_more) == (CLAIMS_ON_A_PAGE + 1, False)
    assert second.shown.claim_count == count


def test_a_category_without_claims_has_a_page_and_one_that_is_not_there_has_none(
    context, reader
):
    slug = scorecard_page_of(context, security="Good.")
    page = category_pages.category_page(reader, slug, "security")
    assert page.shown.card.we_say == "Good."
    for category, number in (("luck", 1), ("security", 2), ("security", 0)):
        with pytest.raises(NotFoundError):
            category_pages.category_page(reader, slug, category, number)
    with pytest.raises(NotFoundError):
        category_pages.category_page(reader, "nothing", "security")


def test_a_category_of_an_edition_has_the_claims_as_they_stood_then(context, reader):
    claim = claim_on_page(context, "It was so.")
    slug = scorecard_page_of(context, cyber="Low.")
    claim_on_page(context, "It came later.")
    publication.publish_scorecard(context, slug, [])
    then = category_pages.category_edition(reader, slug, 1, "cyber")
    assert _texts(then.page) == ["It was so."]
    now = category_pages.category_page(reader, slug, "cyber")
    assert _texts(now) == ["It was so.", "It came later."]
    publication.withdraw_claim(context, claim)
    assert _texts(_first_edition(reader, slug, "cyber").page) == []
    publication.withdraw_scorecard(context, slug)
    for call in (category_pages.category_page, _first_edition):
        with pytest.raises(WithdrawnError):
            call(reader, slug, "cyber")


def _first_edition(context, slug, category):
    return category_pages.category_edition(context, slug, 1, category)


def test_a_preview_has_the_drafts_and_is_not_for_readers(context, reader):
    slug = scorecard_page_of(context)
    claim_on_page(context, "A draft.", published=False)
    page = category_pages.preview_category(context, slug, "cyber")
    assert (_texts(page), page.edition) == (["A draft."], None)
    assert _texts(category_pages.category_page(reader, slug, "cyber")) == []
    with pytest.raises(SignInNeededError):
        category_pages.preview_category(reader, slug, "cyber")
