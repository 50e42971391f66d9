"""The claims that rest on a result, and the form to use it for one more."""

from functools import partial

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.forms.claims import CitationForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import FormPage, Typed, lead_there, once
from annotator.services.claims import results
from annotator.services.passages import marking
from annotator.web import claim_lists

blueprint = Blueprint("result_claims", __name__, url_prefix="/desk/evaluations")


@blueprint.get("/<slug>/results/<int:number>/claims")
@allow(Action.WRITE_CLAIM)
def show(slug: str, number: int) -> str:
    """Show which claims rest on a result."""
    return _shown(slug, number, Typed())


def _shown(slug: str, number: int, back: Typed) -> str:
    result = results.get_result(context(), slug, number)
    cited = [result.passage_id] if result.passage_id is not None else []
    return render_template(
        "evaluations/claims.html",
        result=result,
        resting=results.claims_on(context(), [result]).get(number, []),
        passages=marking.get_passages(context(), cited),
        options=claim_lists.choices(chosen=back.get("claim", "")),
        stances=list(Stance),
        typed=back.values,
        back=back,
        errors=back.errors,
    )


@blueprint.post("/<slug>/results/<int:number>/claims")
@allow(Action.WRITE_CLAIM)
def cite(slug: str, number: int) -> BaseResponse:
    """Link a claim to the result."""

    def make(form: CitationForm) -> str:
        link = results.cite_result(
            context(), slug, number, claim=form.claim, weight=form.weight()
        )
        return url_for("claims.edit", slug=form.claim, _anchor=f"evidence-{link.id}")

    page = FormPage(CitationForm, partial(_shown, slug, number), lead_there, "claims")
    return page.save(lambda form: once(lambda: make(form)))
