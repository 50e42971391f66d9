"""The pages that everybody may read; they show no drafts."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.boards.boards import board_of
from annotator.domain.citations import Citation
from annotator.domain.conclusions import conclusion, decisive
from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import QuoteView
from annotator.domain.views.pages import MatrixChoice
from annotator.domain.vocabulary import CategoryShown, Credence
from annotator.http.addresses import of_passage, public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import file_answer, picture_answer
from annotator.public.claims import claim_page
from annotator.public.editions import at_date
from annotator.public.source_archive import source_archive as archived_source
from annotator.services.library import reports
from annotator.services.passages import citing, pictures
from annotator.services.publishing import (
    annotated,
    category_pages,
    graph,
    pages,
    report_pages,
    scorecard_graphs,
)
from annotator.services.publishing.home import home_page

blueprint = Blueprint("public", __name__)


@blueprint.app_template_global("citation_of")
def citation_of(quote: QuoteView) -> Citation | None:
    """Return a citation of a quote as readers see it, for templates."""
    address = of_passage(
        quote.report, quote.revision, quote.page, passage=quote.passage
    )
    return citing.cite_shown(context(), quote, address)


@blueprint.app_template_global("place_of")
def place_of(quote: QuoteView, claim: str = "") -> str:
    """Return where a quote is marked on its page; the way back leads to a claim (slug)."""
    return url_for(
        "public.page",
        slug=quote.report,
        sha=quote.revision,
        number=quote.page,
        claim=claim or None,
        _anchor=f"passage-{quote.passage}",
    )


@blueprint.app_template_global("note_of")
def note_of(quote: QuoteView) -> str:
    """Return the short address of a passage as it is printed, without its scheme."""
    return _printed("public.passage", passage=quote.passage)


@blueprint.app_template_global("note_of_claim")
def note_of_claim(slug: str) -> str:
    """Return the address of a claim as it is printed, without its scheme."""
    return _printed("public.claim", slug=slug)


def _printed(endpoint: str, **values: Any) -> str:
    return public_url(endpoint, **values).partition("://")[2]


blueprint.add_app_template_global(board_of, "board_of")
blueprint.add_app_template_global(conclusion, "conclusion")
blueprint.add_app_template_global(decisive, "decisive")


@blueprint.get("/")
@allow(Action.READ_PUBLISHED)
def home() -> str:
    """Show the matrix of labs and categories, and the newest changes."""
    asked = MatrixChoice(
        **{name: request.args.get(name, "") for name in ("lab", "category", "by")}
    )
    return render_template(
        "public/home.html",
        page=home_page(context(), asked),
        category_showns=list(CategoryShown),
        credences=list(Credence),
    )


@blueprint.get("/method")
@allow(Action.READ_PUBLISHED)
def method() -> str:
    """Explain the marks, the stances, the seals and the two axes."""
    return render_template("public/method.html")


@blueprint.get("/labs/<slug>")
@allow(Action.READ_PUBLISHED)
def lab(slug: str) -> str:
    """Show the scorecards of a lab."""
    scorecards = pages.lab_scorecards(context(), slug)
    return render_template(
        "public/lab.html", lab=scorecards[0].lab, scorecards=scorecards
    )


@blueprint.get("/models/<slug>")
@allow(Action.READ_PUBLISHED)
def model(slug: str) -> str | BaseResponse:
    """Show a scorecard; the address of one of its models redirects to it."""
    if request.args.get("preview"):
        page = pages.preview_scorecard(context(), slug)
    else:
        try:
            if (then := at_date("scorecard", slug)) is not None:
                return then
            page = pages.scorecard_page(context(), slug)
        except NotFoundError as error:
            covering = pages.scorecard_of_model(context(), slug)
            if covering in {None, slug}:
                raise error from None
            at = request.args.get("at")
            return redirect(url_for(".model", slug=covering, at=at), code=302)
    return render_template("public/scorecard.html", page=page)


@blueprint.get("/models/<slug>/categories/<category>")
@allow(Action.READ_PUBLISHED)
def category(slug: str, category: str) -> str:
    """Show a category of a scorecard with all its claims, a page of them at a time."""
    is_preview = request.args.get("preview")
    make = (
        category_pages.preview_category if is_preview else category_pages.category_page
    )
    page = make(
        context(), slug, category, request.args.get("page", default=1, type=int)
    )
    return render_template("public/category.html", page=page)


@blueprint.get("/models/<slug>/graph")
@allow(Action.READ_PUBLISHED)
def scorecard_graph(slug: str) -> str:
    """Show the claims of a scorecard and the passages that several of them rest on."""
    is_preview = request.args.get("preview")
    make = (
        scorecard_graphs.preview_graph
        if is_preview
        else scorecard_graphs.scorecard_graph_page
    )
    page = make(context(), slug)
    return render_template(
        "public/scorecard_graph.html",
        page=page,
        graph=graph.scorecard_graph(page),
    )


@blueprint.get("/claims/<slug>")
@allow(Action.READ_PUBLISHED)
def claim(slug: str) -> str | BaseResponse:
    """Show a claim with all its evidence."""
    if (then := at_date("claim", slug)) is not None:
        return then
    show = pages.preview_claim if request.args.get("preview") else pages.claim_page
    return claim_page(show(context(), slug))


@blueprint.get("/reports/<slug>")
@allow(Action.READ_PUBLISHED)
def report(slug: str) -> str | BaseResponse:
    """Show a report: its facts, its files, and the quotes from it."""
    if (then := at_date("report", slug)) is not None:
        return then
    number = request.args.get("page", default=1, type=int)
    return render_template(
        "public/report.html", page=report_pages.report_page(context(), slug, number)
    )


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>")
@allow(Action.READ_PUBLISHED)
def page(slug: str, sha: str, number: int) -> str:
    """Show a page of the PDF with the published passages marked."""
    span = _span()
    shown = report_pages.reading_page(
        context(), report=slug, sha256=sha, number=number, span=span
    )
    claim = request.args.get("claim", "")
    return render_template(
        "public/page.html", page=shown, came_from=shown.uses_by(claim)
    )


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>.webp")
@allow(Action.READ_PUBLISHED)
def page_image(slug: str, sha: str, number: int) -> BaseResponse:
    """Answer with the picture of a page."""
    width = request.args.get("width", default=pictures.WIDEST_FITTED, type=int)
    picture = pictures.page_image(
        context(), report=slug, sha256=sha, page=number, width=width
    )
    return picture_answer(picture, "image/webp")


@blueprint.get("/reports/<slug>/revisions/<sha>.pdf")
@allow(Action.READ_PUBLISHED)
def pdf(slug: str, sha: str) -> Response:
    """Answer with the PDF as the lab published it, whole or a part of it."""
    return file_answer(reports.given_pdf(context(), slug, sha), f"{slug}.pdf")


@blueprint.get("/passages/<int:passage>")
@allow(Action.READ_PUBLISHED)
def passage(passage: int) -> BaseResponse:
    """Lead to where a public passage is marked: a short address, for paper."""
    return redirect(place_of(annotated.passage(context(), passage).quote), code=302)


@blueprint.get("/passages/<int:passage>/crop-<int:part>.png")
@allow(Action.READ_PUBLISHED)
def crop(passage: int, part: int) -> BaseResponse:
    """Answer with the picture of a passage, with its words marked."""
    of = request.args.get("of", "")
    return picture_answer(
        pictures.crop(context(), passage_id=passage, part=part, of=of)
    )


@blueprint.get("/source")
@allow(Action.READ_PUBLISHED)
def source() -> str:
    """Show the licence, and where the source of the running version is."""
    return render_template(
        "public/source.html", source_url=current_app.config["SOURCE_URL"]
    )


@blueprint.get("/source.tar.gz")
@allow(Action.READ_PUBLISHED)
def source_archive() -> Response:
    """Answer with the source of the running version."""
    return Response(archived_source(), mimetype="application/gzip")


def _span() -> tuple[int, int] | None:
    """Return the span to mark besides the passages, if both parameters are numbers."""
    start = request.args.get("start", type=int)
    end = request.args.get("end", type=int)
    return None if start is None or end is None or start < 0 else (start, end)
