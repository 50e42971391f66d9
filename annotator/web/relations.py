"""What becomes of an evaluation: followed across reports, compared, merged, moved."""

from functools import partial

from flask import Blueprint, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.forms.categories import MoveForm
from annotator.forms.relations import MergeForm, RelationForm
from annotator.http import saves
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import FormPage, lead_there, lead_to, made_from, once
from annotator.services.claims import evaluation_merges, evaluations, relations
from annotator.web.evaluations import page_of, shown

blueprint = Blueprint("relations", __name__, url_prefix="/desk/evaluations")


@blueprint.post("/<slug>/relations")
@allow(Action.WRITE_CLAIM)
def add(slug: str) -> BaseResponse:
    """Note what became of an evaluation."""
    return page_of(slug, RelationForm, "new-relation").save(
        lambda form: once(
            lambda: str(relations.add_relation(context(), slug, form.facts()).id)
        )
    )


@blueprint.post("/<slug>/relations/<int:number>")
@allow(Action.WRITE_CLAIM)
def save(slug: str, number: int) -> BaseResponse:
    """Save a relation."""
    return page_of(slug, RelationForm, f"relation-{number}").save(
        lambda form: relations.edit_relation(
            context(), slug, number, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/relations/<int:number>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw(slug: str, number: int) -> BaseResponse:
    """Withdraw a relation."""
    relations.withdraw_relation(context(), slug, number)
    there = url_for("evaluations.show", slug=slug, withdrawn="relation", undo=number)
    return saves.answer(lead_there(there))


@blueprint.post("/<slug>/relations/<int:number>/restore")
@allow(Action.WRITE_CLAIM)
def restore(slug: str, number: int) -> BaseResponse:
    """Put back a relation that was withdrawn."""
    relations.restore_relation(context(), slug, number)
    there = url_for("evaluations.show", slug=slug, _anchor=f"relation-{number}")
    return saves.answer(lead_there(there, said="Restored."))


@blueprint.post("/<slug>/merge")
@allow(Action.WRITE_CLAIM)
def merge(slug: str) -> BaseResponse:
    """Move what an evaluation has to another one, of which it is a second name."""

    def act(form: MergeForm) -> str:
        kept = evaluation_merges.merge_evaluation(context(), slug, into=form.into)
        return url_for("evaluations.show", slug=kept.slug)

    said = "Merged. Its lines and results are now listed below."
    page = FormPage(
        MergeForm, partial(shown, slug), partial(lead_there, said=said), "merge"
    )
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.post("/<slug>/move")
@allow(Action.WRITE_CLAIM)
def move(slug: str) -> BaseResponse:
    """Have an evaluation stand elsewhere among those of its lab and category."""
    row = evaluations.get_evaluation(context(), slug)
    there = url_for("evaluations.library", lab=row.lab.slug, _anchor=slug)
    page = FormPage(MoveForm, partial(shown, slug), lead_to(there), "")
    return page.save(
        lambda form: evaluations.move_evaluation(context(), slug, before=form.before)
    )
