"""Notes that came with a PDF: look through them, use them as passages, dismiss them."""

import json
from functools import partial

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.forms.passages import NotesAct, NotesForm
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.filters import counted
from annotator.http.forms import NOTHING, FormPage, Typed, lead_there, once
from annotator.services.claims import acts
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.passages import note_decisions, pdf_notes
from annotator.services.passages.note_decisions import Chosen

blueprint = Blueprint("pdf_notes", __name__, url_prefix="/desk")

LISTED = 50  # notes on one page of the list


@blueprint.get("/reports/<slug>/notes")
@allow(Action.READ_DRAFTS)
def listed(slug: str) -> str:
    """List the notes of a file, the newest of the report unless it is named."""
    return _listed(slug, request.args.get("sha", ""), NOTHING)


def _listed(slug: str, sha: str, typed: Typed) -> str:
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, sha)
    notes = pdf_notes.list_notes(context(), revision)
    last = max(1, -(-len(notes.open) // LISTED))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return render_template(
        "notes/list.html",
        report=report,
        revision=revision,
        is_newest=reports.get_revision(context(), report).id == revision.id,
        notes=notes,
        shown=notes.open[LISTED * (number - 1) : LISTED * number],
        first=LISTED * (number - 1) + 1,
        number=number,
        has_more=number < last,
        back=typed,
        errors=typed.errors,
    )


@blueprint.post("/reports/<slug>/notes")
@allow(Action.MARK_PASSAGE)
def decide(slug: str) -> BaseResponse:
    """Use, dismiss or offer again the notes that were chosen."""
    sha = request.form.get("sha", "")
    return FormPage(
        NotesForm,
        partial(_listed, slug, sha),
        lambda said: lead_there(
            url_for(".listed", slug=slug, sha=sha or None), said=json.loads(said)
        ),
    ).prepare_and_save(
        lambda form: beforehand(lambda asked: _chosen(asked, slug, form)),
        lambda form, chosen: once(lambda: _decide(slug, form, chosen), part=form.do),
    )


def _chosen(asked: Context, slug: str, form: NotesForm) -> Chosen:
    revision = reports.get_revision(asked, reports.get_report(asked, slug), form.sha)
    drawn = form.do in {NotesAct.USE, NotesAct.USE_LISTED}
    return note_decisions.look_ahead(asked, revision, form.keys, drawn=drawn)


def _decide(slug: str, form: NotesForm, chosen: Chosen) -> str:
    match form.do:
        case NotesAct.DISMISS:
            note_decisions.dismiss_notes(context(), chosen)
            said = f"{counted(len(chosen.notes), 'note')} dismissed; see below."
        case NotesAct.OFFER:
            note_decisions.offer_again(context(), chosen)
            said = f"{counted(len(chosen.notes), 'note')} offered again."
        case _:
            said = _use(slug, chosen)
    return json.dumps(said)


def _use(slug: str, chosen: Chosen) -> str:
    made = note_decisions.use_notes(context(), chosen)
    if not made:
        return "They are already used."
    told = counted(len(made), "note")
    acts.record(
        context(), reports.get_report(context(), slug), f"Used {told} of the PDF"
    )
    return f"{told} used: each is a passage now. In the report, Ctrl + Z undoes it."
