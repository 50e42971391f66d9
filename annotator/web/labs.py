"""Labs on the desk, with their models; from here a newcomer comes to a scorecard."""

from functools import partial

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.forms.labs import LabForm, ModelForm, NewLabForm
from annotator.forms.reading import AnyForm, Form
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
from annotator.services.claims import scorecards
from annotator.services.library import lab_uses, labs, reports

blueprint = Blueprint("labs", __name__, url_prefix="/desk/labs")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_lab() -> str:
    """List the labs, with how much there is of each."""
    return render_template(
        "labs/library.html", rows=lab_uses.list_labs(context()), words=lab_uses.words_of
    )


@blueprint.get("/new")
@allow(Action.WRITE_SCORECARD)
def new() -> str:
    """Show the form that adds a lab."""
    return _new(NOTHING)


def _new(typed: Typed) -> str:
    return render_template("labs/new.html", typed=typed.values, errors=typed.errors)


@blueprint.post("")
@allow(Action.WRITE_SCORECARD)
def add() -> BaseResponse:
    """Add a lab."""

    def act(form: NewLabForm) -> str:
        lab = labs.add_lab(context(), **dict(form))
        return url_for(".show", slug=lab.slug)

    page = FormPage(NewLabForm, _new, lead_there)
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.get("/<slug>")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> str:
    """Show a lab with its models, scorecards and reports; ``edit`` opens a model's form."""
    return _shown(slug, NOTHING)


def _shown(slug: str, back: Typed) -> str:
    lab = labs.get_lab(context(), slug)
    return render_template(
        "labs/show.html",
        lab=lab,
        scorecards=scorecards.list_of_lab(context(), lab),
        reports=reports.list_of_lab(context(), lab),
        uses=lab_uses.uses_of_lab(context(), lab),
        uses_of_models=lab_uses.uses_of_models(context(), lab),
        words=lab_uses.words_of,
        edited=request.args.get("edit", ""),
        back=back,
        errors=back.errors,
    )


def _page(slug: str, model: type[AnyForm], form: str) -> FormPage[AnyForm]:
    """Return the lab's page; ``form`` is the id of the form that was sent."""
    there = url_for(".show", slug=slug, _anchor=form or None)
    return FormPage(model, partial(_shown, slug), lead_to(there), form)


@blueprint.post("/<slug>")
@allow(Action.WRITE_SCORECARD)
def save(slug: str) -> BaseResponse:
    """Save the name and the web address of a lab."""
    return _page(slug, LabForm, "facts").save(
        lambda form: labs.edit_lab(context(), slug, made_from=made_from(), **dict(form))
    )


@blueprint.post("/<slug>/remove")
@allow(Action.WRITE_SCORECARD)
def remove(slug: str) -> BaseResponse:
    """Remove a lab on which nothing rests."""
    there = partial(lead_there, url_for(".library"))
    return FormPage(
        Form, partial(_shown, slug), lambda name: there(said=f"{name} was removed.")
    ).save(lambda _: lab_uses.remove_lab(context(), slug))


@blueprint.post("/<slug>/models")
@allow(Action.WRITE_SCORECARD)
def add_model(slug: str) -> BaseResponse:
    """Add a model."""

    def act(form: ModelForm) -> str:
        model = labs.add_model(context(), slug, form.facts())
        return url_for(".show", slug=slug, _anchor=f"model-{model.slug}")

    page = FormPage(
        ModelForm,
        partial(_shown, slug),
        partial(lead_there, said="Added."),
        "new-model",
    )
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.post("/<slug>/models/<model>")
@allow(Action.WRITE_SCORECARD)
def save_model(slug: str, model: str) -> BaseResponse:
    """Save the facts of a model."""
    return _page(slug, ModelForm, f"model-{model}").save(
        lambda form: labs.edit_model(
            context(), model, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/models/<model>/remove")
@allow(Action.WRITE_SCORECARD)
def remove_model(slug: str, model: str) -> BaseResponse:
    """Remove a model on which nothing rests."""
    there = partial(lead_there, url_for(".show", slug=slug))
    return FormPage(
        Form, partial(_shown, slug), lambda name: there(said=f"{name} was removed.")
    ).save(lambda _: lab_uses.remove_model(context(), model))
