"""Absences: keep a search, judge what it finds, use it as evidence."""

from functools import partial

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.forms.absences import (
    AbsenceForm,
    JudgementForm,
    QueriesForm,
)
from annotator.forms.claims import CitationForm
from annotator.forms.reading import AnyForm, Form
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import (
    NOTHING,
    FormPage,
    Typed,
    lead_there,
    lead_to,
    made_from,
    once,
)
from annotator.services.claims import absence_searches, absence_status, absences
from annotator.services.claims.absence_searches import Searches
from annotator.services.library import reports
from annotator.web import claim_lists

blueprint = Blueprint("absences", __name__, url_prefix="/desk/absences")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_absence() -> str:
    """List the absences with their status, or those that wait, a page at a time."""
    only_waiting = bool(request.args.get("waiting"))
    number = request.args.get("page", default=1, type=int)
    return render_template(
        "absences/library.html",
        found=absence_status.list_page(
            context(), only_waiting=only_waiting, page=number
        ),
        only_waiting=only_waiting,
    )


@blueprint.get("/new")
@allow(Action.WRITE_CLAIM)
def new() -> str:
    """Show the form that keeps an absence: a report, and one or more queries."""
    asked = {
        "report": request.args.get("report", ""),
        "queries": "\n".join(request.args.getlist("q")),
    }
    return _new(Typed("absence", asked))


def _new(typed: Typed) -> str:
    return render_template(
        "absences/new.html",
        typed=typed.values,
        errors=typed.errors,
        reports=[shelf.report for shelf in reports.list_reports(context())],
    )


@blueprint.post("")
@allow(Action.WRITE_CLAIM)
def add() -> BaseResponse:
    """Keep an absence, and run its search."""

    def search(form: AbsenceForm) -> Searches:
        return beforehand(
            lambda reading: absence_searches.search_new(
                reading, report=form.report, queries=form.queries
            )
        )

    return FormPage(AbsenceForm, _new, lead_there).prepare_and_save(
        search, lambda form, ahead: once(lambda: _keep(form, ahead))
    )


def _keep(form: AbsenceForm, ahead: Searches) -> str:
    kept = absences.keep_absence(context(), ahead=ahead, **dict(form))
    return url_for(".show", number=kept.absence.id)


@blueprint.get("/<int:number>")
@allow(Action.READ_DRAFTS)
def show(number: int) -> str:
    """Show an absence: its queries, what they found, and how that was judged."""
    return _shown(number, NOTHING)


def _shown(number: int, back: Typed) -> str:
    receipt = absences.get_absence(context(), number)
    return render_template(
        "absences/show.html",
        receipt=receipt,
        runs=absences.list_runs(context(), number),
        options=claim_lists.choices(chosen=back.get("claim", "")),
        stances=list(Stance),
        typed=back.values,
        back=back,
        errors=back.errors,
    )


def _page(number: int, model: type[AnyForm], form: str) -> FormPage[AnyForm]:
    """Return the absence's page; ``form`` is the form of it that was sent."""
    return FormPage(
        model,
        partial(_shown, number),
        lead_to(url_for(".show", number=number, _anchor=form or None)),
        form,
    )


@blueprint.post("/<int:number>/runs")
@allow(Action.WRITE_CLAIM)
def run(number: int) -> BaseResponse:
    """Search the newest file again, with the queries that were typed."""
    return _page(number, QueriesForm, "queries-form").prepare_and_save(
        lambda form: _search_again(number, form.queries),
        lambda form, ahead: absences.run_absence(
            context(),
            number,
            queries=form.queries,
            made_from=made_from(),
            ahead=ahead,
        ),
    )


def _search_again(number: int, queries: str | None = None) -> Searches:
    return beforehand(
        lambda reading: absence_searches.search_absence(reading, number, queries)
    )


@blueprint.post("/<int:number>/judge")
@allow(Action.WRITE_CLAIM)
def judge(number: int) -> BaseResponse:
    """Judge whether a sentence that was found says what is denied, and why."""
    return _page(number, JudgementForm, "hits").save(
        lambda form: absences.judge_hit(context(), number, **dict(form))
    )


@blueprint.post("/<int:number>/evidence")
@allow(Action.WRITE_CLAIM)
def cite(number: int) -> BaseResponse:
    """Link a claim to the absence."""

    def make(form: CitationForm) -> str:
        absences.cite_absence(context(), number, claim=form.claim, weight=form.weight())
        return url_for(".show", number=number, _anchor="claims")

    page = _page(number, CitationForm, "claims")
    return page.save(lambda form: once(lambda: make(form)))


@blueprint.post("/<int:number>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw(number: int) -> BaseResponse:
    """Withdraw an absence."""
    return _page(number, Form, "").save(
        lambda _: absences.withdraw_absence(context(), number)
    )


@blueprint.post("/<int:number>/restore")
@allow(Action.WRITE_CLAIM)
def restore(number: int) -> BaseResponse:
    """Restore a withdrawn absence."""
    return _page(number, Form, "").prepare_and_save(
        lambda _: _search_again(number),
        lambda _, ahead: absences.restore_absence(context(), number, ahead=ahead),
    )
