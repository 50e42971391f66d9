"""Taking reports in: files are looked at, described, and read in the background."""

from contextlib import closing
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

from annotator.domain.errors import InvalidError, UnreadablePdfError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import ReportKind
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import render, wants_part
from annotator.services import intake, jobs, labs, library
from annotator.services.intake import Inspection, ReportFacts

blueprint = Blueprint("intake", __name__, url_prefix="/desk/intake")


@blueprint.get("")
@allow(Action.ADD_REPORT)
def desk() -> str:
    """Show where files are dropped, what is offered, and what is being read."""
    return _desk([])


def _desk(cards: list[str]) -> str:
    return render_template(
        "intake/desk.html",
        cards=[Markup(card) for card in cards],  # noqa: S704  -- rendered by us
        offered=[
            intake.offered_name(context(), path)
            for path in intake.offered_files(context())
        ],
        jobs=jobs.list_recent(context()),
    )


@blueprint.post("/files")
@allow(Action.ADD_REPORT)
def look_at() -> Response | str:
    """Look at each file that was sent, and ask for its facts, or say why not."""
    cards = [
        _look_at(file.filename or "a file", _read(file))
        for file in request.files.getlist("files")
        if file.filename
    ]
    cards += [
        _look_at(name, intake.read_offered(context(), name))
        for name in request.form.getlist("offered")
    ]
    if wants_part():
        return make_response("".join(cards))
    return _desk(cards)


def _read(file: FileStorage) -> bytes:
    with closing(file):  # a large one lies in a temporary file
        content: bytes = file.read()
        return content


def _look_at(name: str, content: bytes) -> str:
    try:
        seen = intake.inspect_file(context(), name=name, content=content)
    except UnreadablePdfError as error:
        return render_template("intake/_refused.html", name=name, problem=error.problem)
    if seen.known_as:
        report = library.get_report(context(), seen.known_as)
        return render_template("intake/_known.html", name=name, report=report)
    facts = seen.facts
    typed = {
        "sha256": seen.sha256,
        "file_name": facts.file_name,
        "lab": facts.lab,
        "title": facts.title,
        "kind": facts.kind,
        "published": facts.published,
        "models": ", ".join(facts.models),
        "source_url": facts.source_url,
        "report": facts.report,
    }
    return _form(typed, {}, seen)


def _form(
    typed: dict[str, str], errors: dict[str, str], seen: Inspection | None = None
) -> str:
    return render_template(
        "intake/_facts.html",
        typed=typed,
        errors=errors,
        seen=seen,
        prefix=f"f{typed['sha256'][:8]}-",
        kinds=list(ReportKind),
        labs=labs.list_labs(context()),
        shelves=library.list_reports(context()),
    )


@blueprint.post("")
@allow(Action.ADD_REPORT)
def start() -> Response | BaseResponse | tuple[str, int]:
    """Begin to read a file, now that its facts are known."""
    typed: dict[str, Any] = {
        name: request.form.get(name, "")
        for name in (
            "sha256",
            "file_name",
            "lab",
            "title",
            "kind",
            "published",
            "models",
            "source_url",
            "report",
        )
    }
    models = tuple(part.strip() for part in typed["models"].split(",") if part.strip())
    facts = ReportFacts(
        **{k: v for k, v in typed.items() if k not in {"sha256", "models"}},
        models=models,
    )
    try:
        job = intake.start_intake(context(), sha256=typed["sha256"], facts=facts)
    except InvalidError as error:
        form = _form(typed, forms.field_errors(error))
        return (form if wants_part() else _desk([form])), 422
    if wants_part():
        return render("jobs/_job.html", "jobs/_job.html", job=job)
    return redirect(url_for(".desk"), code=303)
