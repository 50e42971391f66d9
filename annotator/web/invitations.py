"""Invitations of labs to respond, on the desk: on one claim, or on all of a scorecard."""

from functools import partial

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.invitations import labels, state_of
from annotator.domain.permissions import Action
from annotator.forms.invitations import InvitationForm, InviteForm
from annotator.forms.reading import Form
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import (
    NOTHING,
    FormPage,
    Typed,
    lead_there,
    lead_to,
    made_from,
    once,
)
from annotator.services.claims import claims, invitations, scorecards
from annotator.services.claims.invitations import Invitation

blueprint = Blueprint("invitations", __name__, url_prefix="/desk")


@blueprint.app_template_global("invitation_state")
def invitation_state(row: Invitation) -> str:
    """Return how an invitation stands today, for templates."""
    return state_of(
        response_on=row.response_on, due_on=row.due_on, today=context().now.date()
    )


@blueprint.get("/claims/<slug>/invitations")
@allow(Action.READ_DRAFTS)
def of_claim(slug: str) -> str:
    """Show the invitations on a claim, each with its form."""
    return _of_claim(slug, NOTHING)


def _of_claim(slug: str, back: Typed) -> str:
    claim = claims.get_claim(context(), slug)
    return render_template(
        "invitations/claim.html",
        claim=claim,
        invitations=invitations.list_invitations(context(), slug),
        withdrawn=request.args.get("withdrawn", type=int),
        labels=labels(),
        back=back,
        errors=back.errors,
    )


@blueprint.post("/claims/<slug>/invitations")
@allow(Action.INVITE_LABS)
def add(slug: str) -> BaseResponse:
    """Record that the lab was invited to respond to a claim."""

    def act(form: InviteForm) -> str:
        row = invitations.invite(context(), slug, form.facts())
        return url_for(".of_claim", slug=slug, _anchor=f"invitation-{row.id}")

    page = FormPage(InviteForm, partial(_of_claim, slug), lead_there, "new-invitation")
    return page.save(lambda form: once(lambda: act(form)))


@blueprint.post("/claims/<slug>/invitations/<int:number>")
@allow(Action.INVITE_LABS)
def save(slug: str, number: int) -> BaseResponse:
    """Save an invitation, or the response to it."""
    name = f"invitation-{number}"
    there = lead_to(url_for(".of_claim", slug=slug, _anchor=name))
    page = FormPage(InvitationForm, partial(_of_claim, slug), there, name)
    return page.save(
        lambda form: invitations.edit_invitation(
            context(), slug, number, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/claims/<slug>/invitations/<int:number>/withdraw")
@allow(Action.INVITE_LABS)
def withdraw(slug: str, number: int) -> BaseResponse:
    """Take back an invitation; the page that follows offers to put it back."""
    there = url_for(".of_claim", slug=slug, withdrawn=number)
    page = FormPage(Form, partial(_of_claim, slug), lead_to(there, ""))
    return page.save(lambda _: invitations.withdraw_invitation(context(), slug, number))


@blueprint.post("/claims/<slug>/invitations/<int:number>/restore")
@allow(Action.INVITE_LABS)
def restore(slug: str, number: int) -> BaseResponse:
    """Put back an invitation that was withdrawn."""
    there = lead_to(url_for(".of_claim", slug=slug), "Restored.")
    page = FormPage(Form, partial(_of_claim, slug), there)
    return page.save(lambda _: invitations.restore_invitation(context(), slug, number))


@blueprint.get("/scorecards/<slug>/invitations")
@allow(Action.READ_DRAFTS)
def of_scorecard(slug: str) -> str:
    """Show how the invitations on a scorecard's published claims stand."""
    return _of_scorecard(slug, NOTHING)


def _of_scorecard(slug: str, back: Typed) -> str:
    found = invitations.public_claims(context(), slug)
    rows = invitations.list_invitations(context(), *(claim.slug for claim in found))
    newest: dict[int, Invitation] = {}
    for row in rows:
        newest.setdefault(row.claim_id, row)
    return render_template(
        "invitations/scorecard.html",
        scorecard=scorecards.get_scorecard(context(), slug),
        claims=found,
        newest=newest,
        labels=labels(),
        back=back,
        errors=back.errors,
    )


@blueprint.post("/scorecards/<slug>/invitations")
@allow(Action.INVITE_LABS)
def add_to_all(slug: str) -> BaseResponse:
    """Record one invitation on each published claim of a scorecard."""
    there = url_for(".of_scorecard", slug=slug)

    def then(count: int) -> BaseResponse:
        said = f"Recorded on {count} claim{'' if count == 1 else 's'}."
        return lead_there(there, said=said)

    page = FormPage(InviteForm, partial(_of_scorecard, slug), then, "new-invitation")
    return page.save(
        lambda form: invitations.invite_to_all(context(), slug, form.facts())
    )
