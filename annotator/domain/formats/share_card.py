"""What is drawn into the picture that stands beside a shared link."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from annotator.domain.formats.descriptions import (
    capital,
    shortened,
    verdict_in_words,
)
from annotator.domain.formats.site import Site
from annotator.domain.views.contents import ClaimView, QuoteView
from annotator.domain.views.pages import ClaimPage, ScorecardPage
from annotator.domain.vocabulary import LoadBearing, Shown, Stance

SIZE = (1200, 630)  # pixels
MOST = 600  # code points of a headline; what does not fit is cut when it is drawn
LINES = 4  # of what we say by category
LINE = 76  # code points

SIGNS = {
    Shown.SHOWN: "●",
    Shown.MOSTLY: "◕",
    Shown.PARTLY: "◑",
    Shown.NOT_SHOWN: "○",
    Shown.CONTRADICTED: "✕",
    Shown.CANNOT_BE_ASSESSED: "▨",
}

_AGAINST_FIRST = [Stance.UNDERCUTS, Stance.QUALIFIES, Stance.SUPPORTS, Stance.CONTEXT]


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The words of a picture, from top to bottom."""

    kicker: str
    headline: str
    lines: tuple[str, ...]
    verdicts: tuple[tuple[str, str], ...]  # a sign, and words
    foot: str

    @property
    def says(self) -> str:
        """The picture in words, for those who do not see it."""
        verdicts = ", ".join(words for _, words in self.verdicts)
        return ". ".join(
            part.rstrip(".") for part in (self.kicker, self.headline, verdicts) if part
        )


def of_claim(page: ClaimPage, site: Site) -> ShareCard:
    """Return the picture of a claim: its words, and our verdict on them."""
    claim = page.claim
    verdict = claim.verdict
    return ShareCard(
        kicker=f"{claim.lab.name} · {claim.category.name}",
        headline=shortened(claim.text, MOST),
        lines=(),
        verdicts=((SIGNS[verdict.shown], verdict_in_words(verdict)),)
        if verdict
        else (),
        foot=_foot(site),
    )


def of_scorecard(page: ScorecardPage, site: Site) -> ShareCard:
    """Return the picture of a scorecard: what we say, and how claims were judged."""
    scorecard = page.scorecard
    said = [
        shortened(f"{card.category.name}: {card.we_say}", LINE)
        for card in scorecard.cards
        if card.we_say
    ]
    judged = [claim for card in page.cards for claim in card.claims]
    return ShareCard(
        kicker=scorecard.lab.name,
        headline=shortened(scorecard.title, MOST),
        lines=tuple(said[:LINES]),
        verdicts=tuple(_counted(judged)),
        foot=_foot(site),
    )


def _counted(claims: Iterable[ClaimView]) -> Iterable[tuple[str, str]]:
    counts = Counter(claim.verdict.shown for claim in claims if claim.verdict)
    return ((SIGNS[word], f"{counts[word]} {word}") for word in Shown if counts[word])


def _foot(site: Site) -> str:
    return f"{capital(site.name)} · {urlsplit(site.address).netloc}"


def deciding_quote(page: ClaimPage) -> QuoteView | None:
    """Return the quote that decides a claim, as far as it may be shown.

    What the claim fails without comes first, and of that what speaks against it; else
    the words in which the lab says it.
    """
    links = [
        (link, quote)
        for link in page.claim.evidence
        if (quote := link.quote or (link.result.quote if link.result else None))
        and not page.status.is_withheld(quote)
    ]
    weighty = {LoadBearing.LAB_SAYS, LoadBearing.WE_INFER}
    links.sort(
        key=lambda found: (
            found[0].load_bearing not in weighty,
            _AGAINST_FIRST.index(found[0].stance),
        )
    )
    if links:
        return links[0][1]
    asserted = page.claim.assertion
    is_there = asserted is not None and not page.status.is_withheld(asserted)
    return asserted if is_there else None
