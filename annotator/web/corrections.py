"""Corrections that readers suggest, on the desk: the queue, answers, and what is shown."""

from functools import partial

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import LetterAbout, LetterState
from annotator.forms.letters import AnswerForm
from annotator.forms.reading import Form
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_to, made_from
from annotator.services.publishing import letter_desk
from annotator.services.publishing.letter_desk import LetterFilters

blueprint = Blueprint("corrections", __name__, url_prefix="/desk/corrections")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_letter() -> str:
    """List the letters, those that wait if nothing else is asked for."""
    state = request.args.get("state", LetterState.OPEN.value)
    about = request.args.get("about", "")
    filters = LetterFilters(
        state=LetterState(state) if state in set(LetterState) else None,
        about=LetterAbout(about) if about in set(LetterAbout) else None,
    )
    page = request.args.get("page", default=1, type=int)
    return render_template(
        "letters/library.html",
        found=letter_desk.list_letters(context(), filters, page),
        filters=filters,
        states=list(LetterState),
        kinds=list(LetterAbout),
    )


@blueprint.get("/<int:number>")
@allow(Action.READ_DRAFTS)
def show(number: int) -> str:
    """Show a letter, what it is about, and the form for the answer."""
    return _shown(number, NOTHING)


def _shown(number: int, back: Typed) -> str:
    return render_template(
        "letters/show.html",
        opened=letter_desk.open_letter(context(), number),
        states=list(LetterState),
        back=back,
        errors=back.errors,
    )


@blueprint.post("/<int:number>")
@allow(Action.ANSWER_READERS)
def answer(number: int) -> BaseResponse:
    """Save the decision and the answer; one of the buttons shows both to readers."""
    page = FormPage(
        AnswerForm,
        partial(_shown, number),
        lead_to(url_for(".show", number=number)),
        "answer",
    )
    return page.save(
        lambda form: letter_desk.answer_letter(
            context(),
            number,
            state=form.state,
            answer=form.answer,
            publish=form.publish,
            made_from=made_from(),
        )
    )


@blueprint.post("/<int:number>/take-down")
@allow(Action.ANSWER_READERS)
def take_down(number: int) -> BaseResponse:
    """Show readers nothing of a letter any more."""
    page = _button(number, "Readers no longer see it.")
    return page.save(lambda _: letter_desk.take_down(context(), number))


@blueprint.post("/<int:number>/forget")
@allow(Action.ANSWER_READERS)
def forget(number: int) -> BaseResponse:
    """Erase the name and the e-mail address of whoever sent a letter."""
    page = _button(number, "The name and the e-mail address were erased.")
    return page.save(lambda _: letter_desk.forget_sender(context(), number))


@blueprint.post("/<int:number>/erase")
@allow(Action.ANSWER_READERS)
def erase(number: int) -> BaseResponse:
    """Erase a letter for good."""
    there = lead_to(url_for(".library"), "The letter was erased.")
    page = FormPage(Form, partial(_shown, number), there)
    return page.save(lambda _: letter_desk.erase_letter(context(), number))


def _button(number: int, said: str) -> FormPage[Form]:
    there = lead_to(url_for(".show", number=number), said)
    return FormPage(Form, partial(_shown, number), there)
