"""Categories and their groups: what they are called, what introduces them, their order.

Readers see a change when a page is published again. Only editors make one, as it is a
change to every scorecard.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.edits.ordered_rows import (
    check_length,
    checked_name,
    next_position,
    place_after,
    place_before,
    put_in_order,
)
from annotator.storage.claims import categories
from annotator.storage.claims.categories import Category, CategoryGroup

LONGEST_INTRODUCTION = 5_000  # code points of Markdown
LONGEST_INVITATION = 500  # code points of Markdown


@dataclass(frozen=True)
class CategoryFacts:
    """What people write about a category; the group is a slug."""

    name: str
    group: str
    introduction: str = ""  # Markdown
    experimental: bool = False
    invitation: str = ""  # Markdown


def list_groups(context: Context) -> Sequence[CategoryGroup]:
    """Return every group with its categories, in the order of the scorecard."""
    context.require(Action.READ_DRAFTS)
    return categories.groups(context.session)


def get_category(context: Context, slug: str) -> Category:
    """Return the category called ``slug``; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return categories.by_slug(context.session, slug)


def add_group(
    context: Context,
    *,
    name: str,
    introduction: str = "",
    slug: str = "",
    after: str | None = None,
) -> CategoryGroup:
    """Add a group, after the one with the slug ``after`` ("": as the first), or last."""
    groups = _in_hand(context)
    name, introduction = _group_facts(groups, name, introduction)
    group = CategoryGroup(
        slug=slug or slugify(name, {other.slug for other in groups}),
        name=name,
        introduction=introduction,
        position=next_position(groups),
        categories=[],
    )
    groups.insert(place_after(groups, after), group)
    context.session.add(group)
    put_in_order(context, groups)
    return group


def edit_group(
    context: Context,
    slug: str,
    *,
    name: str,
    introduction: str,
    made_from: Seen | None = None,
) -> CategoryGroup:
    """Change the name and the introduction of a group. Raises StaleError."""
    groups = _in_hand(context)
    group = categories.group_by_slug(context.session, slug)
    others = [other for other in groups if other is not group]
    name, introduction = _group_facts(others, name, introduction)
    typed = {"name": name, "introduction": introduction}
    kept = versions.settle(context, form_fields.CATEGORY_GROUP, group, typed, made_from)
    group.name, group.introduction = kept["name"], kept["introduction"]
    context.session.flush()
    return group


def move_group(context: Context, slug: str, *, before: str) -> CategoryGroup:
    """Have a group stand before another one (a slug), or last ("")."""
    groups = _in_hand(context)
    group = categories.group_by_slug(context.session, slug)
    groups.remove(group)
    groups.insert(place_before(groups, before), group)
    put_in_order(context, groups)
    return group


def add_category(
    context: Context,
    facts: CategoryFacts,
    *,
    slug: str = "",
    after: str | None = None,
) -> Category:
    """Add a category to its group, after another one of it ("": as the first), or last."""
    groups = _in_hand(context)
    known = [category for group in groups for category in group.categories]
    facts = _checked(facts, known)
    group = _group(groups, facts.group)
    category = Category(
        slug=slug or slugify(facts.name, {other.slug for other in known}),
        name=facts.name,
        introduction=facts.introduction,
        experimental=facts.experimental,
        invitation=facts.invitation,
        position=next_position(group.categories),
    )
    group.categories.insert(place_after(group.categories, after), category)
    context.session.add(category)
    put_in_order(context, group.categories)
    return category


def edit_category(
    context: Context,
    slug: str,
    facts: CategoryFacts,
    *,
    made_from: Seen | None = None,
) -> Category:
    """Change a category; in another group it is the last. Raises StaleError."""
    groups = _in_hand(context)
    category = categories.by_slug(context.session, slug)
    known = [other for group in groups for other in group.categories]
    typed = vars(_checked(facts, [other for other in known if other is not category]))
    kept = versions.settle(context, form_fields.CATEGORY, category, typed, made_from)
    group = _group(groups, kept["group"])
    if group is not category.group:
        category.position = next_position(group.categories)
        category.group.categories.remove(category)
        group.categories.append(category)
    category.name, category.introduction = kept["name"], kept["introduction"]
    category.experimental = kept["experimental"]
    category.invitation = kept["invitation"]
    context.session.flush()
    return category


def move_category(context: Context, slug: str, *, before: str) -> Category:
    """Have a category stand before another one of its group (a slug), or last ("")."""
    groups = _in_hand(context)
    category = categories.by_slug(context.session, slug)
    its = _group(groups, category.group.slug).categories
    its.remove(category)
    its.insert(place_before(its, before), category)
    put_in_order(context, its)
    return category


# Order


def _in_hand(context: Context) -> list[CategoryGroup]:
    """Return every group with its categories; nobody else changes them meanwhile."""
    context.require(Action.EDIT_CATEGORIES)
    categories.hold_order(context.session)
    return [*categories.groups(context.session)]


# Facts


def _group(groups: Sequence[CategoryGroup], slug: str) -> CategoryGroup:
    for group in groups:
        if group.slug == slug:
            return group
    raise InvalidError("group", "does not exist; choose one from the list.")


def _group_facts(
    others: Sequence[CategoryGroup], name: str, introduction: str
) -> tuple[str, str]:
    name = checked_name(name, {other.name.casefold() for other in others})
    check_length("introduction", introduction, LONGEST_INTRODUCTION)
    return name, introduction.strip()


def _checked(facts: CategoryFacts, others: Sequence[Category]) -> CategoryFacts:
    """Return facts as they are stored; raise InvalidError if one is wrong."""
    check_length("introduction", facts.introduction, LONGEST_INTRODUCTION)
    check_length("invitation", facts.invitation, LONGEST_INVITATION)
    return CategoryFacts(
        checked_name(facts.name, {other.name.casefold() for other in others}),
        facts.group,
        facts.introduction.strip(),
        facts.experimental,
        facts.invitation.strip(),
    )
