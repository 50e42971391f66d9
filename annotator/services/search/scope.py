"""The scope of a search: current drafts, or what is published.

It is chosen once per search. The search reads passages and claims only through it.
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
    """The searchable texts of a claim."""

    slug: str
    lab: str  # name
    statement: str
    critique: str  # plain text; "" without one


class Scope(Protocol):
    """What a person searches; it returns nothing that is withheld from that person."""

    @property
    def words(self) -> SearchIndex:
        """The index of words."""
        ...

    @property
    def quotes(self) -> QuoteIndex:
        """The index of quotes."""
        ...

    def is_ahead(self) -> bool:
        """Whether the index of words still counts something that was withdrawn."""
        ...

    def placements(self, ids: Sequence[int]) -> Mapping[int, Placement]:
        """Return the placements of passages, by passage id."""
        ...

    def passage_texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the texts of passages, by passage id."""
        ...

    def claim_texts(self, ids: Sequence[int]) -> Mapping[int, ClaimTexts]:
        """Return the texts of claims, by claim id."""
        ...


def scope_of(context: Context) -> Scope:
    """Return the scope in which this person searches."""
    return DraftScope(context) if sees_drafts(context) else PublicScope(context)


class DraftScope:
    """All current rows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.words = context.stores.desk_index
        self.quotes = context.stores.desk_quotes

    def is_ahead(self) -> bool:
        """Return False: analysts may see everything."""
        return False

    def placements(self, ids: Sequence[int]) -> Mapping[int, Placement]:
        """Return the placements of passages in the newest files."""
        return passages.current(self._context.session, ids)

    def passage_texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the texts of passages as they were marked."""
        found = passages.by_ids(self._context.session, ids)
        return {
            number: passage.exact or passage.description
            for number, passage in found.items()
        }

    def claim_texts(self, ids: Sequence[int]) -> Mapping[int, ClaimTexts]:
        """Return the texts of claims and their newest critiques."""
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
    """Published contents, as they were frozen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.words = context.stores.public_index
        self.quotes = context.stores.public_quotes

    def is_ahead(self) -> bool:
        """Whether a publication waits to be indexed.

        Until then, counts and suggestions may come from withdrawn contents.
        """
        waiting = jobs.unfinished(self._context.session, "index")
        return any(job.payload.get("publications") for job in waiting)

    def placements(self, ids: Sequence[int]) -> Mapping[int, Placement]:
        """Return the placements of passages in the files they are quoted from."""
        quotes = index_units.public_quotes(self._context, ids)
        return index_units.quoted_places(
            self._context, [quote for quote, _ in quotes.values()]
        )

    def passage_texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the texts of passages as they are quoted."""
        quotes = index_units.public_quotes(self._context, ids)
        return {number: quote.exact for number, (quote, _) in quotes.items()}

    def claim_texts(self, ids: Sequence[int]) -> Mapping[int, ClaimTexts]:
        """Return the texts of claims and critiques as they were published."""
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
