"""Passages as parts of a scorecard file."""

from collections.abc import Collection

from annotator.domain.matching.anchoring import TextQuote
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.scorecard_files.schema import QuotePart, RegionPart
from annotator.storage.library import revisions
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage, Placement


class PassageParts:
    """Describes passages so that an import finds them again."""

    def __init__(self, context: Context, passage_ids: Collection[int]) -> None:
        self._context = context
        self._placements = passages.current(context.session, sorted(passage_ids))
        marked = {found.passage.revision_id for found in self._placements.values()}
        self._files = revisions.by_ids(context.session, sorted(marked))

    @property
    def report_slugs(self) -> set[str]:
        """The slugs of the reports that the passages are from."""
        return {found.passage.report.slug for found in self._placements.values()}

    def quote(self, passage_id: int | None) -> QuotePart | None:
        """Return the part of a passage that is a quote, else None."""
        placement = self._find(passage_id, PassageKind.QUOTE)
        if placement is None:
            return None
        passage = placement.passage
        if not placement.stands:  # describe it in the file where it was marked
            return QuotePart(
                quote=passage.exact,
                report=passage.report.slug,
                page=passage.page,
                prefix=passage.prefix,
                suffix=passage.suffix,
                sha256=self._file_of(passage),
            )
        around = self._around(placement)
        return QuotePart(
            quote=placement.exact,
            report=passage.report.slug,
            page=placement.page_from,
            prefix=around.prefix,
            suffix=around.suffix,
        )

    def region(self, passage_id: int | None) -> RegionPart | None:
        """Return the part of a passage that is a region, else None."""
        placement = self._find(passage_id, PassageKind.REGION)
        if placement is None:
            return None
        passage = placement.passage
        there = placement.boxes if placement.stands else passage.boxes
        page, x0, y0, x1, y1 = there[0]
        return RegionPart(
            report=passage.report.slug,
            page=page,
            box=(x0, y0, x1, y1),
            description=passage.description,
            sha256="" if placement.stands else self._file_of(passage),
        )

    def _find(self, passage_id: int | None, kind: PassageKind) -> Placement | None:
        found = None if passage_id is None else self._placements.get(passage_id)
        return found if found and found.passage.kind is kind else None

    def _file_of(self, passage: Passage) -> str:
        """Return the SHA-256 of the file in which a passage was marked."""
        found = self._files.get(passage.revision_id)
        return found.sha256 if found else ""

    def _around(self, placement: Placement) -> TextQuote:
        """Return the words around a passage, if it is ambiguous without them."""
        start, end = placement.start or 0, placement.end or 0
        text = document(self._context, placement.revision)
        placed = text.locate(TextQuote(placement.exact), page=placement.page_from)
        span = placed.span if placed.state is PlacementState.EXACT else None
        if span and span.start < end and span.end > start:
            return TextQuote(placement.exact)
        return text.describe(Span(start, end))
