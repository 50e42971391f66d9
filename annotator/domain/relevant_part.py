"""Which claims of a category weigh most, and which part of the reports they rest on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from annotator.domain.views.contents import ClaimView, QuoteView
from annotator.domain.views.pages import CitedPassage, PassageUse
from annotator.domain.vocabulary import LoadBearing, Stance

_BEARING = {LoadBearing.LAB_SAYS, LoadBearing.WE_INFER}


def weight(claim: ClaimView) -> tuple[int, int]:
    """Return how many pieces of evidence bear the load, and how many there are.

    Context is not counted: it neither supports a claim nor undercuts it.
    """
    links = [link for link in claim.evidence if link.stance is not Stance.CONTEXT]
    return sum(link.load_bearing in _BEARING for link in links), len(links)


def by_weight(claims: Sequence[ClaimView]) -> list[ClaimView]:
    """Return claims, the weightiest first, each followed by its sub-claims."""
    slugs = {claim.slug for claim in claims}
    parts: dict[str, list[ClaimView]] = defaultdict(list)
    tops = []
    for claim in sorted(claims, key=weight, reverse=True):  # stable: then by age
        if claim.parent in slugs:
            parts[claim.parent or ""].append(claim)
        else:
            tops.append(claim)
    ordered: list[ClaimView] = []
    waiting = tops[::-1]
    while waiting:
        claim = waiting.pop()
        ordered.append(claim)
        waiting += parts[claim.slug][::-1]
    return ordered


def relevant_part(claims: Iterable[ClaimView]) -> list[CitedPassage]:
    """Return the passages that claims rest on, in the order of their reports' pages.

    A passage that several claims rest on stands once, with each use.
    """
    quotes: dict[tuple[int, str], QuoteView] = {}
    uses: dict[tuple[int, str], list[PassageUse]] = defaultdict(list)
    for claim in claims:
        for quote, use in _uses_of(claim):
            key = (quote.passage, quote.revision)
            quotes.setdefault(key, quote)
            uses[key].append(use)
    ordered = sorted(
        quotes.items(),
        key=lambda item: (
            item[1].report_title,
            item[1].revision,
            item[1].page,
            item[1].passage,
        ),
    )
    return [CitedPassage(quote, tuple(uses[key])) for key, quote in ordered]


def weightiest(passages: Sequence[CitedPassage], most: int) -> list[CitedPassage]:
    """Return at most so many passages, those on which most rests, in their order."""
    chosen = sorted(passages, key=_load, reverse=True)[:most]
    kept = {id(passage) for passage in chosen}
    return [passage for passage in passages if id(passage) in kept]


def _load(passage: CitedPassage) -> tuple[bool, int]:
    return any(use.bears_load for use in passage.uses), len(passage.uses)


def _uses_of(claim: ClaimView) -> Iterator[tuple[QuoteView, PassageUse]]:
    if claim.assertion:
        yield claim.assertion, PassageUse(claim.slug, claim.text, None)
    for link in claim.evidence:
        quote = link.quote or (link.result.quote if link.result else None)
        if quote:
            yield (
                quote,
                PassageUse(
                    claim.slug,
                    claim.text,
                    link.stance,
                    note=link.note,
                    evidence=link.id,
                    bears_load=link.load_bearing in _BEARING,
                ),
            )
