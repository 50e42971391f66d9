"""Graphs as boxes and lines: of a claim with its evidence, and of a whole scorecard."""

import textwrap
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from annotator.domain.relevant_part import relevant_part
from annotator.domain.views.contents import ClaimView, EvidenceView, QuoteView
from annotator.domain.views.pages import CardPage, CitedPassage, ClaimPage
from annotator.domain.vocabulary import Stance

LINE_LENGTH = 30  # characters in a line of a label
BESIDE_A_MARK = 26  # characters in a line where the mark of a verdict stands
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a graph."""

    id: str
    # "claim", "part" (a sub-claim), "whole" (the parent), "evidence", "category" or
    # "passage" (on which several claims rest)
    kind: str
    label: tuple[str, ...]  # its lines
    claim: str = ""  # slug, if it is a claim
    evidence: int = 0  # number, if it is evidence
    category: str = ""  # slug, if it is a category
    quote: QuoteView | None = None  # if it is a passage
    stance: str = ""
    shown: str = ""  # the verdict on a claim, on the axis "shown"


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes, by their ids."""

    start: str
    end: str
    stance: str = ""  # of the evidence; empty between claims


def nodes_of(page: ClaimPage) -> list[Node]:
    """Return the boxes of a claim's graph, the claim itself first."""
    nodes = [_claim_node(page.claim, "claim")]
    if page.parent:
        nodes.append(_claim_node(page.parent, "whole"))
    for claim in (page.claim, *page.subclaims):
        if claim is not page.claim:
            nodes.append(_claim_node(claim, "part"))
        nodes += [_evidence_node(link) for link in claim.evidence]
    return nodes


def edges_of(page: ClaimPage) -> Iterator[Edge]:
    """Yield the lines of a claim's graph."""
    if page.parent:
        yield Edge(f"c-{page.parent.slug}", f"c-{page.claim.slug}")
    for claim in (page.claim, *page.subclaims):
        if claim is not page.claim:
            yield Edge(f"c-{page.claim.slug}", f"c-{claim.slug}")
        for link in claim.evidence:
            yield Edge(f"c-{claim.slug}", f"e-{link.id}", link.stance)


def nodes_of_scorecard(
    cards: Iterable[CardPage], shared: Iterable[CitedPassage]
) -> list[Node]:
    """Return the boxes of a scorecard's graph: categories, claims, shared passages.

    A passage on which one claim alone rests is not drawn: the claim's own graph has it.
    """
    nodes = []
    for card in cards:
        category = card.card.category
        label = _wrap(category.name)
        nodes.append(
            Node(_of_category(card), "category", label, category=category.slug)
        )
        for claim in card.claims:
            nodes.append(_claim_node(claim, "part"))
    for cited in shared:
        words = cited.quote.exact or "Figure or table"
        label = _wrap(f"p. {cited.quote.page_label}: {words}")
        nodes.append(Node(_of_passage(cited), "passage", label, quote=cited.quote))
    return nodes


def edges_of_scorecard(
    cards: Iterable[CardPage], shared: Iterable[CitedPassage]
) -> Iterator[Edge]:
    """Yield the lines of a scorecard's graph."""
    for card in cards:
        slugs = {claim.slug for claim in card.claims}
        for claim in card.claims:
            is_part = claim.parent in slugs
            above = f"c-{claim.parent}" if is_part else _of_category(card)
            yield Edge(above, f"c-{claim.slug}")
    for cited in shared:
        stances = {use.claim: use.stance or "" for use in reversed(cited.uses)}
        for claim_slug, stance in stances.items():
            yield Edge(f"c-{claim_slug}", _of_passage(cited), stance)


def shared_passages(cards: Iterable[CardPage]) -> list[CitedPassage]:
    """Return the passages on which several of the claims rest, in reading order."""
    claims = [claim for card in cards for claim in card.claims]
    return [
        cited
        for cited in relevant_part(claims)
        if len({use.claim for use in cited.uses}) > 1
    ]


def _of_category(card: CardPage) -> str:
    return f"g-{card.card.category.slug}"


def _of_passage(cited: CitedPassage) -> str:
    return f"p-{cited.quote.passage}-{cited.quote.revision[:8]}"


def _claim_node(claim: ClaimView, kind: str) -> Node:
    return Node(
        f"c-{claim.slug}",
        kind,
        _wrap(claim.text, BESIDE_A_MARK if claim.verdict else LINE_LENGTH),
        claim=claim.slug,
        shown=claim.verdict.shown if claim.verdict else "",
    )


def _evidence_node(link: EvidenceView) -> Node:
    return Node(
        f"e-{link.id}",
        "evidence",
        _wrap(_name(link)),
        evidence=link.id,
        stance=link.stance,
    )


def _name(link: EvidenceView) -> str:
    if link.quote:
        words = link.quote.exact or "Figure or table"
        return f"p. {link.quote.page_label}: {words}"
    if link.result:
        return f"{link.result.evaluation}: {link.result.model} {link.result.value}"
    if link.absence:
        return f"Not in it: {link.absence.statement}"
    return link.source.title if link.source else ""


def _wrap(text: str, length: int = LINE_LENGTH) -> tuple[str, ...]:
    lines = textwrap.wrap(
        text,
        length,
        max_lines=MOST_LINES,
        placeholder=" …",
        break_on_hyphens=False,
    )
    return tuple(lines) or ("(no words)",)


def unsupported(page: ClaimPage, without: Collection[int]) -> list[ClaimView]:
    """Return the claims that have no support left if some evidence (ids) is left out.

    They are the page's claim and its parts; one that had no support before is not among
    them.
    """
    found = []
    for claim in (page.claim, *page.subclaims):
        supports = {x.id for x in claim.evidence if x.stance is Stance.SUPPORTS}
        if supports and supports <= set(without):
            found.append(claim)
    return found
