"""Lists of the site for machines: what there is, and what they are asked to leave."""

from flask import Blueprint, Response

from annotator.domain.errors import NotFoundError
from annotator.domain.formats import sitemap
from annotator.domain.formats.llms import Link, Section, llms_txt
from annotator.domain.formats.sitemap import Listed
from annotator.domain.permissions import Action
from annotator.http.addresses import public_base, public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.public.heads import site
from annotator.services.publishing.site_map import SitePage, site_pages

blueprint = Blueprint("site_lists", __name__)

ENDPOINTS = {
    "claim": "public.claim",
    "scorecard": "public.model",
    "report": "public.report",
    "lab": "public.lab",
    "evaluation": "boards.show",
    "reason": "reasons_named.show",
}

ROBOTS = """\
User-agent: *
Disallow: /desk
Disallow: /sign-in
Disallow: /search?q=
Disallow: /*?preview=
Disallow: /*?without=

Sitemap: {sitemap}
"""

SUMMARY = (
    "What AI labs claim in the reports on their models, the exact lines of the reports "
    "that each claim rests on, and two verdicts that are kept apart: whether what was "
    "published shows the claim, and whether we think that it is true."
)
NOTES = [
    "Quotes are the exact words of a report's PDF, checked against the stored file, whose "
    "SHA-256 is given with each. Whoever cites a quote can cite the page of the report.",
    "A verdict says “shown”, “mostly shown”, “partly shown”, “not shown”, “contradicted” "
    "or “cannot be assessed” of what was published; “likely”, “unclear”, “doubtful” or "
    "“no view” of the claim itself. They must not be merged into one.",
]


@blueprint.get("/robots.txt")
@allow(Action.READ_PUBLISHED)
def robots() -> Response:
    """Ask crawlers to leave the desk and the search, and name the list of pages."""
    said = ROBOTS.format(sitemap=public_url("site_lists.whole"))
    return Response(said, mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@allow(Action.READ_PUBLISHED)
def whole() -> Response:
    """Answer with the list of pages, or of its parts if it is too long for one file."""
    pages = _listed()
    count = sitemap.parts_of(pages)
    if count == 1:
        return _xml(sitemap.url_set(pages))
    parts = [
        Listed(
            public_url("site_lists.part", number=number),
            sitemap.part(pages, number)[0].changed,
        )
        for number in range(1, count + 1)
    ]
    return _xml(sitemap.index(parts))


@blueprint.get("/sitemap-<int:number>.xml")
@allow(Action.READ_PUBLISHED)
def part(number: int) -> Response:
    """Answer with one part (from 1) of the list of pages."""
    pages = _listed()
    if not 1 <= number <= sitemap.parts_of(pages):
        raise NotFoundError("part of the list of pages", number)
    return _xml(sitemap.url_set(sitemap.part(pages, number)))


@blueprint.get("/llms.txt")
@allow(Action.READ_PUBLISHED)
def for_language_models() -> Response:
    """Say what the site is and where its data are, for programs that read text."""
    pages = site_pages(context())
    said = llms_txt(site().name, SUMMARY, NOTES, _sections(pages))
    return Response(said, mimetype="text/plain")


def _listed() -> list[Listed]:
    """Return every page, the one that changed last first."""
    pages = site_pages(context())
    front = Listed(public_url("public.home"), pages[0].changed if pages else None)
    method = Listed(public_url("public.method"))
    return [front, method, *(Listed(_address(page), page.changed) for page in pages)]


def _address(page: SitePage) -> str:
    return public_url(ENDPOINTS[page.kind], slug=page.slug)


def _xml(written: str) -> Response:
    return Response(written, mimetype="application/xml")


def _sections(pages: list[SitePage]) -> list[Section]:
    base = public_base()
    data = [
        Link("Method", public_url("public.method"), "what verdicts and stances mean"),
        Link("Matrix", f"{base}/matrix.json", "what we say of each lab by category"),
        Link("Claims", f"{base}/claims.json", "every claim with its verdict"),
        Link("List of pages", public_url("site_lists.whole"), "with their last change"),
    ]
    patterns = [
        Link("A claim's evidence", f"{base}/claims/SLUG/evidence.json", "or .csv"),
        Link("A scorecard's claims", f"{base}/models/SLUG.json", "or .csv"),
        Link("A lab's scorecards", f"{base}/labs/SLUG.json", "or .csv"),
        Link("A report's quotes", f"{base}/reports/SLUG.json", "or .csv"),
        Link("An evaluation's results", f"{base}/evaluations/SLUG.json", "or .csv"),
    ]
    return [
        Section("Scorecards", _links(pages, "scorecard")),
        Section("Labs", _links(pages, "lab")),
        Section("Data (.json, and the same as .csv)", data),
        Section("Data of one page (SLUG is the last part of its address)", patterns),
        Section("Reports", _links(pages, "report")),
        Section(
            "Optional",
            [Link("Source", public_url("public.source"), "of the program, AGPL")],
        ),
    ]


def _links(pages: list[SitePage], kind: str) -> list[Link]:
    return [Link(page.title, _address(page)) for page in pages if page.kind == kind]
