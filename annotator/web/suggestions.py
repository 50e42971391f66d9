"""Type to anchor: what is typed is offered as places to mark, in the viewer and for a claim."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.render import render
from annotator.http.request_checks import whole
from annotator.services.claims import capture, claims
from annotator.services.claims.capture import Selection, Words
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
    everywhere = bool(request.args.get("everywhere"))
    return render_template(
        "viewer/_candidates.html",
        report=report,
        typed=_typed(),
        everywhere=everywhere,
        candidates=_find("" if everywhere else report.slug),
    )


@blueprint.get("/claims/<slug>/candidates")
@allow(Action.WRITE_CLAIM)
def for_claim(slug: str) -> Response:
    """List the places that say what was typed, each to be linked to the claim."""
    return _for_claim(slug, {})


@blueprint.post("/claims/<slug>/candidates")
@allow(Action.WRITE_CLAIM)
def link(slug: str) -> Response | BaseResponse:
    """Mark the words that were chosen, and link them to the claim."""
    place = request.form.get("place", "")
    try:
        words = _place(place)
        seen = beforehand(lambda asked: capture.look_ahead(asked, words))
        address = forms.once(lambda: _link(slug, seen), part=place)
    except (InvalidError, SavedAlreadyError) as error:
        context().session.rollback()
        return _for_claim(slug, forms.field_errors(error), status=422)
    return redirect(address, code=303)


def _link(slug: str, place: Selection) -> str:
    made = capture.capture(
        context(),
        place,
        claim=slug,
        weight=Weight(stance=request.form.get("stance", "")),
    )
    linked = made.link.id if made.link else None
    return url_for("claims.edit", slug=slug, linked=linked, _anchor="evidence")


@blueprint.post("/claims/<slug>/evidence/<int:evidence_id>/undo")
@allow(Action.WRITE_CLAIM)
def undo(slug: str, evidence_id: int) -> BaseResponse:
    """Take a link back with the mark that was made for it."""
    capture.undo(context(), evidence_id)
    return redirect(url_for("claims.edit", slug=slug, _anchor="evidence"), code=303)


def _for_claim(slug: str, errors: dict[str, str], *, status: int = 200) -> Response:
    chosen = request.values.get("in", "")
    return render(
        "claims/candidates.html",
        "claims/_candidates.html",
        status=status,
        claim=claims.get_claim(context(), slug),
        typed=_typed(),
        chosen=chosen,
        stance=request.values.get("stance", ""),
        errors=errors,
        stances=list(Stance),
        reports=[shelf.report for shelf in reports.list_reports(context())],
        candidates=_find(chosen),
    )


def _typed() -> str:
    return request.values.get("typed", "").strip()[: suggestions.LONGEST_TYPED]


def _find(report: str) -> list[Suggestion]:
    return suggestions.suggest(context(), _typed(), report=report)


def _place(untrusted: str) -> Words:
    """Return the words that a button of the list stands for: "SHA-256:start:end"."""
    try:
        sha256, start, end = untrusted.split(":")
        return Words(sha256, whole(start), whole(end))
    except ValueError:
        raise InvalidError("place", "is missing; choose one of the list.") from None
