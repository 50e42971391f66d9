"""Readers suggest a correction: a form without an account, and thanks with a number."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, NotFoundError, TooManyError
from annotator.domain.letters import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_TEXT,
    About,
    is_number,
)
from annotator.domain.permissions import Action
from annotator.domain.views.letters import AnsweredLetter, Subject
from annotator.domain.vocabulary import LetterAbout
from annotator.forms import reading
from annotator.forms.letters import LetterForm
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_there
from annotator.http.letter_tokens import OpenedForm, read_token, sender_of, token_of
from annotator.http.security import has_own_token
from annotator.services.publishing import letters
from annotator.services.publishing.letters import Sent

blueprint = Blueprint("letters", __name__, url_prefix="/corrections")

_TOO_NEW = "The form was sent unusually fast. Wait a moment, then send it again."
_TOO_OLD = "The form was open for more than a day. Check it, then send it again."


@blueprint.app_template_global("answered_letters")
def answered_letters(kind: str, slug: str, **place: Any) -> tuple[AnsweredLetter, ...]:
    """Return the corrections that are published with a page of a kind, for templates."""
    return letters.answered(context(), LetterAbout(kind), slug, **place)


@blueprint.get("/new")
@allow(Action.READ_PUBLISHED)
def new() -> Response:
    """Show the form, about what the address says."""
    letters.refuse_if_full(context())
    return _form(letters.subject_of(context(), _asked()), NOTHING)


def _asked() -> About:
    """Return what the address says that the letter is about."""
    asked = request.args
    edition = asked.get("edition", 0, type=int)
    for kind in (LetterAbout.CLAIM, LetterAbout.SCORECARD):
        if slug := asked.get(kind.value, ""):
            return About(kind, slug, edition)
    page, passage = asked.get("page", 0, type=int), asked.get("passage", 0, type=int)
    report, file = asked.get("report", ""), asked.get("file", "")
    if not report:
        raise NotFoundError("page", "without a name")
    return About(LetterAbout.PAGE, report, 0, file, page, passage)


def _form(
    subject: Subject, typed: Typed, *, token: str = "", problem: str = ""
) -> Response:
    """Return the form; a ``token`` that it came with is given back, else it is a new one."""
    answer = make_response(
        render_template(
            "public/letter.html",
            subject=subject,
            there=address_of(subject.about),
            token=token or token_of(OpenedForm(subject.about, datetime.now(UTC))),
            typed=typed.values,
            errors=typed.errors,
            problem=problem or typed.errors.get("all", ""),
            longest={
                "text": LONGEST_TEXT,
                "name": LONGEST_NAME,
                "email": LONGEST_EMAIL,
            },
        )
    )
    answer.cache_control.no_store = True
    return answer


@blueprint.app_template_global("address_of_subject")
def address_of(about: About) -> str:
    """Return where a letter's subject is read, in the edition that the reader saw."""
    match about.kind:
        case LetterAbout.PAGE:
            return url_for(
                "public.page",
                slug=about.slug,
                sha=about.revision,
                number=about.page,
                _anchor=f"passage-{about.passage}" if about.passage else None,
            )
        case LetterAbout.CLAIM | LetterAbout.SCORECARD:
            return url_for(
                f"editions.{about.kind}", slug=about.slug, number=about.edition
            )


@blueprint.post("")
@has_own_token
@allow(Action.READ_PUBLISHED)
def send() -> BaseResponse:
    """Keep a letter; nothing that was typed is lost if it is not taken."""
    token = request.form.get("token", "")
    opened = read_token(token)
    subject = beforehand(lambda asked: letters.subject_of(asked, opened.about))
    if opened.is_too_old(datetime.now(UTC)):
        return _again(subject, "", _TOO_OLD, 422)
    if opened.is_too_new(datetime.now(UTC)):
        return _again(subject, token, _TOO_NEW, 422)
    show = partial(_form, subject, token=token)
    page = FormPage(LetterForm, show, _thank, mistakes=(InvalidError,))
    try:
        return page.save(lambda form: _keep(subject, form))
    except TooManyError as error:
        context().session.rollback()
        answer = _again(subject, token, str(error), 503 if error.is_full else 429)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer


def _again(subject: Subject, token: str, problem: str, status: int) -> Response:
    """Return the form as it was typed, with what is wrong with it as a whole."""
    typed = Typed("form", reading.typed(LetterForm, request.form))
    answer = _form(subject, typed, token=token, problem=problem)
    answer.status_code = status
    return answer


def _keep(subject: Subject, form: LetterForm) -> Sent:
    sender = sender_of(request.remote_addr or "")
    return letters.send_letter(context(), subject, form.written(), sender=sender)


def _thank(sent: Sent) -> BaseResponse:
    again = 1 if sent.is_again else None
    return lead_there(url_for(".sent", number=sent.number, again=again))


@blueprint.get("/sent/<number>")
@allow(Action.READ_PUBLISHED)
def sent(number: str) -> Response:
    """Say thanks, and what happens next; whether there is such a letter is not said."""
    if not is_number(number):
        raise NotFoundError("correction", number)
    is_again = bool(request.args.get("again"))
    answer = make_response(
        render_template("public/letter_sent.html", number=number, is_again=is_again)
    )
    answer.cache_control.no_store = True
    return answer
