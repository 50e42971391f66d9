"""What the field calls the same: sets of words that a search looks for together."""

from collections.abc import Callable

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.edits import StaleError
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, Typed
from annotator.services.search import synonyms

blueprint = Blueprint("synonyms", __name__, url_prefix="/desk/synonyms")


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def every() -> str:
    """List every set; editors may change them."""
    return _page()


@blueprint.post("")
@allow(Action.PUBLISH)
def add() -> BaseResponse:
    """Add a set."""
    words = request.form.get("words", "")

    def make() -> str:
        synonyms.add_synonyms(context(), text=words)
        return address_of(".every")

    return _done(0, lambda: forms.once(make))


@blueprint.post("/<int:number>")
@allow(Action.PUBLISH)
def edit(number: int) -> BaseResponse:
    """Put other words in the place of a set's."""
    words = request.form.get("words", "")
    return _done(
        number,
        lambda: synonyms.edit_synonyms(
            context(), number, text=words, made_from=forms.made_from()
        ),
    )


@blueprint.post("/<int:number>/remove")
@allow(Action.PUBLISH)
def remove(number: int) -> BaseResponse:
    """Forget a set."""
    return _done(
        number,
        lambda: synonyms.remove_synonyms(
            context(), number, made_from=forms.made_from()
        ),
    )


def _done(number: int, act: Callable[[], object]) -> BaseResponse:
    """Do it and show the list again; with what was typed, if that will not do."""
    form = f"set-{number}"
    try:
        forms.in_turn(act)
    except StaleError as error:
        context().session.rollback()
        return make_response(_page(forms.stale(form, error)), 409)
    except (InvalidError, ConflictError) as error:
        context().session.rollback()
        return make_response(_page(forms.typed(form), str(error)), forms.status(error))
    flash("Searches go by it from now on.")
    return redirect(address_of(".every"), code=303)


def _page(typed: Typed = NOTHING, problem: str = "") -> str:
    return render_template(
        "synonyms/list.html",
        sets=synonyms.list_synonyms(context()),
        typed=typed,
        problem=problem,
    )
