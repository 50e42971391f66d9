"""The step of an import that adds groups and categories."""

from annotator.services.claims import categories
from annotator.services.claims.categories import CategoryFacts
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.services.scorecard_files.schema import CategoryPart, GroupPart
from annotator.storage.claims.categories import Category, CategoryGroup


def take_categories(work: ImportRun) -> None:
    """Add new groups and categories, and check that those which the file names exist.

    Known ones keep their names and places, as every scorecard has them; they are given
    the texts that the file has. If the file lists its groups, new ones stand where the
    file has them, else last.
    """
    groups = {group.slug: group for group in categories.list_groups(work.context)}
    work.categories |= {
        category.slug: category
        for group in groups.values()
        for category in group.categories
    }
    last = ""
    for position, part in enumerate(work.file.groups):
        with work.at("groups", position):
            groups[part.slug] = _take_group(work, part, groups.get(part.slug), last)
        last = part.slug
    _take_each(work, groups)
    _refuse_unknown(work)


def _take_group(
    work: ImportRun, part: GroupPart, known: CategoryGroup | None, last: str
) -> CategoryGroup:
    if known is None:
        return categories.add_group(
            work.context,
            slug=part.slug,
            name=part.name,
            introduction=part.introduction or "",
            after=last,
        )
    if part.introduction in {None, known.introduction}:
        return known
    return categories.edit_group(
        work.context, part.slug, name=known.name, introduction=part.introduction or ""
    )


def _take_each(work: ImportRun, groups: dict[str, CategoryGroup]) -> None:
    last: dict[str, str] = {}  # the category that the file named last, by group
    for position, part in enumerate(work.file.categories):
        known = work.categories.get(part.slug)
        if known is None and part.group not in groups:
            listed = ", ".join(sorted(groups))
            path = ("categories", position, "group")
            mistake = f"there is no group “{part.group}”; known are {listed}"
            work.mistakes.append((path, mistake))
            continue
        after = last.get(part.group, "") if work.file.groups else None
        with work.at("categories", position):
            taken = _take_category(work, part, known, after)
            work.categories[part.slug] = taken
            last[taken.group.slug] = part.slug


def _take_category(
    work: ImportRun, part: CategoryPart, known: Category | None, after: str | None
) -> Category:
    facts = CategoryFacts(
        name=known.name if known else part.name,
        group=known.group.slug if known else part.group,
        introduction=_given(part.introduction, known.introduction if known else ""),
        experimental=part.experimental
        if part.experimental is not None
        else bool(known and known.experimental),
        invitation=_given(part.invitation, known.invitation if known else ""),
    )
    if known is None:
        return categories.add_category(work.context, facts, slug=part.slug, after=after)
    return categories.edit_category(work.context, part.slug, facts)


def _given(text: str | None, stored: str) -> str:
    return stored if text is None else text


def _refuse_unknown(work: ImportRun) -> None:
    listed = ", ".join(sorted(work.categories))
    work.mistakes += [
        (path, f"there is no category “{slug}”; known are {listed}")
        for path, slug in references.categories(work.file)
        if slug not in work.categories
    ]
