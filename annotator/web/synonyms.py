"""Synonyms: sets of words that a search treats as one."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.forms.reading import AnyForm
from annotator.forms.synonyms import SynonymsForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_to, made_from, once
from annotator.services.search import synonyms

blueprint = Blueprint("synonyms", __name__, url_prefix="/desk/synonyms")


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def every() -> str:
    """List every set; editors may change them."""
    return _list(NOTHING)


def _list(typed: Typed) -> str:
    return render_template(
        "synonyms/list.html",
        sets=synonyms.list_synonyms(context()),
        typed=typed,
        problem=typed.errors.get("words") or typed.errors.get("all", ""),
    )


def _page(model: type[AnyForm], number: int = 0) -> FormPage[AnyForm]:
    """Return the list's page; ``number`` names the set that was sent, 0 a new one."""
    return FormPage(
        model,
        _list,
        lead_to(url_for(".every"), "Saved. Searches use it from now on."),
        f"set-{number}",
        mistakes=(InvalidError, ConflictError),
    )


@blueprint.post("")
@allow(Action.PUBLISH)
def add() -> BaseResponse:
    """Add a set."""

    def make(form: SynonymsForm) -> str:
        synonyms.add_synonyms(context(), text=form.words)
        return url_for(".every")

    return _page(SynonymsForm).save(lambda form: once(lambda: make(form)))


@blueprint.post("/<int:number>")
@allow(Action.PUBLISH)
def edit(number: int) -> BaseResponse:
    """Replace the words of a set."""
    return _page(SynonymsForm, number).save(
        lambda form: synonyms.edit_synonyms(
            context(), number, text=form.words, made_from=made_from()
        )
    )


@blueprint.post("/<int:number>/remove")
@allow(Action.PUBLISH)
def remove(number: int) -> BaseResponse:
    """Remove a set."""
    return _page(SynonymsForm, number).save(
        lambda _: synonyms.remove_synonyms(context(), number, made_from=made_from())
    )
