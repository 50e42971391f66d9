"""A ClaimReview has what search engines require, and never more than we know."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from claim_views import a_claim, a_claim_page, a_quote

from annotator.domain.formats.claim_review import claim_review
from annotator.domain.formats.site import Site
from annotator.domain.views.contents import LabView, VerdictView
from annotator.domain.views.pages import Edition
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.views.status import CurrentStatus, TwinView
from annotator.domain.vocabulary import AssertedBy, Credence, ReportKind, Shown

NOW = datetime(2030, 1, 2, tzinfo=UTC)
SITE = Site("Annotator", "https://annotator.example/")
ADDRESS = "https://annotator.example/claims/safe"
WREN = LabView("wren-labs", "Wren Labs")


def _facts(slug, *, published="2029-05-01", source="https://wren.example/card.pdf"):
    return ReportFactsView(
        slug, f"The {slug}", ReportKind.SYSTEM_CARD, published, source, WREN, ()
    )


def _page(shown=Shown.PARTLY, credence=Credence.LIKELY, **changes):
    verdict = VerdictView(shown, credence, "", "Ann", NOW) if shown else None
    claim = replace(a_claim(assertion=a_quote()), verdict=verdict, **changes)
    return replace(a_claim_page(claim), edition=Edition(3, NOW, "Ed", "f" * 64))


def _review(page, reports=None):
    known = {"heron-card": _facts("heron-card")} if reports is None else reports
    return claim_review(page, known, address=ADDRESS, site=SITE)


# What is required


def test_the_claim_the_page_and_the_rating_in_words_are_there():
    review = _review(_page())
    assert review["@context"] == "https://schema.org"
    assert review["@type"] == "ClaimReview"
    assert review["url"] == ADDRESS
    assert review["claimReviewed"] == "Heron 2 is safe."
    assert review["reviewRating"]["@type"] == "Rating"
    assert review["reviewRating"]["alternateName"] == "Partly shown"


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        (Shown.CONTRADICTED, 1),
        (Shown.NOT_SHOWN, 2),
        (Shown.PARTLY, 3),
        (Shown.MOSTLY, 4),
        (Shown.SHOWN, 5),
    ],
)
def test_the_number_stands_between_the_worst_and_the_best(shown, number):
    rating = _review(_page(shown))["reviewRating"]
    assert (rating["ratingValue"], rating["worstRating"], rating["bestRating"]) == (
        number,
        1,
        5,
    )


def test_what_cannot_be_assessed_has_words_and_no_number():
    rating = _review(_page(Shown.CANNOT_BE_ASSESSED))["reviewRating"]
    assert rating["alternateName"] == "Cannot be assessed"
    assert not rating.keys() & {"ratingValue", "bestRating", "worstRating"}


def test_every_verdict_has_a_rating_in_words():
    said = {_review(_page(word))["reviewRating"]["alternateName"] for word in Shown}
    assert len(said) == len(Shown)


# What is recommended


def test_we_are_the_author_and_the_edition_has_its_day():
    review = _review(_page())
    author = review["author"]
    assert author == {
        "@type": "Organization",
        "name": "Annotator",
        "url": "https://annotator.example/",
    }
    assert date.fromisoformat(review["datePublished"]) == NOW.date()
    assert review["version"] == 3


def test_the_claim_is_the_labs_and_appears_on_a_page_of_its_report():
    claim = _review(_page())["itemReviewed"]
    assert claim["@type"] == "Claim"
    assert claim["author"] == {"@type": "Organization", "name": "Wren Labs"}
    [work] = claim["appearance"]
    assert work == {
        "@type": "CreativeWork",
        "name": "The heron-card",
        "url": "https://wren.example/card.pdf#page=6",
        "datePublished": "2029-05-01",
    }
    assert claim["firstAppearance"] == work
    assert claim["datePublished"] == "2029-05-01"


def test_the_oldest_report_that_says_so_is_the_first():
    twin = TwinView("post", "The post", "b" * 64, 2, "2", 0, 9)
    quote = a_quote()
    status = CurrentStatus({}, {}, twins={(quote.passage, quote.revision): (twin,)})
    reports = {
        "heron-card": _facts("heron-card"),
        "post": _facts("post", published="2028"),
    }
    claim = _review(replace(_page(), status=status), reports)["itemReviewed"]
    assert [work["name"] for work in claim["appearance"]] == [
        "The heron-card",
        "The post",
    ]
    assert claim["firstAppearance"]["name"] == "The post"
    assert claim["datePublished"] == "2028"


# What is not said


@pytest.mark.parametrize(
    "page",
    [
        _page(None),
        _page(asserted_by=AssertedBy.ANALYST),
        replace(_page(), edition=None),
    ],
    ids=["without a verdict", "a claim of ours", "a preview"],
)
def test_what_is_no_fact_check_has_no_review(page):
    assert _review(page) is None


def test_a_withheld_passage_and_a_report_that_is_not_public_are_not_named():
    page = _page()
    hidden = CurrentStatus({}, {}, hidden=frozenset({page.claim.assertion.revision}))
    for review in (_review(replace(page, status=hidden)), _review(page, {})):
        assert review["itemReviewed"].keys() == {"@type", "author"}


def test_no_day_is_made_up():
    for published in ("not reported", "2029/2030"):
        reports = {"heron-card": _facts("heron-card", published=published, source="")}
        [work] = _review(_page(), reports)["itemReviewed"]["appearance"]
        assert work.keys() == {"@type", "name"}
