"""The reasons that verdicts may name, on the desk: what they mean, and their order."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.forms.categories import MoveForm
from annotator.forms.reading import AnyForm, Form
from annotator.forms.reasons import ReasonForm
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
from annotator.services.claims import reasons

blueprint = Blueprint("reasons", __name__, url_prefix="/desk/reasons")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_reason() -> str:
    """List the reasons; editors may change them."""
    return _library(NOTHING)


def _library(back: Typed) -> str:
    return render_template(
        "reasons/library.html",
        reasons=reasons.list_reasons(context()),
        counts=reasons.count_verdicts(context()),
        back=back,
        errors=back.errors,
    )


def _page(model: type[AnyForm], slug: str) -> FormPage[AnyForm]:
    form = f"reason-{slug}"
    there = lead_to(url_for(".library", _anchor=form))
    return FormPage(model, _library, there, form)


@blueprint.post("")
@allow(Action.EDIT_REASONS)
def add() -> BaseResponse:
    """Add a reason."""

    def act(form: ReasonForm) -> str:
        reason = reasons.add_reason(context(), form.facts())
        return url_for(".library", _anchor=f"reason-{reason.slug}")

    page = FormPage(ReasonForm, _library, lead_there, "new-reason")
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.post("/<slug>")
@allow(Action.EDIT_REASONS)
def save(slug: str) -> BaseResponse:
    """Save a reason."""
    return _page(ReasonForm, slug).save(
        lambda form: reasons.edit_reason(
            context(), slug, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/move")
@allow(Action.EDIT_REASONS)
def move(slug: str) -> BaseResponse:
    """Move a reason within the list."""
    return _page(MoveForm, slug).save(
        lambda form: reasons.move_reason(context(), slug, before=form.before)
    )


@blueprint.post("/<slug>/remove")
@allow(Action.EDIT_REASONS)
def remove(slug: str) -> BaseResponse:
    """Remove a reason that no verdict names."""
    there = lead_to(url_for(".library"), "The reason was removed.")
    page = FormPage(Form, _library, there, f"reason-{slug}")
    return page.save(lambda _: reasons.remove_reason(context(), slug))
