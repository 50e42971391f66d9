"""Scorecards: their cards, publication, files."""

from contextlib import closing
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, flash, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidFileError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import CategoryShown, Credence, State
from annotator.forms.publishing import PublishForm
from annotator.forms.reading import AnyForm, Form
from annotator.forms.scorecards import CardForm, NewScorecardForm, ScorecardForm
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import (
    NOTHING,
    FormPage,
    Typed,
    lead_there,
    lead_to,
    made_from,
    once,
)
from annotator.http.render import render
from annotator.services.claims import categories, claim_lists, scorecards
from annotator.services.claims.claim_lists import ClaimFilters, Sort
from annotator.services.library import labs
from annotator.services.published import editions
from annotator.services.publishing import drafts_as_pages, plans, publication
from annotator.services.scorecard_files import (
    Preparation,
    export_scorecard,
    import_scorecard,
    look_ahead,
    remarks_on,
)
from annotator.web.findings import finding_values

blueprint = Blueprint("scorecards", __name__, url_prefix="/desk/scorecards")

NO_MODEL = ("",)  # a scorecard on no model has no claims


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_scorecard() -> str:
    """List every scorecard, with the form of a new one, which ``lab`` begins."""
    return _library(Typed(values=request.args.to_dict()))


def _library(typed: Typed) -> str:
    return render_template(
        "scorecards/library.html",
        scorecards=scorecards.list_scorecards(context()),
        labs=labs.list_labs(context()),
        typed=typed.values,
        errors=typed.errors,
    )


@blueprint.post("")
@allow(Action.WRITE_SCORECARD)
def add() -> BaseResponse:
    """Add a scorecard."""

    def begin(form: NewScorecardForm) -> str:
        scorecard = scorecards.add_scorecard(context(), **dict(form))
        return url_for(".edit", slug=scorecard.slug)

    page = FormPage(NewScorecardForm, _library, lead_there)
    return page.save(lambda form: once(lambda: begin(form)))


@blueprint.get("/<slug>")
@allow(Action.READ_DRAFTS)
def edit(slug: str) -> str:
    """Show the scorecard's editor."""
    return _editor(slug, NOTHING)


def _editor(slug: str, typed: Typed) -> str:
    scorecard = scorecards.get_scorecard(context(), slug)
    view = drafts_as_pages.scorecard_view(context(), scorecard)
    return render_template(
        "scorecards/edit.html",
        scorecard=scorecard,
        groups=categories.list_groups(context()),
        cards={card.category_id: card for card in scorecard.cards},
        lab=scorecard.lab,
        counts=claim_lists.count_by_category(context(), scorecard),
        plan=plans.plan_scorecard(context(), scorecard, view),
        **finding_values("scorecard", slug),
        changed=scorecard.state is State.PUBLISHED
        and editions.has_changed(context(), view),
        category_showns=list(CategoryShown),
        credences=list(Credence),
        longest_in_short=scorecards.LONGEST_IN_SHORT,
        longest_overview=scorecards.LONGEST_OVERVIEW,
        typed=typed,
        errors=typed.errors,
    )


@blueprint.get("/<slug>/cards/<category>/claims")
@allow(Action.READ_DRAFTS)
def claims_of_card(slug: str, category: str) -> Response:
    """List the claims of one category on the scorecard's models, a page at a time."""
    scorecard = scorecards.get_scorecard(context(), slug)
    models = tuple(model.slug for model in scorecard.models)
    return render(
        "scorecards/claims.html",
        "scorecards/_claims.html",
        scorecard=scorecard,
        category=categories.get_category(context(), category),
        found=claim_lists.list_page(
            context(),
            ClaimFilters(category=category, models=models or NO_MODEL),
            sort=Sort.PLACE,
            page=request.args.get("page", default=1, type=int),
        ),
    )


def _page(slug: str, model: type[AnyForm], form: str) -> FormPage[AnyForm]:
    """Return the editor's page; ``form`` is the id of the form that was sent."""
    return FormPage(
        model,
        partial(_editor, slug),
        lead_to(url_for(".edit", slug=slug, _anchor=form or None)),
        form,
    )


