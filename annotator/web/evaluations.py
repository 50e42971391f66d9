"""Evaluations on the desk: list them, record results from passages, edit and compare."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
    ThresholdFacts,
    labels,
    written,
)
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import (
    Direction,
    IntervalMeaning,
    Outcome,
    RelationKind,
    ResultState,
    ThresholdKind,
)
from annotator.forms.evaluations import (
    ConfirmForm,
    EvaluationForm,
    NewEvaluationForm,
    ResultForm,
    ThresholdForm,
)
from annotator.forms.reading import AnyForm
from annotator.http import saves
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import (
    NOTHING,
    FormPage,
    Typed,
    lead_there,
    lead_to,
    made_from,
    once,
)
from annotator.services.claims import (
    claims,
    evaluation_lists,
    evaluation_merges,
    evaluations,
    passage_lists,
    relations,
    results,
)
from annotator.services.claims.evaluation_lists import EvaluationFilters
from annotator.services.library import labs, reports
from annotator.services.passages import marking

blueprint = Blueprint("evaluations", __name__, url_prefix="/desk/evaluations")

WORDS: Mapping[str, Any] = {
    "directions": list(Direction),
    "threshold_kinds": list(ThresholdKind),
    "states": list(ResultState),
    "meanings": list(IntervalMeaning),
    "outcomes": list(Outcome),
    "evaluation_labels": labels(EvaluationFacts),
    "threshold_labels": labels(ThresholdFacts),
    "result_labels": labels(ResultFacts),
    "relation_kinds": list(RelationKind),
    "relation_labels": labels(RelationFacts),
    "written": written,
}


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_evaluation() -> str:
    """List the evaluations, a page at a time."""
    asked = request.args
    filters = EvaluationFilters(
        asked.get("q", "").strip(),
        asked.get("lab", ""),
        asked.get("model", ""),
        asked.get("report", ""),
    )
    page = asked.get("page", default=1, type=int)
    return render_template(
        "evaluations/library.html",
        found=evaluation_lists.list_page(context(), filters, page),
        filters=filters,
        labs=labs.list_labs(context()),
        reports=[shelf.report for shelf in reports.list_reports(context())],
    )


@blueprint.get("/new")
@allow(Action.WRITE_CLAIM)
def new() -> str:
    """Show the form that adds an evaluation."""
    return _new(Typed("evaluation", request.args.to_dict()))


def _new(typed: Typed) -> str:
    return render_template(
        "evaluations/new.html",
        typed=typed.values,
        errors=typed.errors,
        labs=labs.list_labs(context()),
        categories=claims.list_categories(context()),
        **WORDS,
    )


@blueprint.post("")
@allow(Action.WRITE_CLAIM)
def add() -> BaseResponse:
    """Add an evaluation."""

    def act(form: NewEvaluationForm) -> str:
        row = evaluations.add_evaluation(context(), form.facts(), lab=form.lab)
        return url_for(".show", slug=row.slug)

    page = FormPage(NewEvaluationForm, _new, lead_there)
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.get("/<slug>")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> str | BaseResponse:
    """Show an evaluation with its lines and results, each with its form."""
    kept = evaluation_merges.kept_slug(context(), slug)
    return redirect(url_for(".show", slug=kept)) if kept else shown(slug, NOTHING)


def shown(slug: str, back: Typed) -> str:
    """Return the page of an evaluation, with what came back of one of its forms."""
    evaluation = evaluations.get_evaluation(context(), slug)
    return render_template(
        "evaluations/show.html",
        evaluation=evaluation,
        line_choices=[
            (line.id, line.statement or line.kind) for line in evaluation.thresholds
        ],
        proposals=results.proposals(evaluation),
        relations=relations.list_relations(context(), evaluation),
        lab_reports=[
            (shelf.report.slug, shelf.report.title)
            for shelf in reports.list_reports(context())
            if shelf.report.lab_id == evaluation.lab_id
        ],
        others=evaluation_lists.choices(context(), but=slug),
        siblings=[
            (row.slug, row.name)
            for row in evaluations.list_of_lab(context(), evaluation.lab.slug)
            if row.slug != slug
        ],
        claims_on=results.claims_on(context(), evaluation.results),
        passages=marking.get_passages(context(), evaluation.passage_ids),
        passage_choices=passage_lists.choices(
            context(), evaluation.lab.slug, evaluation.passage_ids
        ),
        back=back,
        errors=back.errors,
        categories=claims.list_categories(context()),
        **WORDS,
    )


def page_of(slug: str, model: type[AnyForm], form: str) -> FormPage[AnyForm]:
    """Return the evaluation's page; ``form`` is the id of the form that was sent."""
    there = url_for("evaluations.show", slug=slug, _anchor=form)
    return FormPage(model, partial(shown, slug), lead_to(there), form)


