"""A verdict on a lab's claim as a ClaimReview of schema.org, as search engines read it.

The requirements are Google's ("Fact check (ClaimReview) structured data"): the claim,
a rating in words, and the address of the page are required. The number is how far what
was published shows the claim; it says nothing of whether the claim is true, which the
explanation does. The words of the claim are never cut, as that might turn them round.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.domain.formats.descriptions import verdict_in_words
from annotator.domain.formats.site import Site, source_of
from annotator.domain.views.pages import ClaimPage
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import AssertedBy, Shown

# Worst first; a claim that cannot be assessed has no number.
RATED = [Shown.CONTRADICTED, Shown.NOT_SHOWN, Shown.PARTLY, Shown.MOSTLY, Shown.SHOWN]

Reports = Mapping[str, ReportFactsView]  # public ones, by slug
Json = dict[str, Any]


def claim_review(
    page: ClaimPage, reports: Reports, *, address: str, site: Site
) -> Json | None:
    """Return the review of a published claim; None if it is no fact check.

    A claim of ours is none, and neither is one without a verdict, or a preview.
    ``address`` is that of the claim's page.
    """
    claim, verdict, edition = page.claim, page.claim.verdict, page.edition
    if edition is None or verdict is None or claim.asserted_by is not AssertedBy.LAB:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": address,
        "claimReviewed": claim.text,
        "datePublished": edition.at.date().isoformat(),
        "version": edition.number,
        "author": {"@type": "Organization", "name": site.name, "url": site.address},
        "reviewRating": _rating(verdict.shown) | {
            "ratingExplanation": verdict_in_words(verdict)
        },
        "itemReviewed": _claim(page, reports),
    }  # fmt: skip


def _rating(shown: Shown) -> Json:
    rating: Json = {"@type": "Rating", "alternateName": shown.capitalize()}
    if shown in RATED:
        number = RATED.index(shown) + 1
        rating |= {"ratingValue": number, "bestRating": len(RATED), "worstRating": 1}
    return rating


def _claim(page: ClaimPage, reports: Reports) -> Json:
    found = list(_appearances(page, reports))
    claim: Json = {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": page.claim.lab.name},
    }
    if found:
        first = min(found, key=lambda work: work.get("datePublished", "9999"))
        claim |= {"appearance": found, "firstAppearance": first}
        if "datePublished" in first:
            claim["datePublished"] = first["datePublished"]
    return claim


def _appearances(page: ClaimPage, reports: Reports) -> Iterator[Json]:
    """Yield the public reports in which the lab says so, the one that we quote first."""
    quote = page.claim.assertion
    if quote is None or page.status.is_withheld(quote):
        return
    places = {quote.report: quote.page}
    for twin in page.status.twins_of(quote):
        places.setdefault(twin.report, twin.page)
    for slug, number in places.items():
        facts = reports.get(slug)
        if facts is not None and facts.lab.slug == page.claim.lab.slug:
            yield _work(facts, number)


def _work(facts: ReportFactsView, number: int) -> Json:
    work: Json = {"@type": "CreativeWork", "name": facts.title}
    if source := source_of(facts, number):
        work["url"] = source
    if facts.published[:4].isdecimal() and "/" not in facts.published:
        work["datePublished"] = facts.published
    return work
