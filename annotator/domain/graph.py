"""The graph of a claim: its sub-claims and its evidence, as boxes and lines."""

import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from annotator.domain.views.contents import ClaimView, EvidenceView
from annotator.domain.views.pages import ClaimPage
from annotator.domain.vocabulary import Stance

LINE_LENGTH = 30  # characters in a line of a label
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Node:
    """One box: a claim, a sub-claim, or a piece of evidence."""

    id: str
    kind: str  # "claim", "part" (a sub-claim), "whole" (the parent) or "evidence"
    label: tuple[str, ...]  # its lines
    claim: str = ""  # slug, if it is a claim
    evidence: int = 0  # number, if it is evidence
    stance: str = ""
    shown: str = ""  # the verdict on a claim, on the axis "shown"


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a claim to a sub-claim or a piece of evidence, by the ids of the boxes."""

    start: str
    end: str
    stance: str = ""  # of the evidence; empty between a claim and a sub-claim


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


def _claim_node(claim: ClaimView, kind: str) -> Node:
    return Node(
        f"c-{claim.slug}",
        kind,
        _wrap(claim.text),
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


def _wrap(text: str) -> tuple[str, ...]:
    lines = textwrap.wrap(
        text,
        LINE_LENGTH,
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