@blueprint.post("/<slug>")
@allow(Action.WRITE_CLAIM)
def save(slug: str) -> BaseResponse:
    """Save the facts of an evaluation."""
    return page_of(slug, EvaluationForm, "facts").save(
        lambda form: evaluations.edit_evaluation(
            context(), slug, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/lines")
@allow(Action.WRITE_CLAIM)
def add_line(slug: str) -> BaseResponse:
    """Add a line."""
    return page_of(slug, ThresholdForm, "new-line").save(
        lambda form: once(
            lambda: str(evaluations.add_threshold(context(), slug, form.facts()).id)
        )
    )


@blueprint.post("/<slug>/lines/<int:number>")
@allow(Action.WRITE_CLAIM)
def save_line(slug: str, number: int) -> BaseResponse:
    """Save a line."""
    return page_of(slug, ThresholdForm, f"line-{number}").save(
        lambda form: evaluations.edit_threshold(
            context(), slug, number, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/results")
@allow(Action.WRITE_CLAIM)
def add_result(slug: str) -> BaseResponse:
    """Add a result."""
    return page_of(slug, ResultForm, "new-result").save(
        lambda form: once(
            lambda: str(results.add_result(context(), slug, form.facts()).id)
        )
    )


@blueprint.post("/<slug>/results/<int:number>")
@allow(Action.WRITE_CLAIM)
def save_result(slug: str, number: int) -> BaseResponse:
    """Save a result."""
    return page_of(slug, ResultForm, f"result-{number}").save(
        lambda form: results.edit_result(
            context(), slug, number, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/results/<int:number>/confirm")
@allow(Action.WRITE_CLAIM)
def confirm(slug: str, number: int) -> BaseResponse:
    """Record the outcome that the numbers of a result say."""
    return page_of(slug, ConfirmForm, f"result-{number}").save(
        lambda form: results.confirm_outcome(context(), slug, number, form.outcome)
    )


@blueprint.post("/<slug>/lines/<int:number>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw_line(slug: str, number: int) -> BaseResponse:
    """Withdraw a line."""
    evaluations.withdraw_threshold(context(), slug, number)
    return _withdrawn(slug, "line", number)


@blueprint.post("/<slug>/lines/<int:number>/restore")
@allow(Action.WRITE_CLAIM)
def restore_line(slug: str, number: int) -> BaseResponse:
    """Put back a line that was withdrawn."""
    evaluations.restore_threshold(context(), slug, number)
    return _put_back(slug, f"line-{number}")


@blueprint.post("/<slug>/results/<int:number>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw_result(slug: str, number: int) -> BaseResponse:
    """Withdraw a result."""
    results.withdraw_result(context(), slug, number)
    return _withdrawn(slug, "result", number)


@blueprint.post("/<slug>/results/<int:number>/restore")
@allow(Action.WRITE_CLAIM)
def restore_result(slug: str, number: int) -> BaseResponse:
    """Put back a result that was withdrawn."""
    results.restore_result(context(), slug, number)
    return _put_back(slug, f"result-{number}")


def _withdrawn(slug: str, part: str, number: int) -> BaseResponse:
    """Lead back to the page, which offers to undo it."""
    return saves.answer(
        lead_there(url_for(".show", slug=slug, withdrawn=part, undo=number))
    )


def _put_back(slug: str, anchor: str) -> BaseResponse:
    there = url_for(".show", slug=slug, _anchor=anchor)
    return saves.answer(lead_there(there, said="Restored."))
