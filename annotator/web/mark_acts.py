"""What analysts do with marks: make, correct, link, withdraw, undo and redo them.

Each act answers with the marks that it changed, and once if it is sent again.
"""

import json
from collections.abc import Callable
from functools import partial

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import LoadBearing, Stance, Strength
from annotator.forms.passages import (
    CaptionForm,
    CaptureForm,
    FurtherLink,
    LinkForm,
    PlaceForm,
)
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.filters import uncapital
from annotator.http.forms import NOTHING, FormPage, Typed, made_from, once
from annotator.http.render import wants_part
from annotator.services.claims import acts, capture, claims, evidence
from annotator.services.claims.acts import Reverted
from annotator.services.claims.capture import Captured, Selection, Words
from annotator.services.claims.evidence import Evidence
from annotator.services.library import reports
from annotator.services.library.reports import Report
from annotator.services.passages import marking, regions
from annotator.web.marks import marks_of

blueprint = Blueprint("mark_acts", __name__, url_prefix="/desk")

MOST_OFFERED = 8  # claims, before anything is typed or for what is
MOST_CLAIMS = 50  # that a link can be moved to in its form, the newest first


def _done(report: Report, made: str) -> BaseResponse:
    """Answer with what an act made, now or when it was first sent."""
    if not wants_part():  # the browser has no scripts
        return redirect(url_for("viewer.show", slug=report.slug), 303)
    told = json.loads(made)
    revision = reports.get_revision(context(), report)
    return jsonify(
        **marks_of(revision, told["passages"]),
        revision=revision.sha256,
        said=told["said"],
        passage=told["passage"],
        known=told.get("known", False),
    )


def _act(
    report: Report, said: str, captured: Captured, *also: int, known: bool = False
) -> str:
    """Record an act, unless it changed nothing, and return what ``_done`` reads."""
    if not known:
        acts.record(context(), report, said)
    passage = captured.passage.id
    told = {
        "said": said,
        "passage": passage,
        "passages": [passage, *also],
        "known": known,
    }
    return json.dumps(told)


def _short(words: str) -> str:
    return f"“{words[:69]}…”" if len(words) > 70 else f"“{words}”"


@blueprint.post("/reports/<slug>/passages")
@allow(Action.MARK_PASSAGE)
def save(slug: str) -> BaseResponse:
    """Mark the selection and, unless it is only to be marked, link it to a claim."""
    return FormPage(
        CaptureForm,
        partial(_form_again, slug),
        lambda made: _done(reports.get_report(context(), slug), made),
        mistakes=(InvalidError, SavedAlreadyError),
    ).prepare_and_save(
        lambda form: beforehand(lambda asked: capture.look_ahead(asked, form.place())),
        lambda form, place: once(lambda: _capture(slug, form, place)),
    )


def _capture(slug: str, form: CaptureForm, place: Selection) -> str:
    report = reports.get_report(context(), slug)
    made = capture.capture(
        context(),
        place,
        claim=form.chosen_claim(lab=report.lab.slug),
        weight=form.weight(),
    )
    if made.link:
        further = [_link_further(report, made, link) for link in form.further]
        said = f"{len(further) + 1} claims" if further else _short(made.link.claim.text)
        return _act(report, f"Linked to {said}", made)
    known = not capture.is_mark_of(context(), made.passage)
    said = "These words are already marked" if known else "Marked"
    return _act(report, said, made, known=known)


def _link_further(report: Report, made: Captured, further: FurtherLink) -> Evidence:
    """Link what was marked to another claim, in the same act."""
    claim = further.chosen_claim(lab=report.lab.slug)
    try:
        return capture.link_to(
            context(), made.passage, claim=claim, weight=further.weight()
        )
    except InvalidError as error:
        raise further.named(error) from error


def _form_again(slug: str, typed: Typed) -> str:
    """Return the form as it was typed, with what is wrong beside its field."""
    report = reports.get_report(context(), slug)
    return render_template(
        "viewer/_capture.html",
        report=report,
        revision=reports.get_revision(context(), report),
        stances=list(Stance),
        load_bearings=list(LoadBearing),
        categories=claims.list_categories(context()),
        typed=typed.values,
        errors=typed.errors,
    )


@blueprint.post("/passages/<int:number>/ends")
@allow(Action.MARK_PASSAGE)
def correct(number: int) -> BaseResponse:
    """Mark other words in place of a mark's, with the same links."""

    def act(form: PlaceForm, place: Selection) -> str:
        if not isinstance(place, Words):
            raise InvalidError("start", "is missing; select the words again.")
        made = capture.correct_ends(context(), number, place)
        known = made.passage.id == number
        report = reports.get_report(context(), made.passage.report.slug)
        return _act(report, "Adjusted a mark", made, number, known=known)

    return FormPage(
        PlaceForm,
        lambda typed: render_template("viewer/_refused.html", errors=typed.errors),
        lambda made: _done(_report_of(number), made),
        mistakes=(InvalidError,),
    ).prepare_and_save(
        lambda form: beforehand(lambda asked: capture.look_ahead(asked, form.place())),
        lambda form, place: once(lambda: act(form, place)),
    )


