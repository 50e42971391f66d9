"""Removal of reports and files that were taken in by mistake, and the way back."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import ConflictError, RemovedError
from annotator.domain.permissions import Action, may
from annotator.forms.reports import RemoveForm
from annotator.http import errors
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_to
from annotator.http.render import wants_part
from annotator.services.intake import removal, removal_plan
from annotator.services.intake.removal import RemovedReport
from annotator.services.intake.removal_plan import Going

blueprint = Blueprint("removals", __name__, url_prefix="/desk")

NAMED = 50  # claims that the page names


@blueprint.get("/reports/<slug>/remove")
@allow(Action.ADD_REPORT)
def ask(slug: str) -> str:
    """Show what goes with a report, or why it cannot be removed."""
    return _ask(lambda: removal_plan.plan_report(context(), slug), NOTHING)


@blueprint.get("/revisions/<sha>/remove")
@allow(Action.ADD_REPORT)
def ask_file(sha: str) -> str:
    """Show what goes with one file of a report, or why it cannot be removed."""
    return _ask(lambda: removal_plan.plan_file(context(), sha), NOTHING)


def _ask(plan: Callable[[], Going], typed: Typed) -> str:
    return render_template(
        "desk/remove.html", going=plan(), errors=typed.errors, named=NAMED
    )


@blueprint.post("/reports/<slug>/remove")
@allow(Action.ADD_REPORT)
def remove(slug: str) -> BaseResponse:
    """Remove a report that was taken in by mistake."""
    return _page(lambda: removal_plan.plan_report(context(), slug)).save(
        lambda form: _say(
            removal.remove_report(context(), slug, seen=form.going or None).title
        )
    )


@blueprint.post("/revisions/<sha>/remove")
@allow(Action.ADD_REPORT)
def remove_file(sha: str) -> BaseResponse:
    """Remove one file of a report that was taken in by mistake."""
    return _page(lambda: removal_plan.plan_file(context(), sha)).save(
        lambda form: _say(
            removal.remove_file(context(), sha, seen=form.going or None).file_name
        )
    )


def _page(plan: Callable[[], Going]) -> FormPage[RemoveForm]:
    return FormPage(
        RemoveForm,
        partial(_ask, plan),
        lead_to(address_of("desk.library", _anchor="removed"), said=""),
        mistakes=(ConflictError,),
    )


def _say(name: str) -> None:
    flash(f"“{name or 'A file'}” was removed. You can restore it below.")


@blueprint.post("/reports/<slug>/restore")
@allow(Action.ADD_REPORT)
def restore(slug: str) -> BaseResponse:
    """Restore a removed report."""
    report = removal.restore_report(context(), slug)
    flash(f"“{report.title}” was restored.")
    return redirect(address_of("desk.library"), code=303)


@blueprint.post("/revisions/<sha>/restore")
@allow(Action.ADD_REPORT)
def restore_file(sha: str) -> BaseResponse:
    """Restore a removed file."""
    revision = removal.restore_file(context(), sha)
    flash(f"“{revision.file_name or 'The file'}” was restored.")
    return redirect(address_of("desk.library"), code=303)


@blueprint.app_errorhandler(RemovedError)
def was_removed(error: RemovedError) -> BaseResponse:
    """Say who removed what was asked for, and how it comes back; readers learn nothing."""
    context().session.rollback()
    if not may(context().actor.role, Action.READ_DRAFTS):
        return errors.answer(error)
    gone = removal.find_removed(context(), error.key)
    if gone is None:  # it was restored just now
        return errors.answer(error)
    if wants_part() or request.method != "GET":
        return errors.answer(ConflictError(_in_words(gone)))
    page = render_template(
        "desk/was_removed.html", gone=gone, is_report=isinstance(gone, RemovedReport)
    )
    return make_response(page, 410)


def _in_words(gone: removal.RemovedReport | removal.RemovedFile) -> str:
    if isinstance(gone, RemovedReport):
        name = gone.report.title
    else:
        name = gone.file.file_name or "The file"
    return (
        f"“{name}” was removed by {gone.by}. Nothing was saved. It can be restored "
        "under “Removed reports” on the reports page."
    )
