"""Categories and their groups on the desk: what they are called, and their order."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.forms.categories import CategoryForm, GroupForm, MoveForm
from annotator.forms.reading import AnyForm
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
from annotator.services.claims import categories

blueprint = Blueprint("categories", __name__, url_prefix="/desk/categories")
groups = Blueprint("category_groups", __name__, url_prefix="/desk/category-groups")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_category() -> str:
    """List the groups and their categories; editors may change them."""
    return _library(NOTHING)


def _library(back: Typed) -> str:
    return render_template(
        "categories/library.html",
        groups=categories.list_groups(context()),
        back=back,
        errors=back.errors,
    )


def _page(model: type[AnyForm], form: str) -> FormPage[AnyForm]:
    """Return the page of all; ``form`` is the id of the form that was sent."""
    return FormPage(
        model, _library, lead_to(url_for("categories.library", _anchor=form)), form
    )


@blueprint.post("")
@allow(Action.EDIT_CATEGORIES)
def add() -> BaseResponse:
    """Add a category."""

    def act(form: CategoryForm) -> str:
        category = categories.add_category(context(), form.facts())
        return url_for("categories.library", _anchor=f"category-{category.slug}")

    page = FormPage(CategoryForm, _library, lead_there, "new-category")
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.post("/<slug>")
@allow(Action.EDIT_CATEGORIES)
def save(slug: str) -> BaseResponse:
    """Save a category."""
    return _page(CategoryForm, f"category-{slug}").save(
        lambda form: categories.edit_category(
            context(), slug, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/move")
@allow(Action.EDIT_CATEGORIES)
def move(slug: str) -> BaseResponse:
    """Move a category within its group."""
    return _page(MoveForm, f"category-{slug}").save(
        lambda form: categories.move_category(context(), slug, before=form.before)
    )


@groups.post("", endpoint="add")
@allow(Action.EDIT_CATEGORIES)
def add_group() -> BaseResponse:
    """Add a group."""

    def act(form: GroupForm) -> str:
        group = categories.add_group(context(), **dict(form))
        return url_for("categories.library", _anchor=f"group-{group.slug}")

    page = FormPage(GroupForm, _library, lead_there, "new-group")
    return page.save(lambda form: once(lambda: act(form)))


@groups.post("/<slug>", endpoint="save")
@allow(Action.EDIT_CATEGORIES)
def save_group(slug: str) -> BaseResponse:
    """Save a group."""
    return _page(GroupForm, f"group-{slug}").save(
        lambda form: categories.edit_group(
            context(), slug, made_from=made_from(), **dict(form)
        )
    )


@groups.post("/<slug>/move", endpoint="move")
@allow(Action.EDIT_CATEGORIES)
def move_group(slug: str) -> BaseResponse:
    """Move a group with all of its categories."""
    return _page(MoveForm, f"group-{slug}").save(
        lambda form: categories.move_group(context(), slug, before=form.before)
    )
