"""What the head of a public page tells machines: description, address, picture, data.

A page that is not public, as the preview of a draft, has nothing but "noindex".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from flask import Blueprint, current_app, url_for

from annotator.domain.formats import descriptions, share_card
from annotator.domain.formats.claim_review import claim_review
from annotator.domain.formats.site import Site
from annotator.domain.formats.web_annotation import MEDIA_TYPE
from annotator.domain.views.contents import LabView, ScorecardView
from annotator.domain.views.pages import (
    CategoryPage,
    ClaimPage,
    EvaluationPage,
    HomePage,
    ReasonPage,
    ScorecardGraphPage,
    ScorecardPage,
)
from annotator.http.addresses import public_url
from annotator.http.context import context
from annotator.services.published.gate import gate_of
from annotator.services.publishing.report_pages import ReadingPage, ReportPage

blueprint = Blueprint("heads", __name__)


@dataclass(frozen=True)
class Data:
    """The same as data: its media type, its address on this site, what it is called."""

    media_type: str
    address: str
    title: str


@dataclass(frozen=True)
class Head:
    """The values of one page's head; all its addresses but those of data are absolute."""

    title: str
    description: str
    address: str
    is_article: bool = False
    picture: str = ""
    picture_says: str = ""
    is_embedded: bool = False  # whether other sites may show it by oEmbed
    review: dict[str, Any] | None = None  # a ClaimReview
    data: tuple[Data, ...] = ()


def site() -> Site:
    """Return how this site is called and where it is."""
    name = str(current_app.jinja_env.globals["site_name"])
    return Site(name, public_url("public.home"))


def _tables(table: str, title: str, **values: Any) -> tuple[Data, ...]:
    """Return the links to a table of ``annotator.public.tables``."""
    kinds = (("text/csv", "csv"), ("application/json", "json"))
    return tuple(
        Data(kind, url_for(f"tables.{table}_{ending}", **values), title)
        for kind, ending in kinds
    )


def _annotations(endpoint: str, slug: str) -> Data:
    return Data(MEDIA_TYPE, url_for(endpoint, slug=slug), "Quotes as W3C annotations")


@blueprint.app_template_global("head_of")
def head_of(page: object) -> Head | None:
    """Return the head of a page, or None if no machine should read it."""
    return _head(page)


@blueprint.app_template_global("head_of_edition")
def head_of_edition(page: object) -> Head | None:
    """Return the head of an earlier edition: its own words, at the page's address.

    The picture, the data, the card and the review are of the page as it is now.
    """
    head = _head(page)
    return head and Head(head.title, head.description, head.address, head.is_article)


@blueprint.app_template_global("head_of_lab")
def head_of_lab(lab: LabView, scorecards: Sequence[ScorecardView]) -> Head:
    """Return the head of a lab's page."""
    titles = [scorecard.title for scorecard in scorecards]
    return Head(
        title=lab.name,
        description=descriptions.of_lab(lab.name, titles),
        address=public_url("public.lab", slug=lab.slug),
        data=(
            *_tables("lab", "Scorecards", slug=lab.slug),
            *_tables("lab_models", "Models", slug=lab.slug),
        ),
    )


@blueprint.app_template_global("plain_head")
def plain_head(title: str, description: str, endpoint: str, **values: Any) -> Head:
    """Return the head of a page that is of no claim, scorecard or report."""
    said = descriptions.shortened(description)
    return Head(title, said, public_url(endpoint, **values))


@singledispatch
def _head(page: object) -> Head | None:
    raise TypeError(f"no head for {type(page).__name__}")


@_head.register
def _(page: HomePage) -> Head:
    return Head(
        title=site().name,
        description=descriptions.of_home(page),
        address=public_url("public.home"),
        data=(*_tables("matrix", "Labs and categories"), *_tables("claims", "Claims")),
    )


