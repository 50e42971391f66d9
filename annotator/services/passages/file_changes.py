"""The changes from one file of a report to the next, and how analysts coded them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from annotator.domain.errors import ConflictError, InvalidError, NotFoundError
from annotator.domain.matching.comparison import Comparison, TextChange, compare
from annotator.domain.permissions import Action
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ChangeEffect, ChangeKind, Notice
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.storage.claims import evidence
from annotator.storage.claims.claims import Claim
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import codings, passages
from annotator.storage.passages.codings import ChangeCoding
from annotator.storage.passages.passages import Placement

Term = TypeVar("Term", ChangeEffect, Notice)


@dataclass(frozen=True)
class Touched:
    """A passage that may lie in a change, and the claims that rest on it."""

    placement: Placement  # in the old file, or in the new one if text was added
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class FileChange:
    """A change, the passages it touches, and its newest coding."""

    text: TextChange
    touches: tuple[Touched, ...]
    coding: ChangeCoding | None


@dataclass(frozen=True)
class FileChanges:
    """The changes between two files; those that touch evidence come first."""

    report: Report
    old: Revision
    new: Revision
    files: Sequence[Revision]  # all of the report, newest first
    comparison: Comparison
    touching: tuple[FileChange, ...]
    others: tuple[FileChange, ...]

    @property
    def coded(self) -> int:
        """The number of coded changes."""
        return sum(
            change.coding is not None for change in (*self.touching, *self.others)
        )


def changes_of(
    context: Context, slug: str, *, old: str = "", new: str = ""
) -> FileChanges:
    """Return the changes between two files, named by the first digits of their hashes.

    By default these are the newest file and the one it superseded. Raises ConflictError
    if the report has only one file.
    """
    context.require(Action.READ_DRAFTS)
    report = reports.by_slug(context.session, slug)
    after = revisions.named(context.session, report, new)
    files = revisions.of_report(context.session, report)
    before = (
        revisions.named(context.session, report, old) if old else _before(files, after)
    )
    comparison = _compared(context, before, after)
    known = codings.between(context.session, before, after)
    touched = _touched(context, comparison.changes, before, after)
    found = [
        FileChange(text, touches, known.get(text.key))
        for text, touches in zip(comparison.changes, touched, strict=True)
    ]
    return FileChanges(
        report=report,
        old=before,
        new=after,
        files=files,
        comparison=comparison,
        touching=tuple(change for change in found if change.touches),
        others=tuple(change for change in found if not change.touches),
    )


def code(
    context: Context,
    slug: str,
    key: str,
    *,
    old: str,
    new: str,
    effect: str,
    notice: str,
) -> FileChange:
    """Code the effect of a change and whether it was announced; "" leaves one open."""
    context.require(Action.WRITE_CLAIM)
    shown = changes_of(context, slug, old=old, new=new)
    found = next(
        (c for c in (*shown.touching, *shown.others) if c.text.key == key), None
    )
    if found is None:
        raise NotFoundError("change", key)
    coding = ChangeCoding(
        old_revision_id=shown.old.id,
        new_revision_id=shown.new.id,
        change=key,
        effect=_one_of(ChangeEffect, "effect", effect),
        notice=_one_of(Notice, "notice", notice),
        by_id=context.actor.id,
        at=context.now,
    )
    context.session.add(coding)
    context.session.flush()
    return FileChange(found.text, found.touches, coding)


def _one_of(terms: type[Term], field: str, value: str) -> Term | None:
    if not value:
        return None
    try:
        return terms(value)
    except ValueError as error:
        known = ", ".join(str(term) for term in list(terms))
        raise InvalidError(field, f"“{value}” is not one of: {known}.") from error


def _before(files: Sequence[Revision], after: Revision) -> Revision:
    """Return the file that ``after`` superseded."""
    named = next((file for file in files if file.id == after.supersedes_id), None)
    earlier = next((file for file in files if file.id < after.id), None)
    found = named or earlier
    if found is None:
        raise ConflictError(
            "There is no earlier file of this report to compare this one with."
        )
    return found


def _compared(context: Context, old: Revision, new: Revision) -> Comparison:
    key = (old.id, old.text_version, new.id, new.text_version)
    found = context.stores.comparisons.find(key)
    if found is None:
        found = compare(document(context, old).pages, document(context, new).pages)
        context.stores.comparisons.keep(key, found)
    return found


def _touched(
    context: Context, changes: Sequence[TextChange], old: Revision, new: Revision
) -> list[tuple[Touched, ...]]:
    """Return the passages that lie in each change, in the old file or in the new one."""
    was, now = (_Placed(context, revision) for revision in (old, new))
    lying = [
        []
        if _says_the_same(text)
        else [*now.within(text.after), *was.within(text.before)]
        for text in changes
    ]
    rows = passages.placements_by_ids(
        context.session, sorted({number for numbers in lying for number in numbers})
    )
    ids = sorted({row.passage_id for row in rows.values()})
    citing = evidence.claims_citing(context.session, ids)
    return [
        tuple(
            # Where a passage is now comes first, but where it was is shown if it is known.
            {
                rows[number].passage_id: Touched(
                    rows[number], tuple(citing.get(rows[number].passage_id, ()))
                )
                for number in numbers
            }.values()
        )
        for numbers in lying
    ]


class _Placed:
    """Where the passages of a file stand, to be asked for what lies in a span."""

    def __init__(self, context: Context, revision: Revision) -> None:
        self._spans = passages.spans_on(context.session, revision)
        self._starts = [start for _, start, _ in self._spans]
        self._longest = max((end - start for _, start, end in self._spans), default=0)

    def within(self, span: Span | None) -> list[int]:
        """Return the ids of the placements that share a letter with ``span``, in order."""
        if span is None:
            return []
        first = bisect_right(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [
            number for number, _, end in self._spans[first:last] if end > span.start
        ]


def _says_the_same(text: TextChange) -> bool:
    return text.kind is ChangeKind.MOVED and not text.changed
