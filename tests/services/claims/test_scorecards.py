"""A scorecard is on models of one lab, with a card for each category that there is."""

import pytest

from annotator.domain.errors import ConflictError, InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import State
from annotator.services.claims import categories, claims, scorecards
from annotator.services.claims.categories import CategoryFacts
from annotator.services.library import labs

MADE = {"lab": "wren-labs", "models": ["wren-1"], "title": "Wren 1"}
EDITED = {"title": "Wren 1", "models": ["wren-1"], "overall": ""}
CARD = {"category": "cyber", "lab_says": "", "we_say": "", "analysis": ""}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """Two labs with a model each."""
    with desk_in(tmp_path_factory.mktemp("scorecards")) as desk:
        with desk.sit_down() as context:
            for name, model in (("Wren Labs", "Wren 1"), ("Gull Labs", "Gull 1")):
                lab = labs.find_or_add_lab(context, name)
                labs.find_or_add_model(context, lab, model)
        yield desk


def _begin(context, **facts):
    return scorecards.add_scorecard(context, **{**MADE, **facts})


def test_a_scorecard_begins_with_an_empty_card_for_each_category(context):
    cards = _begin(context).cards
    categories = [each.slug for each in claims.list_categories(context)]
    assert [card.category.slug for card in cards] == categories
    assert {(card.lab_says, card.we_say, card.analysis) for card in cards} == {
        ("", "", "")
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"models": []}, "models"),
        ({"models": ["gull-1"]}, "models"),
    ],
)
def test_a_scorecard_has_a_title_and_models_of_its_lab_when_it_is_made_and_ever_after(
    context, wrong, field
):
    with pytest.raises(InvalidError) as refused:
        _begin(context, **wrong)
    assert refused.value.field == field
    slug = _begin(context).slug
    with pytest.raises(InvalidError) as refused:
        scorecards.edit_scorecard(context, slug, **{**EDITED, **wrong})
    assert refused.value.field == field


def test_an_address_is_made_up_or_asked_for_and_never_given_twice(context):
    made = [_begin(context).slug, _begin(context).slug, _begin(context, slug="w").slug]
    assert made == ["wren-1", "wren-1-2", "w"]
    with pytest.raises(ConflictError, match="already a scorecard “w”"):
        _begin(context, slug="w")


@pytest.mark.parametrize(
    ("field", "longest"),
    [("lab_says", 2_000), ("we_say", 2_000), ("analysis", 50_000), ("in_short", 90)],
)
def test_a_text_of_a_card_has_a_longest_length(context, field, longest):
    slug = _begin(context).slug
    card = scorecards.edit_card(context, slug, **{**CARD, field: "x" * longest})
    assert len(getattr(card, field)) == longest
    with pytest.raises(InvalidError, match=f"longer than {longest:,}") as refused:
        scorecards.edit_card(context, slug, **{**CARD, field: "x" * (longest + 1)})
    assert refused.value.field == field


def test_the_overall_assessment_has_a_longest_length(context):
    slug = _begin(context).slug
    with pytest.raises(InvalidError, match="overall assessment: is longer than 50,000"):
        scorecards.edit_scorecard(context, slug, **{**EDITED, "overall": "x" * 50_001})


def test_a_category_that_is_younger_than_the_scorecard_gets_its_card_when_it_is_written(
    context,
):
    slug = _begin(context).slug
    categories.add_category(context, CategoryFacts("Luck", "evaluation"))
    for said in ("We have none.", "We have some."):
        scorecards.edit_card(
            context, slug, **{**CARD, "category": "luck", "we_say": said}
        )
    context.session.expire_all()
    last = scorecards.get_scorecard(context, slug).cards[-1]
    assert (last.category.slug, last.we_say) == ("luck", "We have some.")


def test_a_scorecard_is_submitted_once_and_again_after_it_was_withdrawn(context):
    scorecard = _begin(context)
    scorecards.submit_scorecard(context, scorecard.slug)
    with pytest.raises(ConflictError, match="is in review"):
        scorecards.submit_scorecard(context, scorecard.slug)
    scorecard.state = State.WITHDRAWN
    submitted = scorecards.submit_scorecard(context, scorecard.slug)
    assert submitted.state is State.IN_REVIEW


def test_an_analyst_writes_scorecards_and_a_reader_sees_no_draft(desk):
    with desk.rehearse(Role.ANALYST) as analyst:
        assert _begin(analyst).state is State.DRAFT
    with desk.rehearse(Role.READER) as reader, pytest.raises(SignInNeededError):
        scorecards.list_scorecards(reader)
