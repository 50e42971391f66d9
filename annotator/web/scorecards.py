"""The scorecards: their cards, their models' facts, publishing, files."""

from collections.abc import Callable
from contextlib import closing

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.edits import StaleError
from annotator.domain.errors import AnnotatorError, InvalidFileError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import State
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import NOTHING, Typed
from annotator.services.claims import claims, scorecards
from annotator.services.library import labs
from annotator.services.published import editions
from annotator.services.publishing import drafts_as_pages, publication
from annotator.services.scorecard_files import (
    Preparation,
    export_scorecard,
    import_scorecard,
    look_ahead,
)

blueprint = Blueprint("scorecards", __name__, url_prefix="/desk/scorecards")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_scorecard() -> str:
    """List every scorecard, and offer to begin one."""
    return _library({})


def _library(errors: dict[str, str]) -> str:
    return render_template(
        "scorecards/library.html",
        scorecards=scorecards.list_scorecards(context()),
        labs=labs.list_labs(context()),
        typed=request.form,
        errors=errors,
    )


@blueprint.post("")
@allow(Action.WRITE_SCORECARD)
def add() -> BaseResponse | tuple[str, int]:
    """Begin a scorecard."""
    try:
        address = forms.once(_begin)
    except AnnotatorError as error:
        context().session.rollback()
        return _library(forms.field_errors(error)), forms.status(error)
    return redirect(address, code=303)


def _begin() -> str:
    scorecard = scorecards.add_scorecard(
        context(),
        lab=request.form.get("lab", ""),
        models=request.form.getlist("models"),
        title=request.form.get("title", ""),
    )
    return url_for(".edit", slug=scorecard.slug)


@blueprint.get("/<slug>")
@allow(Action.READ_DRAFTS)
def edit(slug: str) -> str:
    """Show the scorecard's editor."""
    return _editor(slug, NOTHING, {})


def _editor(slug: str, typed: Typed, errors: dict[str, str]) -> str:
    scorecard = scorecards.get_scorecard(context(), slug)
    view = drafts_as_pages.scorecard_view(context(), scorecard)
    its_claims = [
        claim
        for claim in claims.list_claims(context())
        if {m.id for m in claim.models} & {m.id for m in scorecard.models}
    ]
    return render_template(
        "scorecards/edit.html",
        scorecard=scorecard,
        cards=sorted(scorecard.cards, key=lambda card: card.category.position),
        lab=next(x for x in labs.list_labs(context()) if x.id == scorecard.lab_id),
        claims=its_claims,
        plan=publication.plan_scorecard(context(), slug),
        changed=scorecard.state is State.PUBLISHED
        and editions.has_changed(context(), view),
        typed=typed,
        errors=errors,
    )


@blueprint.post("/<slug>")
@allow(Action.WRITE_SCORECARD)
def save(slug: str) -> BaseResponse | tuple[str, int]:
    """Change the title, the models and the overall assessment."""
    form = request.form
    return _act(
        slug,
        lambda: scorecards.edit_scorecard(
            context(),
            slug,
            title=form.get("title", ""),
            models=form.getlist("models"),
            overall=form.get("overall", ""),
            made_from=forms.made_from(),
        ),
        "overall",
    )


@blueprint.post("/<slug>/cards/<category>")
@allow(Action.WRITE_SCORECARD)
def save_card(slug: str, category: str) -> BaseResponse | tuple[str, int]:
    """Change one category."""
    form = request.form
    return _act(
        slug,
        lambda: scorecards.edit_card(
            context(),
            slug,
            category=category,
            lab_says=form.get("lab_says", ""),
            we_say=form.get("we_say", ""),
            analysis=form.get("analysis", ""),
            made_from=forms.made_from(),
        ),
        category,
    )


@blueprint.post("/<slug>/models/<model>")
@allow(Action.WRITE_SCORECARD)
def save_model(slug: str, model: str) -> BaseResponse | tuple[str, int]:
    """Change the facts of a model."""
    form = request.form
    return _act(
        slug,
        lambda: labs.edit_model(
            context(),
            slug=model,
            name=form.get("name", ""),
            most_powerful=bool(form.get("most_powerful")),
            released=form.get("released", ""),
            training_dates=form.get("training_dates", ""),
            deployment_dates=form.get("deployment_dates", ""),
            made_from=forms.made_from(),
        ),
        f"facts-{model}",
    )


@blueprint.post("/<slug>/submit")
@allow(Action.WRITE_SCORECARD)
def submit(slug: str) -> BaseResponse | tuple[str, int]:
    """Put the scorecard before an editor."""
    return _act(slug, lambda: scorecards.submit_scorecard(context(), slug))


@blueprint.post("/<slug>/publish")
@allow(Action.PUBLISH)
def publish(slug: str) -> BaseResponse | tuple[str, int]:
    """Show the scorecard, its claims and their reports to readers."""
    try:
        checks = beforehand(lambda reading: publication.check_scorecard(reading, slug))
    except AnnotatorError as error:
        return _editor(slug, NOTHING, forms.field_errors(error)), 422
    return _act(slug, lambda: publication.publish_scorecard(context(), slug, checks))


@blueprint.post("/<slug>/withdraw")
@allow(Action.PUBLISH)
def withdraw(slug: str) -> BaseResponse | tuple[str, int]:
    """Take the scorecard back from readers."""
    return _act(slug, lambda: publication.withdraw_scorecard(context(), slug))


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
    return render_template("scorecards/import.html", name="", mistakes=[])


@blueprint.post("/import")
@allow(Action.IMPORT_SCORECARD)
def import_file() -> BaseResponse | tuple[str, int]:
    """Import a scorecard file: all of it or, with the reasons listed, nothing."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _refuse("Nothing", ["Choose a file first."])
    with closing(file):  # a large one lies in a temporary file
        content: bytes = file.read()
    name = file.filename
    try:
        text = content.decode("utf-8")
        ahead = beforehand(lambda asked: look_ahead(asked, name=name, text=text))
        address = forms.once(lambda: _import(name, text, ahead), also=content)
    except UnicodeDecodeError:
        return _refuse(name, ["is not UTF-8 text"])
    except InvalidFileError as error:
        context().session.rollback()
        return _refuse(name, list(error.mistakes))
    except SavedAlreadyError:
        context().session.rollback()
        return _refuse(
            name, ["Another file was imported by this form already; here it is anew."]
        )
    flash("Imported.")
    return redirect(address, code=303)


def _import(name: str, text: str, ahead: Preparation) -> str:
    scorecard = import_scorecard(context(), name=name, text=text, ahead=ahead)
    return url_for(".edit", slug=scorecard.slug)


def _refuse(name: str, mistakes: list[str]) -> tuple[str, int]:
    page = render_template("scorecards/import.html", name=name, mistakes=mistakes)
    return page, 422


def _act(
    slug: str, act: Callable[[], object], form: str = ""
) -> BaseResponse | tuple[str, int]:
    """Do it; ``form`` is the form of the page that asks for it, and its anchor."""

    def show_stale(error: StaleError) -> str:
        return _editor(slug, forms.stale(form, error), {})

    return forms.save(
        act,
        then=url_for(".edit", slug=slug, _anchor=form or None),
        show_again=lambda errors: _editor(slug, forms.typed(form), errors),
        show_stale=show_stale,
    )
