"""Whether pages show what is quoted: the third reader of a seal looks at their pictures.

A check draws the lines of a quote, which is quick, and reads the pictures only if they or
the words are new. Checks are queued when a passage is marked, and made again before it is
published and at night.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from annotator.domain.errors import ConflictError, NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.recognition.picture_check import compare, digest_of
from annotator.domain.recognition.pictures import Picture
from annotator.domain.recognition.strips import Strip, strips_of
from annotator.domain.views.contents import CropView
from annotator.domain.vocabulary import SealOutcome
from annotator.services import jobs, readings
from annotator.services.context import Context
from annotator.services.library.texts import page_of
from annotator.services.passages.quote_views import crop_views
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages, picture_checks
from annotator.storage.passages.passages import Passage, Placement
from annotator.storage.passages.picture_checks import PictureCheck, PictureDecision
from annotator.storage.published import publications
from annotator.storage.work import jobs as stored_jobs
from annotator.write_lock import refuse_if_held

KIND = "pictures"  # of the jobs that make checks
TITLE = "Compare passages with the pictures of their pages"
NIGHTLY = timedelta(hours=24)


@dataclass(frozen=True)
class PictureFinding:
    """Whether a page shows a quote, by a check that was made now or before."""

    passage: int
    revision: str  # SHA-256 of the file
    outcome: SealOutcome
    reason: str = ""  # what differs, or why it could not be told
    reader: str = ""  # who looked; "" if nobody did
    digest: str = ""
    is_decided: bool = False  # it differs, and an editor found that the quote is right
    is_new: bool = False  # it is not stored yet

    @property
    def withholds(self) -> bool:
        """Whether the quote must not be published before an editor has decided."""
        return self.outcome is SealOutcome.DIFFERS and not self.is_decided


@dataclass(frozen=True)
class PictureItem:
    """A quote that waits for an editor: the page shows something else."""

    check: PictureCheck  # with its passage and file
    crops: tuple[CropView, ...]


# Queueing


def check_later(context: Context, passage_id: int) -> None:
    """Queue the check of a quote, together with others of the same act."""
    if context.stores.recogniser.name:
        jobs.put_for_passage(context, KIND, TITLE, passage_id)


def check_missing(context: Context) -> None:
    """Queue the check of quotes that this recogniser has not seen, once a night."""
    reader = context.stores.recogniser.name
    last = stored_jobs.newest_of_kind(context.session, KIND)
    if not reader or (last and context.now - last.created_at < NIGHTLY):
        return
    missing = picture_checks.not_seen_by(context.session, reader)
    if missing:
        jobs.put(context, kind=KIND, title=TITLE, payload={"passages": [*missing]})


# Checking


def check_marked(context: Context, passage_ids: Sequence[int]) -> list[PictureFinding]:
    """Check quotes where they stand in the newest file; nothing is stored."""
    context.require(Action.READ_DRAFTS)
    placed = passages.current(context.session, passage_ids).values()
    return [
        check(context, placement.revision, placement)
        for placement in placed
        if placement.start is not None and placement.page_from is not None
    ]


def check(context: Context, revision: Revision, placement: Placement) -> PictureFinding:
    """Check the quote of a placement in its file; nothing is stored.

    Raise UnreadablePdfError if the file cannot be drawn or its picture not be read.
    """
    refuse_if_held("comparing a quote with its page")
    reader, passage = context.stores.recogniser.name, placement.passage_id
    if not reader:
        return PictureFinding(passage, revision.sha256, SealOutcome.NOT_CHECKED)
    drawn = _draw(context, revision, placement)
    digest = digest_of(drawn, reader)
    known = picture_checks.with_digest(context.session, passage, digest)
    found = known or compare(drawn, context.stores.recogniser.lines)
    decided = picture_checks.decided(context.session, [passage])
    return PictureFinding(
        passage,
        revision.sha256,
        found.outcome,
        found.reason,
        reader,
        digest,
        is_decided=(passage, revision.id, found.reason) in decided,
        is_new=known is None,
    )


def _draw(
    context: Context, revision: Revision, placement: Placement
) -> list[tuple[Strip, Picture]]:
    first, last = placement.page_from or 1, placement.page_to or 1
    pages = [page_of(context, revision, number) for number in range(first, last + 1)]
    with readings.stored_pdf(context, revision.sha256) as reader:
        return [
            (
                strip,
                strip.upright(
                    reader.grey(strip.page, scale=strip.scale, clip=strip.clip)
                ),
            )
            for strip in strips_of(pages, placement.start or 0, placement.end or 0)
        ]


def keep(context: Context, findings: Sequence[PictureFinding]) -> None:
    """Store those findings that are new."""
    for finding in findings:
        if finding.is_new:
            revision = revisions.by_sha256(context.session, finding.revision)
            context.session.add(
                PictureCheck(
                    passage_id=finding.passage,
                    revision_id=revision.id,
                    digest=finding.digest,
                    outcome=finding.outcome,
                    reason=finding.reason,
                    reader=finding.reader,
                    checked_at=context.now,
                )
            )
    context.session.flush()


# Showing and deciding


def newest(context: Context, passage_ids: Sequence[int]) -> dict[int, PictureFinding]:
    """Return the newest finding about each passage that has one, by its id."""
    context.require(Action.READ_DRAFTS)
    decided = picture_checks.decided(context.session, passage_ids)
    return {
        passage: PictureFinding(
            passage,
            check.revision.sha256,
            check.outcome,
            check.reason,
            check.reader,
            check.digest,
            is_decided=(passage, check.revision_id, check.reason) in decided,
        )
        for passage, check in picture_checks.newest(
            context.session, passage_ids
        ).items()
    }


def waiting(context: Context, passage_ids: Sequence[int]) -> set[int]:
    """Return those of the passages whose check is queued or running."""
    context.require(Action.READ_DRAFTS)
    queued = jobs.passages_queued(context, KIND)
    return queued.intersection(passage_ids)


def count_undecided(context: Context) -> int:
    """Return for how many quotes the page shows something else, and nobody decided."""
    context.require(Action.READ_DRAFTS)
    return picture_checks.count_undecided(context.session)


def undecided(context: Context) -> list[PictureItem]:
    """Return the quotes whose pages show something else, which an editor must look at."""
    context.require(Action.READ_DRAFTS)
    checks = picture_checks.undecided(context.session)
    placed = passages.current(context.session, [check.passage_id for check in checks])
    pages = passages.pages_around(context.session, list(placed.values()))
    return [
        PictureItem(check, tuple(crop_views(placed[check.passage_id], pages)))
        for check in checks
        if check.passage_id in placed
    ]


def decide(context: Context, check_id: int) -> Passage:
    """Record that an editor has looked, and that the page shows the quote; return it.

    If readers see it, its seal is made anew, so that it is withheld no longer.
    """
    context.require(Action.PUBLISH)
    check = picture_checks.by_id(context.session, check_id)
    if check is None:
        raise NotFoundError("check", check_id)
    passage = passages.by_id(context.session, check.passage_id)
    newer = picture_checks.newest(context.session, [passage.id])[passage.id]
    decided = picture_checks.decided(context.session, [passage.id])
    key = passage.id, check.revision_id, check.reason
    if newer.id != check.id or key in decided:
        raise ConflictError(
            "The quote was checked again in the meantime. Review it again."
        )
    if check.outcome is not SealOutcome.DIFFERS:
        raise ConflictError("The page shows the quote; there is nothing to decide.")
    context.session.add(
        PictureDecision(
            passage_id=passage.id,
            revision_id=check.revision_id,
            reason=check.reason,
            decided_by_id=context.actor.id,
            decided_at=context.now,
        )
    )
    context.session.flush()
    if publications.shown_passages(context.session, [passage.id]):
        jobs.check_quotes_later(context)
    return passage
