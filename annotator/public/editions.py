"""Editions: pages as they were published, which never change.

The contents of an edition are one address further, as the file whose hash is printed.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.input.moments import moment
from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.public.claims import claim_page
from annotator.services.published import edition_history
from annotator.services.publishing import category_pages, edition_pages

blueprint = Blueprint("editions", __name__)

CLAIM, SCORECARD, REPORT = "/claims/<slug>", "/models/<slug>", "/reports/<slug>"


def at_date(kind: str, slug: str) -> BaseResponse | None:
    """Lead to the edition that stood at ``?at=…``, if the address names a time."""
    asked = request.args.get("at", "")
    if not asked:
        return None
    number = edition_history.number_at(context(), kind, slug, moment("at", asked))
    return redirect(url_for(f"editions.{kind}", slug=slug, number=number), code=302)


@blueprint.get(f"{CLAIM}/editions/<int:number>")
@allow(Action.READ_PUBLISHED)
def claim(slug: str, number: int) -> str:
    """Show a claim as it was published."""
    shown = edition_pages.claim_edition(context(), slug, number)
    return claim_page(shown.page, place=shown.place)


@blueprint.get(f"{SCORECARD}/editions/<int:number>")
@allow(Action.READ_PUBLISHED)
def scorecard(slug: str, number: int) -> str:
    """Show a scorecard as it was published."""
    shown = edition_pages.scorecard_edition(context(), slug, number)
    return render_template("public/scorecard.html", page=shown.page, place=shown.place)


@blueprint.get(f"{SCORECARD}/editions/<int:number>/categories/<category>")
@allow(Action.READ_PUBLISHED)
def category(slug: str, number: int, category: str) -> str:
    """Show a category of a scorecard as it was published, with all its claims."""
    asked = request.args.get("page", default=1, type=int)
    shown = category_pages.category_edition(context(), slug, number, category, asked)
    return render_template("public/category.html", page=shown.page, place=shown.place)


@blueprint.get(f"{REPORT}/editions/<int:number>")
@allow(Action.READ_PUBLISHED)
def report(slug: str, number: int) -> str:
    """Show the facts and the files of a report as they were published."""
    shown = edition_pages.report_edition(context(), slug, number)
    return render_template("public/report_edition.html", page=shown, place=shown.place)


@blueprint.get(f"{CLAIM}/editions/<int:number>.json", endpoint="claim_contents")
@blueprint.get(f"{SCORECARD}/editions/<int:number>.json", endpoint="scorecard_contents")
@blueprint.get(f"{REPORT}/editions/<int:number>.json", endpoint="report_contents")
@allow(Action.READ_PUBLISHED)
def contents(slug: str, number: int) -> Response:
    """Answer with the very bytes whose hash the page of the edition prints."""
    content = edition_pages.contents(context(), _kind(), slug, number)
    response = Response(content, mimetype="application/json")
    name = f"{slug}-edition-{number}.json"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@blueprint.get(f"{CLAIM}/editions", endpoint="claim_list")
@blueprint.get(f"{SCORECARD}/editions", endpoint="scorecard_list")
@blueprint.get(f"{REPORT}/editions", endpoint="report_list")
@allow(Action.READ_PUBLISHED)
def listed(slug: str) -> str:
    """List every edition of a page."""
    number = max(request.args.get("page", default=1, type=int), 1)
    found = edition_history.list_editions(context(), _kind(), slug, number)
    return render_template("public/editions.html", listed=found)


@blueprint.get(
    f"{CLAIM}/editions/<int:number>/against/<int:other>", endpoint="claim_against"
)
@blueprint.get(
    f"{SCORECARD}/editions/<int:number>/against/<int:other>",
    endpoint="scorecard_against",
)
@blueprint.get(
    f"{REPORT}/editions/<int:number>/against/<int:other>", endpoint="report_against"
)
@allow(Action.READ_PUBLISHED)
def against(slug: str, number: int, other: int) -> str:
    """Show two editions of a page side by side, by words."""
    compared = edition_pages.compare(context(), _kind(), slug, number, other)
    return render_template("public/compared.html", compared=compared)


def _kind() -> str:
    """Return the kind of page that an address is of, by which its endpoint begins."""
    endpoint = str(request.endpoint).removeprefix(f"{blueprint.name}.")
    return endpoint.partition("_")[0]
