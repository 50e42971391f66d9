"""The claims: listing, stating, weighing their evidence, judging, publishing."""

from collections.abc import Callable, Container
from typing import Any

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
from annotator.domain.errors import AnnotatorError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    Credence,
    LoadBearing,
    Shown,
    Stance,
    State,
    Strength,
)
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import NOTHING, Typed
from annotator.http.render import render
from annotator.services import history
from annotator.services.claims import claims, critiques, evidence, verdicts
from annotator.services.library import labs, reports
from annotator.services.published import editions
from annotator.services.publishing import current_status, drafts_as_pages, publication
from annotator.web import claim_form, evidence_form

blueprint = Blueprint("claims", __name__, url_prefix="/desk/claims")

WORDS = {
    "stances": list(Stance),
    "aims": list(AimsAt),
    "load_bearings": list(LoadBearing),
    "strengths": list(Strength),
    "showns": list(Shown),
    "credences": list(Credence),
    "asserters": list(AssertedBy),
}


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_claim() -> Response:
    """List every claim, or those that hold what was typed."""
    words = request.args.get("q", "").strip()
    found = (
        claims.find_claims(context(), words, limit=200)
        if words
        else claims.list_claims(context())
    )
    shown = sorted(
        found,
        key=lambda c: (c.lab.name, c.category.position, c.parent_id or c.id, c.id),
    )
    return render(
        "claims/library.html",
        "claims/_list.html",
        claims=shown,
        views={
            view.slug: view for view in drafts_as_pages.claim_views(context(), shown)
        },
        reasons=current_status.reasons(context()),
        query=words,
    )


@blueprint.get("/new")
@allow(Action.WRITE_CLAIM)
def new() -> str:
    """Show the form that states a claim."""
    return _new(dict(request.args.items()), {})


def _new(typed: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "claims/new.html", typed=typed, errors=errors, **_choices(), **WORDS
    )


def _choices() -> dict[str, Any]:
    return {
        "categories": claims.list_categories(context()),
        "labs": labs.list_labs(context()),
        "every_claim": claims.list_claims(context()),
    }


@blueprint.post("")
@allow(Action.WRITE_CLAIM)
def add() -> BaseResponse | tuple[str, int]:
    """State a claim."""
    try:
        address = forms.once(_state)
    except AnnotatorError as error:
        context().session.rollback()
        typed = {**request.form.to_dict(), "models": request.form.getlist("models")}
        return _new(typed, forms.field_errors(error)), forms.status(error)
    return redirect(address, code=303)


def _state() -> str:
    claim = claims.add_claim(context(), claim_form.facts(request.form))
    return url_for(".edit", slug=claim.slug)


@blueprint.get("/<slug>")
@allow(Action.READ_DRAFTS)
def edit(slug: str) -> str:
    """Show the claim's editor."""
    return _editor(slug, NOTHING, {})


def _editor(slug: str, typed: Typed, errors: dict[str, str]) -> str:
    claim = claims.get_claim(context(), slug)
    [view] = drafts_as_pages.claim_views(context(), [claim])
    links = {link.id: link for link in evidence.list_evidence(context(), [claim])}
    return render_template(
        "claims/edit.html",
        claim=claim,
        view=view,
        link_rows=links,
        errors=errors,
        typed=typed,
        lost_link=_lost_link(typed, links),
        critique=critiques.get_critique(context(), claim),
        reasons=current_status.reasons(context()),
        verdicts=verdicts.list_verdicts(context(), claim),
        changed=claim.state is State.PUBLISHED
        and editions.has_changed(context(), view),
        plan=publication.plan_claim(context(), slug),
        reports=[shelf.report for shelf in reports.list_reports(context())],
        events=history.of_claim(context(), claim),
        **_choices(),
        **WORDS,
    )


def _lost_link(typed: Typed, links: Container[int]) -> int | None:
    """Return the link that was weighed while somebody else took it back."""
    kind, _, number = typed.form.partition("-")
    lost = kind == "evidence" and number.isdecimal() and int(number) not in links
    return int(number) if lost else None


@blueprint.post("/<slug>")
@allow(Action.WRITE_CLAIM)
def save(slug: str) -> BaseResponse | tuple[str, int]:
    """Change what the claim says."""
    facts = claim_form.facts(request.form)
    return _act(
        slug,
        lambda: claims.edit_claim(context(), slug, facts, made_from=forms.made_from()),
        "facts",
    )


