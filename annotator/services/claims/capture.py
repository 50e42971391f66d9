"""Mark a passage, link it to a claim and state that claim, all in one act.

The events of an act share its id, so that the act is undone and redone as a whole.
"""

from dataclasses import dataclass, replace

from annotator.domain.claims import ClaimFacts
from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import PlacementState
from annotator.services.claims import acts, claims
from annotator.services.claims import evidence as links
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking, regions
from annotator.services.passages.marking import QuoteNotFound
from annotator.storage import events
from annotator.storage.claims import claims as stored_claims
from annotator.storage.claims import evaluations, evidence, tensions
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension
from annotator.storage.library import revisions
from annotator.storage.passages.passages import Passage


@dataclass(frozen=True)
class Words:
    """The words of a file between two offsets in its canonical text, in code points."""

    sha256: str
    start: int
    end: int


@dataclass(frozen=True)
class Region:
    """A rectangle of a page (from 1), in points from its top left."""

    sha256: str
    page: int
    box: Box
    description: str = ""
    picture: str | None = None  # see passages.region_picture


@dataclass(frozen=True)
class Captured:
    """What one act of marking made; without a claim there is no link."""

    passage: Passage
    link: Evidence | None = None

    def __str__(self) -> str:
        """Return the ids as text, which ``captured`` reads."""
        return f"{self.passage.id} {self.link.id if self.link else ''}".strip()


Selection = Words | Region | int  # an int is the id of an existing passage


def look_ahead(context: Context, place: Selection) -> Selection:
    """Do the slow work of marking ``place`` before the transaction that marks it."""
    match place:
        case Words(sha256):
            document(context, revisions.by_sha256(context.session, sha256))
            return place
        case Region(sha256, page, box):
            picture = regions.region_picture(context, sha256=sha256, page=page, box=box)
            return replace(place, picture=picture)
        case _:
            return place


def capture(
    context: Context,
    place: Selection,
    *,
    claim: str | ClaimFacts | None = None,
    weight: Weight | None = None,
) -> Captured:
    """Mark ``place`` and link it to a claim: a slug, or the facts of a new one."""
    passage = _passage(context, place)
    if claim is None or weight is None:
        return Captured(passage)
    return Captured(passage, link_to(context, passage, claim=claim, weight=weight))


def link_to(
    context: Context, passage: Passage, *, claim: str | ClaimFacts, weight: Weight
) -> Evidence:
    """Link a marked passage to a claim: a slug, or the facts of a new one."""
    slug = claim if isinstance(claim, str) else claims.add_claim(context, claim).slug
    _refuse_twice(context, passage, slug, weight.stance)
    target = Target(passage=passage.id)
    return links.link_evidence(context, claim=slug, target=target, weight=weight)


def is_mark_of(context: Context, passage: Passage) -> bool:
    """Whether ``passage`` was marked in this act."""
    return events.made_in(context.session, passage) == context.act


def mark_pasted(
    context: Context, *, report: str, quote: str, page: int | None
) -> Target:
    """Mark a pasted quote in the newest file of a report, as a target of evidence.

    Raises InvalidError if the report does not say it, or not on ``page`` (from 1).
    """
    found = reports.get_report(context, report)
    revision = reports.get_revision(context, found)
    marked = marking.mark_found(context, revision=revision, quote=quote, page=page)
    if not isinstance(marked, QuoteNotFound):
        return Target(passage=marked.id)
    if marked.state is PlacementState.AMBIGUOUS:
        raise InvalidError("quote", "appears in several places; give the page.")
    if marked.stands_on:
        raise InvalidError("quote", f"is on page {marked.stands_on}.")
    raise InvalidError("quote", f"“{found.title}” does not contain these words.")


def captured(context: Context, numbers: str) -> Captured:
    """Return what an act made, from the ids that ``str(Captured)`` returned."""
    passage, *link = (int(number) for number in numbers.split())
    return Captured(
        marking.get_passage(context, passage),
        evidence.by_id(context.session, link[0]) if link else None,
    )


def undo(context: Context, evidence_id: int) -> Captured:
    """Withdraw a link, and what else its act made, unless it is used elsewhere."""
    link = evidence.by_id(context.session, evidence_id)
    acts.revert(context, events.made_in(context.session, link))
    return Captured(marking.get_passage(context, link.passage_id or 0), link)


def withdraw_link(context: Context, evidence_id: int) -> Captured:
    """Withdraw a link and leave its mark."""
    link = links.withdraw_evidence(context, evidence_id)
    return Captured(marking.get_passage(context, link.passage_id or 0), link)


