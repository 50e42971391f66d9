"""Readers are shown what was published and still stands, put together into pages."""

from dataclasses import replace

import pytest
from wren_pages import claim_on_page, scorecard_page_of

from annotator.domain.errors import (
    NotFoundError,
    SignInNeededError,
    WithdrawnError,
)
from annotator.services.claims import (
    categories,
    scorecards,
)
from annotator.services.claims.categories import CategoryFacts
from annotator.services.context import READER
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts
from annotator.services.published import editions
from annotator.services.published.collection import published
from annotator.services.publishing import (
    drafts_as_pages,
    pages,
    publication,
    report_publication,
)
from annotator.services.publishing.home import home_page


@pytest.fixture
def context(two_labs):
    with two_labs.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def _texts(cards):
    return {
        page.card.category.slug: [claim.text for claim in page.claims]
        for page in cards
        if page.claims
    }


# Scorecards


def test_a_scorecard_has_its_claims_by_category_each_followed_by_its_parts(
    context, reader
):
    parent = claim_on_page(context, "Whole.")
    claim_on_page(context, "Another.")
    part = claim_on_page(context, "Part.", parent=parent)
    claim_on_page(context, "Part of the part.", parent=part)
    claim_on_page(context, "Of biology.", category="chem-bio")
    claim_on_page(context, "Kept safe.", category="security")
    claim_on_page(context, "Of another model.", models=("wren-2",))
    page = pages.scorecard_page(reader, scorecard_page_of(context))
    assert _texts(page.groups[0].cards) == {
        "chem-bio": ["Of biology."],
        "cyber": ["Whole.", "Part.", "Part of the part.", "Another."],
    }
    assert _texts(page.groups[1].cards) == {"security": ["Kept safe."]}


def test_a_part_whose_whole_is_not_public_stands_by_itself(context, reader):
    parent = claim_on_page(context, "Whole.")
    claim_on_page(context, "Part.", parent=parent)
    slug = scorecard_page_of(context)
    publication.withdraw_claim(context, parent)
    assert _texts(pages.scorecard_page(reader, slug).groups[0].cards) == {
        "cyber": ["Part."]
    }


def test_a_report_that_was_withdrawn_is_not_listed_though_it_was_frozen_with_the_page(
    context, reader
):
    for report in ("card", "second"):
        report_publication.publish_file(context, report, "")
    slug = scorecard_page_of(context)

    def listed():
        page = pages.scorecard_page(reader, slug)
        return [report.title for report in page.scorecard.reports]

    assert listed() == ["Card", "Second"]
    report_publication.withdraw_report(context, "card")
    assert listed() == ["Second"]


def test_the_newest_scorecard_on_a_model_is_the_one_it_leads_to(context, reader):
    both = scorecard_page_of(context, "Both", models=("wren-1", "wren-2"))
    newer = scorecard_page_of(context, "Newer")
    assert pages.scorecard_of_model(reader, "wren-1") == newer
    assert pages.scorecard_of_model(reader, "wren-2") == both
    assert [card.slug for card in pages.lab_scorecards(reader, "wren-labs")] == [
        newer,
        both,
    ]
    publication.withdraw_scorecard(context, newer)
    assert pages.scorecard_of_model(reader, "wren-1") == both
    assert pages.scorecard_of_model(reader, "gull-1") is None
    with pytest.raises(NotFoundError, match="lab “gull-labs”"):
        pages.lab_scorecards(reader, "gull-labs")


# What is renamed


def _seen(reader, slug):
    """Everything that readers see of categories."""
    home, page = home_page(reader), pages.scorecard_page(reader, slug)
    return home.categories, page.groups


def _has_changed(context, slug):
    scorecard = scorecards.get_scorecard(context, slug)
    view = drafts_as_pages.scorecard_view(context, scorecard)
    return editions.has_changed(context, view)