@blueprint.post("/<slug>")
@allow(Action.WRITE_SCORECARD)
def save(slug: str) -> BaseResponse:
    """Change the title, the models and the overall assessment."""
    return _page(slug, ScorecardForm, "overall").save(
        lambda form: scorecards.edit_scorecard(
            context(), slug, made_from=made_from(), **dict(form)
        )
    )


@blueprint.post("/<slug>/cards/<category>")
@allow(Action.WRITE_SCORECARD)
def save_card(slug: str, category: str) -> BaseResponse:
    """Save the card of one category."""
    return _page(slug, CardForm, category).save(
        lambda form: scorecards.edit_card(
            context(), slug, category=category, made_from=made_from(), **dict(form)
        )
    )


@blueprint.post("/<slug>/submit")
@allow(Action.WRITE_SCORECARD)
def submit(slug: str) -> BaseResponse:
    """Submit the scorecard to an editor."""
    return _page(slug, Form, "").save(
        lambda _: scorecards.submit_scorecard(context(), slug)
    )


@blueprint.post("/<slug>/publish")
@allow(Action.PUBLISH)
def publish(slug: str) -> BaseResponse:
    """Publish the scorecard, its claims and their reports.

    With a reason, they are published over what was found on them.
    """
    return _page(slug, PublishForm, "publish").prepare_and_save(
        lambda form: beforehand(
            lambda reading: publication.check_scorecard(reading, slug, form.over())
        ),
        lambda form, checks: publication.publish_scorecard(
            context(), slug, checks, form.over(), form.told()
        ),
    )


@blueprint.post("/<slug>/withdraw")
@allow(Action.PUBLISH)
def withdraw(slug: str) -> BaseResponse:
    """Withdraw the scorecard."""
    return _page(slug, Form, "").save(
        lambda _: publication.withdraw_scorecard(context(), slug)
    )


@blueprint.get("/<slug>/export.yaml")
@allow(Action.READ_DRAFTS)
def export(slug: str) -> Response:
    """Answer with the scorecard as a file."""
    text = export_scorecard(context(), slug)
    response = Response(text, mimetype="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.yaml"'
    return response


@blueprint.get("/import")
@allow(Action.IMPORT_SCORECARD)
def import_form() -> str:
    """Show the form that takes a scorecard file."""
    return _import_form(NOTHING)


def _import_form(typed: Typed) -> str:
    refused = typed.error if isinstance(typed.error, InvalidFileError) else None
    return render_template(
        "scorecards/import.html",
        name=refused.name if refused else "",
        mistakes=refused.mistakes if refused else (),
    )


@blueprint.post("/import")
@allow(Action.IMPORT_SCORECARD)
def import_file() -> BaseResponse:
    """Import a scorecard file whole, or list why it is refused."""
    return FormPage(
        Form,
        _import_form,
        partial(lead_there, said="Imported."),
        mistakes=(InvalidFileError,),
    ).prepare_and_save(lambda _: _receive(), lambda _, received: _import(received))


@dataclass(frozen=True)
class _Received:
    """A scorecard file that was sent, and the slow work already done for it."""

    name: str
    text: str
    ahead: Preparation


def _receive() -> _Received:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidFileError("Nothing", ["Choose a file first."])
    name = file.filename
    with closing(file):  # a large one is a temporary file on disk
        content: bytes = file.read()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidFileError(name, ["is not UTF-8 text"]) from None
    ahead = beforehand(lambda asked: look_ahead(asked, name=name, text=text))
    return _Received(name, text, ahead)


def _import(file: _Received) -> str:
    def make() -> str:
        scorecard = import_scorecard(
            context(), name=file.name, text=file.text, ahead=file.ahead
        )
        for remark in remarks_on(name=file.name, text=file.text):
            flash(remark)
        return url_for(".edit", slug=scorecard.slug)

    try:
        return once(make, also=file.text.encode())
    except SavedAlreadyError:
        mistake = "This form has already imported another file. Choose the file again."
        raise InvalidFileError(file.name, [mistake]) from None
