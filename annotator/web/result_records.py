"""Record a result from a passage: what it prints is proposed in typed fields."""

from functools import partial

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.evaluations.facts import ResultFacts, written
from annotator.domain.evaluations.typed import TypedResult
from annotator.domain.evaluations.values import TypedValue, read_passage
from annotator.domain.permissions import Action
from annotator.domain.text.measures import Kind
from annotator.domain.vocabulary import ResultState
from annotator.forms.evaluations import RecordForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import FormPage, Typed, lead_there, once
from annotator.services.claims import claims, evaluations, passage_lists, results
from annotator.services.library import labs, reports
from annotator.services.library.labs import Lab
from annotator.services.passages import marking
from annotator.services.passages.marking import Passage
from annotator.web.evaluations import WORDS

blueprint = Blueprint("result_records", __name__, url_prefix="/desk/passages")


@blueprint.get("/<int:number>/result")
@allow(Action.WRITE_CLAIM)
def new(number: int) -> str:
    """Show the form that records a result from a passage."""
    return _shown(number, Typed())


def _shown(number: int, back: Typed) -> str:
    passage = marking.get_passage(context(), number)
    lab = _lab(passage)
    reading = read_passage(passage.exact)
    values = [value for value in reading.values if value.kind is not Kind.SAMPLE]
    chosen = request.args.get("value", default=0, type=int)
    value = values[chosen] if 0 <= chosen < len(values) else None
    return render_template(
        "evaluations/record.html",
        passage=passage,
        lab=lab,
        values=values,
        chosen=chosen,
        untyped=reading.untyped,
        typed=back.values if back else _proposed(passage, value),
        errors=back.errors,
        back=back,
        passage_choices=passage_lists.choices(context(), lab.slug, [passage.id]),
        known=evaluations.list_of_lab(context(), lab.slug),
        categories=claims.list_categories(context()),
        **WORDS,
    )


def _lab(passage: Passage) -> Lab:
    report = reports.get_report(context(), passage.report.slug)
    return labs.get_lab(context(), report.lab.slug)


def _proposed(passage: Passage, value: TypedValue | None) -> dict[str, str]:
    """Return what the form shows first: what the passage prints, and what that types to."""
    facts = ResultFacts(
        value=value.printed if value else passage.exact[:200],
        state=ResultState.SCORED if value else ResultState.QUALITATIVE,
        metric=value.metric if value else "",
        typed=TypedResult.proposed(value) if value else TypedResult(),
        passage=passage.id,
    )
    return written(facts)


@blueprint.post("/<int:number>/result")
@allow(Action.WRITE_CLAIM)
def add(number: int) -> BaseResponse:
    """Record a result, with its evaluation if that is a new one."""

    def act(form: RecordForm) -> str:
        lab = _lab(marking.get_passage(context(), number)).slug
        slug = form.evaluation
        if form.new is not None:
            slug = evaluations.add_evaluation(context(), form.new, lab=lab).slug
        result = results.add_result(context(), slug, form.facts())
        return url_for("evaluations.show", slug=slug, _anchor=f"result-{result.id}")

    page = FormPage(RecordForm, partial(_shown, number), _lead, "record")
    return page.save(lambda form: once(lambda: act(form)))


def _lead(address: str) -> BaseResponse:
    return lead_there(
        address, said="Recorded. Its lines and the remaining numbers are below."
    )
