"""What is drawn into the picture that stands beside a shared link."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from annotator.domain.conclusions import decisive
from annotator.domain.formats.descriptions import (
    capital,
    shortened,
    verdict_in_words,
)
from annotator.domain.formats.site import Site
from annotator.domain.views.contents import QuoteView
from annotator.domain.views.pages import ClaimPage, ScorecardPage
from annotator.domain.vocabulary import Shown

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
    Shown.CANNOT_BE_ASSESSED: "◌",
}


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
    judged = [word for card in page.cards for word in card.verdicts]
    return ShareCard(
        kicker=scorecard.lab.name,
        headline=shortened(scorecard.title, MOST),
        lines=tuple(said[:LINES]),
        verdicts=tuple(_counted(judged)),
        foot=_foot(site),
    )


def _counted(verdicts: Iterable[Shown]) -> Iterable[tuple[str, str]]:
    counts = Counter(verdicts)
    return ((SIGNS[word], f"{counts[word]} {word}") for word in Shown if counts[word])


def _foot(site: Site) -> str:
    return f"{capital(site.name)} · {urlsplit(site.address).netloc}"


def deciding_quote(page: ClaimPage) -> QuoteView | None:
    """Return the quote that decides a claim, as far as it may be shown.

    If none does, it is the words in which the lab says it.
    """
    links = decisive(page.claim)
    found = [
        link.quote or (link.result.quote if link.result else None) for link in links
    ]
    quotes = [*found, page.claim.assertion]
    shown = (q for q in quotes if q and not page.status.is_withheld(q))
    return next(shown, None)
