"""What the field calls the same: sets of words that a search looks for together."""

from collections.abc import Callable

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services import synonyms

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
    return _done(0, lambda: synonyms.add_synonyms(context(), text=words))


@blueprint.post("/<int:number>")
@allow(Action.PUBLISH)
def edit(number: int) -> BaseResponse:
    """Put other words in the place of a set's."""
    words = request.form.get("words", "")
    return _done(number, lambda: synonyms.edit_synonyms(context(), number, text=words))


@blueprint.post("/<int:number>/remove")
@allow(Action.PUBLISH)
def remove(number: int) -> BaseResponse:
    """Forget a set."""
    return _done(number, lambda: synonyms.remove_synonyms(context(), number))


def _done(number: int, act: Callable[[], object]) -> BaseResponse:
    """Do it and show the list again; with what was typed, if that will not do."""
    try:
        act()
    except (InvalidError, ConflictError) as error:
        return make_response(_page(number, request.form.get("words", ""), error), 422)
    flash("Searches go by it from now on.")
    return redirect(address_of(".every"), code=303)


def _page(
    number: int = 0, typed: str = "", error: InvalidError | ConflictError | None = None
) -> str:
    return render_template(
        "synonyms/list.html",
        sets=synonyms.list_synonyms(context()),
        number=number,
        typed=typed,
        problem=str(error) if error else "",
    )
