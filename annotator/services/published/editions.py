"""Editions of public pages: each is written once, and the newest of a page counts."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView
from annotator.domain.vocabulary import EditionKind
from annotator.services.context import Context
from annotator.services.published.snapshots import (
    View,
    freeze,
    kind_of,
    lab_of,
    passages_in,
    thaw,
    thaw_claim,
)
from annotator.storage.published import publications
from annotator.storage.published.publications import (
    PageKind,
    Publication,
    PublishedPassage,
    PublishedRevision,
)

LONGEST_NOTE = 500  # code points


@dataclass(frozen=True)
class Told:
    """What an editor tells readers of a new edition of a page that they know."""

    kind: EditionKind = EditionKind.UPDATE
    note: str = ""

    def require(self) -> None:
        """Raise InvalidError if the note is too long."""
        if len(self.note.strip()) > LONGEST_NOTE:
            reason = f"is longer than {LONGEST_NOTE:,} characters."
            raise InvalidError("note", reason)


NOTHING_TOLD = Told()


def has_changed(context: Context, view: View) -> bool:
    """Whether publishing ``view`` would change what readers see."""
    shown = publications.find(context.session, kind_of(view), view.slug)
    # Views, not JSON: an earlier version may have frozen it without newer fields.
    return shown is None or thaw(shown) != view


def changed_claims(context: Context, views: Sequence[ClaimView]) -> list[ClaimView]:
    """Return those claims that publishing would change for readers."""
    slugs = [view.slug for view in views]
    shown = publications.find_each(context.session, PageKind.CLAIM, slugs)
    return [
        view
        for view in views
        if view.slug not in shown or thaw_claim(shown[view.slug].body) != view
    ]


def publish_edition(
    context: Context,
    title: str,
    view: View,
    revisions: Collection[int] = (),
    told: Told = NOTHING_TOLD,
) -> Publication:
    """Freeze a page and publish it, unless readers see the same already.

    ``revisions`` are the ids of the files that a report's page makes public. The first
    edition of a page has no kind.
    """
    context.require(Action.PUBLISH)
    told.require()
    last = publications.find_last(context.session, kind_of(view), view.slug)
    if last is not None and not last.withdrawn and thaw(last) == view:
        return last
    body = freeze(view)
    publication = Publication(
        kind=kind_of(view),
        slug=view.slug,
        title=title,
        edition=last.edition + 1 if last else 1,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        withdrawn=False,
        by_id=context.actor.id,
        by=context.actor.name,
        at=context.now,
        change=told.kind if last else None,
        note=told.note.strip(),
        lab=lab_of(view).slug,
    )
    context.session.add(publication)
    context.session.flush()
    context.session.add_all(
        PublishedPassage(publication_id=publication.id, passage_id=passage)
        for passage in sorted(passages_in(view))
    )
    context.session.add_all(
        PublishedRevision(publication_id=publication.id, revision_id=number)
        for number in sorted(revisions)
    )
    context.session.flush()
    return publication


def withdraw_edition(context: Context, kind: PageKind, slug: str) -> Publication:
    """Withdraw a page; its editions stay in the history."""
    context.require(Action.PUBLISH)
    last = publications.find_last(context.session, kind, slug)
    if last is None or last.withdrawn:
        raise ConflictError(f"This {kind} is not published.")
    withdrawal = Publication(
        kind=kind,
        slug=slug,
        title=last.title,
        edition=last.edition,
        body="",
        sha256="",
        withdrawn=True,
        by_id=context.actor.id,
        by=context.actor.name,
        at=context.now,
        lab=last.lab,
    )
    context.session.add(withdrawal)
    context.session.flush()
    return withdrawal
