"""What reports do not say: keep a search, judge what it finds, use it as evidence."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.edits import StaleError
from annotator.domain.errors import AnnotatorError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import NOTHING, Typed
from annotator.search.scan import shown
from annotator.services.claims import absence_searches, absence_status, absences, claims
from annotator.services.claims.absence_searches import Searches
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.web import claim_form

blueprint = Blueprint("absences", __name__, url_prefix="/desk/absences")


@blueprint.app_context_processor
def _waiting() -> dict[str, object]:
    """Let the desk's navigation say how many absences do not hold, or not yet."""
    return {"waiting_absences": lambda: absence_status.count_waiting(context())}


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_absence() -> str:
    """List every absence, with how it stands."""
    return render_template(
        "absences/library.html", receipts=absences.list_absences(context())
    )


@blueprint.get("/new")
@allow(Action.WRITE_CLAIM)
def new() -> str:
    """Show the form that keeps a search: of a report, for one query or several."""
    typed = {
        "report": request.args.get("report", ""),
        "queries": "\n".join(request.args.getlist("q")),
    }
    return _new(typed, {})


def _new(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "absences/new.html",
        typed=typed,
        errors=errors,
        reports=[shelf.report for shelf in reports.list_reports(context())],
    )


@blueprint.post("")
@allow(Action.WRITE_CLAIM)
def add() -> BaseResponse | tuple[str, int]:
    """Keep a search, and make it."""
    try:
        ahead = beforehand(_search_new)
        address = forms.once(lambda: _keep(ahead))
    except AnnotatorError as error:
        context().session.rollback()
        typed = request.form.to_dict()
        return _new(typed, forms.field_errors(error)), forms.status(error)
    return redirect(address, code=303)


def _search_new(reading: Context) -> Searches:
    form = request.form
    return absence_searches.search_new(
        reading, report=form.get("report", ""), queries=form.get("queries", "")
    )


def _keep(ahead: Searches) -> str:
    form = request.form
    kept = absences.keep_absence(
        context(),
        report=form.get("report", ""),
        statement=form.get("statement", ""),
        queries=form.get("queries", ""),
        ahead=ahead,
    )
    return url_for(".show", number=kept.absence.id)


@blueprint.get("/<int:number>")
@allow(Action.READ_DRAFTS)
def show(number: int) -> str:
    """Show an absence: its queries, what they found, and what was thought of it."""
    return _shown(number, {}, NOTHING)


def _shown(number: int, errors: dict[str, str], back: Typed) -> str:
    receipt = absences.get_absence(context(), number)
    return render_template(
        "absences/show.html",
        receipt=receipt,
        snippets=[shown(each.hit) for each in receipt.hits],
        runs=absences.list_runs(context(), number),
        every_claim=claims.list_claims(context()),
        stances=list(Stance),
        typed=request.form,
        back=back,
        errors=errors,
    )


@blueprint.post("/<int:number>/runs")
@allow(Action.WRITE_CLAIM)
def run(number: int) -> BaseResponse | tuple[str, int]:
    """Search the newest file again, for what is typed now."""
    queries = request.form.get("queries")
    search = partial(
        absence_searches.search_absence, absence_id=number, queries=queries
    )
    try:
        ahead = beforehand(search)
    except AnnotatorError as error:
        again = _shown(number, forms.field_errors(error), forms.typed("queries-form"))
        return again, forms.status(error)
    return _act(
        number,
        lambda: absences.run_absence(
            context(),
            number,
            queries=queries,
            made_from=forms.made_from(),
            ahead=ahead,
        ),
        "queries-form",
    )


@blueprint.post("/<int:number>/judge")
@allow(Action.WRITE_CLAIM)
def judge(number: int) -> BaseResponse | tuple[str, int]:
    """Say whether a sentence that was found says it, and why."""
    form = request.form
    start = form.get("start", default=-1, type=int)
    says = form.get("says") == "yes"
    reason = form.get("reason", "")
    return _act(
        number,
        lambda: absences.judge_hit(
            context(), number, start=start, says=says, reason=reason
        ),
        "hits",
    )


@blueprint.post("/<int:number>/evidence")
@allow(Action.WRITE_CLAIM)
def cite(number: int) -> BaseResponse | tuple[str, int]:
    """Link a claim to the absence."""
    weight = claim_form.weight(request.form)
    claim = request.form.get("claim", "")

    def make() -> str:
        absences.cite_absence(context(), number, claim=claim, weight=weight)
        return url_for(".show", number=number, _anchor="claims")

    return _act(number, lambda: forms.once(make), "claims")


@blueprint.post("/<int:number>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw(number: int) -> BaseResponse | tuple[str, int]:
    """Take an absence back."""
    return _act(number, lambda: absences.withdraw_absence(context(), number))


@blueprint.post("/<int:number>/restore")
@allow(Action.WRITE_CLAIM)
def restore(number: int) -> BaseResponse | tuple[str, int]:
    """Put an absence back that was taken back."""

    def search_and_restore() -> None:
        ahead = beforehand(partial(absence_searches.search_absence, absence_id=number))
        absences.restore_absence(context(), number, ahead=ahead)

    return _act(number, search_and_restore)


def _act(
    number: int, act: Callable[[], Any], form: str = ""
) -> BaseResponse | tuple[str, int]:
    def show_stale(error: StaleError) -> str:
        return _shown(number, {}, forms.stale(form, error))

    return forms.save(
        act,
        then=url_for(".show", number=number, _anchor=form or None),
        show_again=lambda errors: _shown(number, errors, forms.typed(form)),
        show_stale=show_stale,
    )