def withdraw_mark(context: Context, passage_id: int) -> Captured:
    """Withdraw a mark with its links, unless something else cites it."""
    context.require(Action.WRITE_CLAIM)
    tense = [said for said, _ in tensions.citing(context.session, [passage_id])]
    _refuse_if_cited(context, passage_id, *tense)
    for link in links.links_of_passages(context, [passage_id])[passage_id]:
        links.withdraw_evidence(context, link.id)
    return Captured(marking.withdraw_passage(context, passage_id))


def restore_mark(context: Context, passage_id: int) -> Captured:
    """Restore a mark with the links that were withdrawn with it."""
    passage = marking.get_passage(context, passage_id)
    last = events.last_change_of(context.session, passage, "withdrawn_at")
    if passage.withdrawn_at is not None and last is not None:
        acts.revert(context, last.act)
    return Captured(marking.get_passage(context, passage_id))


def correct_ends(context: Context, passage_id: int, place: Words) -> Captured:
    """Mark other words in place of those of a mark; move its links and tensions to them.

    What was marked is not rewritten: it is withdrawn, and the new words are a passage of
    their own.
    """
    context.require(Action.WRITE_CLAIM)
    passage = _marked(context, passage_id)
    if passage.start is None:
        raise InvalidError("passage", "is a figure; only text can be adjusted.")
    corrected = _passage(context, place)
    if corrected.id == passage.id:
        return Captured(passage)
    _refuse_if_cited(context, passage_id)
    for link in links.links_of_passages(context, [passage_id])[passage_id]:
        _refuse_twice(context, corrected, link.claim.slug, link.stance)
        link.passage_id = corrected.id
    for tension in tensions.of_passages(context.session, [passage_id]):
        _refuse_if_other_side(tension, corrected)
        side = "passage_id" if tension.passage_id == passage_id else "other_id"
        setattr(tension, side, corrected.id)
    context.session.flush()
    marking.withdraw_passage(context, passage_id)
    return Captured(corrected)


def weigh_link(
    context: Context,
    evidence_id: int,
    *,
    claim: str,
    weight: Weight,
    made_from: Seen | None = None,
) -> Captured:
    """Change what a link says of its passage, and which claim (a slug) it leads to.

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    link = links.weigh_evidence(context, evidence_id, weight, made_from=made_from)
    passage = marking.get_passage(context, link.passage_id or 0)
    if claim != link.claim.slug:
        _refuse_twice(context, passage, claim, weight.stance)
        link.claim_id = stored_claims.by_slug(context.session, claim).id
    return Captured(passage, link)


def _passage(context: Context, place: Selection) -> Passage:
    match place:
        case Words(sha256, start, end):
            _refuse_earlier_file(context, sha256)
            return marking.mark_quote(context, sha256=sha256, start=start, end=end)
        case Region(sha256, page, box, description, picture):
            _refuse_earlier_file(context, sha256)
            return regions.mark_region(
                context,
                sha256=sha256,
                page=page,
                box=box,
                description=description,
                picture=picture,
            )
        case number:
            return _marked(context, number)


def _refuse_earlier_file(context: Context, sha256: str) -> None:
    revision = revisions.by_sha256(context.session, sha256)
    if revisions.newest(context.session, revision.report).id != revision.id:
        raise InvalidError(
            "start",
            "is in an earlier file of the report; a newer one was added. Open that "
            "one.",
            label="selection",
        )


def _marked(context: Context, passage_id: int) -> Passage:
    passage = marking.get_passage(context, passage_id)
    if passage.withdrawn_at is not None:
        raise InvalidError("passage", "has been withdrawn; mark it again.")
    return passage


def _refuse_twice(context: Context, passage: Passage, slug: str, stance: str) -> None:
    linked = links.links_of_passages(context, [passage.id])[passage.id]
    if any(link.claim.slug == slug and link.stance == stance for link in linked):
        raise InvalidError(
            "claim", f"this passage is already linked to it, as “{stance}”."
        )


def _refuse_if_other_side(tension: Tension, passage: Passage) -> None:
    if passage.id in tension.passage_ids:
        raise InvalidError(
            "start",
            f"would become both sides of the tension “{tension.sentence}”.",
            label="selection",
        )


def _refuse_if_cited(context: Context, passage_id: int, *also: str) -> None:
    citing = [
        *also,
        *stored_claims.asserted_in(context.session, passage_id),
        *evaluations.citing(context.session, passage_id),
    ]
    if citing:
        named = "; ".join(f"“{source}”" for source in citing)
        raise ConflictError(f"This mark is cited by {named}. Change that first.")
