"""What a public page says in a line or two, for search engines and for shared links."""

import unicodedata

from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    ClaimView,
    ScorecardView,
    VerdictView,
)
from annotator.domain.views.pages import EvaluationPage, HomePage, ReasonPage
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import Credence, Shown

LONGEST = 160  # code points; search engines cut what is longer

_LOOSE = " ,;:–—-(“‘"  # what no line ends with before an ellipsis


def shortened(text: str, most: int = LONGEST) -> str:
    """Return text on one line, of at most ``most`` code points, cut at a word's end.

    A text without spaces, as Chinese is written, is cut between two letters.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    if line[most - 1] != " " and " " in kept:
        kept = kept[: kept.rindex(" ")]
    else:
        while kept and unicodedata.combining(line[len(kept)]):
            kept = kept[:-1]
    return f"{kept.rstrip(_LOOSE)}…"


def capital(text: str) -> str:
    """Return a sentence with its first letter capitalized and the rest unchanged."""
    return text[:1].upper() + text[1:]


def verdict_in_words(verdict: VerdictView) -> str:
    """Return both axes of a verdict as sentences, never as one."""
    by = "from" if verdict.shown is Shown.CANNOT_BE_ASSESSED else "by"
    shown = f"{verdict.shown.capitalize()} {by} what was published."
    if verdict.credence is Credence.NO_VIEW:
        return shown
    return f"{shown} We think it is {verdict.credence}."


def of_claim(claim: ClaimView) -> str:
    """Return the verdict and the words of a claim."""
    if claim.verdict is None:
        return shortened(f"{claim.lab.name}: {claim.text}")
    return shortened(
        f"{verdict_in_words(claim.verdict)} {claim.lab.name}: {claim.text}"
    )


def of_scorecard(scorecard: ScorecardView) -> str:
    """Return what we say of a lab's models, category by category."""
    said = "; ".join(
        f"{card.category.name}: {card.we_say}"
        for card in scorecard.cards
        if card.we_say
    )
    about = f"{scorecard.title} by {scorecard.lab.name}"
    if not said:
        return shortened(f"{about}: what its reports claim, and what they show.")
    return shortened(f"{about}. {said}")


def of_category(scorecard: ScorecardView, card: CardView) -> str:
    """Return what we say of a lab's models in one category."""
    about = f"{card.category.name}: {scorecard.title} by {scorecard.lab.name}"
    said = card.we_say or card.lab_says or "what its reports claim, and what they show."
    return shortened(f"{about}. {said}")


def of_lab(name: str, titles: list[str]) -> str:
    """Return which scorecards of a lab there are."""
    return shortened(
        f"What {name} claims of its models, and what it shows: {'; '.join(titles)}"
    )


def of_home(page: HomePage) -> str:
    """Return what the front page compares."""
    labs = list(dict.fromkeys(row.lab.name for row in page.rows))
    names = f": {', '.join(labs)}" if labs else ""
    return shortened(
        f"What AI labs claim of their models, and what their reports show{names}"
    )


def of_report(facts: ReportFactsView) -> str:
    """Return what a report is, and that its quotes are here."""
    return shortened(
        f"{facts.title}: {facts.kind} by {facts.lab.name}. "
        "The quotes from it, page by page, and what for."
    )


def of_report_page(facts: ReportFactsView, label: str, quotes: int) -> str:
    """Return which page of which report this is, and how many quotes are from it."""
    quoted = f"{quotes} quote{'' if quotes == 1 else 's'} marked" if quotes else ""
    of_what = f"{facts.title}, {facts.kind} by {facts.lab.name}"
    return shortened(". ".join(filter(None, [f"Page {label} of {of_what}", quoted])))


def of_evaluation(page: EvaluationPage) -> str:
    """Return what was tested, and which models were."""
    models = dict.fromkeys(
        result.model for test in page.tests for result in test.results
    )
    results = f" Results of {', '.join(models)}." if models else ""
    return shortened(f"{page.name}, {_of(page.category)}.{results}")


def of_reason(page: ReasonPage) -> str:
    """Return what a reason means, and how often it is given."""
    claims = f"{page.claims} claim{'' if page.claims == 1 else 's'}"
    return shortened(
        f"{capital(page.reason.name)}: why {claims} of AI labs "
        f"{'is' if page.claims == 1 else 'are'} not shown. {page.reason.explanation}"
    )


def _of(category: CategoryView) -> str:
    return f"an evaluation of {category.name}"
