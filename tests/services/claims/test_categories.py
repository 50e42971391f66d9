"""Editors name, introduce and order categories and their groups."""

import pytest

from annotator.domain.edits import StaleError
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from annotator.domain.permissions import Role
from annotator.services.claims import categories, claims
from annotator.services.claims.categories import CategoryFacts
from annotator.services.edits import form_fields

LUCK = CategoryFacts("Luck", "evaluation")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("categories")) as desk:
        yield desk


def _order(context):
    context.session.expire_all()
    return {
        group.slug: [category.slug for category in group.categories]
        for group in categories.list_groups(context)
    }


def test_a_new_category_is_the_last_of_its_group(context):
    before = _order(context)
    luck = categories.add_category(context, LUCK)
    after = _order(context)
    assert after["evaluation"] == [*before["evaluation"], "luck"]
    assert after["safety-case"] == before["safety-case"]
    listed = [category.slug for category in claims.list_categories(context)]
    assert listed == [*after["evaluation"], *after["safety-case"]]
    assert categories.get_category(context, "luck") is luck
    with pytest.raises(NotFoundError):
        categories.get_category(context, "no-luck")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (CategoryFacts(" ", "evaluation"), "name"),
        (CategoryFacts("x" * 81, "evaluation"), "name"),
        (CategoryFacts("CYBER", "evaluation"), "name"),
        (CategoryFacts("Luck", "nowhere"), "group"),
        (CategoryFacts("Luck", "evaluation", introduction="x" * 5_001), "introduction"),
        (CategoryFacts("Luck", "evaluation", invitation="x" * 501), "invitation"),
    ],
)
def test_a_category_needs_a_name_of_its_own_and_a_group_and_short_texts(
    context, facts, field
):
    with pytest.raises(InvalidError) as refused:
        categories.add_category(context, facts)
    assert refused.value.field == field


def test_a_category_is_edited_and_keeps_its_place(context):
    before = _order(context)
    facts = CategoryFacts(" Cyber  attacks ", "evaluation", "*New.*", True, "Tell us.")
    categories.edit_category(context, "cyber", facts)
    assert _order(context) == before
    cyber = categories.get_category(context, "cyber")
    assert (cyber.name, cyber.introduction) == ("Cyber attacks", "*New.*")
    assert (cyber.experimental, cyber.invitation) == (True, "Tell us.")


def test_a_category_that_moves_to_another_group_is_its_last(context):
    before = _order(context)
    categories.edit_category(context, "cyber", CategoryFacts("Cyber", "safety-case"))
    after = _order(context)
    assert after["safety-case"] == [*before["safety-case"], "cyber"]
    assert "cyber" not in after["evaluation"]
    listed = [category.slug for category in claims.list_categories(context)]
    assert listed == [*after["evaluation"], *after["safety-case"]]


def test_a_category_moves_up_and_down_within_its_group(context):
    before = _order(context)["evaluation"]
    categories.move_category(context, "ai-rd", before="chem-bio")
    moved = ["ai-rd", *(slug for slug in before if slug != "ai-rd")]
    assert _order(context)["evaluation"] == moved
    categories.move_category(context, "ai-rd", before="chem-bio")  # sent twice
    assert _order(context)["evaluation"] == moved
    categories.move_category(context, "ai-rd", before="")
    assert _order(context)["evaluation"] == [*moved[1:], "ai-rd"]
    with pytest.raises(ConflictError, match="changed in the meantime"):
        categories.move_category(context, "ai-rd", before="security")


def test_a_group_is_added_edited_and_moves_with_its_categories(context):
    group = categories.add_group(
        context, name="Governance", introduction="Who decides."
    )
    assert (group.slug, list(_order(context))[-1]) == ("governance", "governance")
    categories.add_category(context, CategoryFacts("Boards", "governance"))
    categories.move_group(context, "governance", before="evaluation")
    assert list(_order(context)) == ["governance", "evaluation", "safety-case"]
    assert claims.list_categories(context)[0].slug == "boards"
    categories.edit_group(context, "governance", name="Rule", introduction="")
    assert categories.list_groups(context)[0].name == "Rule"
    for name in (" ", "Rule", "x" * 81):
        with pytest.raises(InvalidError):
            categories.add_group(context, name=name)
    with pytest.raises(NotFoundError):
        categories.edit_group(context, "nowhere", name="A", introduction="")


def test_something_can_be_put_after_another(context):
    categories.add_group(context, name="First", after="")
    categories.add_group(context, name="Second", after="first")
    categories.add_category(context, CategoryFacts("A", "evaluation"), after="")
    categories.add_category(context, CategoryFacts("B", "evaluation"), after="cyber")
    order = _order(context)
    assert list(order) == ["first", "second", "evaluation", "safety-case"]
    assert order["evaluation"][:4] == ["a", "chem-bio", "cyber", "b"]


def test_only_what_moves_is_changed(context):
    before = {row.slug: row.version for row in claims.list_categories(context)}
    categories.add_category(context, LUCK)
    categories.move_category(context, "ai-rd", before="cyber")
    after = {row.slug: row.version for row in claims.list_categories(context)}
    changed = {slug for slug, version in before.items() if after[slug] != version}
    assert changed == {"ai-rd", "cyber"}


def test_two_people_who_rename_the_same_category_are_told(context):
    seen = form_fields.seen("category", categories.get_category(context, "cyber"))
    categories.edit_category(context, "cyber", CategoryFacts("One", "evaluation"))
    with pytest.raises(StaleError) as refused:
        categories.edit_category(
            context, "cyber", CategoryFacts("Two", "safety-case"), made_from=seen
        )
    assert [difference.field for difference in refused.value.differences] == ["name"]


def test_what_two_people_change_of_a_group_is_put_together(context):
    [group, _] = categories.list_groups(context)
    seen = form_fields.seen("category_group", group)
    was = group.name
    categories.edit_group(context, group.slug, name="One", introduction="")
    categories.edit_group(
        context, group.slug, name=was, introduction="Why.", made_from=seen
    )
    assert (group.name, group.introduction) == ("One", "Why.")


def test_an_analyst_reads_categories_and_changes_none(desk):
    with desk.rehearse(Role.ANALYST) as analyst:
        assert len(categories.list_groups(analyst)) == 2
        for act in (
            lambda: categories.add_category(analyst, LUCK),
            lambda: categories.edit_category(analyst, "cyber", LUCK),
            lambda: categories.move_category(analyst, "cyber", before=""),
            lambda: categories.add_group(analyst, name="A"),
            lambda: categories.edit_group(
                analyst, "evaluation", name="A", introduction=""
            ),
            lambda: categories.move_group(analyst, "evaluation", before=""),
        ):
            with pytest.raises(ForbiddenError, match="change the categories"):
                act()
