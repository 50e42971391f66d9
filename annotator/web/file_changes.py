"""The changes from one file of a report to the next."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import ChangeEffect, ChangeKind, Notice
from annotator.forms.reading import read
from annotator.forms.reports import CodingForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import wants_part
from annotator.services.passages import file_changes

blueprint = Blueprint("changes", __name__, url_prefix="/desk/reports/<slug>/changes")

CODES = {"effects": list(ChangeEffect), "notices": list(Notice)}


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> str:
    """Show two files of a report side by side, by default the last two."""
    found = file_changes.changes_of(
        context(),
        slug,
        old=request.args.get("old", ""),
        new=request.args.get("new", ""),
    )
    return render_template(
        "changes/show.html", changes=found, kinds=list(ChangeKind), **CODES
    )


@blueprint.post("/<key>")
@allow(Action.WRITE_CLAIM)
def code(slug: str, key: str) -> BaseResponse:
    """Code one change."""
    form = read(CodingForm, request.form)
    old, new = form.old, form.new
    change = file_changes.code(
        context(),
        slug,
        key,
        old=old,
        new=new,
        effect=form.effect or "",
        notice=form.notice or "",
    )
    if wants_part():
        part = render_template(
            "changes/_coding.html", change=change, slug=slug, old=old, new=new, **CODES
        )
        return make_response(part)
    address = url_for(".show", slug=slug, old=old, new=new, _anchor=f"change-{key}")
    return redirect(address, code=303)
