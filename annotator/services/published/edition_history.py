"""The editions of a page: which there are, which stood when, and which may be seen.

An edition of a page that was withdrawn is gone like the page, and stays so when the page
is published again.
"""

from datetime import datetime

from annotator.domain.errors import NotFoundError, WithdrawnError
from annotator.domain.permissions import Action
from annotator.domain.views.editions import EditionLine, EditionList, EditionPlace
from annotator.domain.views.pages import Edition
from annotator.services.context import Context
from annotator.storage.published import editions, publications
from annotator.storage.published.editions import EditionRow
from annotator.storage.published.publications import PageKind, Publication

LISTED = 10  # editions that a page lists
ON_A_PAGE = 100  # of the list of all


def current(context: Context, kind: str, slug: str) -> Publication:
    """Return what readers see; raise NotFoundError, or WithdrawnError."""
    context.require(Action.READ_PUBLISHED)
    last = publications.find_last(context.session, PageKind(kind), slug)
    if last is None:
        raise NotFoundError(kind, slug)
    if last.withdrawn:
        raise WithdrawnError(kind, last.at)
    return last


def find(context: Context, kind: str, slug: str, *numbers: int) -> list[Publication]:
    """Return editions of a page by their numbers, in this order.

    Raises NotFoundError if there is no such edition, and WithdrawnError if the page is
    withdrawn, or was after one of them.
    """
    current(context, kind, slug)
    found = editions.numbered(context.session, PageKind(kind), slug, numbers)
    for number in numbers:
        if number not in found:
            raise NotFoundError(f"edition of this {kind}", number)
        withdrawn_at = editions.withdrawn_after(context.session, found[number])
        if withdrawn_at is not None:
            raise WithdrawnError(f"edition of the {kind}", withdrawn_at)
    return [found[number] for number in numbers]


def edition_of(context: Context, found: Publication) -> Edition:
    """Return what a page says of its edition, with the newest editions beside it."""
    context.require(Action.READ_PUBLISHED)
    rows = editions.standing(context.session, found.kind, found.slug, limit=LISTED + 1)
    return Edition(
        number=found.edition,
        at=found.at,
        by=found.by,
        sha256=found.sha256,
        kind=found.kind,
        slug=found.slug,
        lines=tuple(map(line, rows[:LISTED])),
        has_more=len(rows) > LISTED,
    )


def place_of(context: Context, found: Publication) -> EditionPlace:
    """Return where an edition stands among those of its page."""
    context.require(Action.READ_PUBLISHED)
    before, after, newest = editions.neighbours(context.session, found)
    this = line(found)
    return EditionPlace(
        kind=found.kind,
        slug=found.slug,
        this=this,
        before=line(before) if before else None,
        after=line(after) if after else None,
        newest=line(newest) if newest else this,
    )


def list_editions(context: Context, kind: str, slug: str, page: int) -> EditionList:
    """Return a page (from 1) of the editions of a page; raise as ``current`` does."""
    shown = current(context, kind, slug)
    rows = editions.standing(
        context.session,
        PageKind(kind),
        slug,
        limit=ON_A_PAGE + 1,
        offset=(page - 1) * ON_A_PAGE,
    )
    return EditionList(
        kind=kind,
        slug=slug,
        title=shown.title,
        lines=tuple(map(line, rows[:ON_A_PAGE])),
        number=page,
        has_more=len(rows) > ON_A_PAGE,
    )


def number_at(context: Context, kind: str, slug: str, at: datetime) -> int:
    """Return the number of the edition that stood at a moment.

    Raises NotFoundError before the first edition, and WithdrawnError if the page is
    withdrawn, or was at that time.
    """
    current(context, kind, slug)
    found = editions.stood_at(context.session, PageKind(kind), slug, at)
    if found is None:
        first = editions.first_standing(context.session, PageKind(kind), slug)
        raise NotYetError(kind, at, first)
    if found.withdrawn:
        raise WithdrawnError(kind, found.at)
    return found.edition


class NotYetError(NotFoundError):
    """A page was not public yet; names its first edition."""

    def __init__(self, kind: str, at: datetime, first: EditionRow | None) -> None:
        super().__init__(kind, at)
        told = f"This {kind} was not public on {_day(at)}."
        if first:
            told += (
                f" Its first edition is of {_day(first.at)}: edition {first.edition}."
            )
        self.args = (told,)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def line(row: EditionRow | Publication) -> EditionLine:
    """Return an edition as a line of a list."""
    return EditionLine(row.edition, row.at, row.by, row.change, row.note)
