"""Seals: every public quote is read again and compared with its stored file.

Two readers compare the file's letters, and a third, where it is installed, looks at the
picture of the page.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import groupby

from pydantic import ValidationError

from annotator.domain.errors import AnnotatorError, ConflictError, UnreadablePdfError
from annotator.domain.matching.picture_hash import likeness
from annotator.domain.matching.sealing import misread
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import reading_text, whole_words
from annotator.domain.text.pages import Character
from annotator.domain.views.contents import QuoteView
from annotator.domain.vocabulary import PassageKind, PlacementState, SealOutcome
from annotator.pdf.sandbox import READERS, SecondReader
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.passages import picture_checks
from annotator.services.passages.picture_checks import PictureFinding
from annotator.services.passages.pictures import picture_hash
from annotator.services.published import snapshots
from annotator.storage.disk.files import DamagedFileError
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Page, Revision
from annotator.storage.library.words import page_text
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind, Publication
from annotator.storage.published.seals import Seal
from annotator.storage.work import jobs as stored_jobs

SAME_PICTURE = 0.8  # least likeness of a figure drawn again; chosen, not measured
NIGHTLY = timedelta(hours=24)

Progress = Callable[[int, int], None]  # called with quotes checked, quotes in all
Characters = Callable[[int], Sequence[Character]]  # returns those of a page (from 1)


@dataclass(frozen=True)
class Check:
    """The outcome of reading a quote again in its file, and the reason for it."""

    passage: int
    revision: str  # SHA-256
    page: int
    exact: str
    outcome: SealOutcome = SealOutcome.AGREES
    reason: str = ""  # what differs, or why it was not checked
    picture: PictureFinding | None = None  # None if nobody looked
    is_scan: bool = False  # a page of it was read by machine, so only that can vouch

    @property
    def holds(self) -> bool:
        """Whether the quote was read again and is the same."""
        return self.outcome is SealOutcome.AGREES


def check_all(context: Context, on_quote: Progress) -> list[Check]:
    """Check every public quote, and the published pages that show them."""
    context.require(Action.READ_DRAFTS)
    altered: list[Check] = []
    quotes: dict[tuple[int, str, str], QuoteView] = {}
    for publication in publications.current(context.session, *PageKind):
        try:
            shown = _quotes(publication)
        except (ValidationError, _AlteredError):
            altered += _altered(context, publication)
            continue
        quotes |= {(page.passage, page.revision, page.exact): page for page in shown}
    wrong = {check.passage for check in altered}
    sound = [quote for quote in quotes.values() if quote.passage not in wrong]
    return altered + check(context, sound, on_quote)


def check(
    context: Context, quotes: Sequence[QuoteView], on_quote: Progress
) -> list[Check]:
    """Check quotes, file by file; nothing is stored."""
    checks: list[Check] = []
    ordered = sorted(quotes, key=lambda quote: (quote.revision, quote.page))
    for sha256, group in groupby(ordered, key=lambda quote: quote.revision):
        for check in _check_file(context, sha256, list(group)):
            checks.append(check)
            on_quote(len(checks), len(ordered))
    return checks


def require(context: Context, quotes: Sequence[QuoteView]) -> list[Check]:
    """Check quotes; raise ConflictError if one does not hold."""
    checks = check(context, quotes, _say_nothing)
    failing = [check for check in checks if not check.holds]
    if failing:
        named = " ".join(
            f"“{check.exact[:80]}”: {check.reason}" for check in failing[:5]
        )
        why = "a quote could not be checked against its file"
        if any(check.outcome is SealOutcome.DIFFERS for check in failing):
            why = "a quote differs from its file"
        if all(check.picture and check.picture.withholds for check in failing):
            why = "a quote differs from its page; compare the two in the review queue"
        raise ConflictError(f"Not published, because {why}. {named}")
    return checks


def keep(context: Context, checks: Sequence[Check]) -> None:
    """Store checks as the seals that readers see."""
    context.require(Action.ADD_REPORT)
    for check in checks:
        revision = revisions.by_sha256(context.session, check.revision)
        picture = check.picture
        context.session.add(
            Seal(
                passage_id=check.passage,
                revision_id=revision.id,
                page=check.page,
                outcome=check.outcome,
                reason=check.reason,
                picture=picture.outcome if picture else SealOutcome.NOT_CHECKED,
                picture_reason=picture.reason if picture else "",
                readers=", ".join(_readers(check)),
                checked_at=context.now,
            )
        )
    context.session.flush()
    picture_checks.keep(context, [check.picture for check in checks if check.picture])


def _readers(check: Check) -> list[str]:
    """Return the names and versions of those who read the quote again."""
    looked = [check.picture.reader] if check.picture and check.picture.reader else []
    return looked if check.is_scan else [*READERS, *looked]


def summary(checks: Sequence[Check]) -> str:
    """Return a sentence on how many quotes hold."""
    outcomes = Counter(check.outcome for check in checks)
    if not checks:
        return "There are no public quotes yet."
    missed = outcomes[SealOutcome.NOT_CHECKED]
    broken = outcomes[SealOutcome.DIFFERS] or "none"
    left = f" {missed} could not be checked." if missed else ""
    looked = f" {_pictures(checks)}" if any(check.picture for check in checks) else ""
    return f"{len(checks) - missed} checked, {broken} broken.{left}{looked}"


def _pictures(checks: Sequence[Check]) -> str:
    """Return a sentence on how many pages were looked at, and could be read."""
    seen = Counter(check.picture.outcome for check in checks if check.picture)
    missed = seen[SealOutcome.NOT_CHECKED]
    unsure = seen[SealOutcome.CANNOT_TELL]
    return (
        f"{seen.total() - missed} compared with the page"
        f"{f', {unsure} illegible there' if unsure else ''}"
        f"{f', {missed} not' if missed else ''}."
    )


def check_nightly(context: Context) -> None:
    """Queue a check of every public quote, unless there was one within ``NIGHTLY``."""
    last = stored_jobs.newest_of_kind(context.session, "verify")
    if last is None or context.now - last.created_at >= NIGHTLY:
        jobs.check_quotes_later(context)


class _AlteredError(AnnotatorError):
    """The stored contents of a published page were altered."""


def _quotes(publication: Publication) -> list[QuoteView]:
    if hashlib.sha256(publication.body.encode()).hexdigest() != publication.sha256:
        raise _AlteredError(publication.slug)
    return snapshots.quotes_in(snapshots.thaw(publication))


def _altered(context: Context, publication: Publication) -> Iterator[Check]:
    shown = publications.passages_of(context.session, publication)
    for placement in passages.current(context.session, shown).values():
        yield Check(
            passage=placement.passage_id,
            revision=placement.revision.sha256,
            page=placement.page_from or placement.passage.page,
            exact=placement.exact,
            outcome=SealOutcome.DIFFERS,
            reason=f"The published page “{publication.title}” was altered in the database.",
        )


def _check_file(
    context: Context, sha256: str, quotes: Sequence[QuoteView]
) -> Iterator[Check]:
    """Yield a check of each quote from one file, opened once by the second reader."""
    try:
        revision = revisions.by_sha256(context.session, sha256)
        with SecondReader(context.stores.files.get(sha256)) as reader:
            characters = cache(reader.characters)  # many quotes are on one page
            checks = [
                _seen(
                    context,
                    revision,
                    quote,
                    _reason(context, revision, characters, quote),
                )
                for quote in quotes
            ]
    except DamagedFileError as error:
        checks = [_check(quote, str(error)) for quote in quotes]
    except (AnnotatorError, OSError) as error:
        # The file's disk may just be unavailable; that is no evidence of a change.
        missed = SealOutcome.NOT_CHECKED
        checks = [_check(quote, str(error), missed) for quote in quotes]
    yield from checks


def _seen(context: Context, revision: Revision, quote: QuoteView, reason: str) -> Check:
    """Return the check of a quote; if its letters are the same, look at the page as well."""
    placement = _placement(context, revision, quote)
    if reason or placement is None or quote.kind is PassageKind.REGION:
        return _check(quote, reason)
    try:
        picture = picture_checks.check(context, revision, placement)
    except UnreadablePdfError as error:  # it withholds nothing, as the letters agree
        missed = SealOutcome.NOT_CHECKED
        picture = PictureFinding(quote.passage, revision.sha256, missed, str(error))
    is_scan = any(row.read_by for row in _rows(context, revision, placement))
    outcome, reason = SealOutcome.DIFFERS, picture.reason if picture.withholds else ""
    if is_scan and picture.outcome is SealOutcome.NOT_CHECKED:
        outcome = picture.outcome
        reason = picture.reason or "The page is a scan, and nothing here can read it."
    return replace(_check(quote, reason, outcome), picture=picture, is_scan=is_scan)


def _check(
    quote: QuoteView, reason: str, outcome: SealOutcome = SealOutcome.DIFFERS
) -> Check:
    return Check(
        quote.passage,
        quote.revision,
        quote.page,
        quote.exact,
        outcome if reason else SealOutcome.AGREES,
        reason,
    )


def _reason(
    context: Context, revision: Revision, characters: Characters, quote: QuoteView
) -> str:
    """Return why a quote is not in its file, or "" if it is."""
    placement = _placement(context, revision, quote)
    if placement is None:
        return "It is not what was marked: a row of the database was altered."
    if quote.kind is PassageKind.REGION:
        return _picture_changed(context, revision, placement)
    return _text_altered(context, revision, quote, placement) or _misread(
        context, revision, characters, placement
    )


def _placement(
    context: Context, revision: Revision, quote: QuoteView
) -> Placement | None:
    """Return the placement of a published quote, if the stored rows agree with it."""
    rows = passages.all_in_file(context.session, quote.passage, revision.id)
    passage = passages.by_id(context.session, quote.passage)
    marked = passage.placements[0]
    if marked.exact != passage.exact or marked.boxes != passage.boxes:
        return None
    if quote.kind is PassageKind.REGION:
        return next((row for row in rows if row.boxes), None)
    return next((row for row in rows if row.boxes and row.exact == quote.exact), None)


def _picture_changed(context: Context, revision: Revision, placement: Placement) -> str:
    page, x0, y0, x1, y1 = placement.boxes[0]
    seen = picture_hash(context, revision, page, (x0, y0, x1, y1))
    known = placement.passage.picture
    if not known or placement.state is PlacementState.EDITED:
        return ""  # only the file's own hash can be checked
    same = likeness(known, seen) >= SAME_PICTURE or known == seen
    return "" if same else "The image is not the one that was marked."


def _text_altered(
    context: Context, revision: Revision, quote: QuoteView, placement: Placement
) -> str:
    """Return why the stored text does not say the quote, or "" if it does."""
    start, end = placement.start or 0, placement.end or 0
    rows = _rows(context, revision, placement)
    pages = [page_text(row) for row in rows]
    first = rows[0].start
    stored = "".join(row.text for row in rows)[start - first : end - first]
    words = "".join(page.text for page in pages)[start - first : end - first]
    if stored != words or reading_text(pages, start, end) != quote.exact:
        return "The stored text does not contain it: a row of the database was altered."
    return ""


def _misread(
    context: Context,
    revision: Revision,
    characters: Characters,
    placement: Placement,
) -> str:
    """Return where the second reader reads something else in the file, or ""."""
    start, end = placement.start or 0, placement.end or 0
    rows = _rows(context, revision, placement)
    pages = [page_text(row) for row in rows]
    wanted = {word.start for word in whole_words(pages, start, end)}
    for row, page in zip(rows, pages, strict=True):
        words = [word for word in page.words if word.start in wanted]
        if row.read_by:  # the file has no letters there
            continue
        if wrong := misread(words, characters(page.number)):
            return f"Page {page.number}: {wrong}"
    return ""


def _rows(context: Context, revision: Revision, placement: Placement) -> list[Page]:
    """Return the pages of a quote, read again from the database."""
    first, last = placement.page_from or 1, placement.page_to or 1
    return [
        revisions.page(context.session, revision, number)
        for number in range(first, last + 1)
    ]


def _say_nothing(_done: int, _total: int) -> None:
    """Ignore the progress of a check."""
