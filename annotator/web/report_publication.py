"""Publication of a report: what readers see of its facts and its files."""

from functools import partial

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.forms.publishing import ToldForm
from annotator.forms.reading import AnyForm, Form
from annotator.forms.reports import FileAct, FileActForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_to
from annotator.services.publishing import report_publication

blueprint = Blueprint("report_publication", __name__, url_prefix="/desk/reports")

ACTS = {
    FileAct.PUBLISH: report_publication.publish_file,
    FileAct.ANNOUNCE: report_publication.announce_file,
    FileAct.WITHDRAW: report_publication.withdraw_file,
}


@blueprint.get("/<slug>/publication")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> str:
    """Show what readers see of a report beside its state at the desk."""
    return _status(slug, NOTHING)


def _status(slug: str, typed: Typed) -> str:
    status = report_publication.report_status(context(), slug)
    return render_template(
        "desk/publication.html", status=status, typed=typed, errors=typed.errors
    )


def _page(slug: str, model: type[AnyForm], name: str = "") -> FormPage[AnyForm]:
    done = lead_to(url_for(".show", slug=slug))
    return FormPage(model, partial(_status, slug), done, form=name)


@blueprint.post("/<slug>/publication/facts")
@allow(Action.PUBLISH)
def publish_facts(slug: str) -> BaseResponse:
    """Publish the current facts."""
    return _page(slug, ToldForm, "facts").save(
        lambda form: report_publication.publish_facts(context(), slug, form.told())
    )


@blueprint.post("/<slug>/publication/files/<sha>")
@allow(Action.PUBLISH)
def act_on_file(slug: str, sha: str) -> BaseResponse:
    """Publish a file, withdraw it, or announce it to readers."""
    return _page(slug, FileActForm).save(
        lambda form: ACTS[form.do](context(), slug, sha)
    )


@blueprint.post("/<slug>/publication/notice/withdraw")
@allow(Action.PUBLISH)
def take_back_notice(slug: str) -> BaseResponse:
    """Take back the notice that a newer file came in."""
    return _page(slug, Form).save(
        lambda _: report_publication.take_back_notice(context(), slug)
    )


@blueprint.post("/<slug>/publication/withdraw")
@allow(Action.PUBLISH)
def withdraw(slug: str) -> BaseResponse:
    """Withdraw the whole report."""
    return _page(slug, Form).save(
        lambda _: report_publication.withdraw_report(context(), slug)
    )
