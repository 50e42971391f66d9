"""What reports do not say: keep a search, judge what it finds, use it as evidence."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import AnnotatorError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.search.unindexed import shown
from annotator.services import absence_searches, absences, claims, library
from annotator.web import claim_form

blueprint = Blueprint("absences", __name__, url_prefix="/desk/absences")


@blueprint.app_context_processor
def _waiting() -> dict[str, object]:
    """Let the desk's navigation say how many absences do not hold, or not yet."""
    return {"waiting_absences": lambda: absences.count_waiting(context())}


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
    reports = [shelf.report for shelf in library.list_reports(context())]
    return render_template(
        "absences/new.html", typed=typed, errors=errors, reports=reports
    )


@blueprint.post("")
@allow(Action.WRITE_CLAIM)
def add() -> BaseResponse | tuple[str, int]:
    """Keep a search, and make it."""
    form = request.form
    report, queries = form.get("report", ""), form.get("queries", "")
    try:
        search = partial(absence_searches.search_new, report=report, queries=queries)
        ahead = beforehand(search)
        kept = absences.keep_absence(
            context(),
            report=report,
            statement=form.get("statement", ""),
            queries=queries,
            ahead=ahead,
        )
    except AnnotatorError as error:
        context().session.rollback()
        return _new(form.to_dict(), forms.field_errors(error)), 422
    return redirect(url_for(".show", number=kept.absence.id), code=303)


@blueprint.get("/<int:number>")
@allow(Action.READ_DRAFTS)
def show(number: int) -> str:
    """Show an absence: its queries, what they found, and what was thought of it."""
    return _shown(number, {})


def _shown(number: int, errors: dict[str, str]) -> str:
    receipt = absences.get_absence(context(), number)
    return render_template(
        "absences/show.html",
        receipt=receipt,
        snippets=[shown(each.hit) for each in receipt.hits],
        runs=absences.list_runs(context(), number),
        every_claim=claims.list_claims(context()),
        stances=list(Stance),
        typed=request.form,
        errors=errors,
    )


@blueprint.post("/<int:number>/runs")
@allow(Action.WRITE_CLAIM)
def run(number: int) -> BaseResponse | tuple[str, int]:
    """Search the newest file again, for what is typed now."""
    queries = request.form.get("queries")

    def search_and_keep() -> None:
        search = partial(
            absence_searches.search_absence, absence_id=number, queries=queries
        )
        ahead = beforehand(search)
        absences.run_absence(context(), number, queries=queries, ahead=ahead)

    return _act(number, search_and_keep)


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
    return _act(
        number,
        lambda: absences.cite_absence(context(), number, claim=claim, weight=weight),
        "claims",
    )


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
    number: int, act: Callable[[], Any], anchor: str = ""
) -> BaseResponse | tuple[str, int]:
    address = url_for(".show", number=number, _anchor=anchor or None)
    return forms.save(
        act, then=address, show_again=lambda errors: _shown(number, errors)
    )
