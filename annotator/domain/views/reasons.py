"""Where the reasons of verdicts recur: which published claims name them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.views.contents import ClaimView, GivenReasonView, ReasonView


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many claims of how many labs name a reason."""

    reason: ReasonView
    claims: int
    labs: int


def named(claims: Iterable[ClaimView]) -> Iterator[tuple[ClaimView, GivenReasonView]]:
    """Yield each reason that a claim's verdict names, with the claim."""
    for claim in claims:
        for given in claim.verdict.reasons if claim.verdict else ():
            yield claim, given


def counts(claims: Sequence[ClaimView]) -> tuple[ReasonCount, ...]:
    """Return how often each reason is named, the one that most claims name first.

    The claims are published ones, the newest last: it says what a reason is called.
    """
    words: dict[str, ReasonView] = {}
    labs: dict[str, list[str]] = {}
    for claim, given in named(claims):
        words[given.reason.slug] = given.reason
        labs.setdefault(given.reason.slug, []).append(claim.lab.slug)
    found = [
        ReasonCount(words[slug], len(its), len(set(its))) for slug, its in labs.items()
    ]
    return tuple(sorted(found, key=lambda count: (-count.claims, count.reason.name)))