@_head.register
def _(page: ClaimPage) -> Head | None:
    if page.edition is None:
        return None
    claim = page.claim
    address = public_url("public.claim", slug=claim.slug)
    public = gate_of(context()).reports
    facts = {slug: report.facts for slug, report in public.items()}
    return Head(
        title=claim.text,
        description=descriptions.of_claim(claim),
        address=address,
        is_article=True,
        picture=public_url("share_cards.claim", slug=claim.slug),
        picture_says=share_card.of_claim(page, site()).says,
        is_embedded=True,
        review=claim_review(page, facts, address=address, site=site()),
        data=(
            *_tables("evidence", "Evidence", slug=claim.slug),
            _annotations("annotations.of_claim", claim.slug),
        ),
    )


@_head.register
def _(page: ScorecardPage) -> Head | None:
    if page.edition is None:
        return None
    scorecard = page.scorecard
    return Head(
        title=f"{scorecard.title} · {scorecard.lab.name}",
        description=descriptions.of_scorecard(scorecard),
        address=public_url("public.model", slug=scorecard.slug),
        is_article=True,
        picture=public_url("share_cards.scorecard", slug=scorecard.slug),
        picture_says=share_card.of_scorecard(page, site()).says,
        is_embedded=True,
        data=_tables("scorecard", "Claims", slug=scorecard.slug),
    )


@_head.register
def _(page: CategoryPage) -> Head | None:
    if page.edition is None:
        return None
    scorecard, card = page.scorecard, page.shown.card
    named: dict[str, Any] = {"slug": scorecard.slug, "category": card.category.slug}
    number = page.number if page.number > 1 else None
    return Head(
        title=f"{card.category.name}, {scorecard.title}",
        description=descriptions.of_category(scorecard, card),
        address=public_url("public.category", **named, page=number),
        data=(
            Data("text/csv", url_for("boards.card_as_csv", **named), "Results"),
            Data(
                "application/json", url_for("boards.card_as_json", **named), "Results"
            ),
        )
        if card.evaluations
        else (),
    )


@_head.register
def _(page: ScorecardGraphPage) -> Head | None:
    if page.edition is None:
        return None
    slug, title = page.scorecard.slug, page.scorecard.title
    return Head(
        title=f"Evidence graph, {title}",
        description=f"The claims on {title} and the passages that several of them rest on.",
        address=public_url("public.scorecard_graph", slug=slug),
    )


@_head.register
def _(page: EvaluationPage) -> Head:
    slug = page.tests[0].slug
    return Head(
        title=page.name,
        description=descriptions.of_evaluation(page),
        address=public_url("boards.show", slug=slug),
        data=(
            Data("text/csv", url_for("boards.as_csv", slug=slug), "Results"),
            Data("application/json", url_for("boards.as_json", slug=slug), "Results"),
        ),
    )


@_head.register
def _(page: ReasonPage) -> Head:
    number = page.number if page.number > 1 else None
    address = public_url("reasons_named.show", slug=page.reason.slug, page=number)
    return Head(
        title=descriptions.capital(page.reason.name),
        description=descriptions.of_reason(page),
        address=address,
        data=_tables("reason", "Claims", slug=page.reason.slug),
    )


@_head.register
def _(page: ReportPage) -> Head | None:
    facts = page.report.facts
    if facts.slug not in gate_of(context()).reports:
        return None
    return Head(
        title=facts.title,
        description=descriptions.of_report(facts),
        address=public_url(
            "public.report",
            slug=facts.slug,
            page=page.number if page.number > 1 else None,
        ),
        is_article=True,
        data=(
            *_tables("report", "Quotes", slug=facts.slug),
            _annotations("annotations.of_report", facts.slug),
        ),
    )


@_head.register
def _(page: ReadingPage) -> Head | None:
    if page.is_draft:
        return None
    sha256, count = page.revision.sha256, len(page.marks)
    return Head(
        title=f"p. {page.label}, {page.report.title}",
        description=descriptions.of_report_page(page.report, page.label, count),
        address=public_url(
            "public.page", slug=page.report.slug, sha=sha256, number=page.number
        ),
    )
