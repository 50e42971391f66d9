"""The list of reports, and the facts of a report."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import ReportKind
from annotator.forms.reports import ReportForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_to, made_from
from annotator.services import jobs
from annotator.services.intake import removal
from annotator.services.library import reports

blueprint = Blueprint("desk", __name__, url_prefix="/desk")


@blueprint.get("", endpoint="library")
@allow(Action.READ_DRAFTS)
def library_page() -> str:
    """List every report."""
    return render_template(
        "desk/library.html",
        shelves=reports.list_reports(context()),
        passages=reports.count_passages(context()),
        claims=reports.count_claims(context()),
        jobs=jobs.list_recent(context(), limit=5),
        removed=removal.list_removed(context()),
    )


@blueprint.get("/reports", endpoint="reports")
@allow(Action.READ_DRAFTS)
def lead_to_library() -> BaseResponse:
    """Redirect an address without a slug to the list."""
    return redirect(url_for("desk.library"))


@blueprint.get("/reports/<slug>/facts")
@allow(Action.ADD_REPORT)
def facts(slug: str) -> str:
    """Show the form with the facts of a report."""
    return _facts(slug, NOTHING)


def _facts(slug: str, back: Typed) -> str:
    report = reports.get_report(context(), slug)
    stored = {
        "title": report.title,
        "kind": report.kind,
        "published": report.published,
        "source_url": report.source_url,
        "models": ", ".join(model.name for model in report.models),
    }
    return render_template(
        "desk/facts.html",
        report=report,
        files=reports.list_revisions(context(), report),
        typed=back.values if back else stored,
        back=back,
        errors=back.errors,
        kinds=list(ReportKind),
    )


@blueprint.post("/reports/<slug>/facts")
@allow(Action.ADD_REPORT)
def save_facts(slug: str) -> BaseResponse:
    """Save the facts of a report."""
    return FormPage(
        ReportForm,
        partial(_facts, slug),
        lead_to(url_for("viewer.show", slug=slug)),
    ).save(
        lambda form: reports.edit_report(
            context(), slug, made_from=made_from(), **dict(form)
        )
    )