@blueprint.post("/<slug>/critique")
@allow(Action.WRITE_CLAIM)
def save_critique(slug: str) -> BaseResponse | tuple[str, int]:
    """Put a new wording of the critique in front of the last."""
    form = request.form
    return _act(
        slug,
        lambda: critiques.write_critique(
            context(),
            claim=slug,
            body=form.get("body", ""),
            change_our_mind=form.get("change_our_mind", ""),
            ask_the_lab=form.get("ask_the_lab", ""),
            made_from=forms.made_from(),
        ),
        "critique",
    )


@blueprint.post("/<slug>/verdict")
@allow(Action.WRITE_CLAIM)
def save_verdict(slug: str) -> BaseResponse | tuple[str, int]:
    """Give a verdict on both axes."""
    form = request.form
    return _act(
        slug,
        lambda: verdicts.give_verdict(
            context(),
            claim=slug,
            shown=form.get("shown", ""),
            credence=form.get("credence", ""),
            rationale=form.get("rationale", ""),
            made_from=forms.made_from(),
        ),
        "verdict",
    )


@blueprint.post("/<slug>/evidence")
@allow(Action.WRITE_CLAIM)
def add_evidence(slug: str) -> BaseResponse | tuple[str, int]:
    """Link a quote that was pasted, or a source outside the reports."""
    return _act(slug, lambda: forms.once(lambda: _add_evidence(slug)), "evidence")


def _add_evidence(slug: str) -> str:
    form = request.form
    evidence.link_evidence(
        context(),
        claim=slug,
        target=evidence_form.target(context(), form),
        weight=claim_form.weight(form),
    )
    return url_for(".edit", slug=slug, _anchor="evidence")


@blueprint.post("/<slug>/evidence/<int:evidence_id>")
@allow(Action.WRITE_CLAIM)
def weigh(slug: str, evidence_id: int) -> BaseResponse | tuple[str, int]:
    """Change how a piece of evidence bears on the claim."""
    weight = claim_form.weight(request.form)
    return _act(
        slug,
        lambda: evidence.weigh_evidence(
            context(), evidence_id, weight, made_from=forms.made_from()
        ),
        f"evidence-{evidence_id}",
    )


@blueprint.post("/<slug>/evidence/<int:evidence_id>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw_evidence(slug: str, evidence_id: int) -> BaseResponse:
    """Take a link back."""
    evidence.withdraw_evidence(context(), evidence_id)
    flash("The link is taken back; its passage is still marked in the report.")
    return redirect(
        url_for(".edit", slug=slug, undo=evidence_id, _anchor="evidence"), code=303
    )


@blueprint.post("/<slug>/evidence/<int:evidence_id>/restore")
@allow(Action.WRITE_CLAIM)
def restore_evidence(slug: str, evidence_id: int) -> BaseResponse:
    """Put a link back that was taken back."""
    evidence.restore_evidence(context(), evidence_id)
    return redirect(
        url_for(".edit", slug=slug, _anchor=f"evidence-{evidence_id}"), code=303
    )


@blueprint.post("/<slug>/submit")
@allow(Action.WRITE_CLAIM)
def submit(slug: str) -> BaseResponse | tuple[str, int]:
    """Put the claim before an editor."""
    return _act(slug, lambda: claims.submit_claim(context(), slug))


@blueprint.post("/<slug>/publish")
@allow(Action.PUBLISH)
def publish(slug: str) -> BaseResponse | tuple[str, int]:
    """Show the claim to readers."""
    try:
        checks = beforehand(lambda reading: publication.check_claim(reading, slug))
    except AnnotatorError as error:
        return _editor(slug, NOTHING, forms.field_errors(error)), 422
    return _act(slug, lambda: publication.publish_claim(context(), slug, checks))


@blueprint.post("/<slug>/withdraw")
@allow(Action.PUBLISH)
def withdraw(slug: str) -> BaseResponse | tuple[str, int]:
    """Take the claim back from readers."""
    return _act(slug, lambda: publication.withdraw_claim(context(), slug))


@blueprint.post("/preview")
@allow(Action.READ_DRAFTS)
def preview() -> str:
    """Show Markdown as readers will see it."""
    name = request.args.get("field", "body")
    return render_template("claims/_preview.html", text=request.form.get(name, ""))


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
