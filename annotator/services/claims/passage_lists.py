"""The list of all passages: a page of those that meet filters, with what is known of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from annotator.domain.permissions import Action
from annotator.services.claims.choice_labels import short
from annotator.services.context import Context
from annotator.storage import events, passage_lists
from annotator.storage.claims import evidence
from annotator.storage.claims.evidence import LinkRow
from annotator.storage.passage_lists import PassageFilters as PassageFilters
from annotator.storage.passage_lists import PassageState as PassageState
from annotator.storage.passages import passages, tags
from annotator.storage.passages.passages import Passage

PASSAGES_ON_A_PAGE = 50
MOST_CHOICES = 50  # passages that are offered at once (chosen, not measured)
MOST_AT_ONCE = 500  # passages that one act may change (chosen: it takes about a second)


@dataclass(frozen=True)
class ListedPassage:
    """A passage as the list shows it."""

    passage: Passage
    author: str
    links: Sequence[LinkRow]
    tags: tuple[str, ...]
    needs_review: bool


@dataclass(frozen=True)
class PassagePage:
    """One page of a list of passages; pages count from 1."""

    passages: tuple[ListedPassage, ...]
    total: int  # of passages that meet the filters
    number: int
    seen: int  # the newest event when it was made: what comes later it does not show

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PASSAGES_ON_A_PAGE < self.total


def list_page(context: Context, filters: PassageFilters, page: int = 1) -> PassagePage:
    """Return one page of the passages that meet the filters, newest first."""
    context.require(Action.READ_DRAFTS)
    session, number = context.session, max(1, page)
    seen = events.newest_id(session)
    rows = passage_lists.page(
        session,
        filters,
        limit=PASSAGES_ON_A_PAGE,
        offset=(number - 1) * PASSAGES_ON_A_PAGE,
    )
    ids = [passage.id for passage in rows]
    links: dict[int, list[LinkRow]] = {}
    for link in evidence.links_to(session, ids):
        links.setdefault(link.passage, []).append(link)
    tagged = tags.of_passages(session, ids)
    names = passage_lists.authors(session, rows)
    settled: dict[int, bool] = {}
    for found in passages.standing(session, ids):  # the newest file comes first
        settled.setdefault(found.passage_id, found.is_settled)
    return PassagePage(
        tuple(
            ListedPassage(
                passage,
                names.get(passage.created_by_id or 0, ""),
                links.get(passage.id, ()),
                tagged.get(passage.id, ()),
                passage.withdrawn_at is None and not settled.get(passage.id, True),
            )
            for passage in rows
        ),
        passage_lists.count(session, filters),
        number,
        seen,
    )


def choices(
    context: Context, lab: str, cited: Collection[int] = ()
) -> list[tuple[int, str]]:
    """Return passages to choose from, as (id, words): ``cited`` ones, and the newest of a lab.

    ``cited`` are ids, ``lab`` is a slug.
    """
    context.require(Action.READ_DRAFTS)
    session, newest = context.session, PassageFilters(lab=lab)
    found = passages.by_ids(session, [*cited])
    for row in passage_lists.page(session, newest, limit=MOST_CHOICES, offset=0):
        found.setdefault(row.id, row)
    return [(number, _label(row)) for number, row in found.items()]


def _label(passage: Passage) -> str:
    words = passage.exact or passage.description or "Figure or table"
    return f"{passage.report.title}, page {passage.page}: {short(words)}"


def list_tags(context: Context) -> dict[str, int]:
    """Return every tag, with how many standing passages have it."""
    context.require(Action.READ_DRAFTS)
    return tags.every(context.session)