def test_readers_see_categories_as_they_were_when_a_scorecard_was_published(
    context, reader
):
    claim_on_page(context, "It is safe.", shown="shown")
    slug = scorecard_page_of(context, cyber="Low.")
    before = _seen(reader, slug)
    assert not _has_changed(context, slug)
    facts = CategoryFacts("Attacks", "safety-case", "Of *networks*.", True, "Tell us.")
    categories.edit_category(context, "cyber", facts)
    categories.edit_group(context, "safety-case", name="Safety", introduction="How.")
    categories.move_group(context, "safety-case", before="evaluation")
    categories.add_category(context, CategoryFacts("Luck", "evaluation"))
    assert _seen(reader, slug) == before
    assert _has_changed(context, slug)
    publication.publish_scorecard(context, slug, [])
    columns, [safety, evaluation] = _seen(reader, slug)
    assert (columns[0].slug, columns[-1].slug) == ("misuse-prevention", "luck")
    assert (safety.group.name, safety.group.introduction_md) == ("Safety", "How.")
    attacks = safety.cards[-1]
    assert attacks.card.category.name == "Attacks"
    assert attacks.card.category.introduction_md == "Of *networks*."
    assert attacks.card.category.invitation_md == "Tell us."
    assert [claim.text for claim in attacks.claims] == ["It is safe."]
    assert evaluation.cards[-1].card.category.slug == "luck"
    [row] = home_page(reader).rows
    shown = dict(zip([column.slug for column in columns], row.cells, strict=True))
    assert shown["cyber"].claims == ("shown",)


def test_an_invitation_is_shown_only_while_the_category_is_experimental(
    context, reader
):
    facts = CategoryFacts("Cyber", "evaluation", invitation="Tell us.")
    categories.edit_category(context, "cyber", facts)
    [group, _] = pages.scorecard_page(reader, scorecard_page_of(context)).groups
    assert group.cards[1].card.category.invitation_md == ""


def test_claims_stay_on_a_scorecard_whose_lab_and_model_were_renamed(context, reader):
    claim_on_page(context, "It is safe.")
    slug = scorecard_page_of(context)
    labs.edit_lab(context, "wren-labs", name="Wren", url="")
    labs.edit_model(context, "wren-1", ModelFacts("Wren Prime"))
    publication.publish_scorecard(context, slug, [])
    page = pages.scorecard_page(reader, slug)
    assert (page.scorecard.lab.name, page.scorecard.models[0].name) == (
        *("Wren", "Wren Prime"),
    )
    assert [claim.text for card in page.cards for claim in card.claims] == [
        "It is safe."
    ]


# A claim


def test_a_claim_is_shown_with_the_published_ones_above_and_below_it(context, reader):
    parent = claim_on_page(context, "Whole.")
    middle = claim_on_page(context, "Middle.", parent=parent)
    claim_on_page(context, "Part.", parent=middle)
    scorecard = scorecard_page_of(context)
    claim_on_page(context, "A later draft.", parent=middle, published=False)
    gone = claim_on_page(context, "Taken down.", parent=middle)
    publication.withdraw_claim(context, gone)
    page = pages.claim_page(reader, middle)
    assert page.parent.text == "Whole."
    assert [part.text for part in page.subclaims] == ["Part."]
    assert page.scorecards == ((scorecard, "Wren 1"),)
    assert page.edition.number == 1
    preview = pages.preview_claim(context, middle)
    assert {part.text for part in preview.subclaims} == {"Part.", "A later draft."}
    assert preview.edition is None


def test_what_was_taken_down_says_when_and_what_never_was_there_says_nothing(
    two_labs, context, reader
):
    gone = claim_on_page(context, "Taken down.")
    slug = scorecard_page_of(context)
    publication.withdraw_claim(context, gone)
    publication.withdraw_scorecard(context, slug)
    with pytest.raises(WithdrawnError, match="This claim was withdrawn on 1 January"):
        pages.claim_page(reader, gone)
    with pytest.raises(WithdrawnError, match="This scorecard was withdrawn"):
        pages.scorecard_page(reader, slug)
    draft = claim_on_page(context, "A draft.", published=False)
    with pytest.raises(NotFoundError) as unknown:
        pages.claim_page(reader, draft)
    assert not isinstance(unknown.value, WithdrawnError)
    assert published(reader).claims == ()
    assert published(reader).scorecards == ()


def test_a_preview_is_of_drafts_as_they_stand_and_not_for_readers(context):
    slug = scorecard_page_of(context)
    claim_on_page(context, "A draft.", published=False)
    gone = claim_on_page(context, "Taken down.")
    publication.withdraw_claim(context, gone)
    preview = pages.preview_scorecard(context, slug)
    assert _texts(preview.groups[0].cards) == {"cyber": ["A draft."]}
    reader = replace(context, actor=READER)
    assert _texts(pages.scorecard_page(reader, slug).groups[0].cards) == {}
    with pytest.raises(SignInNeededError):
        pages.preview_scorecard(reader, slug)
    with pytest.raises(SignInNeededError):
        pages.preview_claim(reader, "a-draft")
