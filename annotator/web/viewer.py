"""The viewer: read the pages of a report, and mark passages in them."""

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    render_template,
    request,
)

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import LoadBearing, Stance
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import render
from annotator.http.security import allow_in_frame
from annotator.services.claims import claims, highlights
from annotator.services.claims.page_texts import page_parts
from annotator.services.library import page_links, reports
from annotator.services.library.reports import Page
from annotator.services.passages import pictures
from annotator.services.search.words import find_in_report
from annotator.web import arrivals
from annotator.web.page_words import page_words, words_version

blueprint = Blueprint("viewer", __name__, url_prefix="/desk")

KEPT_SECONDS = 365 * 24 * 3600  # the contents of a page's address never change


@blueprint.get("/reports/<slug>")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> Response:
    """Show all pages of a report; each loads when it comes near the window."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, request.args.get("revision", ""))
    pages = reports.list_pages(context(), revision)
    hit = arrivals.hit(revision)
    asked = request.args.get("page", 1, type=int)
    shown = render_template(
        "viewer/show.html",
        report=report,
        revision=revision,
        is_newest=reports.get_revision(context(), report).id == revision.id,
        moving=arrivals.moving(),
        pages=[_size(page) for page in pages],
        newest_change=highlights.newest_change(context()),
        words_version=words_version(revision),
        hit=hit,
        opens_at=min(next(iter(hit), asked), len(pages)),
        linking=arrivals.linking(),
        widths=pictures.WIDTHS,
        fitted=pictures.WIDEST_FITTED,
        stances=list(Stance),
        load_bearings=list(LoadBearing),
        categories=claims.list_categories(context()),
        typed={},
        errors={},
    )
    return allow_in_frame(make_response(shown))


def _size(page: Page) -> list[object]:
    """Return a page as [width, height, label], in points, for the browser."""
    size: list[object] = [round(page.width, 2), round(page.height, 2)]
    return size if page.label == str(page.number) else [*size, page.label]


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>.webp")
@allow(Action.READ_DRAFTS)
def page_image(slug: str, sha: str, number: int) -> Response:
    """Answer with the picture of a page."""
    width = request.args.get("w", default=pictures.WIDEST_FITTED, type=int)
    picture = pictures.page_image(
        context(), report=slug, sha256=sha, page=number, width=width
    )
    return _kept(Response(picture, mimetype="image/webp"))


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>/words")
@allow(Action.READ_DRAFTS)
def words(slug: str, sha: str, number: int) -> Response:
    """Answer with the words that a page shows, in reading order, and the blocks they make."""
    revision = reports.get_file(context(), slug, sha)
    page = reports.get_page(context(), revision, number)
    is_last = number == revision.page_count
    overleaf = None if is_last else reports.get_page(context(), revision, number + 1)
    return _kept(jsonify(page_words(page, overleaf, revision.outline)))


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>/links")
@allow(Action.READ_DRAFTS)
def links(slug: str, sha: str, number: int) -> Response:
    """Answer with the links of a page: each a box, and an address or a page and a height."""
    revision = reports.get_file(context(), slug, sha)
    found = page_links.list_links(context(), revision, number)
    jumps = [
        {"box": jump.box, "page": jump.page, "top": jump.top} for jump in found.jumps
    ]
    web = [{"box": box, "address": address} for box, address in found.web]
    return _kept(jsonify([*jumps, *web]))


def _kept(response: Response) -> Response:
    response.cache_control.max_age = KEPT_SECONDS
    response.cache_control.private = True
    response.cache_control.immutable = True
    return response


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>")
@allow(Action.READ_DRAFTS)
def page(slug: str, sha: str, number: int) -> str:
    """Show one page as text, with its marks, beside its picture."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, sha)
    shown = reports.get_page(context(), revision, number)
    marks = highlights.marks_on(context(), revision, number, number)
    return render_template(
        "viewer/page.html",
        report=report,
        revision=revision,
        page=shown,
        parts=page_parts(shown, revision.outline, marks),
        marks_on=highlights.by_page(marks),
        hit={},
    )


@blueprint.get("/reports/<slug>/find")
@allow(Action.READ_DRAFTS)
def find(slug: str) -> Response:
    """List the places in a report that say what was typed."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, request.args.get("revision", ""))
    query = request.args.get("q", "").strip()
    found = find_in_report(context(), sha256=revision.sha256, quote=query)
    return render(
        "viewer/find.html",
        "viewer/_found.html",
        report=report,
        revision=revision,
        query=query,
        found=found,
    )