@blueprint.post("/passages/<int:number>/withdraw")
@allow(Action.MARK_PASSAGE)
def withdraw(number: int) -> BaseResponse:
    """Withdraw a mark, with its links."""
    return _do(number, "Withdrew a mark", partial(capture.withdraw_mark, context()))


@blueprint.post("/passages/<int:number>/restore")
@allow(Action.MARK_PASSAGE)
def restore(number: int) -> BaseResponse:
    """Restore a withdrawn mark, with its links."""
    return _do(number, "Restored a mark", partial(capture.restore_mark, context()))


@blueprint.post("/passages/<int:number>/caption")
@allow(Action.MARK_PASSAGE)
def caption(number: int) -> BaseResponse:
    """Change what a figure is said to show."""

    def act(form: CaptionForm) -> str:
        passage = regions.describe_region(
            context(), number, form.description, was=form.was
        )
        return _act(_report_of(number), "Changed a caption", Captured(passage))

    return FormPage(
        CaptionForm,
        lambda typed: render_template("viewer/_refused.html", errors=typed.errors),
        lambda made: _done(_report_of(number), made),
        mistakes=(InvalidError,),
    ).save(lambda form: once(lambda: act(form)))


def _do(number: int, said: str, act: Callable[[int], Captured]) -> BaseResponse:
    report = _report_of(number)
    return _done(report, once(lambda: _act(report, said, act(number))))


def _report_of(passage: int) -> Report:
    slug = marking.get_passage(context(), passage).report.slug
    return reports.get_report(context(), slug)


@blueprint.post("/reports/<slug>/undo")
@allow(Action.MARK_PASSAGE)
def undo(slug: str) -> BaseResponse:
    """Undo what this person did last in the report."""
    report = reports.get_report(context(), slug)
    return _turn(report, acts.undo, "Undone: {}", "There is nothing to undo.")


@blueprint.post("/reports/<slug>/redo")
@allow(Action.MARK_PASSAGE)
def redo(slug: str) -> BaseResponse:
    """Redo what this person undid last in the report."""
    report = reports.get_report(context(), slug)
    return _turn(report, acts.redo, "Redone: {}", "There is nothing to redo.")


def _turn(
    report: Report,
    turn: Callable[..., Reverted | None],
    words: str,
    nothing: str,
) -> BaseResponse:
    def act() -> str:
        reverted = turn(context(), report)
        said = words.format(uncapital(reverted.said)) if reverted else nothing
        passages = sorted(reverted.passages) if reverted else []
        return json.dumps({"said": said, "passage": None, "passages": passages})

    return _done(report, once(act))


# Links


@blueprint.get("/passages/links/<int:evidence_id>")
@allow(Action.READ_DRAFTS)
def link(evidence_id: int) -> str:
    """Show the form of one link of a mark."""
    return _link_form(evidence_id, NOTHING)


@blueprint.post("/passages/links/<int:evidence_id>")
@allow(Action.WRITE_CLAIM)
def weigh(evidence_id: int) -> BaseResponse:
    """Change the stance, the note, the weight or the claim of a link."""

    def act(form: LinkForm) -> str:
        made = capture.weigh_link(
            context(),
            evidence_id,
            claim=form.claim,
            weight=form.weight(),
            made_from=made_from(),
        )
        report = reports.get_report(context(), made.passage.report.slug)
        return _act(report, f"Changed a link to {_short(form.claim_text)}", made)

    found = evidence.get_evidence(context(), evidence_id)
    page = FormPage(
        LinkForm,
        lambda typed: _link_form(evidence_id, typed),
        lambda made: _done(_report_of(found.passage_id or 0), made),
    )
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.post("/passages/links/<int:evidence_id>/withdraw")
@allow(Action.WRITE_CLAIM)
def unlink(evidence_id: int) -> BaseResponse:
    """Withdraw a link and leave its mark."""
    found = evidence.get_evidence(context(), evidence_id)
    report = _report_of(found.passage_id or 0)
    said = f"Unlinked from {_short(found.claim.text)}"

    def act() -> str:
        return _act(report, said, capture.withdraw_link(context(), evidence_id))

    return _done(report, once(act))


def _link_form(evidence_id: int, typed: Typed) -> str:
    found = evidence.get_evidence(context(), evidence_id)
    others = claims.find_claims(context(), "", limit=MOST_CLAIMS)
    return render_template(
        "viewer/_link_form.html",
        link=found,
        options=[found.claim, *(c for c in others if c.id != found.claim_id)],
        back=typed,
        errors=typed.errors,
        stances=list(Stance),
        load_bearings=list(LoadBearing),
        strengths=list(Strength),
    )


@blueprint.get("/claims/options")
@allow(Action.READ_DRAFTS)
def claim_options() -> str:
    """List the claims that contain the words typed so far.

    Before anything is typed, those that this person linked last come first.
    """
    row = request.args.get("row", "")
    typed = request.args.get(f"claim_text{row}", "").strip()
    recent = (
        [] if typed else claims.recent_claims(context(), request.args.get("report", ""))
    )
    known = {claim.id for claim in recent}
    found = claims.find_claims(context(), typed, limit=MOST_OFFERED + len(recent))
    return render_template(
        "viewer/_options.html",
        typed=typed,
        recent=recent,
        options=[c for c in found if c.id not in known][: MOST_OFFERED - len(recent)],
        row=row,
    )
