"""What a person searches: drafts as they stand, or what is published.

Which of the two is decided here, once for a search; what the search then reads of
passages and claims comes from the scope and from nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.domain.views.contents import ClaimView
from annotator.search.quotes.index import QuoteIndex
from annotator.search.words.protocol import SearchIndex
from annotator.services.context import Context
from annotator.services.published.gate import sees_drafts
from annotator.services.published.snapshots import thaw_claim
from annotator.services.search import index_units
from annotator.storage.claims import claims, critiques
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind
from annotator.storage.work import jobs


@dataclass(frozen=True)
class ClaimTexts:
    """What can be found of a claim."""

    slug: str
    lab: str  # name
    statement: str
    critique: str  # plain text; "" without one


class Scope(Protocol):
    """One of the two; what is withheld from a person is not in what it returns."""

    @property
    def words(self) -> SearchIndex:
        """The index of words."""
        ...

    @property
    def quotes(self) -> QuoteIndex:
        """The index of quotes."""
        ...

    def is_ahead(self) -> bool:
        """Whether something was taken down that the index of words still counts."""
        ...

    def placements(self, ids: Sequence[int]) -> Mapping[int, Placement]:
        """Return where passages stand, by their numbers."""
        ...

    def passage_texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return what passages say, by their numbers."""
        ...

    def claim_texts(self, ids: Sequence[int]) -> Mapping[int, ClaimTexts]:
        """Return what claims say, by their numbers."""
        ...


def scope_of(context: Context) -> Scope:
    """Return what this person searches."""
    return DraftScope(context) if sees_drafts(context) else PublicScope(context)


class DraftScope:
    """Everything, as it stands."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.words = context.stores.desk_index
        self.quotes = context.stores.desk_quotes

    def is_ahead(self) -> bool:
        """Return False: the desk keeps nothing from anybody."""
        return False

    def placements(self, ids: Sequence[int]) -> Mapping[int, Placement]:
        """Return where passages stand in the newest files."""
        return passages.current(self._context.session, ids)

    def passage_texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return what passages say, as they were marked."""
        found = passages.by_ids(self._context.session, ids)
        return {
            number: passage.exact or passage.description
            for number, passage in found.items()
        }

    def claim_texts(self, ids: Sequence[int]) -> Mapping[int, ClaimTexts]:
        """Return what claims and their newest critiques say."""
        found = claims.by_ids(self._context.session, ids)
        written = critiques.latest(self._context.session, ids)
        return {
            number: ClaimTexts(
                claim.slug,
                claim.lab.name,
                claim.text,
                index_units.critique_words(
                    last.text if (last := written.get(number)) else None
                ),
            )
            for number, claim in found.items()
        }


class PublicScope:
    """What is published, as it was frozen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.words = context.stores.public_index
        self.quotes = context.stores.public_quotes

    def is_ahead(self) -> bool:
        """Whether a publication waits to be indexed.

        What the index counts and suggests may come from what was just taken down.
        """
        waiting = jobs.unfinished(self._context.session, "index")
        return any(job.payload.get("publications") for job in waiting)

    def placements(self, ids: Sequence[int]) -> Mapping[int, Placement]:
        """Return where passages stand in the files that they are quoted from."""
        quotes = index_units.public_quotes(self._context, ids)
        return index_units.quoted_places(
            self._context, [quote for quote, _ in quotes.values()]
        )

    def passage_texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return what passages say, as they are quoted."""
        quotes = index_units.public_quotes(self._context, ids)
        return {number: quote.exact for number, (quote, _) in quotes.items()}

    def claim_texts(self, ids: Sequence[int]) -> Mapping[int, ClaimTexts]:
        """Return what claims and their critiques said when they were published."""
        session = self._context.session
        slugs = {
            claim.slug: number for number, claim in claims.by_ids(session, ids).items()
        }
        shown = publications.find_each(session, PageKind.CLAIM, slugs)
        return {
            slugs[slug]: _as_published(thaw_claim(publication.body))
            for slug, publication in shown.items()
        }


def _as_published(view: ClaimView) -> ClaimTexts:
    critique = index_units.critique_words(view.critique.text if view.critique else None)
    return ClaimTexts(view.slug, view.lab.name, view.text, critique)
