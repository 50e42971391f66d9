"""The intake desk: files are sent, inspected, described, and read in the background."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, NoRoomError, UnreadablePdfError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import ReportKind, UploadState
from annotator.forms.reading import read
from annotator.forms.reports import OfferedForm, UploadForm
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import FormPage, Typed
from annotator.http.render import render, wants_part
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.intake import reports_folder, uploads
from annotator.services.intake.uploads import Received, Upload
from annotator.services.library import labs, reports

blueprint = Blueprint("intake", __name__, url_prefix="/desk/intake")

Values = dict[str, Any]  # of a template


@dataclass(frozen=True)
class _Refused:
    """A file that was not taken in, and why."""

    name: str
    problem: str


@blueprint.get("")
@allow(Action.ADD_REPORT)
def desk() -> str:
    """Show the intake desk: files sent, files offered, and files taken in."""
    return _desk(reports_folder.list_offered(context()))


def _desk(
    names: list[str], told: str = "", again: tuple[int, Values] | None = None
) -> str:
    """Return the page; ``again`` is an upload's form as it was typed, and its mistakes."""
    shown = uploads.list_uploads(context())
    under_way = {upload.job_id for upload in shown}
    known = _known() if shown else {}
    cards = [
        _card(upload, known | (again[1] if again and again[0] == upload.id else {}))
        for upload in shown
    ]
    return render_template(
        "intake/desk.html",
        told=Markup(told),  # noqa: S704  -- rendered by us
        cards=Markup("".join(cards)),  # noqa: S704
        dismissed=uploads.list_dismissed(context()),
        offered=names,
        jobs=[job for job in jobs.list_recent(context()) if job.id not in under_way],
    )


# Sending


@blueprint.post("/files")
@allow(Action.ADD_REPORT)
def send() -> Response | BaseResponse | str:
    """Receive each file that was sent, or say why it is refused."""
    files = [file for file in request.files.getlist("files") if file.filename]
    received = [beforehand(partial(_receive, file=file)) for file in files]
    form = read(OfferedForm, request.form)
    received += [
        beforehand(partial(_receive_offered, name=name)) for name in form.offered
    ]
    names = [] if wants_part() else beforehand(reports_folder.list_offered)
    cards = [_arrived(file) for file in received]
    if wants_part():
        return make_response("".join(card for card, _ in cards))
    told = "".join(card for card, is_listed in cards if not is_listed)
    return _desk(names, told) if told else redirect(url_for(".desk"), code=303)


def _receive(asked: Context, file: FileStorage) -> Received | _Refused:
    name = file.filename or "a file"
    with closing(file):  # a large one is a temporary file on disk
        try:
            return uploads.receive_file(asked, name=name, stream=file.stream)
        except UnreadablePdfError as error:
            return _Refused(name, str(error.problem))
        except NoRoomError as error:
            return _Refused(name, str(error))


def _receive_offered(asked: Context, name: str) -> Received | _Refused:
    path = reports_folder.offered_path(asked, name)
    return _receive(asked, FileStorage(path.open("rb"), filename=name))


def _arrived(received: Received | _Refused) -> tuple[str, bool]:
    """Return the HTML that answers for a file, and whether the desk lists it anyway."""
    if isinstance(received, _Refused):
        return render_template("intake/_refused.html", refused=received), False
    there = uploads.add_upload(context(), received)
    if isinstance(there, Upload):
        return _card(there), True
    return render_template(
        "intake/_known.html", name=received.name, report=there
    ), False


# One upload


@blueprint.get("/uploads/<int:number>")
@allow(Action.ADD_REPORT)
def upload(number: int) -> Response:
    """Show the progress of a file."""
    return _shown(uploads.get_upload(context(), number))


def _shown(sent: Upload, **again: Any) -> Response:
    values = _values(sent, again)
    return render("intake/upload.html", "intake/_upload.html", **values)


def _card(sent: Upload, again: Values | None = None) -> str:
    return render_template("intake/_upload.html", **_values(sent, again or {}))


def _values(sent: Upload, again: Values) -> Values:
    """Return the values of an upload's part; ``again`` adds what was typed, and errors."""
    values: Values = {
        "upload": sent,
        "at_work": uploads.is_at_work(sent),
        "may_try_again": uploads.may_try_again(sent),
        "next_job": jobs.next_job(context(), sent.job) if sent.job else None,
    }
    if sent.state is UploadState.WAITING:
        values |= {
            "seen": uploads.inspection_of(sent),
            "typed": _typed(sent),
            "errors": {"all": sent.problem} if sent.problem else {},
            "prefix": f"u{sent.id}-",
            "kinds": list(ReportKind),
        }
        if "labs" not in again:
            values |= _known()
    return values | again


def _known() -> Values:
    """Return the labs and reports that a file may belong to."""
    return {
        "labs": labs.list_labs(context()),
        "shelves": reports.list_reports(context()),
    }


def _typed(sent: Upload) -> dict[str, str]:
    seen = uploads.inspection_of(sent)
    facts = uploads.said_of(sent) or (seen.facts if seen else None)
    if facts is None:
        return {}
    return {
        "lab": facts.lab,
        "title": facts.title,
        "kind": facts.kind,
        "published": facts.published,
        "models": ", ".join(facts.models),
        "source_url": facts.source_url,
        "report": facts.report,
    }


@blueprint.post("/uploads/<int:number>")
@allow(Action.ADD_REPORT)
def describe(number: int) -> BaseResponse:
    """Start taking a file in, now that its facts are known."""
    names = [] if wants_part() else beforehand(reports_folder.list_offered)

    def show(typed: Typed) -> str | Response:
        again: Values = {"typed": typed.values, "errors": typed.errors}
        if wants_part():
            return _shown(uploads.get_upload(context(), number), **again)
        return _desk(names, again=(number, again))

    page = FormPage(UploadForm, show, _answer, mistakes=(InvalidError,))
    return page.save(lambda form: _describe(number, form))


def _describe(number: int, form: UploadForm) -> Upload:
    sent = uploads.get_upload(context(), number)
    facts = form.facts(file_name=sent.file_name)
    return uploads.describe_upload(context(), number, facts)


@blueprint.post("/uploads/<int:number>/again")
@allow(Action.ADD_REPORT)
def try_again(number: int) -> Response | BaseResponse:
    """Try failed work again."""
    return _act(uploads.try_again, number)


@blueprint.post("/uploads/<int:number>/dismiss")
@allow(Action.ADD_REPORT)
def dismiss(number: int) -> Response | BaseResponse:
    """Take a file off the desk."""
    return _act(uploads.dismiss_upload, number)


@blueprint.post("/uploads/<int:number>/undo")
@allow(Action.ADD_REPORT)
def undo(number: int) -> Response | BaseResponse:
    """Put a dismissed file back on the desk."""
    return _act(uploads.undo_dismissal, number)


def _act(act: Callable[[Context, int], Upload], number: int) -> BaseResponse:
    return _answer(act(context(), number))


def _answer(sent: Upload) -> BaseResponse:
    if wants_part():
        return _shown(sent)
    return redirect(url_for(".desk", _anchor=f"upload-{sent.id}"), code=303)
