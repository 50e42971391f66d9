"""Claims: list and state them, weigh their evidence, judge and publish them."""

from collections.abc import Container, Iterable, Sequence
from functools import partial
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.claims import CritiqueText, labels
from annotator.domain.errors import NotFoundError
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
from annotator.forms.claims import (
    ClaimForm,
    CritiqueForm,
    EvidenceForm,
    NewClaimForm,
    WeightForm,
)
from annotator.forms.publishing import PublishForm
from annotator.forms.reading import AnyForm, Form
from annotator.forms.verdicts import ReasonRow, VerdictForm, rows
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import (
    NOTHING,
    FormPage,
    Typed,
    lead_there,
    lead_to,
    made_from,
    once,
)
from annotator.http.render import render, wants_part
from annotator.services.claims import (
    capture,
    claims,
    critiques,
    evidence,
    reasons,
    tensions,
    verdicts,
)
from annotator.services.claims.evidence import Evidence, Target
from annotator.services.edits import form_fields
from annotator.services.library import labs, reports
from annotator.services.passages import quote_views
from annotator.services.published import editions
from annotator.services.publishing import (
    current_status,
    drafts_as_pages,
    plans,
    publication,
)
from annotator.web import claim_lists
from annotator.web.findings import finding_values

blueprint = Blueprint("claims", __name__, url_prefix="/desk/claims")

WORDS = {
    "stances": list(Stance),
    "aims": list(AimsAt),
    "load_bearings": list(LoadBearing),
    "strengths": list(Strength),
    "showns": list(Shown),
    "credences": list(Credence),
    "asserters": list(AssertedBy),
    "critique_parts": labels(CritiqueText),
}


MOST_FORMS = 20  # of links on a claim's page; with more, each is fetched when opened


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def every_claim() -> Response:
    """List the claims that meet the filters, a page at a time."""
    return render(
        "claims/library.html", "claims/_list.html", **claim_lists.library_values()
    )


@blueprint.get("/new")
@allow(Action.WRITE_CLAIM)
def new() -> str:
    """Show the form that states a claim."""
    return _new(Typed("claim", request.args.to_dict()))


def _new(typed: Typed) -> str:
    return render_template(
        "claims/new.html",
        typed=typed.values,
        errors=typed.errors,
        **_choices(typed.get("parent", "")),
        **WORDS,
    )


def _choices(parent: str, but: str = "") -> dict[str, Any]:
    """Return what may be chosen; ``parent`` is the chosen one, and ``but`` the claim."""
    return {
        "categories": claims.list_categories(context()),
        "labs": labs.list_labs(context()),
        "parents": claim_lists.choices(chosen=parent, but=but),
    }


@blueprint.post("")
@allow(Action.WRITE_CLAIM)
def add() -> BaseResponse:
    """Add a claim."""

    def state(form: NewClaimForm) -> str:
        claim = claims.add_claim(context(), form.facts())
        return url_for(".edit", slug=claim.slug)

    page = FormPage(NewClaimForm, _new, lead_there)
    return page.save(lambda form: once(lambda: state(form)))


@blueprint.get("/<slug>")
@allow(Action.READ_DRAFTS)
def edit(slug: str) -> str:
    """Show the claim's editor."""
    return editor(slug, NOTHING)


def editor(slug: str, typed: Typed) -> str:
    """Return the claim's editor, with what came back of one of its forms."""
    claim = claims.get_claim(context(), slug)
    [view] = drafts_as_pages.claim_views(context(), [claim])
    links = {link.id: link for link in evidence.list_evidence(context(), [claim])}
    tense = {row.id: row for row in tensions.list_tensions(context(), [claim])}
    parts: list[Evidence | tensions.Tension] = [*links.values(), *tense.values()]
    given = verdicts.list_verdicts(context(), claim)
    return render_template(
        "claims/edit.html",
        claim=claim,
        view=view,
        link_rows=links,
        tension_rows=tense,
        sides=tensions.sides(context(), claim, view, parts),
        guards=quote_views.warnings(context(), _quoted(links.values())),
        fetches_forms=len(links) > MOST_FORMS,
        errors=typed.errors,
        typed=typed,
        lost_link=_lost_link(typed, links),
        critique=critiques.get_critique(context(), claim),
        reasons=current_status.reasons(context(), [claim.id]),
        verdicts=given,
        reason_rows=_reason_rows(typed.of("verdict"), given),
        grounds=verdicts.grounds(view),
        changed=claim.state is State.PUBLISHED
        and editions.has_changed(context(), view),
        plan=plans.plan_claim(context(), view),
        **finding_values("claim", slug),
        reports=[shelf.report for shelf in reports.list_reports(context())],
        **_choices(typed.of("facts").get("parent", _parent_of(claim)), slug),
        **WORDS,
    )


def _reason_rows(back: Typed, given: Sequence[verdicts.Verdict]) -> list[ReasonRow]:
    """Return the rows of the form of a verdict: as they were typed, or of the last one."""
    last = form_fields.plain_reasons(given[0].given if given else ())
    listed = reasons.list_reasons(context())
    return rows(listed, back.get("reasons", last), back.errors)


def _parent_of(claim: claims.Claim) -> str:
    return claim.parent.slug if claim.parent else ""


def _quoted(links: Iterable[Evidence]) -> list[int]:
    return [link.passage_id for link in links if link.passage_id is not None]


def _lost_link(typed: Typed, links: Container[int]) -> int | None:
    """Return the link that was weighed here while another person withdrew it."""
    kind, _, number = typed.form.partition("-")
    lost = kind == "evidence" and number.isdecimal() and int(number) not in links
    return int(number) if lost else None


