"""Type to anchor: typed words are offered as places to mark, or to link to a claim."""

from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.forms.passages import CandidateForm
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import FormPage, Typed, lead_there, once
from annotator.http.render import render
from annotator.services.claims import capture, claims
from annotator.services.claims.capture import Selection
from annotator.services.claims.evidence import Weight
from annotator.services.library import reports
from annotator.services.search import suggestions
from annotator.services.search.suggestions import Suggestion

blueprint = Blueprint("candidates", __name__, url_prefix="/desk")


@blueprint.get("/reports/<slug>/candidates")
@allow(Action.READ_DRAFTS)
def in_viewer(slug: str) -> str:
    """List the places of this report, or of every report, that say what was typed."""
    report = reports.get_report(context(), slug)
    typed = _clipped(request.args.get("typed", ""))
    everywhere = bool(request.args.get("everywhere"))
    return render_template(
        "viewer/_candidates.html",
        report=report,
        typed=typed,
        everywhere=everywhere,
        candidates=_find(
            typed,
            "" if everywhere else report.slug,
            request.args.get("page", 1, type=int),
        ),
    )


@blueprint.get("/claims/<slug>/candidates")
@allow(Action.WRITE_CLAIM)
def for_claim(slug: str) -> Response:
    """List the places that say what was typed, each to be linked to the claim."""
    return _for_claim(slug, Typed("candidates", request.args.to_dict()))


@blueprint.post("/claims/<slug>/candidates")
@allow(Action.WRITE_CLAIM)
def link(slug: str) -> BaseResponse:
    """Mark the words that were chosen, and link them to the claim."""
    return FormPage(
        CandidateForm,
        partial(_for_claim, slug),
        lead_there,
        mistakes=(InvalidError, SavedAlreadyError),
    ).prepare_and_save(
        lambda form: beforehand(lambda asked: capture.look_ahead(asked, form.place)),
        lambda form, place: once(lambda: _link(slug, form, place), part=str(place)),
    )


def _link(slug: str, form: CandidateForm, place: Selection) -> str:
    made = capture.capture(
        context(), place, claim=slug, weight=Weight(stance=form.stance)
    )
    linked = made.link.id if made.link else None
    return url_for("claims.edit", slug=slug, linked=linked, _anchor="evidence")


@blueprint.post("/claims/<slug>/evidence/<int:evidence_id>/undo")
@allow(Action.WRITE_CLAIM)
def undo(slug: str, evidence_id: int) -> BaseResponse:
    """Withdraw a link together with the mark that was made for it."""
    capture.undo(context(), evidence_id)
    return redirect(url_for("claims.edit", slug=slug, _anchor="evidence"), code=303)


def _for_claim(slug: str, typed: Typed) -> Response:
    chosen = typed.get("in", "")
    words = _clipped(typed.get("typed", ""))
    return render(
        "claims/candidates.html",
        "claims/_candidates.html",
        claim=claims.get_claim(context(), slug),
        typed=words,
        chosen=chosen,
        stance=typed.get("stance", ""),
        errors=typed.errors,
        stances=list(Stance),
        reports=[shelf.report for shelf in reports.list_reports(context())],
        candidates=_find(words, chosen),
    )


def _clipped(typed: str) -> str:
    return typed.strip()[: suggestions.LONGEST_TYPED]


def _find(typed: str, report: str, page: int = 1) -> list[Suggestion]:
    return suggestions.suggest(context(), typed, report=report, page=page)
