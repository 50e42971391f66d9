"""What readers see of a report: an editor publishes its files and its facts here."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.http import forms
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.publishing import report_publication

blueprint = Blueprint("report_publication", __name__, url_prefix="/desk/reports")

ACTS = {
    "publish": report_publication.publish_file,
    "announce": report_publication.announce_file,
    "withdraw": report_publication.withdraw_file,
}


@blueprint.get("/<slug>/publication")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> str:
    """Show what readers see of a report, beside what stands at the desk."""
    return _page(slug, {})


def _page(slug: str, errors: dict[str, str]) -> str:
    status = report_publication.report_status(context(), slug)
    return render_template("desk/publication.html", status=status, errors=errors)


@blueprint.post("/<slug>/publication/facts")
@allow(Action.PUBLISH)
def publish_facts(slug: str) -> BaseResponse | tuple[str, int]:
    """Show readers the facts as they stand now."""
    return forms.save(
        lambda: report_publication.publish_facts(context(), slug),
        then=url_for(".show", slug=slug),
        show_again=lambda errors: _page(slug, errors),
    )


@blueprint.post("/<slug>/publication/files/<sha>")
@allow(Action.PUBLISH)
def act_on_file(slug: str, sha: str) -> BaseResponse | tuple[str, int]:
    """Publish a file, withdraw it, or tell readers that it came in."""
    return forms.save(
        lambda: _act(slug, sha),
        then=url_for(".show", slug=slug),
        show_again=lambda errors: _page(slug, errors),
    )


def _act(slug: str, sha: str) -> object:
    act = ACTS.get(request.form.get("do", ""))
    if act is None:
        raise InvalidError("all", "Choose what is to be done with the file.")
    return act(context(), slug, sha)


@blueprint.post("/<slug>/publication/notice/withdraw")
@allow(Action.PUBLISH)
def take_back_notice(slug: str) -> BaseResponse | tuple[str, int]:
    """Tell readers no longer that a newer file came in."""
    return forms.save(
        lambda: report_publication.take_back_notice(context(), slug),
        then=url_for(".show", slug=slug),
        show_again=lambda errors: _page(slug, errors),
    )


@blueprint.post("/<slug>/publication/withdraw")
@allow(Action.PUBLISH)
def withdraw(slug: str) -> BaseResponse | tuple[str, int]:
    """Take the whole report back from readers."""
    return forms.save(
        lambda: report_publication.withdraw_report(context(), slug),
        then=url_for(".show", slug=slug),
        show_again=lambda errors: _page(slug, errors),
    )
