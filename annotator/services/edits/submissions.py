"""Submissions of forms: what makes something is made once, and a save can be asked for."""

import re
from datetime import timedelta

from annotator.domain.errors import ConflictError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage.work import submissions

KEPT = timedelta(days=31)  # how long a submission is remembered

_FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,120}")


def begin(context: Context, form_id: str, *, form: str, digest: str) -> str | None:
    """Return what a form made when it was saved before, or None if it never was.

    ``form`` names the form, ``digest`` is a hash of its contents. Raises
    SavedAlreadyError if it was saved with other contents.
    """
    context.require(Action.READ_DRAFTS)
    if not _FORM_ID.fullmatch(form_id):
        raise ConflictError("This form is not valid. Reload the page.")
    user_id = context.actor.id
    if submissions.reserve(
        context.session,
        form_id,
        user_id=user_id,
        at=context.now,
        form=form,
        digest=digest,
    ):
        return None
    first = submissions.find(context.session, form_id)
    if first is None or (first.user_id, first.form) != (user_id, form):
        raise ConflictError("This form belongs to another person. Reload the page.")
    if first.digest != digest:
        raise SavedAlreadyError(first.made)
    return first.made


def end(context: Context, form_id: str, made: str) -> None:
    """Record what a form that is saved now has made."""
    context.require(Action.READ_DRAFTS)
    submissions.set_made(context.session, form_id, made)


def note_save(context: Context, save_id: str, *, form: str) -> None:
    """Record that a save with this id, which its page has made up, is done."""
    context.require(Action.READ_DRAFTS)
    if not _FORM_ID.fullmatch(save_id):
        raise ConflictError("This save request is not valid. Reload the page.")
    submissions.reserve(
        context.session,
        save_id,
        user_id=context.actor.id,
        at=context.now,
        form=form,
        digest="",
    )


def is_saved(context: Context, save_id: str) -> bool:
    """Whether the person's own save with this id is done, within ``KEPT``."""
    context.require(Action.READ_DRAFTS)
    found = submissions.find(context.session, save_id)
    return found is not None and found.user_id == context.actor.id


def forget_old(context: Context) -> None:
    """Delete submissions older than ``KEPT``."""
    context.require(Action.MANAGE_ACCOUNTS)
    submissions.forget_before(context.session, context.now - KEPT)
