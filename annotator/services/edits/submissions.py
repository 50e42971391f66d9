"""Forms that make something: each is saved once, however often it is sent."""

import re
from datetime import timedelta

from annotator.domain.errors import ConflictError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage.work import submissions

KEPT = timedelta(days=31)  # how long a form that was sent is remembered

_FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,120}")


def begin(context: Context, form_id: str, *, form: str, digest: str) -> str | None:
    """Say what a form made when it was saved before; None if it never was.

    ``form`` says which form it is, ``digest`` stands for what is in it. Raises
    SavedAlreadyError if something else is in it now.
    """
    context.require(Action.READ_DRAFTS)
    if not _FORM_ID.fullmatch(form_id):
        raise ConflictError("This form has no proper number. Load the page again.")
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
        raise ConflictError("This form was sent by somebody else. Load the page again.")
    if first.digest != digest:
        raise SavedAlreadyError(first.made)
    return first.made


def end(context: Context, form_id: str, made: str) -> None:
    """Note what a form that is saved now has made."""
    context.require(Action.READ_DRAFTS)
    submissions.set_made(context.session, form_id, made)


def forget_old(context: Context) -> None:
    """Forget forms that were sent longer ago than anybody sends one again."""
    context.require(Action.MANAGE_ACCOUNTS)
    submissions.forget_before(context.session, context.now - KEPT)