def _page(slug: str, model: type[AnyForm], form: str) -> FormPage[AnyForm]:
    """Return the editor's page; ``form`` is the id of the form that was sent."""
    return FormPage(
        model,
        partial(editor, slug),
        lead_to(url_for(".edit", slug=slug, _anchor=form or None)),
        form,
    )


@blueprint.post("/<slug>")
@allow(Action.WRITE_CLAIM)
def save(slug: str) -> BaseResponse:
    """Save the facts of the claim."""
    return _page(slug, ClaimForm, "facts").save(
        lambda form: claims.edit_claim(
            context(), slug, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/critique")
@allow(Action.WRITE_CLAIM)
def save_critique(slug: str) -> BaseResponse:
    """Save a new version of the critique."""
    return _page(slug, CritiqueForm, "critique").save(
        lambda form: critiques.write_critique(
            context(), claim=slug, text=form.text(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/verdict")
@allow(Action.WRITE_CLAIM)
def save_verdict(slug: str) -> BaseResponse:
    """Give a verdict on both axes."""
    return _page(slug, VerdictForm, "verdict").save(
        lambda form: verdicts.give_verdict(
            context(), claim=slug, made_from=made_from(), **form.verdict()
        )
    )


@blueprint.post("/<slug>/evidence")
@allow(Action.WRITE_CLAIM)
def add_evidence(slug: str) -> BaseResponse:
    """Link a quote that was pasted, or a source outside the reports."""
    page = _page(slug, EvidenceForm, "evidence")
    return page.save(lambda form: once(lambda: _add_evidence(slug, form)))


def _add_evidence(slug: str, form: EvidenceForm) -> str:
    target = (
        capture.mark_pasted(
            context(), report=form.report, quote=form.quote, page=form.page
        )
        if form.is_quote
        else Target(source_url=form.source_url, source_title=form.source_title)
    )
    evidence.link_evidence(context(), claim=slug, target=target, weight=form.weight())
    return url_for(".edit", slug=slug, _anchor="evidence")


@blueprint.get("/<slug>/evidence/<int:evidence_id>")
@allow(Action.READ_DRAFTS)
def evidence_forms(slug: str, evidence_id: int) -> BaseResponse:
    """Answer with the forms of a link, or lead to the editor where they are open."""
    claim = claims.get_claim(context(), slug)
    links = {link.id: link for link in evidence.list_evidence(context(), [claim])}
    if evidence_id not in links:
        raise NotFoundError("link", evidence_id)
    if not wants_part():
        anchor = f"evidence-{evidence_id}"
        return redirect(url_for(".edit", slug=slug, change=evidence_id, _anchor=anchor))
    part = render_template(
        "claims/_evidence_forms.html",
        claim=claim,
        link=links[evidence_id],
        link_rows=links,
        back=NOTHING,
        errors={},
        **WORDS,
    )
    return make_response(part)


@blueprint.post("/<slug>/evidence/<int:evidence_id>")
@allow(Action.WRITE_CLAIM)
def weigh(slug: str, evidence_id: int) -> BaseResponse:
    """Change how a piece of evidence bears on the claim."""
    return _page(slug, WeightForm, f"evidence-{evidence_id}").save(
        lambda form: evidence.weigh_evidence(
            context(), evidence_id, form.weight(), made_from=made_from()
        )
    )


@blueprint.post("/<slug>/evidence/<int:evidence_id>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw_evidence(slug: str, evidence_id: int) -> BaseResponse:
    """Withdraw a link."""
    evidence.withdraw_evidence(context(), evidence_id)
    flash("The link was removed; the passage is still marked in the report.")
    return redirect(
        url_for(".edit", slug=slug, undo=evidence_id, _anchor="evidence"), code=303
    )


@blueprint.post("/<slug>/evidence/<int:evidence_id>/restore")
@allow(Action.WRITE_CLAIM)
def restore_evidence(slug: str, evidence_id: int) -> BaseResponse:
    """Restore a withdrawn link."""
    evidence.restore_evidence(context(), evidence_id)
    return redirect(
        url_for(".edit", slug=slug, _anchor=f"evidence-{evidence_id}"), code=303
    )


@blueprint.post("/<slug>/submit")
@allow(Action.WRITE_CLAIM)
def submit(slug: str) -> BaseResponse:
    """Submit the claim to an editor."""
    return _page(slug, Form, "").save(lambda _: claims.submit_claim(context(), slug))


@blueprint.post("/<slug>/publish")
@allow(Action.PUBLISH)
def publish(slug: str) -> BaseResponse:
    """Publish the claim, over what was found on it if a reason is given."""
    return _page(slug, PublishForm, "publish").prepare_and_save(
        lambda form: beforehand(
            lambda reading: publication.check_claim(reading, slug, form.over())
        ),
        lambda form, checks: publication.publish_claim(
            context(), slug, checks, form.over(), form.told()
        ),
    )


@blueprint.post("/<slug>/withdraw")
@allow(Action.PUBLISH)
def withdraw(slug: str) -> BaseResponse:
    """Withdraw the claim."""
    return _page(slug, Form, "").save(
        lambda _: publication.withdraw_claim(context(), slug)
    )


@blueprint.post("/preview")
@allow(Action.READ_DRAFTS)
def preview() -> str:
    """Show Markdown as readers will see it."""
    name = request.args.get("field", "body")
    text = request.form.get(name, "")
    # Some texts of this length take seconds; nothing longer could be kept.
    is_too_long = len(text) > critiques.LONGEST
    return render_template(
        "claims/_preview.html", text="" if is_too_long else text, too_long=is_too_long
    )
